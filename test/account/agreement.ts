import { expect } from 'vitest';
import type { FIELDS } from '../../src/account/ringover/coverage.js';
import type { Live, Step, UserState } from '../../src/model/index.js';

/** What a provider says of itself. All of it is proved here: what it claims is done and read, what it disclaims is refused and unreadable. */
export interface AccountLimits {
  /** Of an operation that it carries out only for some: whether this step is one of them. */
  readonly carriesOut: (step: Step) => boolean;
  readonly shows: (user: UserState) => boolean;
  readonly fields: typeof FIELDS;
  /** All of the same account, by whoever sees everything. */
  readonly truth: () => Promise<Live>;
  /** Does on the dashboard what the account disclaims. Throws unless it is done. */
  readonly byHand: (step: Step) => Promise<void>;
}

/** Each field of each resource is as it is, or unreadable where the account does not claim to read it: never another value. */
export function expectAgreement(live: Live, truth: Live, { fields, shows }: AccountLimits): void {
  const seen = new Map([...truth.state.users].filter(([, user]) => shows(user)));
  expect([...live.state.users.keys()].toSorted()).toEqual([...seen.keys()].toSorted());
  for (const kind of KINDS) {
    if (kind !== 'users') expect([...live.state[kind].keys()]).toEqual([...truth.state[kind].keys()]);
    for (const [key, entry] of live.state[kind]) {
      const real: object = truth.state[kind].get(key) ?? {};
      expect(Object.keys(fields[kind]).toSorted()).toEqual(Object.keys(entry).toSorted());
      for (const [name, { shown }] of Object.entries(fields[kind])) {
        const value: unknown = Reflect.get(entry, name);
        if (shown === 'read') expect([key, name, value]).toEqual([key, name, Reflect.get(real, name)]);
        if (shown === 'partly') expect([undefined, Reflect.get(real, name)]).toContain(value);
        if (shown === 'unreadable') expect([key, name, isUnreadable(value)]).toEqual([key, name, true]);
      }
    }
  }
  expect(live.numbers).toEqual(truth.numbers);
  expect([live.ivrs, live.licences]).toEqual([truth.ivrs, truth.licences]);
}

const KINDS = ['users', 'profiles', 'groups'] as const;

/** Permissions that nobody knows are an empty set. */
const isUnreadable = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('known' in value ? value.known === false : Object.keys(value).length === 0);
