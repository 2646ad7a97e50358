import type { AccountFile as AccountContent } from '../model/generated/files.js';

/** What one file defines. */
export interface Content {
  readonly file: string;
  readonly content: AccountContent;
}

/** Where the entries of the sections begin, such as one user of `users`: a part of the text that can be read again by itself. */
export interface Entries {
  /** Offsets of the sections' names and of their entries' keys, in the order of the text. */
  readonly starts: readonly number[];
  /** By section and key the place in `starts`. */
  readonly numbers: ReadonlyMap<string, ReadonlyMap<string, number>>;
}
