import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memorySandbox, type Sandbox } from '../../src/sandbox/index.js';
import { caller, listOf, type Said, type Sending } from './requests.js';
import { DESK, STAFFED, VIEWER } from './staff-cases.js';

let sandbox: Sandbox;
let call: (line: string, sending?: Sending) => Promise<Said>;
beforeEach(async () => {
  sandbox = await memorySandbox(STAFFED);
  call = caller(sandbox);
});
afterEach(() => sandbox.close());

const free = { user: null, ivr: null };
const numbersOf = async (line: string) => listOf(await call(line))[0]?.numbers;

describe('numbers', () => {
  it('are made free, given to a person, moved to an IVR and freed, and the lists say so each time', async () => {
    const made = await call('POST /numbers', { as: DESK, body: { number: '+33199000030' } });
    expect(made).toMatchObject({ status: 201, body: { id: 8, number: '+33199000030', use: 'free' } });
    const toIvy = { ...free, user: 7 };
    expect((await call('PUT /numbers/8/use', { as: DESK, body: toIvy, expect: free })).body).toEqual(toIvy);
    expect(await numbersOf('GET /users?email=ivy@acme.example')).toEqual(['+33199000030']);
    const toDesk = { ...free, ivr: 1 };
    expect((await call('PUT /numbers/8/use', { as: DESK, body: toDesk, expect: toIvy })).status).toBe(200);
    expect(await numbersOf('GET /users?email=ivy@acme.example')).toEqual([]);
    expect(await numbersOf('GET /ivrs?name=Desk')).toEqual(['+33199000010', '+33199000030']);
    expect((await call('GET /numbers/8/use', { as: DESK })).body).toEqual(toDesk);
    expect((await call('PUT /numbers/8/use', { body: free, expect: toDesk })).status).toBe(200);
    expect((await call('GET /numbers/8')).body).toMatchObject({ use: 'free' });
    expect((await call('GET /team')).body).toMatchObject({ totals: { numbers: 8 } });
  });

  it('are logged with who has them', async () => {
    await call('PUT /numbers/2/use', { body: { ...free, ivr: 2 }, expect: { ...free, user: 6 } });
    expect(listOf(await call('GET /action-log'))).toMatchObject([
      {
        action: 'assignNumber',
        target: 'number:+33199000002',
        before: { user: 'tom@acme.example', ivr: null },
        after: { user: null, ivr: 'Door' },
      },
    ]);
  });

  it('are read whole by whoever reads the page everywhere, and one by one by whoever reaches them', async () => {
    expect((await call('GET /numbers', { as: VIEWER })).body).toMatchObject({ total: 7 });
    expect((await call('GET /numbers/2', { as: DESK })).status).toBe(200);
    expect((await call('GET /numbers/4', { as: DESK })).status).toBe(200);
    expect((await call('GET /users', { as: VIEWER })).code).toBe('NOT_ALLOWED');
  });
});

describe('IVRs', () => {
  it('are made with a name, by whoever may write the page for all of them', async () => {
    expect(await call('POST /ivrs', { body: { name: 'Front' } })).toMatchObject({
      status: 201,
      body: { id: 3, name: 'Front', numbers: [], users: [] },
    });
    expect((await call('GET /ivrs', { as: VIEWER })).body).toMatchObject({ total: 3 });
  });

  it('keep the scopes that name them when they are renamed', async () => {
    const scope = { groups: [], ivrs: ['Desk', 'Door'], lines: 'ivr' };
    const dashboard = { level: 'supervisor', pages: { logs: 'read' }, scope };
    await call('PUT /profiles/1/template', {
      body: { dashboard },
      expect: { dashboard: { level: 'none', pages: {}, scope: { groups: 'all', ivrs: 'all', lines: 'all' } } },
    });
    const renamed = await call('PATCH /ivrs/1', { as: DESK, body: { name: 'Front' }, expect: { name: 'Desk' } });
    expect(renamed.body).toEqual({ name: 'Front' });
    expect((await call('GET /users?email=desk@acme.example')).body).toMatchObject({
      list: [{ dashboard: { scope: { ivrs: ['Front'] } } }],
    });
    expect((await call('GET /profiles/1')).body).toMatchObject({ dashboard: { scope: { ivrs: ['Door', 'Front'] } } });
    expect((await call('GET /ivrs/1', { as: DESK })).body).toMatchObject({ name: 'Front' });
  });

  it('may be given the name that they have', async () => {
    expect((await call('PATCH /ivrs/1', { body: { name: 'Desk' }, expect: { name: 'Desk' } })).status).toBe(200);
  });
});

describe('the action log', () => {
  const rename = (id: number, before: string, after: string) =>
    call(`PATCH /users/${id}`, { body: { lastName: after }, expect: { lastName: before } });

  it('tells the latest of one target first, whatever the case of the address', async () => {
    await rename(7, 'Last', 'Moor');
    await rename(6, 'Last', 'Byron');
    await rename(7, 'Moor', 'Lake');
    const latest = await call('GET /action-log?target=user:IVY@acme.example&limit=1&latest=true');
    expect(latest.body).toMatchObject({ total: 2, list: [{ id: 3, after: { lastName: 'Lake' } }] });
    const ids = async (line: string) => listOf(await call(line)).map(({ id }) => id);
    expect(await ids('GET /action-log?latest=true')).toEqual([3, 2, 1]);
    expect(await ids('GET /action-log?latest=true&after=3&limit=1')).toEqual([2]);
    expect(await ids('GET /action-log?latest=false&after=1')).toEqual([2, 3]);
    expect(await ids('GET /users?latest=true&limit=2')).toEqual([15, 14]);
  });

  it('of a person is shown to whoever reaches that person there', async () => {
    await rename(7, 'Last', 'Moor');
    expect((await call('GET /action-log?target=user:ivy@acme.example', { as: DESK })).body).toMatchObject({ total: 1 });
  });

  it('keeps the names of groups apart by case', async () => {
    await call('POST /groups', { body: { name: 'sales', openAccess: true } });
    expect(listOf(await call('GET /action-log?target=group:Sales'))).toHaveLength(0);
    expect(listOf(await call('GET /action-log?target=group:sales'))).toHaveLength(1);
  });
});
