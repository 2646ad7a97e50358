import { expect, test } from 'vitest';
import { AccountUnreadable } from '../../src/account/ports.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { groupKey, profileKey, type ResourceKey, userKey } from '../../src/model/index.js';
import { memorySandbox } from '../../src/sandbox/index.js';
import { caller, OFFICE } from '../sandbox/requests.js';

const NOW = new Date('2026-11-22T09:12:00Z');
const options = { baseUrl: 'http://embedded.account', now: () => NOW };

test('what was done is told by the paths of a plan, the latest first, whatever the form of the log', async () => {
  const sandbox = await memorySandbox(OFFICE, { clock: () => NOW });
  const call = caller(sandbox);
  const write = async (line: string, request: Parameters<typeof call>[1] = {}) =>
    expect([line, (await call(line, request)).status < 300]).toEqual([line, true]);
  await write('PATCH /users/7/permissions?keys=snooze,chatTab', {
    body: { permissions: { snooze: true, chatTab: false } },
    expect: { snooze: false, chatTab: false },
  });
  await write('PUT /users/7/link', { body: { profile: 'Helper' }, expect: { profile: null } });
  await write('PATCH /users/7', {
    body: { email: 'ivy.b@acme.example', lastName: 'Last' },
    expect: { email: 'ivy@acme.example', lastName: 'Last' },
  });
  await write('PUT /groups/1/members', { body: { users: [5, 10] } });
  await write('DELETE /groups/5', { expect: { name: 'Unused' } });
  await write('POST /profiles/from-user', { body: { name: 'Made', user: 10 } });
  await write('PUT /groups/6/open-access', { body: { openAccess: true }, expect: { openAccess: false } });
  const account = sandboxAccount({ ...options, fetch: sandbox.fetch, key: sandbox.keyFor() });
  const told = async (key: ResourceKey) =>
    (await account.history?.(key))?.map(({ action, effect, fields, memberships, by, at }) => {
      expect([by, at]).toEqual(['owner@acme.example', '2026-11-22T09:12:00.000Z']);
      return [action, effect, [...fields.keys()].sort(), memberships];
    });
  expect(await told(userKey('IVY@acme.example'))).toEqual([
    ['rename', 'gone', ['email'], []],
    [
      'link',
      'changed',
      ['groups', 'profile'],
      ['membership:Sales/ivy@acme.example', 'membership:Support/ivy@acme.example'],
    ],
    ['setPermissions', 'changed', ['permissions.snooze'], []],
  ]);
  expect(await told(groupKey('Sales'))).toEqual([
    ['addMember', 'changed', ['members'], ['membership:Sales/reader@acme.example']],
  ]);
  expect(await told(groupKey('Unused'))).toEqual([['delete', 'gone', [], []]]);
  expect((await told(profileKey('Made')))?.map(([action, effect]) => [action, effect])).toEqual([
    ['createProfileFromUser', 'made'],
  ]);
  expect(await told(groupKey('Crew'))).toEqual([['setOpenAccess', 'changed', ['openAccess'], []]]);
  expect(await told(groupKey('A & B=%\ud800'))).toEqual([]);
  sandbox.close();
});

test.each([
  ['no list', '{"total":1}'],
  ['no entries', '{"list":[7]}'],
  ['no time', '{"list":[{"at":"yesterday","by":"a","action":"b","before":null,"after":null}]}'],
  ['nobody', '{"list":[{"at":"2026-11-22T09:12:00Z","action":"b","before":null,"after":null}]}'],
])('a log with %s is not guessed at', async (_, body) => {
  const account = sandboxAccount({ ...options, fetch: async () => new Response(body), key: 'k' });
  await expect(account.history?.(groupKey('Sales'))).rejects.toThrow(AccountUnreadable);
});

test('a log that is refused is unreadable', async () => {
  const sandbox = await memorySandbox(OFFICE);
  const account = sandboxAccount({ ...options, fetch: sandbox.fetch, key: sandbox.keyFor('tom@acme.example') });
  await expect(account.history?.(groupKey('Sales'))).rejects.toThrow(AccountUnreadable);
  sandbox.close();
});
