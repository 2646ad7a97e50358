import { allBut, sharedOf } from '../model/all-but.js';
import type { PersonAccess, ResourceKey } from '../model/index.js';

const HEARING: ReadonlySet<string> = new Set(['calls.listen', 'recordings.play']);

/** Who newly hears a person because that person enters the reach of somebody. A holder's own change names them in its own row. */
export function hearers(access: readonly PersonAccess[]): (person: ResourceKey) => readonly ResourceKey[] {
  const holdersOf = new Map<readonly ResourceKey[], ResourceKey[]>();
  for (const { user, gains } of access) {
    for (const { capability, targets, cause } of gains) {
      if (!targets || !HEARING.has(capability) || cause.change === user) continue;
      const { all } = sharedOf(targets);
      const holders = holdersOf.get(all) ?? [];
      holdersOf.set(all, holders);
      if (holders.at(-1) !== user) holders.push(user);
    }
  }
  const heard = new Map<ResourceKey, (readonly ResourceKey[])[]>();
  for (const [people, holders] of holdersOf) {
    for (const person of people) {
      const known = heard.get(person);
      if (known) known.push(holders);
      else heard.set(person, [holders]);
    }
  }
  const together = unions(access);
  return (person) => {
    const holders = together(heard.get(person) ?? []);
    const index = holders.places.get(person);
    return index === undefined ? holders.list : allBut(holders.list, index);
  };
}

interface Union {
  readonly list: readonly ResourceKey[];
  readonly places: ReadonlyMap<ResourceKey, number>;
}

/** Equal combinations are put together once. Everybody of them once, in the order of the plan. */
function unions(access: readonly PersonAccess[]): (lists: readonly (readonly ResourceKey[])[]) => Union {
  const order = new Map(access.map(({ user }, index) => [user, index] as const));
  const numbers = new Map<readonly ResourceKey[], number>();
  const known = new Map<string, Union>();
  const numberOf = (list: readonly ResourceKey[]): number => {
    const number = numbers.get(list) ?? numbers.size;
    numbers.set(list, number);
    return number;
  };
  return (lists) => {
    const name = lists.map(numberOf).join();
    const union = known.get(name) ?? unionOf(lists, order);
    known.set(name, union);
    return union;
  };
}

function unionOf(lists: readonly (readonly ResourceKey[])[], order: ReadonlyMap<ResourceKey, number>): Union {
  const placeOf = (key: ResourceKey) => order.get(key) ?? 0;
  const list = [...new Set(lists.flat())].sort((one, other) => placeOf(one) - placeOf(other));
  return { list, places: new Map(list.map((key, index) => [key, index])) };
}
