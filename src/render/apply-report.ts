import type { Halt, Outcome, PeopleCount, Plan, Report, Step, StepResult } from '../model/index.js';
import { type Counted, countedInForce, countedPeople } from './access-headline.js';
import { sign } from './access-human.js';
import { type Face, finish, nameFor, sentenceFor } from './face.js';
import { cells, pad, padStart, styled, wrap } from './layout.js';
import { type PersonName, stepSentence } from './step-sentence.js';
import { about, count, duration, listed } from './words.js';

export interface ApplyFacts {
  readonly milliseconds: number;
  /** Made from a new read; undefined when the account could not be read. */
  readonly after: Plan | undefined;
  readonly personName?: PersonName;
  /** A run that was cut off before, which this one brought to an end. */
  readonly recovered?: { readonly run: string; readonly requests: number };
  /** Who was to gain and lose access by the plan that was carried out. */
  readonly people?: PeopleCount | undefined;
}

export interface Tally {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly notStarted: number;
  readonly byHand: number;
}

export const skippedOf = (result: StepResult) => ('skipped' in result ? result.skipped : undefined);
export const outcomeOf = (result: StepResult): Outcome | undefined =>
  'outcome' in result ? result.outcome : undefined;

/** Steps by hand are no steps of the run: they are counted apart. */
export function tally({ results }: Report): Tally {
  const byHand = results.filter((result) => skippedOf(result)?.because === 'by-hand').length;
  const outcomes = results.flatMap((result) => outcomeOf(result) ?? []);
  const done = outcomes.filter(({ kind }) => kind === 'done').length;
  const total = results.length - byHand;
  return { total, done, failed: outcomes.length - done, notStarted: total - outcomes.length, byHand };
}

export function renderReport(report: Report, facts: ApplyFacts, face: Face): string {
  const counts = tally(report);
  const problems = problemLines(report, facts.personName, face);
  const lines = [
    ...recoveredLines(facts),
    ...wrap(styled('bold', verdict(counts, facts.milliseconds)), { width: face.width, indent: 0, hanging: 2 }),
    ...problems,
    ...wrap(peopleLine(facts, counts), { width: face.width, indent: 0, hanging: 2 }).filter((line) => line !== ''),
    ...afterLines(facts, counts),
  ];
  if (report.halted && counts.notStarted > 0)
    lines.push(...wrap(`Stopped: ${haltText(report.halted)}`, { width: face.width, indent: 0, hanging: 2 }));
  if (report.interrupted && counts.notStarted > 0)
    lines.push('Interrupted: the step that was running was finished, and no other was begun.');
  if (counts.done < counts.total)
    lines.push('To go on: ringctl plan, then ringctl apply. What is done is not done again.');
  return finish(lines, face);
}

function recoveredLines({ recovered }: ApplyFacts): string[] {
  if (!recovered) return [];
  const found =
    recovered.requests === 0 ? '' : ` What became of ${count(recovered.requests, 'request')} was found out by reading.`;
  return [`Run ${recovered.run} had been cut off; this one goes on from there.${found}`];
}

function haltText({ because, message }: Halt): string {
  switch (because) {
    case 'lock-lost':
      return 'somebody else took over the lock of this account.';
    case 'ledger-unavailable':
      return `nothing is sent that cannot be written down before. ${message}`;
    case 'key-refused':
      return `the account does not accept the key any more. ${message}`;
    case 'outcome-unknown':
      return 'it is not known what became of the last step.';
    case 'failures':
      return message;
    default:
      return because satisfies never;
  }
}

function verdict({ total, done, failed, notStarted, byHand }: Tally, milliseconds: number): string {
  const open = byHand === 0 ? '' : ` ${count(byHand, 'step')} by hand ${byHand === 1 ? 'is' : 'are'} open.`;
  if (total === 0) return `Nothing to apply.${open}`;
  if (done === total) return `Applied: ${done} of ${count(total, 'step')} done in ${duration(milliseconds)}.${open}`;
  const parts = [
    `${done} of ${count(total, 'step')} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
  ];
  return `${done === 0 ? 'Not applied' : 'Partly applied'}: ${parts.join(', ')}.${open}`;
}

const LABEL = 7;

function problemLines(report: Report, personName: PersonName | undefined, face: Face): string[] {
  const numbers = new Map(report.results.map(({ step }, index) => [step.id, index + 1] as const));
  return report.results.flatMap((result, index) => {
    const outcome = outcomeOf(result);
    const skipped = skippedOf(result);
    const row = { number: index + 1, step: result.step, personName, face };
    if (outcome && outcome.kind !== 'done') return problem({ ...row, label: 'failed', text: outcomeText(outcome) });
    if (skipped)
      return problem({
        ...row,
        label: skipped.because === 'by-hand' ? 'by hand' : 'skipped',
        text: skippedText(skipped, numbers),
      });
    return [];
  });
}

interface Problem {
  readonly label: string;
  readonly number: number;
  readonly step: Step;
  readonly text: string;
  readonly personName: PersonName | undefined;
  readonly face: Face;
}

function problem({ label, number, step, text, personName, face }: Problem): string[] {
  const at = 2 + LABEL + 2 + 4;
  const [first = '', ...rest] = wrap(stepSentence(step, nameFor(face), personName), { width: face.width, indent: at });
  const style = label === 'failed' ? 'boldRed' : 'dim';
  const start = `  ${styled(style, pad(label, LABEL))}${padStart(String(number), 4)}  `;
  return [
    start + first.trimStart(),
    ...rest,
    ...(text === '' ? [] : wrap(sentenceFor(face)(text), { width: face.width, indent: at })),
  ];
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return '';
    case 'refused':
      return `The account refused it (${outcome.reason}): ${outcome.message}`;
    case 'stale':
      return `Changed by somebody else since it was read, so nothing was written. ${outcome.message}`;
    case 'not-sent':
      return `It never reached the account, so nothing was written. ${outcome.message}`;
    case 'ambiguous':
      return `It is not known whether it was carried out: ringctl plan tells. ${outcome.message}`;
    default:
      return outcome satisfies never;
  }
}

type Skipped = NonNullable<ReturnType<typeof skippedOf>>;

function skippedText({ because, of }: Skipped, numbers: ReadonlyMap<string, number>): string {
  switch (because) {
    case 'failed-before':
      return of === undefined ? 'A step before it did not succeed.' : `Step ${numbers.get(of) ?? of} did not succeed.`;
    case 'stopped':
      return 'Left out after the failures before it.';
    case 'interrupted':
    case 'by-hand':
      return '';
    default:
      return because satisfies never;
  }
}

/** Who gained and lost access, as far as it is known: all of them, or those whom a new plan does not name any more. */
function peopleLine({ people, after }: ApplyFacts, { done, total, byHand }: Tally): string {
  if (!people || done === 0) return '';
  const said = (parts: readonly Counted[]) => parts.map(({ sign: of, text }) => `${sign(of)} ${text}`).join(' · ');
  if (done === total && byHand === 0) return said(countedPeople({ ...people, uncertain: 0 }, 'past'));
  const left = after?.summary.people;
  return left ? said(countedInForce(people, left)) : '';
}

function afterLines({ after }: ApplyFacts, { byHand }: Tally): string[] {
  if (!after) return ['The account could not be read again: ringctl plan tells how it is now.'];
  const automatic = after.steps.filter((step) => step.mode === 'automatic').length;
  if (automatic === 0 && after.steps.length === 0) return ['Read again: no changes are left.'];
  if (automatic === 0)
    return [
      `Read again: no changes are left except the ${count(Math.max(byHand, after.steps.length), 'step')} by hand.`,
    ];
  const { add, change, destroy } = after.summary;
  return [`Read again: ${listed([`${add} to add`, `${change} to change`, `${destroy} to destroy`])} are left.`];
}

/** ` 7/12  group field: add Iris Lindqvist and Marco Bianchi      less than 1 s left` */
export function progressLine(
  progress: {
    readonly index: number;
    readonly total: number;
    readonly text: string;
    readonly leftMs: number | undefined;
  },
  width: number,
): string {
  const { index, total, text, leftMs } = progress;
  const left = leftMs === undefined ? '' : `${about(leftMs)} left`;
  const start = `${padStart(`${index}/${total}`, 5)}  `;
  const room = width - 1 - start.length - (left === '' ? 0 : left.length + 2);
  const cut = cells(text) <= room ? text : `${text.slice(0, room - 2)} …`;
  return left === '' ? start + cut : `${pad(start + cut, width - 1 - left.length)}${left}`;
}
