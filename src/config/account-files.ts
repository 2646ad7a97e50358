import type { Diagnostic } from '../model/index.js';

/** YAML text to Desired. This folder may not know a file system, a network, a clock or chance: what it reads is handed to it as bytes. */

export interface AccountFile {
  /** Relative to the account directory, with `/`; a file of `include` keeps its `../`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface AccountFiles {
  readonly files: readonly AccountFile[];
  /** Found while the files were collected. */
  readonly diagnostics: readonly Diagnostic[];
  /** Labels of another language. It is no file of the account. */
  readonly labels?: AccountFile | undefined;
}

export const LABELS_FILE = 'labels.yaml';
export const SETTINGS_FILE = 'ringctl.yaml';

export const MAX_FILE_BYTES = 32 * 1024 * 1024;
export const MAX_ACCOUNT_BYTES = 256 * 1024 * 1024;
export const MAX_FILES = 5_000;
