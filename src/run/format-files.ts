import { isDeepStrictEqual } from 'node:util';
import { type AccountFile, SETTINGS_FILE } from '../config/account-files.js';
import { readDocument } from '../config/document.js';
import { isIncluded } from '../config/include.js';
import { keysAt } from '../config/keys.js';
import { formatYaml, type Style } from '../edit/index.js';
import { type EditedFile, textOf } from './write-changes.js';

export interface Formatted {
  readonly changed: readonly EditedFile[];
  /** Files that stay as they are, and why. */
  readonly left: readonly { readonly path: string; readonly why: string }[];
}

/** The files of an account directory in one layout; those that have it already are left out. Each says what it said. */
export function formatFiles(files: readonly AccountFile[], { isSorted }: { readonly isSorted: boolean }): Formatted {
  const changed: EditedFile[] = [];
  const left: { path: string; why: string }[] = [];
  for (const file of files.filter(({ path }) => !isIncluded(path))) {
    const before = textOf(file) ?? '';
    const result = formatYaml(before, styleOf(file.path, isSorted));
    if (!result.ok) left.push({ path: file.path, why: result.why });
    else if (result.text !== before) {
      const edited = { path: file.path, before, after: result.text };
      if (saysTheSame(file, edited)) changed.push(edited);
      else left.push({ path: file.path, why: 'Its meaning would change.' });
    }
  }
  return { changed, left };
}

/** By the reader that plan and apply use. */
function saysTheSame(file: AccountFile, { path, after }: EditedFile): boolean {
  const before = readDocument(file);
  const document = readDocument({ path, bytes: new TextEncoder().encode(after) });
  return (
    before.findings.length === 0 && document.findings.length === 0 && isDeepStrictEqual(before.value, document.value)
  );
}

const SORTED: ReadonlySet<unknown> = new Set(['users', 'profiles', 'groups', 'callerIds']);

/** Permissions keep the order in which somebody grouped them. */
function styleOf(file: string, isSorted: boolean): Style {
  return {
    keysAt: (path) => {
      const isOpen =
        path.includes('permissions') || path.includes('except') || path.includes('tests') || path[0] === 'callerIds';
      if (file === SETTINGS_FILE) return path.length === 0 ? keysAt({ file, path }) : undefined;
      return path.length === 1 || isOpen ? undefined : keysAt({ file, path });
    },
    isSorted: (path) => isSorted && file !== SETTINGS_FILE && path.length === 1 && SORTED.has(path[0]),
  };
}
