/** Where something stands: a file and the keys that lead to it. Line and column are worked out only when something is printed. */
export interface Place {
  readonly file: string;
  readonly path: readonly (string | number)[];
}
