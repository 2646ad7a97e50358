import { pathMatcher } from '../../config/path-glob.js';
import type { Advice } from './advice.js';
import { OWN_ACTION } from './workflows.js';

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

/** What anybody may change who may change a file at all. Undefined where the repository has no CODEOWNERS. */
export function ownerAdvice(
  file: { readonly path: string; readonly text: string } | undefined,
  accounts: readonly Owned[],
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
  const paths = [
    '.github/workflows/apply.yml',
    `${OWN_ACTION}/index.cjs`,
    file.path,
    ...accounts.map(({ dir }) => (dir ? `${dir}/ringctl.yaml` : 'ringctl.yaml')),
  ];
  return [...new Set(paths)].map((path) =>
    lines.findLast(({ matches }) => matches(path))?.hasOwner
      ? { id: 'owners', state: 'good', message: `${path} has an owner.` }
      : { id: 'owners', state: 'weak', message: `${path} has no owner in CODEOWNERS.`, remedy },
  );
}

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
