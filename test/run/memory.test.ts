import { expect, test } from 'vitest';
import { AccountUnreadable } from '../../src/account/ports.js';
import { userKey } from '../../src/model/index.js';
import { mustBeWhole, NO_MEMORY } from '../../src/run/memory.js';
import { live, liveUser, SETTINGS } from '../support/accounts.js';

test('a required administrator whose address changes is there under either address', () => {
  const limits = { ...SETTINGS.limits, requiredAdmins: ['ada.byron@acme.example'] };
  const memory = { ...NO_MEMORY, lastGood: { users: 1, profiles: 0, groups: 0 } };
  const gate = { memory, limits, acceptedShrink: undefined };
  const before = [userKey('ada@acme.example')];
  expect(() => mustBeWhole(liveWith('ada@acme.example'), gate)).toThrow(AccountUnreadable);
  expect(() => mustBeWhole(liveWith('ada@acme.example'), { ...gate, previously: () => before })).not.toThrow();
  expect(() => mustBeWhole(liveWith('bo@acme.example'), { ...gate, previously: () => before })).toThrow(
    AccountUnreadable,
  );
});

const liveWith = (email: string) => live({ users: [liveUser(email)] });
