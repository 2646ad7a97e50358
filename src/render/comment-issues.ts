import type { Day, Plan, ResourceKey } from '../model/index.js';
import { COMMENT_LIMIT, rowsWithin } from './comment-fit.js';
import { type DriftFacts, renderDrift } from './drift.js';
import { PLAIN } from './face.js';
import { handSentence } from './hand-step.js';
import { codeSpan } from './inert.js';
import { sentenceSpan } from './rule-changes.js';
import type { PersonName } from './step-sentence.js';
import { handBlock, waitsIn } from './steps.js';
import { count, digits, shortDigest } from './words.js';

/** A checklist, and below it what to do for each; undefined where nothing is to be done by hand. What does not fit comes when some of it is done. */
export function renderStepsIssue(plan: Plan, personName: PersonName = (email) => email): string | undefined {
  const { byHand = [], account, digest } = plan;
  if (byHand.length === 0) return undefined;
  const voice = { show: (text: string) => text, personName };
  const all = byHand.map((step) => `- [ ] \`${step.id ?? 'by hand'}\` ${codeSpan(handSentence(step, voice))}`);
  const rows = rowsWithin(all, LONGEST / 2);
  const waitsOf = waitsIn(plan, codeSpan);
  const how = byHand.slice(0, rows.length).map((step) => handBlock(step, { personName }, waitsOf(step)));
  const blocks = rowsWithin(
    how.map((block) => `${block}\n`),
    LONGEST - rows.join('\n').length,
  );
  return [
    `**${count(byHand.length, 'step')} of account \`${account}\` must be done by hand** in the dashboard. Tick what is done: it is recorded with your name.`,
    rows.join('\n'),
    more(
      all.length - rows.length,
      'step',
      'comes into this list when some of it is done',
      'come into this list when some of it is done',
    ),
    blocks.join('\n').trimEnd(),
    more(rows.length - blocks.length, 'step', 'is told how by `ringctl steps`', 'are told how by `ringctl steps`'),
    `<sub>digest ${shortDigest(digest)}</sub>`,
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** What is left out is said, and where it is. */
const more = (number: number, word: string, one: string, many: string): string =>
  number === 0 ? '' : `**${count(number, `more ${word}`)}** ${number === 1 ? one : many}.`;

/** The worst that a difference means for somebody: what the account gives more than the files. */
export type Severity = 'privileged' | 'gain' | 'loss' | 'no access';

/** A plan leads back to the files: what it takes away is what somebody has now and should not. */
export function driftSeverity({ access = [] }: Plan): Severity {
  if (access.some(({ losses }) => losses.some(({ privileged }) => privileged))) return 'privileged';
  if (access.some(({ losses, uncertain }) => losses.length + uncertain.length > 0)) return 'gain';
  return access.some(({ gains }) => gains.length > 0) ? 'loss' : 'no access';
}

/** What rows may take, so that there is room for the words around them. */
const LONGEST = COMMENT_LIMIT - 1_000;

/** What somebody changed in the account; undefined where it is as the files say. */
export function renderDriftIssue(plan: Plan, facts: DriftFacts): string | undefined {
  if (plan.changes.length === 0) return undefined;
  const lines = renderDrift(plan, facts, PLAIN).trimEnd().split('\n');
  const kept = rowsWithin(lines, LONGEST);
  const left = lines.length - kept.length;
  const rest = left === 0 ? '' : `\n\n${count(left, 'more line')}: \`ringctl drift\`.`;
  return [
    `**The account \`${plan.account}\` is not as its files say: ${count(plan.changes.length, 'difference')}.** Worst for access: ${driftSeverity(plan)}.`,
    blockOf(kept) + rest,
    '- [ ] `adopt` Have the files adopt it: a tick opens a pull request with what the account has.',
    'Closed by itself when the two agree again.',
  ].join('\n\n');
}

/** A fence that nothing in it can end: longer than any row of backticks. */
function blockOf(lines: readonly string[]): string {
  const text = lines.join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([row]) => row.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

export interface Ending {
  readonly key: ResourceKey;
  readonly name: string;
  readonly until: Day;
}

/** Whose access ends soon, and which exceptions do; undefined where there is nothing of the kind. */
export function renderEndings(endings: readonly Ending[], sentences: readonly string[]): string | undefined {
  if (endings.length + sentences.length === 0) return undefined;
  const all = [
    ...endings.map(({ name, until }) => `- ${codeSpan(name)}: last day ${until}, archived after it`),
    ...sentences.map((sentence) => `- ${sentenceSpan(sentence)}`),
  ];
  const rows = rowsWithin(all, LONGEST);
  return [
    'These end within 14 days. Whoever is to stay needs another last day in the files, by a pull request.',
    rows.join('\n'),
    ...(rows.length < all.length
      ? [`**${digits(all.length - rows.length)} more**: those whose \`until\` in the files is near.`]
      : []),
  ].join('\n\n');
}
