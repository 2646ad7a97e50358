import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LIVE, PORTAL } from '../../src/sandbox/index.js';
import { CONTRACT_SEED } from '../account/contract-seed.js';
import { carriesOut } from '../account/ringover/opened.js';
import { type Answer, directory, noKeyIsTold, PEOPLE, ringctl, type Service, service } from './ringover-service.js';
import { emptyDirectory, run, write } from './world.js';

noKeyIsTold();

const at = (path: string) => (request: Request) => new URL(request.url).pathname === `/v2${path}`;
const HTML = () => new Response('<!doctype html><p>Sign in</p>', { headers: { 'content-type': 'text/html' } });
const instead = (path: string, response: () => Response): Answer => {
  const isMeant = at(path);
  return (request) => (isMeant(request) ? response() : undefined);
};
const fault = (kind: 'revokeKey' | 'monitoringOff', path: string) => (given: Service) =>
  given.sandbox.setFaults([{ method: 'GET', path: `/v2${path}`, from: 1, times: 1, effect: { kind } }]);

interface Bad {
  readonly what: string;
  readonly answer?: Answer;
  readonly prepare?: (service: Service) => void;
  readonly key?: (service: Service) => string;
  readonly provider?: string;
}

const ROUTES = ['/teams', '/teams/plans_data', '/users', '/profiles', '/groups', '/groups/1', '/numbers', '/ivrs'];
const COMMANDS = [['plan'], ['apply', '-y'], ['drift']];

/** Whoever owns the key has to be in the list: where nobody states them, that does not stand in for what is tried here. */
const UNOWNED = 'team: "1", verified: 2026-11-21';

const BAD: readonly Bad[] = [
  { what: 'a key that is refused in the middle', prepare: fault('revokeKey', '/groups/'), provider: UNOWNED },
  { what: 'Monitoring that is off', key: ({ key }) => key('monitoring off'), provider: UNOWNED },
  { what: 'Monitoring that is off, of somebody who is stated', key: ({ key }) => key('monitoring off') },
  { what: 'Monitoring that is switched off in the middle', prepare: fault('monitoringOff', '/users') },
  { what: 'a key that nobody knows', key: () => 'rk_canary_8c1f0e77aa/+=x' },
  { what: 'a key of another region', provider: 'team: "1", region: us' },
  {
    what: 'a key of the region that is not stated',
    key: () => 'US_canary_0123456789',
    provider: 'team: "1", region: eu',
  },
  { what: 'another team', provider: 'team: "2"' },
  { what: 'no team', provider: 'verified: 2026-11-21' },
  ...ROUTES.map((route): Bad => ({ what: `HTML at ${route}`, answer: instead(route, HTML) })),
  {
    what: 'an empty list of people',
    answer: instead('/users', () => new Response(null, { status: 204 })),
    provider: UNOWNED,
  },
  { what: 'an error in a 200', answer: instead('/users', () => Response.json({ error: 'Invalid user' })) },
];

describe('what is not read whole', () => {
  test.each(BAD)('$what: nobody leaves and nothing is written', async ({ answer, prepare, key, provider }) => {
    const given = await service(answer && { answer });
    prepare?.(given);
    const place = directory(given, { ...(key && { key: key(given) }), ...(provider !== undefined && { provider }) });
    for (const args of COMMANDS) {
      const { code, out, err } = await ringctl(args, place);
      expect([args[0], code, out]).toEqual([args[0], 8, '']);
      expect(err).toMatch(/^error: \S.*\./);
      expect(err).not.toMatch(/Internal|\n {4}at /);
    }
    expect(given.writes()).toEqual([]);
  });

  test('is what the same files read without these faults: three people, of whom one would leave', async () => {
    const given = await service();
    const { code, out } = await ringctl(
      ['plan'],
      directory(given, { files: { 'people.yaml': PEOPLE.replace('  tom@acme.example: {}\n', '') } }),
    );
    expect([code, /^Plan: 1 to add, 1 to change, 1 to destroy\.$/m.test(out)]).toEqual([0, true]);
  });

  test('the team that a key is of is told as the line to paste', async () => {
    const given = await service();
    expect((await ringctl(['plan'], directory(given, { provider: 'region: eu' }))).err).toContain('team: "1"');
  });

  test('500 MB are not taken in', async () => {
    const sent = { megabytes: 0 };
    const part = new Uint8Array(1024 * 1024).fill(0x20);
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            sent.megabytes += 1;
            if (sent.megabytes > 500) controller.close();
            else controller.enqueue(part);
          },
        }),
      );
    const given = await service({ answer: instead('/users', endless) });
    const { code, out, err } = await ringctl(['plan'], directory(given));
    expect([code, out, given.writes()]).toEqual([8, '', []]);
    expect(err).toMatch(/^error: \S.*\.\n/);
    expect([sent.megabytes > 32, sent.megabytes < 100]).toEqual([true, true]);
  });

  test('a redirect is not followed, and the key goes nowhere else', async () => {
    const seen: string[] = [];
    const other = createServer((request, answer) => {
      seen.push(String(request.headers.authorization));
      answer.end('{}');
    });
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    onTestFinished(() => void other.close());
    for (const status of [301, 302, 307, 308]) {
      const location = `http://127.0.0.1:${port}/v2/users`;
      const away = () => new Response(null, { status, headers: { location } });
      const given = await service({ answer: instead('/users', away) });
      expect((await ringctl(['plan'], directory(given))).code).toBe(8);
    }
    expect(seen).toEqual([]);
  });

  test('keys of two accounts that are swapped read and write neither', async () => {
    const first = await service();
    const second = await service({ seed: { ...CONTRACT_SEED, team: { id: '2', name: 'Other' } } });
    const settings = (account: string, { url }: Service, team: string) =>
      `version: 1\naccount: ${account}\nprovider: { kind: ringover, url: "${url}", team: "${team}", verified: 2026-11-21 }\n`;
    const cwd = write(emptyDirectory(), {
      'one/ringctl.yaml': settings('one', first, '1'),
      'one/people.yaml': PEOPLE,
      'two/ringctl.yaml': settings('two', second, '2'),
      'two/people.yaml': PEOPLE,
    });
    const right = { RINGOVER_API_KEY_ONE: first.key(), RINGOVER_API_KEY_TWO: second.key() };
    const swapped = { RINGOVER_API_KEY_ONE: second.key(), RINGOVER_API_KEY_TWO: first.key() };
    expect((await ringctl(['plan', 'one', 'two'], { cwd, env: right })).code).toBe(0);
    expect((await ringctl(['apply', 'one', 'two', '-y'], { cwd, env: swapped })).code).toBe(8);
    expect([first.writes(), second.writes()]).toEqual([[], []]);
  });
});

describe('the key', () => {
  test.each([
    ['an address elsewhere', 'https://public-api.ringover.com', {}, 3],
    ['another machine', 'http://192.0.2.1:8080', {}, 1],
    ['this machine in another spelling', 'http://127.0.0.1.evil.example', {}, 1],
  ])('is not sent to %s', async (_what, url, env, expected) => {
    const given = await service();
    const place = directory({ ...given, url });
    expect((await ringctl(['plan'], { ...place, env: { ...place.env, ...env } })).code).toBe(expected);
    expect(given.asked).toEqual([]);
  });

  test('is not sent where certificates are not checked', async () => {
    const cwd = write(emptyDirectory(), {
      'ringctl.yaml': 'version: 1\naccount: acme\nprovider: { kind: ringover, team: "1" }\n',
    });
    const env = { RINGOVER_API_KEY: 'rk_canary_0123456789', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { code, err } = await ringctl(['plan'], { cwd, env });
    expect([code, err.includes('NODE_TLS_REJECT_UNAUTHORIZED')]).toEqual([1, true]);
  });
});

describe('writing', () => {
  test.each([
    ['portal', PORTAL, 'POST'],
    ['live', LIVE, 'PATCH'],
  ] as const)('is off until somebody has compared, and then done once (%s)', async (_name, mode, assignMethod) => {
    const given = await service({ mode });
    const bound = `team: "1", as: owner@acme.example, assignMethod: ${assignMethod}`;
    const place = directory(given, { provider: bound });
    const planned = await ringctl(['plan', '--format', 'json'], place);
    expect([planned.code, codesIn(planned.out)]).toEqual([0, [['NOT_VERIFIED', 'warning']]]);
    const refused = await ringctl(['apply', '-y', '--format', 'json'], place);
    expect([refused.code, given.writes()]).toEqual([4, []]);

    write(place.cwd, {
      'ringctl.yaml': `version: 1\naccount: acme\nprovider: { kind: ringover, url: "${given.url}", ${bound}, verified: 2026-11-21 }\nauthority: { users: authoritative }\nlimits: { shrink: 100 }\n`,
    });
    expect((await ringctl(['apply', '-y'], place)).code).toBe(0);
    expect(given.writes().toSorted()).toEqual(['PATCH /groups/1/isjumper/toggle', 'POST /groups/1/users']);
    const again = await ringctl(['apply', '-y'], place);
    expect([again.code, /^No changes\./m.test(again.out), given.writes().length]).toEqual([0, true, 2]);
  });

  test('plans with one request for each list and each group, and none for nothing', async () => {
    const given = await service();
    const place = directory(given);
    await ringctl(['plan'], place);
    const lists = [
      '/teams',
      '/teams/plans_data',
      '/users',
      '/profiles',
      '/groups',
      '/groups/1',
      '/groups/2',
      '/numbers',
      '/ivrs',
    ];
    expect(given.asked).toEqual(lists.map((path) => `GET ${path}`));
  });

  test('ends where the key is refused: what comes after it is not sent', async () => {
    const given = await service();
    const people = PEOPLE.replace('  tom@acme.example: {}\n', '').replace('[Sales]', '[Sales, Support]');
    const place = directory(given, { files: { 'people.yaml': people.replace('groups: {', 'groups: { Support: {},') } });
    given.sandbox.setFaults([
      { method: 'POST', path: '/v2/groups/', from: 1, times: 1, effect: { kind: 'revokeKey' } },
    ]);
    const planned = stepsIn((await ringctl(['plan', '--format', 'json'], place)).out);
    expect(planned.map(({ operation }) => operation).toSorted()).toEqual([
      'addMember',
      'addMember',
      'archive',
      'setOpenAccess',
    ]);
    const { code } = await ringctl(['apply', '-y'], place);
    expect([code, given.writes().length]).toEqual([8, 1]);
    expect([(await ringctl(['apply', '-y'], place)).code, given.writes().length]).toEqual([8, 1]);
  });

  test('links somebody once, with a plan that says so, and never again', async () => {
    const given = await service();
    const people = `profiles: { lead: { name: Lead } }\n${PEOPLE}  kim@acme.example: { profile: lead, invite: { number: "+33199000021", plan: Business } }\n`;
    const place = directory(given, { files: { 'people.yaml': people } });
    const links = () => given.writes().filter((line) => line.includes('/profile/')).length;
    const planned = await ringctl(['plan', '--format', 'json'], place);
    expect(stepsIn(planned.out).filter(({ operation }) => operation === 'link').length).toBe(1);
    expect(links()).toBe(0);
    await ringctl(['apply', '-y'], place);
    expect(links()).toBe(1);
    const after = given.writes().length;
    await ringctl(['apply', '-y'], place);
    await ringctl(['plan'], place);
    expect([links(), given.writes().length]).toEqual([1, after]);
  });

  test('is planned by hand where the service cannot', async () => {
    const given = await service();
    const place = directory(given, { files: { 'people.yaml': EVERYTHING } });
    const steps = stepsIn((await ringctl(['plan', '--format', 'json'], place)).out);
    const automatic = steps.filter(({ mode }) => mode === 'automatic');
    expect(automatic.filter((step) => !carriesOut(step))).toEqual([]);
    const operations = (mode: string) =>
      [...new Set(steps.filter((step) => step.mode === mode).map(({ operation }) => operation))].toSorted();
    expect(operations('automatic')).toEqual(['addMember', 'archive', 'createUser', 'link', 'setOpenAccess']);
    expect(operations('by-hand')).toEqual(
      expect.arrayContaining([
        'createGroup',
        'createProfile',
        'createUser',
        'rename',
        'setDashboard',
        'setPermissions',
      ]),
    );
  });
});

const EVERYTHING = `profiles:
  agent: { permissions: { snooze: true }, dashboard: supervisor }
  new: { name: New, permissions: { chatTab: true } }
groups: { Sales: { openAccess: true }, Field: {} }
users:
  owner@acme.example: { superAdmin: true }
  ada@acme.example: { firstName: Ada, groups: [Sales], dashboard: billing }
  kim@acme.example: { profile: agent, invite: { number: "+33199000021", plan: Business } }
  jo@audit.example: { external: true, dashboard: billing }
  tom@acme.example: { ensure: archived }
  gone@acme.example: { ensure: archived }
`.replace('agent: {', 'agent: { name: Agent,');

const parsed = (text: string): unknown => JSON.parse(text);
const listIn = (text: string, name: string): readonly object[] => Reflect.get(Object(parsed(text)), name);
const codesIn = (text: string) =>
  listIn(text, 'diagnostics').map((one) => [Reflect.get(one, 'code'), Reflect.get(one, 'severity')]);
const stepsIn = (text: string) => listIn(text, 'steps') as readonly Parameters<typeof carriesOut>[0][];

describe('whom the service does not show', () => {
  test('the superadministrator has to be stated before anybody leaves by absence, and stays', async () => {
    const given = await service();
    const nobody = directory(given, { files: { 'people.yaml': 'users: { tom@acme.example: {} }\n' } });
    const refused = await ringctl(['plan', '--format', 'json'], nobody);
    expect([refused.code, codesIn(refused.out)]).toEqual([3, [['SUPERADMIN_NOT_STATED', 'error']]]);
    expect(given.asked).toEqual([]);
    const stated = directory(given, {
      files: { 'people.yaml': 'users: { owner@acme.example: { superAdmin: true } }\n' },
    });
    const planned = stepsIn((await ringctl(['plan', '--format', 'json'], stated)).out);
    expect(planned.map(({ operation, key }) => [operation, key]).toSorted()).toEqual([
      ['archive', 'user:ada@acme.example'],
      ['archive', 'user:tom@acme.example'],
    ]);
    const archived = directory(given, {
      files: { 'people.yaml': 'users: { owner@acme.example: { superAdmin: true, dashboard: none } }\n' },
    });
    const { code } = await ringctl(['plan'], archived);
    expect(code).toBe(3);
  });

  test('somebody who is gone is not invited again by mistake', async () => {
    const given = await service();
    const invite = 'invite: { number: "+33199000021", plan: Business }';
    const people = PEOPLE.replace('tom@acme.example: {}', `tom@acme.example: { ${invite} }`);
    const place = directory(given, { files: { 'people.yaml': people } });
    expect((await ringctl(['apply', '-y'], place)).code).toBe(0);
    const before = given.writes().length;
    const tom = `${given.url}/v2/users/3?type=ARCHIVED`;
    expect((await fetch(tom, { method: 'DELETE', headers: { authorization: given.key() } })).status).toBe(204);
    const planned = await ringctl(['plan', '--format', 'json'], place);
    expect([planned.code, codesIn(planned.out)[0]]).toEqual([3, ['PERSON_GONE', 'error']]);
    expect([(await ringctl(['apply', '-y'], place)).code, given.writes().length]).toEqual([3, before + 1]);
    write(place.cwd, {
      'people.yaml': PEOPLE.replace('tom@acme.example: {}', 'tom@acme.example: { ensure: archived }'),
    });
    const after = await ringctl(['apply', '-y'], place);
    expect([after.code, /^No changes\./m.test(after.out)]).toEqual([0, true]);
  });
});

describe('ping', () => {
  test.each([
    ['all rights', undefined, 0, 'on', true],
    ['monitoring off', undefined, 8, 'off', false],
    ['all rights', 'team: "2"', 8, 'on', false],
    ['all rights', 'verified: 2026-11-21', 8, 'on', false],
  ] as const)('with %s, %s ends with %s', async (kind, provider, expected, monitoring, isEnoughToPlan) => {
    const given = await service();
    const place = directory(given, { key: given.key(kind), ...(provider !== undefined && { provider }) });
    const { code, out } = await ringctl(['ping', '--format', 'json'], place);
    expect([code, parsed(out)]).toMatchObject([expected, { key: 'accepted', monitoring, isEnoughToPlan }]);
    expect((await ringctl(['ping'], place)).code).toBe(expected);
    expect(given.writes()).toEqual([]);
  });

  test('tells names and types of what it is answered, and no value', async () => {
    const given = await service();
    const { code, out } = await ringctl(['ping', '--shapes'], directory(given));
    expect([code, out.includes('users[].email')]).toEqual([0, true]);
    for (const value of ['acme.example', '33199', 'Contract', 'Sales', 'Business']) expect(out).not.toContain(value);
    const unknown = directory(given, { key: 'rk_nobody_4c1f0e77aa' });
    const told = parsed((await ringctl(['ping', '--shapes', '--format', 'json'], unknown)).out);
    expect(told).toMatchObject({ routes: Array.from({ length: 9 }, () => ({ status: 401, fields: {} })) });
    expect((await ringctl(['ping', '--shapes'], unknown)).code).toBe(8);
  });

  test('names nobody where nobody is to be named', async () => {
    const given = await service();
    const place = directory(given, { key: given.key('monitoring off') });
    for (const format of ['human', 'json']) {
      const argv = ['ping', '--format', format];
      expect((await ringctl(argv, place)).out).toContain('First Last');
      expect((await ringctl([...argv, '--mask-personal-data'], place)).out).not.toContain('First Last');
    }
  });

  test('says that an embedded account is one', async () => {
    const cwd = write(emptyDirectory(), { 'ringctl.yaml': 'version: 1\naccount: acme\n' });
    expect((await run(['ping'], { cwd })).code).toBe(8);
    await run(['sandbox', 'seed'], { cwd });
    const { code, out } = await run(['ping', '--format', 'json'], { cwd });
    expect([code, parsed(out)]).toMatchObject([0, { of: 'embedded', superAdmin: true, isEnoughToPlan: true }]);
    expect((await run(['ping', '--shapes'], { cwd })).code).toBe(1);
  });
});
