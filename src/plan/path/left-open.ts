import type { OpenWindow, Step } from '../../model/index.js';
import { lossesIn } from './losses.js';
import { spansIn } from './phases.js';
import type { SafePath } from './safe-path.js';

/** What somebody gains or loses for a moment all the same, and between which steps. */
export function leftOpen(path: SafePath, steps: readonly Step[]): readonly OpenWindow[] {
  return [...gains(path, steps), ...tooFew(path, steps), ...losses(path, steps)];
}

function losses({ journeys, sights, placeOf, order }: SafePath, steps: readonly Step[]): readonly OpenWindow[] {
  const found = lossesIn(journeys, sights, { spanOf: spansIn(order, placeOf), end: order.length });
  return found.flatMap(({ user, capability, from, to }) =>
    openWindow({ user, capability, why: 'no-order', kind: 'loss' }, steps[from - 1], steps[to]),
  );
}

/** Administrators without whom there are too few, until the next one comes. */
function tooFew({ order, writes, spared }: SafePath, steps: readonly Step[]): readonly OpenWindow[] {
  return order.flatMap((step, index) => {
    if (!spared.has(step)) return [];
    const next = order.findIndex((other, later) => later > index && writes[other]?.admins === 1);
    const closes = next < 0 ? order.length - 1 : next;
    return (writes[step]?.draft.writes ?? []).flatMap((user) =>
      openWindow({ user, capability: 'level.admin', why: 'handover', kind: 'loss' }, steps[index], steps[closes]),
    );
  });
}

function gains({ order, left }: SafePath, steps: readonly Step[]): readonly OpenWindow[] {
  const place = new Map(order.map((step, index) => [step, index]));
  const at = (step: number) => place.get(step) ?? 0;
  return left.flatMap(({ window, isHandover }) => {
    const closers = window.closes.map(({ step }) => at(step));
    const [first, last] = window.isEach
      ? [Math.min(...window.opens.map(at)), Math.max(...closers)]
      : [Math.max(...window.opens.map(at)), Math.min(...closers)];
    const why = isHandover ? 'handover' : 'no-order';
    return window.who.flatMap((user) =>
      window.capabilities.flatMap((capability) =>
        openWindow({ user, capability, why, kind: 'gain' }, steps[first], steps[last]),
      ),
    );
  });
}

function openWindow(
  window: Pick<OpenWindow, 'user' | 'capability' | 'why' | 'kind'>,
  opensWith: Step | undefined,
  closesWith: Step | undefined,
): readonly OpenWindow[] {
  if (!opensWith || !closesWith) return [];
  const { user, capability, why, kind } = window;
  const byHand = opensWith.mode === 'by-hand' || closesWith.mode === 'by-hand';
  return [{ user, capability, opensWith: opensWith.id, closesWith: closesWith.id, byHand, why, kind }];
}
