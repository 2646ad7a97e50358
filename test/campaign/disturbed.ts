// Applies on the embedded account while something goes wrong, and looks at where they end.
import { AccountUnreadable } from '../../src/account/ports.js';
import type { Fault } from '../../src/sandbox/index.js';
import { type Dice, diceOf } from '../access/random-accounts.js';
import { type CampaignWorld, campaignWorlds } from './campaign-worlds.js';
import type { Found } from './crashes.js';
import { loopTurn } from './loop-turn.js';
import { forgetStates } from './model-account.js';
import {
  applyOnce,
  type Mortal,
  type SandboxMachine,
  type SandboxRan,
  sandboxMachines,
  type Truth,
} from './sandbox-machine.js';
import { withoutDeadlines } from './virtual-deadlines.js';
import { openIn } from './virtual-ledger.js';

export interface Disturbance {
  readonly faults: readonly Fault[];
  /** At which of its moments each apply is killed, one after the other. */
  readonly deaths: readonly number[];
  /** What is created is longer in no list than anybody waits. */
  readonly isLate: boolean;
}

export interface Disturbed {
  readonly count: number;
  readonly worlds: number;
  /** How many did something else than without a fault. */
  readonly noticed: number;
  /** Where what was created came too late to be waited for: as often as the account was said not to be whole, or to have doubles. */
  readonly reported: number;
  readonly found: readonly Found[];
}

export interface DisturbedOptions {
  readonly seed: number;
  readonly count: number;
  readonly perWorld: number;
  readonly disturb: (dice: Dice, moments: number) => Disturbance;
  readonly isBlind?: boolean;
  /** The embedded account works out each answer, also where it gave it before. */
  readonly isForgetful?: boolean;
}

export const disturbedCampaign = (options: DisturbedOptions): Promise<Disturbed> =>
  withoutDeadlines(() => campaign(options));

async function campaign(options: DisturbedOptions): Promise<Disturbed> {
  const tally = { count: 0, worlds: 0, noticed: 0, reported: 0, found: [] as Found[] };
  for await (const world of campaignWorlds(options.seed, 4)) {
    const dice = diceOf(options.seed + tally.worlds);
    const machines = await sandboxMachines(world, options.isForgetful);
    const reference = await referenceOf(world, machines.next());
    for (let turn = 0; turn < options.perWorld && tally.count < options.count; turn += 1) {
      await loopTurn();
      const given = options.disturb(dice, reference.moments);
      const result = await disturbed(world, machines.next(), { ...options, reference, given });
      tally.count += 1;
      tally.noticed += result.isNoticed ? 1 : 0;
      tally.reported += result.isReported ? 1 : 0;
      tally.found.push(...result.found);
    }
    machines.close();
    forgetStates();
    tally.worlds += 1;
    if (tally.count >= options.count) return tally;
  }
  return tally;
}

interface Reference extends Truth {
  readonly moments: number;
}

async function referenceOf(world: CampaignWorld, here: SandboxMachine): Promise<Reference> {
  const { ran, moments } = await applyOnce(world, here);
  if (!isAtRest(ran)) throw new Error(`the apply that nothing disturbs ended as ${ran.kind}`);
  return { ...(await here.truth()), moments };
}

const PATIENCE = 8;

interface Trying {
  readonly reference: Reference;
  readonly given: Disturbance;
  readonly isBlind?: boolean;
}

async function disturbed(world: CampaignWorld, here: SandboxMachine, { reference, given, isBlind = false }: Trying) {
  here.setFaults(given.faults);
  let { ran, moments } = await applyOnce(world, here, mortal(given.deaths[0], isBlind));
  let isUnread = ran.kind === 'thrown';
  const isNoticed = ran.kind === 'killed' || moments !== reference.moments || here.machine.kept.runs.length !== 1;
  for (let turn = 1; turn < PATIENCE && !isAtRest(ran); turn += 1) {
    if (ran.kind === 'thrown' && !(ran.error instanceof AccountUnreadable)) break;
    unlock(here);
    ({ ran, moments } = await applyOnce(world, here, mortal(given.deaths[turn], isBlind)));
    isUnread ||= ran.kind === 'thrown';
  }
  const isDouble = given.isLate && isRefusedForDoubles(ran);
  const isReported = isDouble || (given.isLate && isUnread);
  return { isNoticed, isReported, found: isDouble ? [] : await wrongIn(here, ran, reference) };
}

const mortal = (dieAt: number | undefined, isBlind: boolean): Mortal => ({
  isBlind,
  ...(dieAt !== undefined && { dieAt }),
});

/** Somebody tries again a minute later, or when the lock is free. */
function unlock({ machine }: SandboxMachine): void {
  const { lock } = machine.kept;
  machine.now += 60_000;
  if (lock) machine.now = Math.max(machine.now, Date.parse(lock.until) + 1);
}

const isAtRest = (ran: SandboxRan): boolean =>
  ran.kind === 'nothing' || (ran.kind === 'applied' && ran.after?.steps.length === 0 && !ran.report.halted);

const isRefusedForDoubles = (ran: SandboxRan): boolean =>
  ran.kind === 'refused' && ran.planned.plan.diagnostics.some(({ code }) => code === 'AMBIGUOUS_NAME');

async function wrongIn(here: SandboxMachine, ran: SandboxRan, reference: Reference): Promise<readonly Found[]> {
  const { text, ambiguous, removals } = await here.truth();
  const found: Found[] = [...ambiguous].map((detail) => ({ violation: 'duplicate', detail }));
  if (ran.kind === 'thrown') found.push({ violation: 'thrown', detail: ran.error.message });
  else if (!isAtRest(ran)) found.push({ violation: 'lost change', detail: ran.kind });
  for (const detail of removals)
    if (!reference.removals.includes(detail)) found.push({ violation: 'unapproved removal', detail });
  for (const { id, end, entries } of here.machine.kept.runs)
    if (!end || openIn(entries).length > 0) found.push({ violation: 'unbalanced journal', detail: id });
  if (text !== reference.text) found.push({ violation: 'other end', detail: text });
  return found;
}
