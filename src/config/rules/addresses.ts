import type { Place, ResourceKey } from '../../model/index.js';
import { SETTINGS_FILE } from '../account-files.js';
import { readAddress } from '../address.js';
import { quoted } from '../finding.js';
import { areTwoNames, skeleton } from '../look-alike.js';
import { below, type Given, type Rule } from './rule.js';

export const addressesAreComparable: Rule = (given) => {
  for (const { email, place, part } of addressesIn(given)) {
    const address = readAddress(email);
    if (address.ok) continue;
    const message = `The address ${quoted(email)} cannot be compared safely: ${address.why}.`;
    given.report.add(address.code, place, { message, hint: address.hint, part });
  }
};

interface Written {
  readonly email: string;
  readonly place: Place;
  readonly part: 'key' | 'value';
}

function* addressesIn({ declared }: Given): Iterable<Written> {
  for (const { id, input, place } of declared.users.values()) {
    yield { email: id, place, part: 'key' };
    for (const [index, email] of (input.previously ?? []).entries()) {
      yield { email, place: below(place, 'previously', index), part: 'value' };
    }
  }
  for (const { input, place } of declared.policies.values()) {
    for (const email of Object.keys(input.except ?? {}))
      yield { email, place: below(place, 'except', email), part: 'key' };
  }
  const { limits, people, provider } = declared.config;
  const at = (...path: readonly (string | number)[]) =>
    ({ place: { file: SETTINGS_FILE, path }, part: 'value' }) as const;
  for (const [index, email] of (limits?.requiredAdmins ?? []).entries())
    yield { email, ...at('limits', 'requiredAdmins', index) };
  for (const [login, email] of Object.entries(people ?? {})) yield { email, ...at('people', login) };
  if (provider?.as !== undefined) yield { email: provider.as, ...at('provider', 'as') };
}

/** Keys carry addresses in the form in which they are compared. */
export const addressesDoNotLookAlike: Rule = ({ declared, report }) => {
  const first = new Map<string, ResourceKey>();
  const further = new Map<string, ResourceKey[]>();
  for (const [key, { id, place }] of declared.users) {
    const shape = skeleton(key);
    const earlier = first.get(shape);
    if (earlier === undefined) {
      first.set(shape, key);
      continue;
    }
    const alike = further.get(shape) ?? [earlier];
    const other = declared.users.get(alike.find((before) => !areTwoNames(before, key)) ?? key);
    if (other && other.place !== place) {
      const message = `The address ${quoted(id)} looks like ${quoted(other.id)}.`;
      const related = [{ message: 'The other one stands here.', place: other.place }];
      report.add('LOOK_ALIKE', place, { message, hint: 'Check which one is right, and delete the other.', related });
    }
    if (alike.length < MOST_COMPARED) further.set(shape, [...alike, key]);
  }
};

const MOST_COMPARED = 8;
