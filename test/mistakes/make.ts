import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MAX_FILE_BYTES } from '../../src/config/account-files.js';
import type { ReadHooks } from '../../src/run/account-files.js';

export interface Made {
  /** The account directory below the made folder. */
  readonly directory: string;
  make(folder: string): void;
  /** What happens while the directory is read. */
  readonly hooks?: ReadHooks;
}

const SETTINGS = 'version: 1\naccount: acme\n';

function write(folder: string, files: { readonly [path: string]: string | Uint8Array }): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const ordinary = (make: (folder: string) => void): Made => ({
  directory: '.',
  make: (folder) => {
    write(folder, { 'ringctl.yaml': SETTINGS });
    make(folder);
  },
});

/** A repository with the account in `acme`, and a folder beside it. */
const repository = (include: string, files: { readonly [path: string]: string }): Made => ({
  directory: 'acme',
  make: (folder) => {
    write(folder, { '.git/HEAD': '', 'acme/ringctl.yaml': `${SETTINGS}include:\n  - ${include}\n`, ...files });
  },
});

/** Codes whose files cannot be kept in a repository: links, pipes, bytes that are not text, great size. */
export const MADE: { readonly [code: string]: Made } = {
  DIRECTORY_UNREADABLE: { directory: 'nowhere', make: () => undefined },
  FILE_UNREADABLE: {
    ...ordinary((folder) => write(folder, { 'gone.yaml': 'users: {}\n' })),
    hooks: {
      beforeOpen: async (path) => {
        if (path.endsWith('gone.yaml')) rmSync(path);
      },
    },
  },
  LINK_REFUSED: ordinary((folder) => {
    write(folder, { 'other/users.txt': 'users: {}\n' });
    symlinkSync('other/users.txt', join(folder, 'users.yaml'));
    symlinkSync('other', join(folder, 'teams'));
    symlinkSync('other/users.txt', join(folder, 'notes.txt'));
  }),
  NOT_A_FILE: ordinary((folder) => execFileSync('mkfifo', [join(folder, 'users.yaml')])),
  CASE_CLASH: ordinary((folder) => write(folder, { 'Teams/a.yaml': 'users: {}\n', 'teams/b.yaml': 'users: {}\n' })),
  FILE_TOO_LARGE: ordinary((folder) => write(folder, { 'users.yaml': new Uint8Array(MAX_FILE_BYTES + 1).fill(35) })),
  ACCOUNT_TOO_LARGE: {
    ...ordinary((folder) => write(folder, { 'a.yaml': 'users: {}\n', 'b.yaml': 'groups: {}\n' })),
    hooks: { maxFiles: 2 },
  },
  EDIT_CUT_OFF: ordinary((folder) => mkdirSync(join(folder, '.ringctl/edit'), { recursive: true })),
  INVALID_UTF8: ordinary((folder) => {
    write(folder, { 'latin.yaml': Buffer.from('groups:\n  caf\xe9: {}\n', 'latin1') });
    write(folder, { 'wide.yaml': Buffer.from('\ufeffgroups: {}\n', 'utf16le') });
  }),
  INCLUDE_PATH: repository('shared/../../shared/base.yaml', { 'shared/base.yaml': 'profiles: {}\n' }),
  INCLUDE_NOT_FOUND: repository('../shared/bsae.yaml', { 'shared/base.yaml': 'profiles: {}\n' }),
  INCLUDE_CONTENT: repository('../shared/base.yaml', {
    'shared/base.yaml': 'profiles:\n  base: { template: true }\n  agent: {}\ngroups:\n  sales: {}\n',
  }),
};
