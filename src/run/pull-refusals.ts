import { readAddress } from '../config/address.js';
import { areTwoNames, skeleton } from '../config/look-alike.js';
import { type Desired, type Live, nameOf, type ResourceKey } from '../model/index.js';

/** Somebody or something of the account that is not written, and why. */
export interface Refused {
  /** Undefined where the address has no form in which it could be compared. */
  readonly key: ResourceKey | undefined;
  /** Address or name, as the account has it. */
  readonly name: string;
  readonly why: string;
}

/** Who and what cannot be managed: no file could name them, so that only one could be meant. */
export function refusalsIn(live: Live, desired: Desired): readonly Refused[] {
  const people = [...live.state.users.values()].filter(
    ({ key, status }) => status === 'active' && !desired.users.has(key),
  );
  const addresses = people.flatMap(({ key, email }): Refused[] => {
    const address = readAddress(nameOf(key));
    return address.ok ? [] : [{ key, name: email, why: address.why }];
  });
  return [
    ...live.unmanageable.map((email) => ({
      key: undefined,
      name: email,
      why: 'the address cannot be compared safely',
    })),
    ...addresses,
    ...lookAlikes(
      people.map(({ key }) => key),
      desired,
    ),
    ...[...live.ambiguous].sort().map((key) => ({
      key,
      name: nameOf(key),
      why: `the account has two ${key.startsWith('profile:') ? 'profiles' : 'groups'} of this name`,
    })),
  ];
}

/** Of two who look like one another neither is written, unless the files name one of them already. */
function lookAlikes(people: readonly ResourceKey[], { users }: Desired): readonly Refused[] {
  const shapes = new Map<string, ResourceKey[]>();
  for (const key of [...users.keys(), ...people]) {
    const alike = shapes.get(skeleton(key));
    if (alike) alike.push(key);
    else shapes.set(skeleton(key), [key]);
  }
  return people.flatMap((key) => {
    const other = shapes.get(skeleton(key))?.find((one) => one !== key && !areTwoNames(one, key));
    return other === undefined ? [] : [{ key, name: nameOf(key), why: `the address looks like ${nameOf(other)}` }];
  });
}
