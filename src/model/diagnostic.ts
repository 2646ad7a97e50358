import type { Code } from './codes.js';

/** A place in a file, for people: line and column start at 1. `excerpt` is the line itself, cut when long. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Characters to underline in `excerpt`. */
  readonly length: number;
  readonly excerpt: string;
}

export interface Diagnostic {
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  /** Full sentences. */
  readonly message: string;
  /** What to do, in full sentences. */
  readonly hint?: string;
  readonly source?: Source;
  readonly related?: readonly { readonly message: string; readonly source: Source }[];
}

/** A value, or all that is wrong with what it should be made of. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';
