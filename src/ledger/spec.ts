import { resolve } from 'node:path';
import { LedgerSpecInvalid } from './errors.js';

export type LedgerSpec =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'git'; readonly branch: string };

/** Where the ledger is when nothing else is said, from the directory of the account. */
export const DEFAULT_LEDGER = 'file:.ringctl/ledger.db';

/** `file:PATH`, `postgres://…` or `git:BRANCH`; a path counts from `dir`. Throws LedgerSpecInvalid. */
export function parseLedgerSpec(text: string, dir: string): LedgerSpec {
  const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  switch (scheme) {
    case 'file':
      if (rest === '' || rest.includes('\0')) throw new LedgerSpecInvalid('path');
      return { kind: 'file', path: resolve(dir, rest) };
    case 'postgres':
    case 'postgresql':
      if (!rest.startsWith('//') || !URL.canParse(text)) throw new LedgerSpecInvalid('url');
      return { kind: 'postgres', url: text };
    case 'git':
      if (!isBranch(rest)) throw new LedgerSpecInvalid('branch');
      return { kind: 'git', branch: rest };
    default:
      throw new LedgerSpecInvalid('scheme');
  }
}

/** A part of what git allows, which is all that anybody needs: nothing of it can be taken for an option, a revision or a pattern. */
const isBranch = (name: string): boolean =>
  name.length <= 200 &&
  name.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part) && !/\.\.|\.$|\.lock$/.test(part));
