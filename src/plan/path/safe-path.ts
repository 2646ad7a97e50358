import type { ResourceKey, UserState } from '../../model/index.js';
import type { Draft } from '../draft.js';
import { type Batched, batched } from './batches.js';
import { detourCost } from './detours.js';
import { type Ends, groundOf, type Journeys, journeysOf } from './journeys.js';
import { isAdministrator } from './person.js';
import type { Window } from './phases.js';
import { firmWindows, RULES, type Rule } from './rules.js';
import { type Sights, sightsOf } from './sight.js';
import { type Sorted, sorted } from './sort.js';
import { LATER, RANK, type Write } from './writes.js';

export interface PathOptions {
  readonly minAdmins: number;
  /** Whose steps come last: of lesser weight those of required administrators, of greater those of whoever acts. */
  readonly required: ReadonlySet<ResourceKey>;
  readonly acting: ResourceKey | undefined;
  readonly isByHand: (draft: Draft) => boolean;
  readonly rules?: readonly Rule[];
}

/** Steps in an order in which nobody gains or loses anything for a moment. */
export interface SafePath {
  readonly journeys: Journeys;
  readonly sights: Sights;
  /** Number of the write that a step of the journeys has become part of. */
  readonly placeOf: (step: number) => number;
  readonly writes: readonly Write[];
  /** Numbers of writes. */
  readonly order: readonly number[];
  /** For each write those that must have succeeded before. */
  readonly after: readonly ReadonlySet<number>[];
  readonly left: Sorted['left'];
  readonly spared: Sorted['spared'];
}

/** Goes on until no detour is missing: each takes a step out of a circle, and there are finitely many. */
export function safePath(ends: Ends, options: PathOptions): SafePath {
  const detours = new Map<string, string>();
  const ground = groundOf(ends, options.isByHand);
  const admins = adminsOf(ends, ground.changed, options.minAdmins);
  for (;;) {
    const journeys = journeysOf(ends, detours, ground);
    const sights = sightsOf(journeys);
    const { writes, windows, placeOf } = laidOut(journeys, sights, options);
    const hand = writes.map(({ draft }) => options.isByHand(draft));
    const isByHand = (step: number) => hand[step] === true;
    const found = sorted({ writes, windows, admins, isByHand, costOf: detourCost(journeys) });
    if (found.detours.size === 0) {
      const { order, left, spared } = found;
      return {
        journeys,
        sights,
        placeOf,
        writes,
        order,
        after: afterOf({ writes, windows, admins, found }),
        left,
        spared,
      };
    }
    for (const [name, why] of found.detours) detours.set(name, why);
  }
}

function laidOut(
  journeys: Journeys,
  sights: Sights,
  { required, acting, rules = Object.values(RULES) }: PathOptions,
): Batched {
  const classed = journeys.writes.map((write) => ({ ...write, rank: write.rank + lateness(write, required, acting) }));
  const windows = [...firmWindows(classed), ...rules.flatMap((rule) => rule(journeys, sights))];
  const laid = batched(classed, [...narrowed(windows), ...delays(classed, windows)]);
  const awaited = new Set(
    laid.windows.flatMap(({ kind, closes }) => (kind === 'gain' ? closes.map(({ step }) => step) : [])),
  );
  const ranked = laid.writes.map((write, step) => {
    return write.rank === RANK.revoke && awaited.has(step) ? { ...write, rank: RANK.awaited } : write;
  });
  return { ...laid, writes: ranked };
}

/** What takes something that a later step gives back waits for whatever that one waits for, so that it is not missed for longer than it must be. */
function delays(writes: readonly Write[], windows: readonly Window[]): readonly Window[] {
  return windows.flatMap(({ kind, opens, closes, isEach, who }) => {
    if (kind === 'loss' || isEach) return [];
    return opens.flatMap((back) => {
      const { rank, after = [] } = writes[back] ?? {};
      if (rank !== RANK.back) return [];
      return after.flatMap((taking): readonly Window[] => {
        const others = closes.filter(({ step }) => step !== taking && !writes[step]?.after.includes(taking));
        if (others.length === 0) return [];
        const opening = [...new Set(opens.map((step) => (step === back ? taking : step)))];
        return [{ kind: 'loss', opens: opening, closes: others, who, capabilities: [] }];
      });
    });
  });
}

function lateness({ draft }: Write, required: ReadonlySet<ResourceKey>, acting: ResourceKey | undefined): number {
  if (acting !== undefined && draft.writes.includes(acting)) return LATER.acting;
  return draft.writes.some((key) => required.has(key)) ? LATER.required : 0;
}

/** What only gives can wait for itself at no cost to others: of several steps that open a window together, one such is enough to keep it shut. */
function narrowed(windows: readonly Window[]): readonly Window[] {
  const takes = new Set(windows.flatMap(({ kind, closes }) => (kind === 'loss' ? [] : closes.map(({ step }) => step))));
  return windows.map((window) => {
    if (window.kind !== 'gain' || window.opens.length < 2 || window.isEach) return window;
    const pure = window.opens.find((step) => !takes.has(step));
    return pure === undefined ? window : { ...window, opens: [pure] };
  });
}

/** Never fewer than wanted, as far as there are so many at both ends. */
function adminsOf(
  { before, after }: Ends,
  changed: readonly ResourceKey[],
  minAdmins: number,
): { count: number; least: number } {
  const is = (user: UserState | undefined): number =>
    user?.status === 'active' && isAdministrator(user, user.dashboard) ? 1 : 0;
  let has = 0;
  for (const user of before.users.values()) has += is(user);
  const will = changed.reduce((sum, key) => sum + is(after.users.get(key)) - is(before.users.get(key)), has);
  return { count: has, least: Math.min(minAdmins, has, will) };
}

interface Placed extends Pick<Batched, 'writes' | 'windows'> {
  readonly admins: { readonly count: number; readonly least: number };
  readonly found: Sorted;
}

/** Each window is kept shut by one pair: what would be the last to open it waits for the first that closes it. */
function afterOf({ writes, windows, admins, found }: Placed): readonly ReadonlySet<number>[] {
  const after = writes.map(() => new Set<number>());
  const place = new Map(found.order.map((step, index) => [step, index]));
  const at = (step: number) => place.get(step) ?? 0;
  for (const { kind, opens, closes, isEach } of windows) {
    if (kind === 'loss') continue;
    const opener = opens.reduce((last, step) => (at(step) > at(last) ? step : last), opens[0] ?? 0);
    const closer = closes.reduce((first, { step }) => (at(step) < at(first) ? step : first), closes[0]?.step ?? 0);
    if (isEach) waitForEach({ opens, closes, after, at });
    else if (at(closer) < at(opener)) after[opener]?.add(closer);
  }
  const changes = (by: number) => found.order.filter((step) => writes[step]?.admins === by);
  const promotions = changes(1);
  for (const [index, step] of changes(-1)
    .slice(admins.count - admins.least)
    .entries()) {
    const promotion = promotions[index];
    if (promotion !== undefined && at(promotion) < at(step)) after[step]?.add(promotion);
  }
  return after;
}

interface Waiting {
  readonly opens: Window['opens'];
  readonly closes: Window['closes'];
  readonly after: readonly Set<number>[];
  readonly at: (step: number) => number;
}

/** Instead of each waiting for each, the last of those before waits for the others, and all that come later wait for that one. */
function waitForEach({ opens, closes, after, at }: Waiting): void {
  const earlier = [...new Set(closes.map(({ step }) => step))].sort((one, other) => at(one) - at(other));
  const gathered = new Set<number>();
  for (const opener of opens) {
    const before = earlier.filter((step) => at(step) < at(opener));
    const last = before[before.length - 1];
    if (last === undefined) continue;
    after[opener]?.add(last);
    if (gathered.has(last)) continue;
    gathered.add(last);
    for (const step of before.slice(0, -1)) after[last]?.add(step);
  }
}
