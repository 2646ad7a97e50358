// Cuts an apply off at each of its moments, the one after it too, up to four times one after the other, and looks at where it ends.
import { type Dice, diceOf } from '../access/random-accounts.js';
import { type CampaignWorld, campaignWorlds } from './campaign-worlds.js';
import { loopTurn } from './loop-turn.js';
import { type Conditions, type Control, firstMoment, type Moment, type Ran, run, unlocked } from './machine.js';
import { forgetStates, type Loss, textOf } from './model-account.js';
import { withoutDeadlines } from './virtual-deadlines.js';
import { openIn } from './virtual-ledger.js';

/** What must never be. */
export type Violation =
  | 'duplicate'
  | 'lost change'
  | 'unapproved removal'
  | 'unbalanced journal'
  | 'other end'
  | 'thrown';

export interface Found {
  readonly violation: Violation;
  readonly detail: string;
}

export interface CrashCampaign {
  readonly points: number;
  readonly worlds: number;
  readonly steps: number;
  /** Crash points by how many crashes came before. */
  readonly depths: readonly number[];
  readonly found: readonly Found[];
}

export interface CrashOptions {
  readonly seed: number;
  readonly points: number;
  readonly without?: Control;
  /** Stops where this was found. */
  readonly until?: Violation;
}

/** How many of its moments an apply is cut off at again, by how many crashes came before. The first time it is all of them. */
const BRANCHES = [Number.POSITIVE_INFINITY, 4, 3, 2];
const LAGS_MS = [0, 0, 5_000, 29_000] as const;

export const crashCampaign = (options: CrashOptions): Promise<CrashCampaign> =>
  withoutDeadlines(() => campaign(options));

async function campaign({ seed, points, without, until }: CrashOptions): Promise<CrashCampaign> {
  const tally = { points: 0, worlds: 0, steps: 0, depths: [0, 0, 0, 0], found: [] as Found[] };
  for await (const world of campaignWorlds(seed, 4)) {
    await inWorld(world, { tally, dice: diceOf(seed + tally.worlds), without, points, until });
    forgetStates();
    tally.worlds += 1;
    if (tally.points >= points || isFound(tally.found, until)) return tally;
  }
  return tally;
}

const isFound = (found: readonly Found[], until: Violation | undefined): boolean =>
  found.some(({ violation }) => violation === until);

interface Trying {
  readonly tally: { points: number; steps: number; readonly depths: number[]; readonly found: Found[] };
  readonly dice: Dice;
  readonly without: Control | undefined;
  readonly points: number;
  readonly until: Violation | undefined;
}

/** Where the apply ends that nobody cuts off. */
interface Reference {
  readonly end: string;
  readonly removals: readonly string[];
}

async function inWorld(world: CampaignWorld, trying: Trying): Promise<void> {
  const lagMs = trying.dice.pick(LAGS_MS);
  const calm: Conditions = { lagMs, nextLoss: () => 'none', without: trying.without };
  const first = await run(world, firstMoment(world), { ...calm, lagMs: 0, without: undefined });
  const reference = { end: textOf(first.end.account.state), removals: first.end.account.removals };
  trying.tally.steps += first.applied.kind === 'applied' ? first.applied.report.results.length : 0;
  trying.tally.found.push(...(await wrongAfter(world, first, { calm, reference })));
  await cutOff(world, await run(world, firstMoment(world), calm), { ...trying, calm, reference, depth: 0 });
}

interface Cutting extends Trying {
  readonly calm: Conditions;
  readonly reference: Reference;
  readonly depth: number;
}

async function cutOff(world: CampaignWorld, { moments }: Ran, cutting: Cutting): Promise<void> {
  const { tally, dice, depth, calm, points, until } = cutting;
  for (const moment of someOf(moments, BRANCHES[depth] ?? 0, dice)) {
    if (tally.points >= points || isFound(tally.found, until)) return;
    await loopTurn();
    const conditions = { ...calm, nextLoss: lossesOf(dice, depth), isSilent: depth > 0 && dice.chance(15) };
    const ran = await run(world, unlocked(moment, dice.chance(50) ? 'lease' : 'by hand'), conditions);
    tally.points += 1;
    tally.depths[depth] = (tally.depths[depth] ?? 0) + 1;
    tally.found.push(...(await wrongAfter(world, ran, cutting)));
    await cutOff(world, ran, { ...cutting, depth: depth + 1 });
  }
}

function someOf(moments: readonly Moment[], most: number, dice: Dice): readonly Moment[] {
  if (moments.length <= most) return moments;
  const first = dice.below(moments.length);
  const stride = Math.max(1, Math.floor(moments.length / most));
  return Array.from({ length: most }, (_, index) => moments[(first + index * stride) % moments.length]).filter(
    (moment) => moment !== undefined,
  );
}

/** Now and then the answer of a request is lost too, before or after the account has seen it. */
function lossesOf(dice: Dice, depth: number): () => Loss {
  if (depth === 0 || dice.chance(50)) return () => 'none';
  return () => (dice.chance(85) ? 'none' : dice.pick(['before', 'after'] as const));
}

const PATIENCE = 6;

/** Applies until nothing is left to do, and looks at what became of the account and of the journal. */
async function wrongAfter(
  world: CampaignWorld,
  ran: Ran,
  { calm, reference }: Pick<Cutting, 'calm' | 'reference'>,
): Promise<readonly Found[]> {
  let last = ran;
  for (let round = 0; round < PATIENCE && !isAtRest(last); round += 1) {
    if (last.applied.kind === 'crashed') return [{ violation: 'thrown', detail: String(last.applied.error) }];
    last = await run(world, unlocked(last.end, 'lease'), calm);
  }
  const { account, kept } = last.end;
  const found: Found[] = account.duplicates.map((detail) => ({ violation: 'duplicate', detail }));
  if (!isAtRest(last)) found.push({ violation: 'lost change', detail: last.applied.kind });
  for (const detail of account.removals)
    if (!reference.removals.includes(detail)) found.push({ violation: 'unapproved removal', detail });
  for (const one of kept.runs)
    if (!one.end || openIn(one.entries).length > 0) found.push({ violation: 'unbalanced journal', detail: one.id });
  if (textOf(account.state) !== reference.end)
    found.push({ violation: 'other end', detail: differing(textOf(account.state), reference.end) });
  return found;
}

function isAtRest({ applied }: Ran): boolean {
  if (applied.kind === 'nothing') return true;
  return applied.kind === 'applied' && applied.after?.steps.length === 0 && applied.report.halted === undefined;
}

function differing(text: string, wanted: string): string {
  const [here, there] = [text.split('\n'), wanted.split('\n')];
  const only = (rows: readonly string[], others: readonly string[]) => rows.filter((row) => !others.includes(row));
  return `${only(here, there).join(' ')} instead of ${only(there, here).join(' ')}`;
}
