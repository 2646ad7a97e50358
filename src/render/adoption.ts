import { type Change, nameOf, type ResourceKey } from '../model/index.js';
import { COMMENT_LIMIT, rowsWithin } from './comment-fit.js';
import { codeSpan } from './inert.js';
import { folded } from './plan-markdown.js';
import { count, digits, listed } from './words.js';

/** What was written into the files so that they say what the account has. */
export interface Adoption {
  readonly account: string;
  /** Number of the issue in which it was asked for, and by whom. */
  readonly issue: number;
  readonly by: string;
  /** What the difference means for somebody at worst, in a word of ours. */
  readonly severity: string;
  readonly added: readonly ResourceKey[];
  readonly changed: readonly { readonly key: ResourceKey; readonly path: string }[];
  /** What the files say otherwise still. */
  readonly remaining: readonly Change[];
  /** Names of whom no file could state, or not whole. */
  readonly unstated: readonly string[];
}

/** The text of the pull request: what it adopts, and what it does not. */
export function renderAdoption(adoption: Adoption): string {
  const { account, issue, by, severity, added, changed, remaining, unstated } = adoption;
  return [
    `The files of \`${account}\` take over what somebody changed in the account, as ${codeSpan(by)} asked for in #${issue}. Nothing is written to the account by this; whoever merges it agrees that it stays so.`,
    `> [!WARNING]\n> **Worst for access: ${severity}.** Look at each line as at one that gives it: a plan shows no gain where the account has it already.`,
    block(
      'Adopted',
      changed.map(({ key, path }) => `${shown(key)}${path === '' ? '' : `: ${codeSpan(path)}`}`),
    ),
    block('New in the files, not managed until now', added.map(shown)),
    block(
      'Not adopted: the files still say it otherwise, and the next apply would change the account',
      remaining.map(left),
    ),
    block('Not adopted, and not managed: no file can state it, or not safely', unstated.map(codeSpan)),
    'If no check starts by itself, close this pull request and open it again.',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const left = (change: Change): string => {
  const fields = change.action === 'update' ? change.fields.map(({ path }) => codeSpan(path)) : [change.action];
  return `${shown(change.key)}: ${listed(fields)}`;
};

const shown = (key: ResourceKey): string => `${key.slice(0, key.indexOf(':'))} ${codeSpan(nameOf(key))}`;

const SHOWN = 100;
/** Of a block: there are four, and words of ours around them. */
const LONGEST = COMMENT_LIMIT / 4 - 1_000;

function block(title: string, all: readonly string[]): string {
  if (all.length === 0) return '';
  const rows = rowsWithin(
    all.slice(0, SHOWN).map((row) => `- ${row}`),
    LONGEST,
  );
  const more = all.length > rows.length ? [`- ${count(all.length - rows.length, 'more', 'more')}`] : [];
  return folded(`<b>${title}</b>: ${digits(all.length)}`, [...rows, ...more].join('\n'));
}
