// A process that stands still before it writes something down, and goes on when somebody else has done its work.
import { type CampaignWorld, campaignWorlds } from './campaign-worlds.js';
import { type Conditions, firstMoment, type Moment, run, unlocked } from './machine.js';
import { forgetStates } from './model-account.js';

const CALM: Conditions = { lagMs: 0, nextLoss: () => 'none' };

export interface Overtaken {
  /** Places at which a process stood still. */
  readonly paused: number;
  /** Requests that were sent after it was overtaken. */
  readonly late: number;
  /** Processes that ended because their lock was lost. */
  readonly ended: number;
}

export async function overtaken(given: {
  readonly seed: number;
  readonly count: number;
  readonly isFenced: boolean;
}): Promise<Overtaken> {
  const tally = { paused: 0, late: 0, ended: 0 };
  let worlds = 0;
  for await (const world of campaignWorlds(given.seed, 4)) {
    await pausedEverywhere(world, tally, given.isFenced);
    forgetStates();
    worlds += 1;
    if (worlds === given.count) break;
  }
  return tally;
}

type Tally = { -readonly [name in keyof Overtaken]: Overtaken[name] };

async function pausedEverywhere(world: CampaignWorld, tally: Tally, isFenced: boolean): Promise<void> {
  for (let place = 1; ; place += 1) {
    const woken = await pausedAt(world, place, isFenced);
    if (!woken) return;
    tally.paused += 1;
    tally.late += woken.late;
    tally.ended += woken.isLost ? 1 : 0;
  }
}

/** Stands still before the n-th thing is written down, while another process takes over and applies everything. Undefined where so much is never written. */
async function pausedAt(
  world: CampaignWorld,
  place: number,
  isFenced: boolean,
): Promise<{ readonly late: number; readonly isLost: boolean } | undefined> {
  const machine: { -readonly [name in keyof Moment]: Moment[name] } = { ...firstMoment(world) };
  const seen = { writes: 0, isOvertaken: false, late: 0 };
  const whenRunning = async () => {
    seen.writes += 1;
    if (seen.writes !== place) return;
    const { end } = await run(world, unlocked({ ...machine }, 'lease'), CALM);
    Object.assign(machine, end);
    seen.isOvertaken = true;
  };
  const nextLoss = () => {
    if (seen.isOvertaken) seen.late += 1;
    return 'none' as const;
  };
  const without = isFenced ? undefined : ('fencing' as const);
  const { applied } = await run(world, machine, { lagMs: 0, nextLoss, without, whenRunning, machine });
  if (!seen.isOvertaken) return undefined;
  const isLost =
    applied.kind === 'crashed'
      ? applied.error instanceof Error && applied.error.name === 'LockLost'
      : applied.kind === 'applied' && applied.report.halted?.because === 'lock-lost';
  return { late: seen.late, isLost };
}
