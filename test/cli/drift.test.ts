import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formsOf } from '../sandbox/dashboard/markup.js';
import { tag } from '../sandbox/requests.js';
import { type ServedAccount, servedAccount } from '../sandbox/server/served-account.js';
import { emptyDirectory, type Run, run, write } from './world.js';

const PEOPLE = `groups:
  sales: { name: Sales, openAccess: false }
  crew: { name: Crew, openAccess: false }
profiles:
  agent: { name: Agent, permissions: { snooze: false } }
users:
  ivy@acme.example: { firstName: First, lastName: Last, dashboard: none, permissions: { chatTab: false, snooze: false } }
  lead@acme.example: { groups: [sales] }
  narrow@acme.example: { groups: [crew] }
`;

const clock = { at: '' };
let account: ServedAccount;
beforeEach(async () => {
  clock.at = '2026-11-20T08:00:00Z';
  account = await servedAccount({ clock: () => new Date(clock.at) });
});
afterEach(() => account.close());

/** The directory of files, and ringctl in it with the key of the superadministrator. */
function client(files = PEOPLE): (...words: string[]) => Promise<Run> {
  const config = `version: 1\naccount: office\nprovider: { kind: sandbox, url: "${account.served.url}" }\n`;
  const cwd = write(emptyDirectory(), { 'ringctl.yaml': config, 'people.yaml': files });
  return (...words) => run(words, { cwd, env: { RINGOVER_API_KEY: account.key } });
}

interface Sent {
  readonly at: string;
  readonly by: string;
  readonly body?: unknown;
  readonly expect?: unknown;
}

/** Somebody's write through the full API. */
async function byHand(line: string, { at, by, body, expect: expected }: Sent): Promise<void> {
  clock.at = at;
  const [method = '', path = ''] = line.split(' ');
  const answer = await fetch(`${account.served.url}/full/v1${path}`, {
    method,
    headers: {
      authorization: account.sandbox.keyFor(by),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(expected !== undefined && { 'if-match': tag(expected) }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect([line, answer.ok]).toEqual([line, true]);
}

/** A form of the dashboard, sent by whoever is signed in on the served account. */
async function inDashboard(path: string, action: string, { at, ...entered }: Record<string, string> & { at: string }) {
  clock.at = at;
  const { url } = account.served;
  const signIn = await fetch(`${url}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ user: '1' }),
    headers: { origin: url },
    redirect: 'manual',
  });
  const headers = { cookie: (signIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '', origin: url };
  const page = await (await fetch(`${url}${path}`, { headers })).text();
  const form = formsOf(page).find((one) => one.action === action);
  const fields = [...(form?.fields ?? []).filter(([name]) => !(name in entered)), ...Object.entries(entered)];
  const body = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
  const answer = await fetch(`${url}${action}`, { method: 'POST', body, headers, redirect: 'manual' });
  expect([action, answer.status]).toEqual([action, 303]);
}

const ADA = 'ada@acme.example';
const BEA = 'bea@acme.example';
const IVY = 'ivy@acme.example';
const OWNER = 'owner@acme.example';

/** Six changes, each by hand, and two that are of no matter. */
async function sixChanges(): Promise<void> {
  await inDashboard('/users/7', '/users/7/dashboard', { at: '2026-11-22T02:12:00Z', level: 'admin' });
  await byHand('PUT /groups/1/open-access', {
    at: '2026-11-22T03:00:00Z',
    by: ADA,
    body: { openAccess: true },
    expect: { openAccess: false },
  });
  await byHand('DELETE /groups/1/members', { at: '2026-11-22T04:00:00Z', by: BEA, body: { users: [5] } });
  await byHand('PATCH /profiles/1/permissions?keys=snooze', {
    at: '2026-11-22T05:00:00Z',
    by: BEA,
    body: { permissions: { snooze: true } },
    expect: { snooze: false },
  });
  await byHand('PATCH /groups/6', {
    at: '2026-11-22T05:30:00Z',
    by: ADA,
    body: { name: 'Crew of old' },
    expect: { name: 'Crew' },
  });
  await byHand('PATCH /users/7', {
    at: '2026-11-22T06:00:00Z',
    by: IVY,
    body: { lastName: 'Renamed' },
    expect: { lastName: 'Last' },
  });
  await byHand('POST /users/7/sign-out', { at: '2026-11-22T08:00:00Z', by: OWNER });
  await byHand('POST /groups', {
    at: '2026-11-22T08:30:00Z',
    by: ADA,
    body: { name: 'Nobody asked', openAccess: true },
  });
}

describe('drift on an account that is served', () => {
  test('names who made each difference and when, privileged access first, and is over after an apply', async () => {
    const ringctl = client();
    expect((await ringctl('apply', '-y')).code).toBe(0);
    expect(await ringctl('drift')).toMatchObject({ code: 0, err: '' });
    await sixChanges();
    const { code, out, err } = await ringctl('drift');
    expect([code, err]).toEqual([2, '']);
    const words = out.replace(/\s+/g, ' ');
    expect(words).toContain('! 1 person has privileged access');
    expect(words).toMatch(
      /privileged First Last <ivy@acme\.example>.*? changed by [^,]*owner@acme\.example[^,]*, 2026-11-22 02:12 UTC, 7 h ago/,
    );
    expect(out.indexOf('privileged  ')).toBeLessThan(out.search(/^(?:gain|loss) /m));
    expect(words).toMatch(
      /openAccess is on; the files say off changed by [^,]*ada@acme\.example[^,]*, 2026-11-22 03:00 UTC/,
    );
    expect(words).toMatch(
      /lastName is "?Renamed"?; the files say "?Last"? changed by [^,]*ivy@acme\.example[^,]*, 2026-11-22 06:00 UTC/,
    );
    // What a group has under its new name was recorded under the earlier one.
    expect(words).toContain('The action log names nobody for 1 difference.');
    const again = await ringctl('apply', '-y');
    expect([again.code, again.err.includes('error')]).toEqual([0, false]);
    expect(await ringctl('drift')).toMatchObject({ code: 0 });
  });

  test('says the same in JSON, by change and by field', async () => {
    const ringctl = client();
    await ringctl('apply', '-y');
    await sixChanges();
    const { history, changes, historyNotAsked } = JSON.parse((await ringctl('drift', '--format', 'json')).out);
    const by = (who: string, at: string, action: string) => ({ at: `2026-11-22T${at}:00.000Z`, by: who, action });
    expect(history).toMatchObject({
      'group:Sales': by(ADA, '03:00', 'setOpenAccess'),
      'membership:Sales/lead@acme.example': by(BEA, '04:00', 'removeMember'),
      'profile:Agent': by(BEA, '05:00', 'setPermissions'),
      'group:Crew': by(ADA, '05:30', 'rename'),
      'membership:Crew/narrow@acme.example': by(ADA, '05:30', 'rename'),
      'user:ivy@acme.example': {
        ...by(IVY, '06:00', 'rename'),
        fields: { lastName: by(IVY, '06:00', 'rename'), 'dashboard.level': by(OWNER, '02:12', 'setDashboard') },
      },
    });
    const keys = changes.map(({ key }: { key: string }) => key);
    expect(Object.keys(history).filter((key) => !keys.includes(key))).toEqual([]);
    expect(historyNotAsked).toBeUndefined();
  });

  test('names nobody where nobody is to be named', async () => {
    const ringctl = client();
    await sixChanges();
    for (const format of ['human', 'json']) {
      const { out } = await ringctl('drift', '--mask-personal-data', '--format', format);
      expect(out).toContain('person-');
      expect(out).not.toMatch(/@|Renamed|ivy/);
    }
  });

  test('says so where the action log has nothing, or may not be read', async () => {
    const ringctl = client('groups:\n  sales: { name: Sales, openAccess: true }\n');
    expect((await ringctl('drift')).out).toContain('The action log names nobody for 1 difference.');
    const refused = {
      kind: 'answer',
      when: 'before',
      status: 403,
      headers: {},
      body: '{"error":{"code":"NOT_ALLOWED","message":"Not for you."}}',
    } as const;
    account.sandbox.setFaults([{ method: 'GET', path: '/full/v1/action-log', from: 1, times: 100, effect: refused }]);
    const { code, out } = await ringctl('drift');
    expect([code, out.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('was not asked: /action-log')]);
    const json = JSON.parse((await ringctl('drift', '--format', 'json')).out);
    expect(json).toMatchObject({
      history: {},
      historyNotAsked: 1,
      historyFailure: expect.stringContaining('Not for you.'),
    });
  });

  test('does not name the last writer of a value that is another one now', async () => {
    const files = 'profiles:\n  agent: { name: Agent, permissions: { snooze: false, chatTab: true } }\n';
    await byHand('PATCH /profiles/1/permissions?keys=snooze', {
      at: '2026-11-22T05:00:00Z',
      by: BEA,
      body: { permissions: { snooze: true } },
      expect: { snooze: false },
    });
    const { history } = JSON.parse((await client(files)('drift', '--format', 'json')).out);
    expect(history['profile:Agent'].fields).toEqual({
      'permissions.snooze': { at: '2026-11-22T05:00:00.000Z', by: BEA, action: 'setPermissions' },
    });
  });
});
