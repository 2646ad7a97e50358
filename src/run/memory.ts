import { AccountUnreadable } from '../account/ports.js';
import type { Counts, Hold, Ledger, ManagedField, RecordedFact, RunRecord } from '../ledger/index.js';
import { type Limits, type Live, type ResourceKey, type Settings, userKey } from '../model/index.js';
import { halfwayRuns } from './halfway.js';
import { type HandOuts, handOutsOf, NO_HAND_OUTS } from './hand-outs.js';

/** What the ledger remembers of an account and a plan must respect. */
export interface Memory {
  readonly lastGood: Counts | undefined;
  readonly holds: readonly Hold[];
  readonly managed: readonly ManagedField[];
  /** Runs that did not come to their end, oldest first. */
  readonly halfway: readonly RunRecord[];
  readonly facts: readonly RecordedFact[];
  readonly handOuts: HandOuts;
}

/** Where nothing was ever written down. */
export const NO_MEMORY: Memory = Object.freeze({
  lastGood: undefined,
  holds: [],
  managed: [],
  halfway: [],
  facts: [],
  handOuts: NO_HAND_OUTS,
});

/** Reads what is remembered, and no more. */
export type Remember = (settings: Settings, dir: string) => Promise<Memory>;

export async function memoryOf(ledger: Ledger): Promise<Memory> {
  return {
    lastGood: await ledger.lastGood(),
    holds: await ledger.holds(),
    managed: await ledger.managed(),
    halfway: await halfwayRuns(ledger),
    facts: await ledger.facts(),
    handOuts: await handOutsOf(ledger),
  };
}

export const heldKeys = ({ holds }: Memory): ReadonlySet<ResourceKey> =>
  new Set(holds.map(({ email }) => userKey(email)));

export interface Gate {
  readonly memory: Memory;
  readonly limits: Limits;
  /** Earlier addresses of a person, as the files say: until the account has the new one, either will do. */
  readonly previously?: (person: ResourceKey) => readonly ResourceKey[];
  /** The number of people for which a shrunken account is accepted. */
  readonly acceptedShrink: number | undefined;
}

/**
 * A read that looks complete and is not must not become a plan that removes people. Throws AccountUnreadable where far fewer are there than at
 * the last complete read, or where those are missing who must be there.
 */
export function mustBeWhole(
  { state, identity }: Live,
  { memory, limits, previously = () => [], acceptedShrink }: Gate,
): void {
  const active = [...state.users.values()].filter(({ status }) => status === 'active');
  const { lastGood } = memory;
  if (lastGood && active.length * 100 < lastGood.users * (100 - limits.shrink) && acceptedShrink !== active.length)
    throw new AccountUnreadable(
      `The account shows ${active.length} people, and showed ${lastGood.users} at the last complete read: more than ${limits.shrink} % are missing.`,
      {
        hint: `Look at the account and at what the key may see. If they are really gone: --accept shrink=${active.length}, on plan and, with its digest and a reason, on apply.`,
      },
    );
  const own = identity.actingAs === undefined ? [] : [identity.actingAs];
  const expected = [...own, ...(lastGood ? limits.requiredAdmins : [])];
  const isThere = (person: ResourceKey) => state.users.get(person)?.status === 'active';
  const missing = expected.filter((email) => ![userKey(email), ...previously(userKey(email))].some(isThere));
  if (missing.length > 0)
    throw new AccountUnreadable(`The account does not show ${missing.join(', ')}, who must be there.`, {
      hint: 'They own the key, or limits.requiredAdmins names them: without them the read is not taken for whole.',
    });
}
