import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIVE, type Mode, PORTAL, type Sandbox } from '../../../src/sandbox/index.js';
import { type Entry, entriesOf, entry, type PublicSaid, publicCaller, publicSandbox } from './public-requests.js';

type Call = ReturnType<typeof publicCaller>;

/** What is seen of each contradiction, on either side. */
interface Contradiction {
  readonly sees: (call: Call) => Promise<unknown>;
  readonly sides: readonly (readonly [Partial<Mode>, unknown])[];
}

const statusOf = async (said: Promise<PublicSaid>) => (await said).status;
const keysOf = async (said: Promise<PublicSaid>) => Object.keys(entry((await said).body));

const CONTRADICTIONS: { readonly [name in Exclude<keyof Mode, 'names'>]: Contradiction } = {
  profiles: {
    sees: async (call) => {
      const { body } = await call('GET /profiles');
      return [Array.isArray(body), entriesOf(body)[0]];
    },
    sides: [
      [{ profiles: 'bare' }, [true, { profile_id: 1, name: 'Agent' }]],
      [{ profiles: 'listed' }, [false, { id: 1, name: 'Agent' }]],
    ],
  },
  deleteStatus: {
    sees: (call) => statusOf(call('DELETE /users/6?type=DELETED')),
    sides: [
      [{ deleteStatus: 200 }, 200],
      [{ deleteStatus: 204 }, 204],
    ],
  },
  emptyList: {
    sees: async (call) => {
      const { status, body, type } = await call('GET /groups?limit_offset=100');
      return [status, body, type, await statusOf(call('GET /users/6/blacklists/numbers'))];
    },
    sides: [
      [{ emptyList: 200 }, [200, '', null, 204]],
      [{ emptyList: 204 }, [204, '', null, 204]],
    ],
  },
  unauthorizedBody: {
    sees: async (call) => (await call('GET /teams', { kind: 'monitoring off' })).body === '',
    sides: [
      [{ unauthorizedBody: 'empty' }, true],
      [{ unauthorizedBody: 'json' }, false],
    ],
  },
  assignMethod: {
    sees: async (call) => [
      await statusOf(call('POST /users/7/profile/1')),
      await statusOf(call('PATCH /users/7/profile/1')),
    ],
    sides: [
      [{ assignMethod: 'POST' }, [200, 404]],
      [{ assignMethod: 'PATCH' }, [404, 200]],
    ],
  },
  numbersDefault: {
    sees: async (call) => {
      const counts = ['', '?is_user=true', '?is_user=true&is_available=false', '?is_fax=true&is_available=false'].map(
        async (query) => entry((await call(`GET /numbers${query}`)).body).list_count,
      );
      return Promise.all(counts);
    },
    sides: [
      [{ numbersDefault: 'available' }, [2, 5, 3, 1]],
      [{ numbersDefault: 'team' }, [8, 3, 3, 1]],
    ],
  },
  groupTotal: {
    sees: async (call) => (await keysOf(call('GET /groups/1'))).includes('total_users_count'),
    sides: [
      [{ groupTotal: true }, true],
      [{ groupTotal: false }, false],
    ],
  },
  userPages: {
    sees: async (call) => entry((await call('GET /users?limit_count=4&limit_offset=8')).body).list_count,
    sides: [
      [{ userPages: 'asked' }, 2],
      [{ userPages: 'whole' }, 10],
    ],
  },
};

const CASES = Object.entries(CONTRADICTIONS).flatMap(([name, { sees, sides }]) =>
  sides.map(([side, expected]) => [name, side, expected, sees] as const),
);
const isIn = (preset: Mode, side: Partial<Mode>): boolean =>
  Object.entries(side).every(([name, value]) => Reflect.get(preset, name) === value);

describe('every contradiction can be played alone', () => {
  it.each(CASES)('%s %o', async (_name, side, expected, sees) => {
    const sandbox = await publicSandbox({ ...(isIn(LIVE, side) ? PORTAL : LIVE), ...side });
    expect(await sees(publicCaller(sandbox))).toEqual(expected);
    sandbox.close();
  });

  it('and the presets differ in all of them', () => {
    const same = Object.entries(PORTAL).filter(([name, value]) => Reflect.get(LIVE, name) === value);
    expect(same).toEqual([]);
    expect(Object.keys(PORTAL)).toHaveLength(9);
  });
});

const USER = ['user_id', 'team_id', 'initial', 'color', 'firstname', 'lastname', 'company', 'email', 'picture'];
const NUMBER = [
  'number',
  'label',
  'type',
  'user_id',
  'ivr_id',
  'conference_id',
  'is_sms',
  'is_sms_write',
  'is_callable',
];
const FORMAT = ['raw', 'country_code', 'country', 'e164', 'international', 'international_alt', 'national'];
const GROUP = ['group_id', 'name', 'color', 'is_jumper'];
const TEAM = ['numbers', 'users', 'ivrs', 'conferences', 'tags', 'groups'];
const PRESENCE = ['team_id', 'user_id', 'in_call', 'connected_devices', 'planning_enable', 'is_planning'];

/** Fields of each answer as the sources list them: request, what is looked at, fields after the renaming, fields before it. */
const SHAPES: readonly (readonly [string, (body: unknown) => unknown, readonly string[], readonly string[]])[] = [
  [
    'GET /users/6',
    entry,
    [...USER, 'concat_name', 'numbers', 'plan'],
    ['user_id', 'firstname', 'lastname', 'email', 'photo', 'numbers'],
  ],
  ['GET /groups', first, [...GROUP, 'total_users_count'], [...GROUP, 'total_users_count']],
  ['GET /groups/1', entry, [...GROUP, 'users'], [...GROUP, 'users']],
  [
    'GET /groups/1',
    (body) => first(entry(body).users),
    [...USER, 'concat_name', 'ring_duration', 'order'],
    [...USER, 'contact_name', 'ring_duration', 'order'],
  ],
  [
    'GET /teams',
    entry,
    ['team_id', 'name', ...TEAM.flatMap((part) => [part, `total_${part}_count`])],
    ['id', 'name', ...TEAM.flatMap((part) => [part, `total_${part}_count`])],
  ],
  [
    'GET /teams/plans_data',
    first,
    ['plan_id', 'plan_name', 'nb_licences_used', 'nb_licences'],
    ['plan_id', 'plan_name', 'nb_licences_used', 'nb_licences'],
  ],
  ['GET /numbers/33199000001', entry, [...NUMBER, 'format'], [...NUMBER, 'format']],
  [
    'GET /numbers/33199000001',
    (body) => entry(body).format,
    [...FORMAT, 'national_alt', 'rfc3966', 'is_short_code'],
    [...FORMAT, 'national_alt', 'rfc3966', 'is_short_code', 'international_prefix', 'is_wrong_format'],
  ],
  [
    'GET /ivrs',
    first,
    ['ivr_id', 'name', 'color', 'numbers', 'scenarios', 'is_open'],
    ['ivr_id', 'name', 'color', 'numbers', 'scenario', 'is_open'],
  ],
  ...['GET /scenarios/1', 'GET /ivrs/1/scenarios/1'].map(
    (line) =>
      [
        line,
        entry,
        ['scenario_id', 'ivr_id', 'name', 'color', 'scenario_type', 'is_default'],
        ['scenario_id', 'ivr_id', 'name', 'color', 'scenario_type', 'is_default'],
      ] as const,
  ),
  [
    'GET /tags/1',
    entry,
    ['tag_id', 'name', 'color', 'description', 'creation_date'],
    ['tag_id', 'name', 'color', 'description', 'creation_date'],
  ],
  ['GET /conferences', first, ['conference_id', 'name', 'numbers'], ['id', 'name', 'numbers']],
  [
    'GET /users/6/presences',
    entry,
    [...PRESENCE, 'is_planned_snooze', 'is_snoozed', 'snooze_type', 'snooze_end'],
    [...PRESENCE, 'is_planned_snooze', 'is_snooze', 'snooze_type', 'snooze_end'],
  ],
  [
    'GET /users/6/plannings',
    (body) => first(entry(body).time_ranges),
    ['day', 'start', 'end'],
    ['Day', 'Start', 'End'],
  ],
  [
    'GET /users/6/snooze/log',
    (body) => first(entry(body).snooze_log_list),
    ['state', 'name', 'label', 'label_fr', 'label_en', 'label_es', 'comment', 'creation_date', 'end_date'],
    ['state', 'name', 'label', 'label_fr', 'label_en', 'label_es', 'comment', 'creation_date', 'end_date'],
  ],
];

function first(body: unknown): Entry {
  return entriesOf(body)[0] ?? {};
}

describe.each([
  ['after', LIVE, 2],
  ['before', { ...LIVE, names: 'before' }, 3],
] as const)('fields %s they were renamed', (_name, mode, column) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await publicSandbox(mode);
  });
  afterAll(() => sandbox.close());

  it.each(SHAPES)('%s', async (...[line, part, after, before]) => {
    const { body } = await publicCaller(sandbox)(line);
    expect(Object.keys(entry(part(body))).sort()).toEqual([...(column === 2 ? after : before)].sort());
  });
});
