import { type Instant, type Json, OPERATIONS } from '../model/index.js';
import { type ReadRecord, readRecords } from './audit.js';
import { countIn, fieldsIn, instantIn, keyIn, listIn, objectIn, oneOf, textIn } from './decode.js';
import {
  ERASED,
  type JournalBegin,
  type JournalEnd,
  type JournalEntry,
  type RunRecord,
  type RunSummary,
} from './ledger.js';
import type { StoreView } from './store.js';

/** Newest first. */
export async function readRuns(view: StoreView): Promise<readonly RunSummary[]> {
  const byRun = new Map<string, ReadRecord[]>();
  for (const record of await readRecords(view, { topic: 'run' })) {
    const id = textIn(fieldsIn(record.data).run);
    byRun.set(id, [...(byRun.get(id) ?? []), record]);
  }
  return [...byRun].map(([id, records]) => summaryOf(id, records)).reverse();
}

/** Undefined when there is no such run. */
export async function readRun(view: StoreView, id: string): Promise<RunRecord | undefined> {
  const records = id === '' ? [] : await readRecords(view, { run: id });
  if (records.length === 0) return undefined;
  const of = (what: string) => records.filter(({ data }) => fieldsIn(data).what === what);
  const { filesDigest, approvals, accepted, reason } = fieldsIn(of('started')[0]?.data);
  return {
    ...summaryOf(id, records),
    filesDigest: textIn(filesDigest),
    approvals: listIn(approvals, textIn),
    accepted: listIn(accepted, (limit) => {
      const { limit: name, number, reason: why } = fieldsIn(limit);
      return { limit: textIn(name), number: countIn(number), reason: textIn(why) };
    }),
    ...(reason !== undefined && { reason: textIn(reason) }),
    plan: fieldsIn(of('plan')[0]?.data).plan ?? null,
    entries: records.map(({ data }) => entryIn(data)).filter((entry) => entry !== undefined),
  };
}

function summaryOf(id: string, records: readonly ReadRecord[]): RunSummary {
  const of = (what: string) => records.filter(({ data }) => fieldsIn(data).what === what);
  const [started] = of('started');
  const { command, by, host, runUrl, digest } = fieldsIn(started?.data);
  const [finished] = of('finished');
  return {
    id,
    command: textIn(command),
    by: textIn(by),
    host: textIn(host),
    ...(runUrl !== undefined && { runUrl: textIn(runUrl) }),
    startedAt: instantIn(started?.at),
    digest: textIn(digest),
    resumedAt: of('resumed').map(({ at }) => instantIn(at)),
    ...(finished && { end: endOfRun(finished) }),
  };
}

function endOfRun({ at, data }: ReadRecord): NonNullable<RunSummary['end']> {
  const { result, steps, people } = fieldsIn(data);
  const { done, failed, notStarted, byHand } = fieldsIn(steps);
  return {
    at: instantIn(at),
    result: oneOf(result, ['applied', 'partly', 'failed', 'interrupted', 'abandoned']),
    steps: { done: countIn(done), failed: countIn(failed), notStarted: countIn(notStarted), byHand: countIn(byHand) },
    ...(people !== undefined && { people: peopleCountIn(people) }),
  };
}

function peopleCountIn(value: Json) {
  const { gain, lose, privileged, uncertain } = fieldsIn(value);
  return { gain: countIn(gain), lose: countIn(lose), privileged: countIn(privileged), uncertain: countIn(uncertain) };
}

/** How an entry stands in a record: what concerns the person of a step is together, under the step's key. The step's id is a sum over it. */
export const beginData = (epoch: number, { key, stepId, input, precondition, ...begin }: JournalBegin): unknown => ({
  what: 'begin',
  epoch,
  ...begin,
  of: { key, stepId, input, precondition },
});
export const endData = (epoch: number, { message, ...end }: JournalEnd, key: string): unknown => ({
  what: 'end',
  epoch,
  ...end,
  ...(message !== undefined && { of: { key, message } }),
});

function entryIn(value: Json): JournalEntry | undefined {
  const fields = fieldsIn(value);
  if (fields.what !== 'begin' && fields.what !== 'end') return undefined;
  const common = { epoch: countIn(fields.epoch), seq: countIn(fields.seq), at: instantIn(fields.at) };
  return fields.what === 'begin' ? beginIn(fields, common) : endIn(fields, common);
}

interface Common {
  readonly epoch: number;
  readonly seq: number;
  readonly at: Instant;
}
type Fields = { readonly [key: string]: Json | undefined };

function beginIn(fields: Fields, common: Common): JournalEntry {
  const of = fields.of === ERASED ? { key: ERASED, stepId: ERASED, input: {}, precondition: {} } : fieldsIn(fields.of);
  return {
    kind: 'begin',
    ...common,
    stepId: textIn(of.stepId),
    operation: oneOf(fields.operation, OPERATIONS),
    attempt: countIn(fields.attempt),
    key: keyIn(of.key),
    input: objectIn(of.input),
    precondition: objectIn(of.precondition),
  };
}

const OUTCOMES = ['done', 'refused', 'stale', 'not-sent', 'ambiguous', 'adopted', 'absent'] as const;

function endIn(fields: Fields, common: Common): JournalEntry {
  const of = fields.of === ERASED ? { message: ERASED } : fieldsIn(fields.of ?? {});
  return {
    kind: 'end',
    ...common,
    outcome: oneOf(fields.outcome, OUTCOMES),
    ...(of.message !== undefined && { message: textIn(of.message) }),
  };
}
