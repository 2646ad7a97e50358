import { afterEach, describe, expect, it } from 'vitest';
import { sandboxAccount } from '../../../src/account/sandbox/index.js';
import type { Effect } from '../../../src/sandbox/faults/fault.js';
import { bigAccount, type Fault, memorySandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { type Served, serveSandbox } from '../../../src/sandbox/server/serve.js';

const NOW = new Date('2026-11-22T09:00:00Z');
const clock = { now: NOW.getTime() };
const open: { sandbox?: Sandbox; served?: Served } = {};

afterEach(async () => {
  await open.served?.stop();
  open.sandbox?.close();
  delete open.served;
  delete open.sandbox;
  clock.now = NOW.getTime();
});

interface World {
  readonly sandbox: Sandbox;
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly slept: readonly number[];
}

/** The account with this fault, in process and over the network. */
async function world(how: 'in process' | 'served', faults: readonly Partial<Fault>[]): Promise<World> {
  const slept: number[] = [];
  const now = () => new Date(clock.now);
  const sleep = async (ms: number) => void slept.push(ms);
  const sandbox = await memorySandbox(bigAccount(25), { clock: now, sleep });
  open.sandbox = sandbox;
  const key = sandbox.keyFor();
  const armed = faults.map((fault) => ({ method: undefined, path: '/', from: 1, times: 1, ...fault }) as Fault);
  if (how === 'in process') {
    sandbox.setFaults(armed);
    return {
      sandbox,
      slept,
      ask: (path, init = {}) =>
        sandbox.fetch(
          new Request(`http://account.example${path}`, { ...init, headers: { authorization: key, ...init.headers } }),
        ),
    };
  }
  const served = await serveSandbox({ sandbox, port: 0, rate: undefined, clock: now });
  open.served = served;
  const answer = await fetch(`${served.url}/admin/faults`, {
    method: 'PUT',
    headers: { authorization: served.adminToken, 'content-type': 'application/json' },
    body: JSON.stringify(armed),
  });
  expect(answer.status).toBe(204);
  return {
    sandbox,
    slept,
    ask: (path, init = {}) =>
      fetch(`${served.url}${path}`, { ...init, headers: { authorization: key, ...init.headers } }),
  };
}

const USERS = '/full/v1/users?limit=10';
const listed = async (answer: Response): Promise<readonly { readonly id: number }[]> =>
  ((await answer.json()) as { list: { id: number }[] }).list;
const ids = async (answer: Response) => (await listed(answer)).map(({ id }) => id);
const json = { 'content-type': 'application/json' };
const newGroup = (name: string) => ({
  method: 'POST',
  headers: json,
  body: JSON.stringify({ name, openAccess: false }),
});
const groupNames = async ({ ask }: World) =>
  ((await (await ask('/full/v1/groups?limit=1000')).json()) as { list: { name: string }[] }).list.map(
    (row) => row.name,
  );
const outcome = async (work: Promise<Response>) =>
  work
    .then((answer) => answer.text())
    .then(
      () => 'answered',
      () => 'lost',
    );

describe.each(['in process', 'served'] as const)('a fault, %s,', (how) => {
  it('drops a request before the account sees it', async () => {
    const here = await world(how, [{ method: 'POST', effect: { kind: 'drop', when: 'before' } }]);
    expect(await outcome(here.ask('/full/v1/groups', newGroup('Dropped')))).toBe('lost');
    expect(await groupNames(here)).not.toContain('Dropped');
  });

  it('loses the answer of what was carried out', async () => {
    const here = await world(how, [{ method: 'POST', effect: { kind: 'drop', when: 'after' } }]);
    expect(await outcome(here.ask('/full/v1/groups', newGroup('Kept')))).toBe('lost');
    expect(await groupNames(here)).toContain('Kept');
  });

  it('cuts an answer off in the middle', async () => {
    const here = await world(how, [{ effect: { kind: 'truncate', bytes: 20 } }]);
    expect(await outcome(here.ask(USERS))).toBe('lost');
    expect(await outcome(here.ask(USERS))).toBe('answered');
  });

  it.each([
    ['before', false],
    ['after', true],
  ] as const)('answers something else, %s the account does', async (when, isKept) => {
    const headers = { 'retry-after': '99999999' };
    const effect: Effect = { kind: 'answer', when, status: 429, headers, body: '<html>' };
    const here = await world(how, [{ method: 'POST', effect }]);
    const answer = await here.ask('/full/v1/groups', newGroup('Perhaps'));
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
      429,
      '99999999',
      '<html>',
    ]);
    expect((await groupNames(here)).includes('Perhaps')).toBe(isKept);
  });

  it('drops, repeats and moves a row of a list, and a page', async () => {
    const plain = await world(how, []);
    const all = await ids(await plain.ask(USERS));
    await open.served?.stop();
    plain.sandbox.close();
    const here = await world(how, [
      { from: 1, effect: { kind: 'row', change: 'drop', at: 2 } },
      { from: 2, effect: { kind: 'row', change: 'repeat', at: 2 } },
      { from: 3, effect: { kind: 'row', change: 'move', at: 2 } },
      { from: 4, effect: { kind: 'page', change: 'drop' } },
      { from: 5, effect: { kind: 'page', change: 'repeat' } },
    ]);
    const third = all[2] ?? 0;
    const others = all.toSpliced(2, 1);
    expect(await ids(await here.ask(USERS))).toEqual(others);
    expect(await ids(await here.ask(USERS))).toEqual(all.toSpliced(2, 0, third));
    expect(await ids(await here.ask(USERS))).toEqual([...others, third]);
    expect(await ids(await here.ask(USERS))).toEqual([]);
    expect(await ids(await here.ask(`${USERS}&offset=10`))).toEqual(all);
    expect(await ids(await here.ask(USERS))).toEqual(all);
  });

  it('meets the n-th request and so many after it', async () => {
    const effect: Effect = { kind: 'answer', when: 'before', status: 503, headers: {}, body: '' };
    const here = await world(how, [{ path: '/full/v1/users', from: 2, times: 2, effect }]);
    const statuses: number[] = [];
    for (const path of [USERS, '/full/v1/team', USERS, USERS, USERS]) statuses.push((await here.ask(path)).status);
    expect(statuses).toEqual([200, 200, 503, 503, 200]);
  });

  it('revokes the key, or what it sees, from a request on', async () => {
    const here = await world(how, [{ from: 2, effect: { kind: 'monitoringOff' } }]);
    expect([(await here.ask(USERS)).status, (await here.ask(USERS)).status]).toEqual([200, 403]);
    here.sandbox.setFaults([{ method: undefined, path: '/', from: 1, times: 1, effect: { kind: 'revokeKey' } }]);
    expect((await here.ask(USERS)).status).toBe(401);
  });

  it('is late by the time that it says', async () => {
    const here = await world(how, [{ effect: { kind: 'delay', ms: 1500 } }]);
    expect((await here.ask(USERS)).status).toBe(200);
    expect(here.slept).toEqual([1500]);
  });

  it('hides what was created until its time has come', async () => {
    const here = await world(how, [{ method: 'POST', effect: { kind: 'lag', ms: 5000 } }]);
    expect((await here.ask('/full/v1/groups', newGroup('Late'))).status).toBe(201);
    expect(await groupNames(here)).not.toContain('Late');
    clock.now += 4999;
    expect(await groupNames(here)).not.toContain('Late');
    clock.now += 1;
    expect(await groupNames(here)).toContain('Late');
  });
});

describe('the provider', () => {
  it('never takes a faulty answer for done', async () => {
    const { sandbox } = await world('in process', [{ method: 'POST', effect: { kind: 'drop', when: 'after' } }]);
    const account = sandboxAccount({
      fetch: sandbox.fetch,
      baseUrl: 'http://account.example',
      key: sandbox.keyFor(),
      now: () => NOW,
    });
    const step = {
      id: '1',
      after: [],
      key: 'group:Kept',
      operation: 'createGroup',
      input: { name: 'Kept', openAccess: false },
      precondition: {},
      mode: 'automatic',
      requests: 1,
      digest: '1',
    } as unknown as Parameters<typeof account.perform>[0];
    expect((await account.perform(step, new AbortController().signal)).kind).toBe('ambiguous');
  });
});
