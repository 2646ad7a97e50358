import type { Step } from '../model/index.js';
import { type Face, finish, nameFor, sentenceFor } from './face.js';
import { pad, styled, wrap } from './layout.js';
import { type PersonName, stepSentence } from './step-sentence.js';
import { count, listed, moment, shortDigest } from './words.js';

/** One run as the ledger tells it. */
export interface ShownRun {
  readonly id: string;
  readonly command: string;
  readonly by: string;
  readonly host: string;
  readonly runUrl?: string;
  readonly startedAt: string;
  readonly digest: string;
  readonly resumedAt: readonly string[];
  readonly end?: {
    readonly at: string;
    readonly result: string;
    readonly steps: {
      readonly done: number;
      readonly failed: number;
      readonly notStarted: number;
      readonly byHand: number;
    };
  };
}

export interface ShownRecord extends ShownRun {
  readonly approvals: readonly string[];
  readonly accepted: readonly { readonly limit: string; readonly number: number; readonly reason: string }[];
  readonly reason?: string;
  readonly entries: readonly ShownEntry[];
}

export type ShownEntry =
  | ({ readonly kind: 'begin'; readonly seq: number } & Pick<Step, 'operation' | 'key' | 'input' | 'precondition'>)
  | { readonly kind: 'end'; readonly seq: number; readonly outcome: string; readonly message?: string };

/** `r-0142  2026-11-22 09:12 UTC  apply  applied, 9 of 9 steps  by ada on runner-7` */
export function renderRuns(runs: readonly ShownRun[], face: Face): string {
  if (runs.length === 0) return finish(['Nothing was ever applied from here.'], face);
  const width = Math.max(...runs.map(({ id }) => id.length));
  return finish(
    runs.flatMap((run) => {
      const text = `${moment(run.startedAt)}  ${run.command}: ${resultOf(run)}, by ${whoIn(run, face)}`;
      const [first = '', ...rest] = wrap(text, { width: face.width, indent: width + 2 });
      return [`${styled('bold', pad(run.id, width))}  ${first.trimStart()}`, ...rest];
    }),
    face,
  );
}

const whoIn = ({ by, host }: ShownRun, face: Face): string => `${nameFor(face)(by)} on ${nameFor(face)(host)}`;

function resultOf({ end }: ShownRun): string {
  if (!end) return 'cut off, not yet resolved';
  const { done, failed, notStarted, byHand } = end.steps;
  const total = done + failed + notStarted;
  const parts = [
    `${done} of ${count(total, 'step')} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(byHand > 0 ? [`${byHand} by hand`] : []),
  ];
  return `${end.result}, ${listed(parts)}`;
}

export function renderRun(run: ShownRecord, personName: PersonName, face: Face): string {
  const show = nameFor(face);
  const facts: readonly (readonly [string, string])[] = [
    ['command', run.command],
    ['by', `${whoIn(run, face)}${run.runUrl === undefined ? '' : `, ${show(run.runUrl)}`}`],
    ['started', moment(run.startedAt)],
    ...run.resumedAt.map((at) => ['taken up', moment(at)] as const),
    ['ended', run.end ? `${moment(run.end.at)}, ${resultOf(run)}` : resultOf(run)],
    ['digest', shortDigest(run.digest)],
    ...(run.reason === undefined ? [] : [['reason', show(run.reason)] as const]),
    ...run.approvals.map((approval) => ['approved', show(approval)] as const),
    ...run.accepted.map(({ limit, number, reason }) => ['accepted', `${limit}=${number}, "${show(reason)}"`] as const),
  ];
  const lines = facts.flatMap(([name, text]) => {
    const [first = '', ...rest] = wrap(text, { width: face.width, indent: 12 });
    return [`${pad(name, 10)}  ${first.trimStart()}`, ...rest];
  });
  return finish([styled('bold', run.id), ...lines, '', ...entryLines(run.entries, personName, face)], face);
}

function entryLines(entries: readonly ShownEntry[], personName: PersonName, face: Face): readonly string[] {
  const ends = new Map(entries.flatMap((entry) => (entry.kind === 'end' ? [[entry.seq, entry] as const] : [])));
  return entries.flatMap((entry) => {
    if (entry.kind === 'end') return [];
    const end = ends.get(entry.seq);
    const outcome = end?.outcome ?? 'not known';
    const [first = '', ...rest] = wrap(sentenceOf(entry, personName, face), { width: face.width, indent: 18 });
    const message =
      end?.message === undefined ? [] : wrap(sentenceFor(face)(end.message), { width: face.width, indent: 18 });
    return [`  ${pad(String(entry.seq), 4)}${pad(outcome, 12)}${first.trimStart()}`, ...rest, ...message];
  });
}

function sentenceOf(entry: Extract<ShownEntry, { kind: 'begin' }>, personName: PersonName, face: Face): string {
  const { operation, key, input, precondition } = entry;
  if (!key.includes(':')) return `${operation} of somebody who was erased`;
  const step: Step = {
    id: '',
    after: [],
    key,
    operation,
    input,
    precondition,
    mode: 'automatic',
    requests: 1,
    digest: '',
  };
  return stepSentence(step, nameFor(face), personName);
}

export interface ShownHold {
  readonly email: string;
  readonly since: string;
  readonly by: string;
  readonly reason: string;
}

export function renderHolds(holds: readonly ShownHold[], face: Face): string {
  if (holds.length === 0) return finish(['Nobody is held.'], face);
  const show = nameFor(face);
  return finish(
    holds.flatMap(({ email, since, by, reason }) => [
      styled('bold', show(email)),
      ...wrap(`held since ${moment(since)} by ${show(by)}: ${show(reason)}`, { width: face.width, indent: 2 }),
    ]),
    face,
  );
}
