// Applies on the embedded account while something goes wrong, and looks at where they end.
import { AccountUnreadable } from '../../src/account/ports.js';
import type { Fault } from '../../src/sandbox/index.js';
import { type Dice, diceOf } from '../access/random-accounts.js';
import { type CampaignWorld, campaignWorlds } from './campaign-worlds.js';
import type { Found } from './crashes.js';
import { forgetStates, textOf } from './model-account.js';
import { applyOnce, type Mortal, type SandboxMachine, type SandboxRan, sandboxMachine } from './sandbox-machine.js';
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
}

export async function disturbedCampaign(options: DisturbedOptions): Promise<Disturbed> {
  const tally = { count: 0, worlds: 0, noticed: 0, reported: 0, found: [] as Found[] };
  for await (const world of campaignWorlds(options.seed, 4)) {
    const dice = diceOf(options.seed + tally.worlds);
    const reference = await referenceOf(world);
    for (let turn = 0; turn < options.perWorld && tally.count < options.count; turn += 1) {
      const result = await disturbed(world, reference, { ...options, given: options.disturb(dice, reference.moments) });
      tally.count += 1;
      tally.noticed += result.isNoticed ? 1 : 0;
      tally.reported += result.isReported ? 1 : 0;
      tally.found.push(...result.found);
    }
    forgetStates();
    tally.worlds += 1;
    if (tally.count >= options.count) return tally;
  }
  return tally;
}

interface Reference {
  readonly end: string;
  readonly removals: readonly string[];
  readonly moments: number;
}

async function referenceOf(world: CampaignWorld): Promise<Reference> {
  const here = await sandboxMachine(world);
  const { ran, moments } = await applyOnce(world, here);
  if (!isAtRest(ran)) throw new Error(`the apply that nothing disturbs ended as ${ran.kind}`);
  const end = textOf((await here.account.read()).state);
  const reference = { end, removals: await here.removals(), moments };
  here.close();
  return reference;
}

const PATIENCE = 8;

async function disturbed(
  world: CampaignWorld,
  reference: Reference,
  { given, isBlind = false }: { readonly given: Disturbance; readonly isBlind?: boolean },
) {
  const here = await sandboxMachine(world);
  try {
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
  } finally {
    here.close();
  }
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
  const { machine, account } = here;
  const removals = await here.removals();
  const live = await account.read();
  const found: Found[] = [...live.ambiguous].map((detail) => ({ violation: 'duplicate', detail }));
  if (ran.kind === 'thrown') found.push({ violation: 'thrown', detail: ran.error.message });
  else if (!isAtRest(ran)) found.push({ violation: 'lost change', detail: ran.kind });
  for (const detail of removals)
    if (!reference.removals.includes(detail)) found.push({ violation: 'unapproved removal', detail });
  for (const { id, end, entries } of machine.kept.runs)
    if (!end || openIn(entries).length > 0) found.push({ violation: 'unbalanced journal', detail: id });
  if (textOf(live.state) !== reference.end) found.push({ violation: 'other end', detail: textOf(live.state) });
  return found;
}
