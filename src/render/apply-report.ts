import {
  type Halt,
  type HandStep,
  handPage,
  type Outcome,
  type PeopleCount,
  type Plan,
  type Report,
  type Step,
  type StepResult,
  waitingSteps,
} from '../model/index.js';
import { type Counted, countedInForce, countedPeople } from './access-headline.js';
import { sign } from './access-human.js';
import { checkedSentence } from './checked.js';
import { type Face, finish, nameFor, sentenceFor } from './face.js';
import { handSentence } from './hand-step.js';
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
  /** What the plan leaves to people, with the names that it was handed out under. */
  readonly byHand?: readonly HandStep[];
}

export interface Tally {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly notStarted: number;
  readonly byHand: number;
  /** That wait for a step by hand. */
  readonly waiting: number;
}

export const skippedOf = (result: StepResult) => ('skipped' in result ? result.skipped : undefined);
export const outcomeOf = (result: StepResult): Outcome | undefined =>
  'outcome' in result ? result.outcome : undefined;

/** Steps by hand, and what waits for them, are no steps of the run: they are counted apart, those by hand by their pages. */
export function tally({ results }: Report): Tally {
  const skipped = (because: Skipped['because']) => results.filter((result) => skippedOf(result)?.because === because);
  const hand = skipped('by-hand');
  const byHand = new Set(hand.map(({ step }) => handPage(step))).size;
  const waiting = skipped('waiting').length;
  const outcomes = results.flatMap((result) => outcomeOf(result) ?? []);
  const done = outcomes.filter(({ kind }) => kind === 'done').length;
  const total = results.length - hand.length - waiting;
  return { total, done, failed: outcomes.length - done, notStarted: total - outcomes.length, byHand, waiting };
}

export function renderReport(report: Report, facts: ApplyFacts, face: Face): string {
  const counts = tally(report);
  const problems = [...problemLines(report, facts.personName, face), ...openLines(report, facts, face)];
  const lines = [
    ...recoveredLines(facts),
    ...wrap(styled('bold', verdict(counts, facts.milliseconds)), { width: face.width, indent: 0, hanging: 2 }),
    ...problems,
    ...wrap(peopleLine(facts, counts), { width: face.width, indent: 0, hanging: 2 }).filter((line) => line !== ''),
    ...afterLines(facts, counts).flatMap((line) => wrap(line, { width: face.width, indent: 0, hanging: 2 })),
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

function verdict({ total, done, failed, notStarted, byHand, waiting }: Tally, milliseconds: number): string {
  const waits =
    waiting === 0 ? '' : `, ${count(waiting, 'step waits', 'steps wait')} for ${byHand === 1 ? 'it' : 'them'}`;
  const open = byHand === 0 ? '' : ` ${count(byHand, 'step')} by hand ${byHand === 1 ? 'is' : 'are'} open${waits}.`;
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
    if (skipped && skipped.because !== 'by-hand' && skipped.because !== 'waiting')
      return problem({ ...row, label: 'skipped', text: skippedText(skipped, numbers) });
    return [];
  });
}

/** What a person does now, by pages, and below it what waits for that. */
function openLines(report: Report, { byHand = [], personName = String }: ApplyFacts, face: Face): string[] {
  const show = nameFor(face);
  const waits = report.results.filter((result) => skippedOf(result)?.because === 'waiting').map(({ step }) => step);
  const line = (label: string, text: string) => {
    const start = `  ${styled('dim', pad(label, LABEL))}  `;
    return wrap(start + sentenceFor(face)(text), { width: face.width, indent: 0, hanging: 4 + LABEL });
  };
  const nameOfSheet = (id: string): string | undefined => byHand.find(({ steps }) => steps.includes(id))?.id;
  const rootOf = (id: string, depth = 0): string | undefined => {
    const found = nameOfSheet(id);
    const next = report.results.find(({ step }) => step.id === id);
    const of = next && skippedOf(next)?.of;
    return found ?? (of === undefined || depth > report.results.length ? undefined : rootOf(of, depth + 1));
  };
  return [
    ...byHand.flatMap((step) =>
      line('by hand', `${step.id === undefined ? '' : `${step.id}  `}${handSentence(step, { show, personName })}`),
    ),
    ...waits.flatMap((step) =>
      line('waiting', `${stepSentence(step, show, personName)} (for ${rootOf(step.id) ?? 'a step by hand'})`),
    ),
  ];
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
    case 'waiting':
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
  const waiting = waitingSteps(after.steps).size;
  const automatic = after.steps.filter((step) => step.mode === 'automatic').length - waiting;
  const checked = checkedSentence(after);
  if (after.steps.length === 0) return [['Read again: no changes are left.', checked ?? ''].join(' ').trimEnd()];
  if (automatic === 0) {
    const rest =
      waiting === 0 ? '' : `, and the ${count(waiting, 'step')} that ${waiting === 1 ? 'waits' : 'wait'} for that`;
    const open = Math.max(byHand, after.byHand?.length ?? 0);
    return [
      `Read again: no changes are left except the ${count(open, 'step')} by hand${rest}.`,
      'What is to be done: ringctl steps. When it is done: ringctl steps done ID.',
    ];
  }
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
