import type { Day, Plan, ResourceKey } from '../model/index.js';
import { type DriftFacts, renderDrift } from './drift.js';
import { PLAIN } from './face.js';
import { handSentence } from './hand-step.js';
import { codeSpan, fenced } from './inert.js';
import type { PersonName } from './step-sentence.js';
import { handBlock } from './steps.js';
import { count, shortDigest } from './words.js';

/** A checklist, and below it what to do for each; undefined where nothing is to be done by hand. */
export function renderStepsIssue(
  { byHand = [], account, digest }: Plan,
  personName: PersonName = (email) => email,
): string | undefined {
  if (byHand.length === 0) return undefined;
  const voice = { show: (text: string) => text, personName };
  const rows = byHand.map((step) => `- [ ] \`${step.id ?? 'by hand'}\` ${codeSpan(handSentence(step, voice))}`);
  const blocks = byHand.map((step) => handBlock(step, { personName }));
  const whole = [
    `**${count(byHand.length, 'step')} of account \`${account}\` must be done by hand** in the dashboard. Tick what is done: it is recorded with your name.`,
    rows.join('\n'),
    ...linesWithin(blocks, LONGEST - rows.join('\n').length),
    `<sub>digest ${shortDigest(digest)}</sub>`,
  ];
  return whole.join('\n\n');
}

/** The worst that a difference means for somebody: what the account gives more than the files. */
export type Severity = 'privileged' | 'gain' | 'loss' | 'no access';

/** A plan leads back to the files: what it takes away is what somebody has now and should not. */
export function driftSeverity({ access = [] }: Plan): Severity {
  if (access.some(({ losses }) => losses.some(({ privileged }) => privileged))) return 'privileged';
  if (access.some(({ losses, uncertain }) => losses.length + uncertain.length > 0)) return 'gain';
  return access.some(({ gains }) => gains.length > 0) ? 'loss' : 'no access';
}

/** GitHub takes 65,536 characters. */
const LONGEST = 60_000;

/** What somebody changed in the account; undefined where it is as the files say. */
export function renderDriftIssue(plan: Plan, facts: DriftFacts): string | undefined {
  if (plan.changes.length === 0) return undefined;
  const text = renderDrift(plan, facts, PLAIN).trimEnd();
  const lines = text.split('\n');
  const kept = linesWithin(lines, LONGEST);
  const more =
    kept.length < lines.length ? `\n\n${count(lines.length - kept.length, 'more line')}: \`ringctl drift\`.` : '';
  return [
    `**The account \`${plan.account}\` is not as its files say: ${count(plan.changes.length, 'difference')}.** Worst for access: ${driftSeverity(plan)}.`,
    blockOf(kept) + more,
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

function linesWithin(lines: readonly string[], limit: number): readonly string[] {
  let size = 0;
  const kept: string[] = [];
  for (const line of lines) {
    size += line.length + 1;
    if (size > limit) break;
    kept.push(line);
  }
  return kept;
}

export interface Ending {
  readonly key: ResourceKey;
  readonly name: string;
  readonly until: Day;
}

/** Whose access ends soon, and which exceptions do; undefined where there is nothing of the kind. */
export function renderEndings(endings: readonly Ending[], sentences: readonly string[]): string | undefined {
  if (endings.length + sentences.length === 0) return undefined;
  return [
    'These end within 14 days. Whoever is to stay needs another last day in the files, by a pull request.',
    [
      ...endings.map(({ name, until }) => `- ${codeSpan(name)}: last day ${until}, archived after it`),
      ...sentences.map((sentence) => `- \`${fenced(sentence)}\``),
    ].join('\n'),
  ].join('\n\n');
}
