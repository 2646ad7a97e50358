import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIVE, memorySandbox, type Sandbox } from '../../../src/sandbox/index.js';
import { OFFICE } from '../requests.js';
import { entriesOf, entry, NOW, PUBLIC_OFFICE, publicCaller, publicSandbox } from './public-requests.js';

let sandbox: Sandbox;
let call: ReturnType<typeof publicCaller>;
beforeAll(async () => {
  sandbox = await publicSandbox(LIVE);
  call = publicCaller(sandbox);
});
afterAll(() => sandbox.close());

describe('what is read', () => {
  it('people are those who are active and have a licence', async () => {
    const { body } = await call('GET /users');
    expect(entriesOf(body).map(({ user_id }) => user_id)).toEqual([1, 2, 3, 4, 5, 6, 7, 10, 12, 13]);
    for (const id of [8, 9, 11]) expect((await call(`GET /users/${id}`)).status).toBe(404);
  });

  it('a person has numbers and a plan, and neither profile nor access', async () => {
    expect((await call('GET /users/6')).body).toMatchObject({
      user_id: 6,
      team_id: 5,
      email: 'tom@acme.example',
      concat_name: 'First Last',
      initial: 'FL',
      company: 'Office',
      plan: { id: 1, name: 'Business' },
      numbers: [{ number: 33199000002, user_id: 6, ivr_id: null }],
    });
  });

  it('no answer speaks of profiles of people, permissions, dashboard or archived people', async () => {
    const lines = [
      '/users',
      '/users/6',
      '/groups',
      '/groups/1',
      '/teams',
      '/numbers?is_user=true',
      '/ivrs',
      '/presences',
    ];
    const texts = await Promise.all(lines.map(async (path) => JSON.stringify((await call(`GET ${path}`)).body)));
    expect(texts.join().match(/profile|permission|dashboard|supervisor|superadmin|gone@|audit\.example/gi)).toBeNull();
    expect(texts.every((text) => text.length > 40)).toBe(true);
  });

  it.each([
    'PUT /users/6',
    'PATCH /users/6',
    'GET /users/6/profile',
    'GET /users/6/permissions',
    'PATCH /users/6/permissions',
    'DELETE /users/6/profile/1',
    'PUT /users/6/plannings',
    'POST /profiles',
    'PATCH /profiles/1',
    'DELETE /profiles/1',
    'POST /groups',
    'PATCH /groups/1',
    'DELETE /groups/1',
    'GET /profile/1',
  ])('what the public API cannot do is not there: %s', async (line) => {
    expect(await call(line)).toMatchObject({ status: 404, body: '404 page not found' });
  });

  it('a number is spelt in the ways of its country, and as it is where the country is not known', async () => {
    expect(entry((await call('GET /numbers/33199000001')).body).format).toEqual({
      raw: '33199000001',
      country_code: 33,
      country: 'FR',
      e164: '+33199000001',
      international: '+33 1 99 00 00 01',
      international_alt: '+33 (0)1 99 00 00 01',
      national: '01 99 00 00 01',
      national_alt: '0199000001',
      rfc3966: 'tel:+33-1-99-00-00-01',
      is_short_code: false,
    });
    const elsewhere = await memorySandbox({ ...OFFICE, freeNumbers: ['+15550100'] });
    const { body } = await publicCaller(elsewhere)('GET /numbers/15550100');
    expect(entry(body).format).toMatchObject({ country: '', e164: '+15550100', national: '15550100' });
    elsewhere.close();
  });

  it('numbers of each use are told apart', async () => {
    const numbersOf = async (use: string) => {
      const { body } = await call(`GET /numbers?is_available=${use === 'is_available'}&${use}=true`);
      return entriesOf(body).map(({ number, type }) => [number, type]);
    };
    expect(await numbersOf('is_available')).toEqual([
      [33199000020, 'PHONE'],
      [33199000021, 'PHONE'],
    ]);
    expect(await numbersOf('is_ivr')).toEqual([[33199000010, 'PHONE']]);
    expect(await numbersOf('is_conference')).toEqual([[33199000030, 'PHONE']]);
    expect(await numbersOf('is_fax')).toEqual([[33199000022, 'FAX']]);
  });

  it('a team holds everything and counts it', async () => {
    const team = entry((await call('GET /teams')).body);
    const counts = ['numbers', 'users', 'ivrs', 'conferences', 'tags', 'groups'].map((part) => [
      team[`total_${part}_count`],
      entriesOf(team[part]).length,
    ]);
    expect(counts).toEqual([8, 10, 1, 2, 1, 6].map((count) => [count, count]));
  });

  it('plans count the licences that are in use, those of archived people among them', async () => {
    expect((await call('GET /teams/plans_data')).body).toEqual([
      { plan_id: 1, plan_name: 'Business', nb_licences_used: 11, nb_licences: 20 },
      { plan_id: 2, plan_name: 'Advanced', nb_licences_used: 0, nb_licences: 0 },
    ]);
  });

  it('a group has its members in order, page by page, until a page is empty', async () => {
    const page = async (offset: number) => {
      const { body } = await call(`GET /groups/1?limit_count=2&limit_offset=${offset}`);
      return entriesOf(entry(body).users).map(({ user_id, ring_duration, order }) => [user_id, ring_duration, order]);
    };
    expect([await page(0), await page(2), await page(4)]).toEqual([
      [
        [5, 30, 1],
        [6, 30, 1],
      ],
      [[7, 30, 1]],
      [],
    ]);
  });

  it('a snooze log is paged and says its total', async () => {
    const { body } = await call('GET /users/6/snooze/log?limit_count=2&limit_offset=1');
    expect(body).toMatchObject({ limit_count_setted: 2, snooze_log_list_count: 2, total_snooze_log_count: 3 });
    expect(entriesOf(entry(body).snooze_log_list).map(({ name }) => name)).toEqual(['second', 'third']);
  });

  it('a presence knows calls, devices, the planning in its time zone, and a snooze until it ends', async () => {
    const people = entriesOf((await call('GET /presences')).body);
    const states = [6, 7, 3, 2].map((id) => {
      const one = people.find(({ user_id }) => user_id === id) ?? {};
      const { in_call, connected_devices, planning_enable, is_planning, is_planned_snooze, is_snoozed, snooze_type } =
        one;
      return [in_call, connected_devices, planning_enable, is_planning, is_planned_snooze, is_snoozed, snooze_type];
    });
    expect(states).toEqual([
      [1, 2, true, false, true, false, ''],
      [0, 0, true, true, false, true, 'meeting'],
      [0, 0, false, false, false, false, ''],
      [0, 1, false, false, false, false, ''],
    ]);
    expect((await call('GET /users/6/presences')).body).toEqual(people.find(({ user_id }) => user_id === 6));
  });

  it('a planning says its ranges, and its time zone is UTC where there is none', async () => {
    expect((await call('GET /users/7/plannings')).body).toEqual({
      team_id: 5,
      user_id: 7,
      tz_identifier: 'Europe/Paris',
      tz_now: NOW.toISOString(),
      planning_enable: true,
      is_planning: true,
      is_snoozed: true,
      time_ranges: [{ day: 1, start: 540, end: 631 }],
    });
    const none = { tz_identifier: 'UTC', planning_enable: false, is_planning: false, time_ranges: [] };
    expect((await call('GET /users/1/plannings')).body).toMatchObject(none);
  });

  it('Sunday is day 0 as well as day 7', async () => {
    for (const day of [0, 7]) {
      const plannings = [
        { user: 'tom@acme.example', timeZone: 'UTC', enabled: true, ranges: [{ day, start: 0, end: 1440 }] },
      ];
      const sunday = await memorySandbox(
        { ...PUBLIC_OFFICE, content: { plannings } },
        { clock: () => new Date('2026-11-22T00:00:00.000Z') },
      );
      expect((await publicCaller(sunday)('GET /users/6/plannings')).body).toMatchObject({ is_planning: true });
      sunday.close();
    }
  });

  it('without Monitoring only the owner, their groups, numbers and IVRs are there', async () => {
    const as = 'tom@acme.example';
    const idsOf = async (path: string, id: string) => {
      const { body } = await call(`GET ${path}`, { as, kind: 'monitoring off' });
      return entriesOf(body).map((one) => one[id]);
    };
    expect(await idsOf('/users', 'user_id')).toEqual([6]);
    expect(await idsOf('/groups', 'group_id')).toEqual([1]);
    expect(await idsOf('/numbers?is_available=false', 'number')).toEqual([33199000002]);
    expect(await idsOf('/ivrs', 'ivr_id')).toEqual([1]);
    expect(await idsOf('/scenarios', 'scenario_id')).toEqual([1, 2]);
  });

  it('an account without anything answers without anything', async () => {
    const bare = await publicSandbox(LIVE, 'empty');
    const said = async (path: string) => {
      const { status, body } = await publicCaller(bare)(`GET ${path}`);
      return [status, body];
    };
    for (const path of ['/groups', '/profiles', '/ivrs', '/scenarios', '/tags'])
      expect(await said(path)).toEqual([200, '']);
    expect(await said('/conferences')).toEqual([204, '']);
    bare.close();
  });
});
