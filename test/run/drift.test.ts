import { expect, test } from 'vitest';
import { type Account, AccountUnreadable, type PastAction } from '../../src/account/ports.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { instant, type ResourceKey } from '../../src/model/index.js';
import { drift } from '../../src/run/drift.js';
import { memorySandbox, type Sandbox } from '../../src/sandbox/index.js';
import { emptyDirectory, NOW, write } from '../cli/world.js';
import { OFFICE } from '../sandbox/requests.js';

const CONFIG = 'version: 1\naccount: office\nprovider: { kind: sandbox }\n';

/** Drift of these files against the office, whose provider is changed as the test wants. */
async function driftOf(people: string, changed: (account: Account, sandbox: Sandbox) => Account) {
  const sandbox = await memorySandbox(OFFICE);
  const key = sandbox.keyFor();
  const account = sandboxAccount({ fetch: sandbox.fetch, baseUrl: 'http://embedded.account', key, now: () => NOW });
  const opened = { open: 0, closed: 0 };
  const found = await drift({
    dir: write(emptyDirectory(), { 'ringctl.yaml': CONFIG, 'people.yaml': people }),
    now: NOW,
    tool: { name: 'ringctl', version: '1.0.0' },
    at: undefined,
    targets: [],
    excludes: [],
    allowDelete: false,
    open: async () => {
      opened.open += 1;
      return {
        account: changed(account, sandbox),
        close: () => {
          opened.closed += 1;
        },
      };
    },
  });
  sandbox.close();
  if (!found.ok) throw new Error(JSON.stringify(found.diagnostics));
  return { found, opened };
}

const SNOOZE = 'users:\n  lead@acme.example: { permissions: { snooze: false } }\n';

const done = (by: string, given: Partial<PastAction> = {}): PastAction => ({
  at: instant(NOW),
  by,
  action: 'setPermissions',
  effect: 'changed',
  fields: new Map(),
  memberships: [],
  ...given,
});

test('a provider that keeps no record gives the differences alone', async () => {
  const { found, opened } = await driftOf(SNOOZE, ({ history: _, ...account }) => account);
  expect([found.plan.changes.length, found.history, opened]).toEqual([1, undefined, { open: 2, closed: 2 }]);
});

test('where nothing differs nobody is asked', async () => {
  const { found, opened } = await driftOf('users: {}\n', (account) => ({
    ...account,
    history: () => Promise.reject(new TypeError('asked')),
  }));
  expect([found.plan.changes, found.history, opened]).toEqual([[], undefined, { open: 1, closed: 1 }]);
});

test('the latest action that wrote the value as it is now made the difference', async () => {
  const wrote = (value: boolean) => new Map([['permissions.snooze', value]]);
  const who = async (...actions: readonly PastAction[]) => {
    const { found } = await driftOf(SNOOZE, (account) => ({ ...account, history: async () => actions }));
    return [...(found.history?.known.values() ?? [])].flatMap((fields) =>
      [...fields].map(([path, { by }]) => [path, by]),
    );
  };
  const earlier = { at: instant(new Date('2026-11-21T00:00:00Z')) };
  expect(
    await who(done('a'), done('b', { fields: wrote(true) }), done('c', { ...earlier, fields: wrote(true) })),
  ).toEqual([['permissions.snooze', 'b']]);
  expect(await who(done('b', { fields: wrote(false) }), done('c', { ...earlier, fields: wrote(true) }))).toEqual([]);
  expect(await who(done('c', { ...earlier, fields: wrote(true) }), done('b', { fields: wrote(true) }))).toEqual([
    ['permissions.snooze', 'b'],
  ]);
});

test('of many differences fifty are asked about, what gives privileged access first', async () => {
  const groups = Array.from(
    { length: 80 },
    (_, index) => `  g${index}: { name: Group ${index}, openAccess: false }\n`,
  ).join('');
  const asked: ResourceKey[] = [];
  const { found } = await driftOf(`groups:\n${groups}users:\n  ada@acme.example: { dashboard: none }\n`, (account) => ({
    ...account,
    history: async (key) => {
      asked.push(key);
      return [done('ada', { effect: 'gone', action: 'delete', fields: new Map([['dashboard', null]]) })];
    },
  }));
  expect([asked.length, new Set(asked).size, asked[0]]).toEqual([50, 50, 'user:ada@acme.example']);
  expect([found.plan.changes.length, found.history?.known.size, found.history?.unasked]).toEqual([81, 50, 31]);
});

test('what was known stays known when asking comes to an end, and any other error is one', async () => {
  const files = 'groups:\n  one: { name: One, openAccess: true }\n  two: { name: Two, openAccess: true }\n';
  const failing = (error: Error) => {
    const calls = { count: 0 };
    return driftOf(files, (account) => ({
      ...account,
      history: async () => {
        calls.count += 1;
        if (calls.count > 1) throw error;
        return [done('ada', { effect: 'gone' })];
      },
    }));
  };
  const { found, opened } = await failing(new AccountUnreadable('Too many.', {}));
  expect([found.history?.known.size, found.history?.unasked, found.history?.failure]).toEqual([1, 1, 'Too many.']);
  expect(opened).toEqual({ open: 2, closed: 2 });
  await expect(failing(new TypeError('broken'))).rejects.toThrow(TypeError);
});
