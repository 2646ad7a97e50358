import { expect, it } from 'vitest';
import type { Step } from '../../../src/model/index.js';
import { singleStep } from '../../../src/plan/digest.js';
import { orderSteps } from '../../../src/plan/order.js';
import { runs } from '../../support/scale.js';
import { followed } from './checker.js';
import { isNaiveUnsafe } from './naive.js';
import { type Optimum, optimumOf } from './optimum.js';
import { tinyWorldOf, type World } from './worlds.js';

const WORLDS = runs({ short: 20, long: 1_500 });
/** As many people and steps, and so many states, that one world takes a moment and not an hour. */
const WRITES = 8;
const STATES = 3_000;

interface Compared {
  readonly ours: { readonly writes: number; readonly losses: number };
  readonly best: Optimum;
  readonly isKnotty: boolean;
  /** The fewest writes there are, whoever gains and loses what on the way. */
  readonly free: number;
}

/** Undefined where there is nothing to order, or too much of it to try everything. */
function compared(world: World): Compared | undefined {
  const { minAdmins } = world;
  const made = orderSteps(world, { modeOf: () => 'automatic', minAdmins, requiredAdmins: [], actingAs: undefined });
  const steps = made.steps.flatMap(oneByOne);
  const isHandover = made.leftOpen.some(({ why }) => why === 'handover');
  if (isHandover || steps.length === 0 || steps.length > WRITES) return undefined;
  const [best, free] = [true, false].map((isSafe) => optimumOf(world, { isSafe, states: STATES }));
  if (!best || !free) return undefined;
  const losses = followed(world, steps).fleeting.filter(({ kind }) => kind === 'loss').length;
  const isKnotty = isNaiveUnsafe(world, made.steps);
  return { ours: { writes: steps.length, losses }, best, isKnotty, free: free.way.length };
}

/** The search knows no requests for several people. */
const oneByOne = (step: Step): readonly Step[] =>
  Array.isArray(step.input.users)
    ? step.input.users.map((user) => singleStep({ ...step, input: { users: [user] } }))
    : [step];

it('takes hardly more steps, and hardly more from anybody, than the best of all ways', () => {
  const sum = { worlds: 0, knotty: 0, extra: 0, best: 0, losses: 0, bestLosses: 0 };
  for (let seed = 1; seed <= WORLDS; seed += 1) {
    const found = compared(tinyWorldOf(seed));
    if (!found) continue;
    const { ours, best, isKnotty, free } = found;
    expect({ seed, more: ours.writes - best.way.length }).toEqual({ seed, more: expect.toSatisfy(isAtMostOne) });
    sum.worlds += 1;
    if (isKnotty) sum.knotty += 1;
    sum.extra += ours.writes - free;
    sum.best += best.way.length - free;
    sum.losses += ours.losses;
    sum.bestLosses += best.losses;
  }
  expect(sum.worlds).toBeGreaterThan(WORLDS * 0.7);
  expect(sum.knotty).toBeGreaterThan(sum.worlds * 0.25);
  expect(sum.best).toBeGreaterThan(0);
  expect(sum.extra).toBeLessThanOrEqual(Math.ceil(sum.best * 1.04));
  expect(sum.losses).toBeLessThanOrEqual(sum.bestLosses * 1.5);
}, 1_800_000);

/** Never better: a way that the search does not know would make it worth nothing. */
const isAtMostOne = (more: unknown): boolean => more === 0 || more === 1;
