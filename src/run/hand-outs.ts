import type { Ledger, RunRecord } from '../ledger/index.js';
import type { HandStep, Plan } from '../model/index.js';

/** Which steps by hand have been handed out, and under which name. */
export interface HandOuts {
  /** Number of the next one. */
  readonly next: number;
  /** `S1` by the digest of the step, in the order in which they were handed out. */
  readonly ids: ReadonlyMap<string, string>;
}

export const NO_HAND_OUTS: HandOuts = Object.freeze({ next: 1, ids: new Map() });

/** Of so many that were handed out last the name is kept. */
const MOST = 1000;

/** Every run writes down all of them, so the newest that did tells. */
export async function handOutsOf(ledger: Pick<Ledger, 'runs' | 'run'>): Promise<HandOuts> {
  for (const { id } of await ledger.runs()) {
    const found = handOutsIn((await ledger.run(id))?.plan);
    if (found) return found;
  }
  return NO_HAND_OUTS;
}

function handOutsIn(plan: RunRecord['plan'] | undefined): HandOuts | undefined {
  const written: unknown = Reflect.get(Object(plan), 'handOuts');
  if (typeof written !== 'object' || written === null || !('next' in written) || !('ids' in written)) return undefined;
  const { next, ids } = written;
  if (typeof next !== 'number' || !Array.isArray(ids)) return undefined;
  const pairs = ids.flatMap((pair: unknown) =>
    Array.isArray(pair) ? [[String(pair[0]), String(pair[1])] as const] : [],
  );
  return { next, ids: new Map(pairs) };
}

/** As a run writes it down. */
export const writtenHandOuts = ({ next, ids }: HandOuts): unknown => ({ next, ids: [...ids].slice(-MOST) });

/** Whatever of it has no name yet gets the next one. */
export function handOut(known: HandOuts, steps: readonly HandStep[]): HandOuts {
  const ids = new Map(known.ids);
  let { next } = known;
  for (const { digest } of steps) {
    if (ids.has(digest)) continue;
    ids.set(digest, `S${next}`);
    next += 1;
  }
  return { next, ids };
}

/** The plan with the names of what was handed out already. */
export function withNames<P extends Pick<Plan, 'byHand'>>(plan: P, { ids }: HandOuts): P {
  if (!plan.byHand) return plan;
  const named = plan.byHand.map((step) => {
    const id = ids.get(step.digest);
    return id === undefined ? step : { ...step, id };
  });
  return { ...plan, byHand: named };
}
