import { pathMatcher } from '../../config/path-glob.js';
import type { Advice } from './advice.js';

export interface Owned {
  /** Directory of the account from the top of the repository; empty for the top itself. */
  readonly dir: string;
  /** Patterns of `files:` in its ringctl.yaml. */
  readonly globs: readonly string[];
}

export interface Owners {
  /** Of everything that no pattern names: those who may change rules, rights and workflows. */
  readonly all: readonly string[];
  readonly byGlob: ReadonlyMap<string, readonly string[]>;
}

const BEGIN = '# ringctl: begin';
const END = '# ringctl: end';

/** CODEOWNERS with our part in it: what stands outside the part is left as it is. The last line that matches a file decides. */
export function codeOwners(before: string, accounts: readonly Owned[], owners: Owners): string {
  const rows = [
    BEGIN,
    '# Written by "ringctl init --github" from files: in ringctl.yaml.',
    ...accounts.flatMap((account) => rowsOf(account, owners)),
    row('/.github/', owners.all),
    END,
  ];
  const own = `${rows.join('\n')}\n`;
  const start = before.indexOf(BEGIN);
  const end = before.indexOf(END);
  if (start >= 0 && end > start)
    return before.slice(0, start) + own + before.slice(end + END.length).replace(/^\r?\n/, '');
  return before === '' || before.endsWith('\n') ? `${before}${own}` : `${before}\n${own}`;
}

function rowsOf({ dir, globs }: Owned, { all, byGlob }: Owners): readonly string[] {
  const top = dir === '' ? '/' : `/${dir}/`;
  return [
    row(`${top}**`, all),
    ...globs.map((glob) => row(`${top}${glob}`, byGlob.get(glob) ?? all)),
    row(`${top}ringctl.yaml`, all),
  ];
}

const row = (pattern: string, owners: readonly string[]): string =>
  `${pattern.replaceAll('\\', '\\\\').replaceAll(' ', '\\ ').replaceAll('#', '\\#')} ${owners.join(' ')}`;

/** Files of the repository that decide who gets which access, from its top. */
export interface Deciding {
  /** "the files of acme", "workflows". */
  readonly what: string;
  readonly paths: readonly string[];
}

/** What anybody may change who may change a file at all. Undefined where the repository has no CODEOWNERS. */
export function ownerAdvice(
  file: { readonly path: string; readonly text: string } | undefined,
  deciding: readonly Deciding[],
): readonly Advice[] {
  const remedy = 'ringctl init --github --owner @ORG/TEAM writes the lines.';
  if (file === undefined)
    return [
      {
        id: 'owners',
        state: 'weak',
        message: 'There is no CODEOWNERS: no file has an owner who must approve.',
        remedy,
      },
    ];
  const lines = linesOf(file.text);
  const isOwned = (path: string) => lines.findLast(({ matches }) => matches(path))?.hasOwner === true;
  return [{ what: 'CODEOWNERS', paths: [file.path] }, ...deciding].flatMap(({ what, paths }): readonly Advice[] => {
    const open = paths.filter((path) => !isOwned(path));
    if (paths.length === 0) return [];
    if (open.length === 0)
      return [{ id: 'owners', state: 'good', message: `Owners approve changes of ${what} (${shortened(paths)}).` }];
    const count = `${open.length} of ${paths.length}`;
    return [
      { id: 'owners', state: 'weak', message: `Of ${what} no owner approves ${count}: ${shortened(open)}.`, remedy },
    ];
  });
}

const MOST_NAMED = 5;

const shortened = (paths: readonly string[]): string => {
  const more = paths.length - MOST_NAMED;
  return `${paths.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

interface Line {
  readonly matches: (path: string) => boolean;
  readonly hasOwner: boolean;
}

function linesOf(text: string): readonly Line[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...owners] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/(?<!\\)\s+/);
    if (!pattern) return [];
    return [{ matches: matcherOf(pattern), hasOwner: owners.length > 0 }];
  });
}

/** As the code host reads a pattern: from the top where a slash stands in front or inside, anywhere else; a folder means all below it. */
function matcherOf(pattern: string): (path: string) => boolean {
  const plain = pattern.replaceAll('\\', '');
  const body = plain.replace(/^\//, '').replace(/\/$/, '');
  const globs = [body, `${body}/**`].map((glob) => (plain.slice(0, -1).includes('/') ? glob : `**/${glob}`));
  const matchers = globs.map(pathMatcher);
  return (path) => matchers.some((matches) => matches(path));
}
