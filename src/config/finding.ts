import type { FILE_CODES } from '../model/index.js';

export type FileCode = keyof typeof FILE_CODES;

/** A mistake in the text of one file, by offset: lines and columns are worked out only when it is printed. */
export interface Finding {
  readonly code: FileCode;
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly hint?: string;
  /** A key that stood before in the same mapping; `mapping` is the number of the event that opens it. */
  readonly first?: { readonly mapping: number; readonly key: string };
}

/** The text of a name or value from the files, short enough for a sentence. */
export function quoted(text: string): string {
  const characters = [...text];
  return `"${characters.length > 80 ? `${characters.slice(0, 80).join('')}…` : text}"`;
}
