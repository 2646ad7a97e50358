import type { Desired, Live, Plan } from '../model/index.js';
import { asciiLower, knownValue, nameOf, userKey } from '../model/index.js';
import { type Mask, type MaskedPerson, maskFor, type PersonName } from '../render/index.js';
import type { Invocation } from './invocation.js';

interface Known {
  readonly desired?: Desired;
  readonly live?: Live;
}

/** What people are called: by the files, else by the account, else their address. */
export function personNames({ desired, live }: Known): PersonName {
  return (email) => {
    const key = userKey(email);
    const user = desired?.users.get(key);
    const state = live?.state.users.get(key);
    const first = user?.firstName ?? (state && knownValue(state.firstName));
    const last = user?.lastName ?? (state && knownValue(state.lastName));
    return first && last ? `${first} ${last}` : email;
  };
}

/** Undefined unless the run is to name nobody. */
export function maskOf(
  { flags }: Invocation,
  account: string,
  known: Known & { readonly plan?: Plan },
): Mask | undefined {
  return flags.has('mask-personal-data') ? maskFor(account, peopleOf(known)) : undefined;
}

function peopleOf({ desired, live, plan }: Known & { readonly plan?: Plan }): MaskedPerson[] {
  return [...filePeople(desired), ...accountPeople(live), ...planPeople(plan)];
}

const filePeople = (desired: Desired | undefined): MaskedPerson[] =>
  [...(desired?.users.values() ?? [])].map(({ email, firstName, lastName }) => ({ email, firstName, lastName }));

const accountPeople = (live: Live | undefined): MaskedPerson[] =>
  [...(live?.state.users.values() ?? [])].map(({ email, firstName, lastName }) => ({
    email,
    firstName: knownValue(firstName),
    lastName: knownValue(lastName),
  }));

/** A saved plan carries the names that it changes. */
function planPeople(plan: Plan | undefined): MaskedPerson[] {
  return (plan?.changes ?? []).flatMap(({ key, kind, fields }) => {
    if (kind !== 'user') return [];
    const text = (path: string) =>
      fields.flatMap((field) => (field.path === path && typeof field.after === 'string' ? [field.after] : []))[0];
    return [{ email: asciiLower(nameOf(key)), firstName: text('firstName'), lastName: text('lastName') }];
  });
}
