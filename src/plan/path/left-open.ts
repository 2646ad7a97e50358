import type { OpenWindow, Step } from '../../model/index.js';
import { lossesIn, spansIn } from './losses.js';
import type { SafePath } from './safe-path.js';

/** What somebody gains or loses for a moment all the same, and between which steps. */
export function leftOpen(path: SafePath, steps: readonly Step[]): readonly OpenWindow[] {
  return [...gains(path, steps), ...losses(path, steps)];
}

function losses({ journeys, placeOf, order }: SafePath, steps: readonly Step[]): readonly OpenWindow[] {
  return lossesIn(journeys, spansIn(order, placeOf), order.length).flatMap(({ user, capability, from, to }) => {
    const [opensWith, closesWith] = [steps[from - 1], steps[to]];
    if (!opensWith || !closesWith) return [];
    const byHand = opensWith.mode === 'by-hand' || closesWith.mode === 'by-hand';
    return [
      { user, capability, opensWith: opensWith.id, closesWith: closesWith.id, byHand, why: 'no-order', kind: 'loss' },
    ];
  });
}

function gains({ order, left }: SafePath, steps: readonly Step[]): readonly OpenWindow[] {
  const place = new Map(order.map((step, index) => [step, index]));
  const at = (step: number) => place.get(step) ?? 0;
  return left.flatMap(({ window, isHandover }) => {
    const opensWith = steps[Math.max(...window.opens.map(at))];
    const closesWith = steps[Math.min(...window.closes.map(({ step }) => at(step)))];
    if (!opensWith || !closesWith || window.who === undefined) return [];
    const user = window.who;
    return window.capabilities.map(
      (capability): OpenWindow => ({
        user,
        capability,
        opensWith: opensWith.id,
        closesWith: closesWith.id,
        byHand: opensWith.mode === 'by-hand' || closesWith.mode === 'by-hand',
        why: isHandover ? 'handover' : 'no-order',
        kind: 'gain',
      }),
    );
  });
}
