import type { Account } from '../account/ports.js';
import { AccountUnreadable } from '../account/ports.js';
import { applyPlan, haltOf, type StepEvent } from '../apply/apply-plan.js';
import { recover } from '../apply/recovery.js';
import type {
  AcceptedLimit,
  Counts,
  JournalRun,
  LedgerChange,
  Locked,
  RecordedFact,
  RunEnd,
  RunRecord,
} from '../ledger/index.js';
import type { AccountState, HandStep, Live, Plan, Report, Step } from '../model/index.js';
import { factChanges } from './facts.js';
import { handOut, withNames, writtenHandOuts } from './hand-outs.js';
import type { Sleep } from './locked.js';
import { factsOfReport, factsOfRun, type Recording, withLinksUnknown } from './run-facts.js';
import { countsAfter, countsOf, endOf, touched } from './run-record.js';
import { createdIn, readWithCreated, VISIBILITY_MS } from './visibility.js';

/** Who carries out a plan, and with what. */
export interface Carrying {
  readonly account: Account;
  readonly locked: Locked;
  readonly clock: () => Date;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  readonly onStep: (event: StepEvent) => void;
}

export interface CarryOut {
  readonly command: 'apply' | 'revoke' | 'undo';
  readonly plan: Plan;
  /** The states between which the plan leads: what it touches of them is kept, so that it can be undone. */
  readonly states: { readonly before: AccountState; readonly after: AccountState };
  readonly approvals: readonly string[];
  readonly accepted: readonly AcceptedLimit[];
  readonly reason?: string | undefined;
  readonly recording: Recording;
  /** What is left, planned from a new read, with what is recorded now and which steps by hand were handed out. */
  readonly planAgain: (live: Live, known: Pick<Recording, 'facts' | 'handOuts'>) => Plan;
  /** What is true after the run, if all of the account could be read again. */
  readonly changes: (live: Live) => readonly LedgerChange[];
}

export interface CarriedOut {
  readonly run: string;
  readonly report: Report;
  /** Planned again from a new read; undefined where the account could not be read any more. */
  readonly after: Plan | undefined;
  /** What the plan left to people, by the names under which it was handed out. */
  readonly byHand: readonly HandStep[];
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** Begins a run, carries out the plan, reads again and ends the run. */
export async function carryOut(
  carrying: Carrying,
  { plan, states, recording, ...what }: CarryOut,
): Promise<CarriedOut> {
  const { account, locked, clock, sleep, signal, onStep } = carrying;
  const startedAt = clock();
  const handOuts = handOut(recording.handOuts, plan.byHand ?? []);
  const run = await locked.begin({
    command: what.command,
    digest: plan.digest,
    filesDigest: plan.inputs.filesDigest,
    approvals: what.approvals,
    accepted: what.accepted,
    ...(what.reason !== undefined && { reason: what.reason }),
    plan: { steps: plan.steps, handOuts: writtenHandOuts(handOuts), ...touched(states, plan.steps) },
  });
  const options = { account, journal: run, now: clock, sleep, visibilityMs: VISIBILITY_MS, lastSeq: 0, signal, onStep };
  const report = await applyPlan(plan.steps, options);
  const endedAt = clock();
  const live = await readAgain(carrying, report);
  const written = factsOfReport(report, recording, { account, at: endedAt });
  const facts = live ? recording.current(live, written) : written;
  const after = live && what.planAgain(live, { facts, handOuts });
  const changes = [...factChanges(recording.facts, facts), ...(live ? what.changes(live) : [])];
  return {
    run: run.id,
    report: await finished(run, report, endOf({ report, plan, changes })),
    after,
    byHand: withNames(plan, handOuts).byHand ?? [],
    startedAt,
    endedAt,
  };
}

/** A ledger that cannot keep the end is told in the report: everything before it was sent. */
async function finished(run: JournalRun, report: Report, end: RunEnd): Promise<Report> {
  switch (report.halted?.because) {
    case 'lock-lost':
    case 'ledger-unavailable':
      return report;
    case 'outcome-unknown':
      // The run stays open: the next one looks before it sends anything.
      return report;
    default: {
      const halted = await haltOf(() => run.finish(end));
      return halted ? { ...report, halted } : report;
    }
  }
}

/** What the ledger knew before the run was looked into. */
export interface Before {
  readonly lastGood: Counts | undefined;
  readonly facts: readonly RecordedFact[];
}

/** Finds out what became of the requests of a run that was cut off, and ends it where all of it is known. */
export async function finishRun(
  record: RunRecord,
  { account, locked, clock, sleep, lastGood, facts }: Carrying & Before,
): Promise<{ readonly unknown: readonly Step[]; readonly requests: number }> {
  const recovered = await recover(record, { account, sleep, now: clock, visibilityMs: VISIBILITY_MS });
  const { ended, unknown } = withLinksUnknown(record, recovered, { account, at: clock() });
  const run = await locked.resume(record.id);
  if (unknown.length > 0) await run.write({ ended });
  else {
    // Whom the run itself removed is not missed by the next read.
    const changes: readonly LedgerChange[] = [
      ...(lastGood ? [{ kind: 'lastGood' as const, counts: countsAfter(lastGood, record, ended) }] : []),
      ...factChanges(facts, factsOfRun(record, ended, { facts, account, at: clock() })),
    ];
    await run.finish({ result: 'interrupted', steps: countsOf(record, ended), ended, changes });
  }
  return { unknown, requests: ended.length };
}

async function readAgain(carrying: Carrying, report: Report): Promise<Live | undefined> {
  try {
    return await readWithCreated(carrying, createdIn(report));
  } catch (error) {
    if (error instanceof AccountUnreadable) return undefined;
    throw error;
  }
}
