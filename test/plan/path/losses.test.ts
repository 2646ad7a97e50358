import { expect, it } from 'vitest';
import { type Loss, spansIn } from '../../../src/plan/path/phases.js';
import { safePath } from '../../../src/plan/path/safe-path.js';
import { sightLosses } from '../../../src/plan/path/sight-losses.js';
import { worldOf } from './worlds.js';

it('lists no less where it is too much to look at every two people', () => {
  let covered = 0;
  for (let seed = 1; seed <= 60; seed += 1) {
    const world = worldOf(seed);
    const path = safePath(world, {
      minAdmins: world.minAdmins,
      required: new Set(),
      acting: undefined,
      isByHand: () => false,
    });
    const order = { spanOf: spansIn(path.order, path.placeOf), end: path.order.length };
    const [exact, rough]: [Loss[], Loss[]] = [[], []];
    sightLosses(path.sights, order, (loss) => void exact.push(loss));
    sightLosses(path.sights, order, (loss) => void rough.push(loss), 0);
    for (const { user, capability, from, to } of exact) {
      const isListed = rough.some(
        (one) => one.user === user && one.capability === capability && one.from <= from && to <= one.to,
      );
      expect({ seed, user, capability, from, to, isListed }).toEqual({
        seed,
        user,
        capability,
        from,
        to,
        isListed: true,
      });
      covered += 1;
    }
  }
  expect(covered).toBeGreaterThan(20);
});
