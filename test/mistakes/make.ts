import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MAX_FILE_BYTES, MAX_FILES } from '../../src/config/account-files.js';

export interface Made {
  /** The account directory below the made folder. */
  readonly directory: string;
  make(folder: string): void;
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
  FILE_UNREADABLE: ordinary((folder) => write(folder, { 'gone.yaml': 'users: {}\n' })),
  LINK_REFUSED: ordinary((folder) => {
    write(folder, { 'other/users.txt': 'users: {}\n' });
    symlinkSync('other/users.txt', join(folder, 'users.yaml'));
    symlinkSync('other', join(folder, 'teams'));
    symlinkSync('other/users.txt', join(folder, 'notes.txt'));
  }),
  NOT_A_FILE: ordinary((folder) => execFileSync('mkfifo', [join(folder, 'users.yaml')])),
  CASE_CLASH: ordinary((folder) => write(folder, { 'Teams/a.yaml': 'users: {}\n', 'teams/b.yaml': 'users: {}\n' })),
  FILE_TOO_LARGE: ordinary((folder) => write(folder, { 'users.yaml': new Uint8Array(MAX_FILE_BYTES + 1).fill(35) })),
  ACCOUNT_TOO_LARGE: ordinary((folder) => {
    for (let file = 0; file < MAX_FILES; file += 1) write(folder, { [`f${String(file).padStart(4, '0')}.yaml`]: '' });
  }),
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
