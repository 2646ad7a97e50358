import { describe, expect, it } from 'vitest';
import { CAPABILITY_NAMES } from '../../src/access/capability.js';
import { whoCan } from '../../src/access/who-can.js';
import {
  type AccountState,
  type Dashboard,
  EVERYWHERE,
  nameOf,
  type Scope,
  UNREADABLE,
  type UserState,
} from '../../src/model/index.js';
import { live, liveGroup, liveProfile, liveUser } from '../support/accounts.js';
import { holds } from './brute-force.js';
import { diceOf, GROUPS, IVRS, randomAccount } from './random-accounts.js';

const email = (local: string) => `${local}@acme.example`;
const supervisor = (pages: Dashboard['pages'], scope: Partial<Scope> = {}): Dashboard => ({
  level: 'supervisor',
  pages,
  scope: { ...EVERYWHERE, ...scope },
});

/** Two agents of Sales, a lead who sees them, one manager of Support, an administrator, somebody external and the superadministrator. */
function acme(...more: readonly UserState[]): AccountState {
  const agent = { profile: 'Agent', groups: ['Sales'] };
  const lead = { permissions: { playRecordings: 'allIvr' }, groups: ['Sales'] };
  const users = [
    liveUser(email('ada'), { dashboard: { level: 'admin', pages: {}, scope: EVERYWHERE } }),
    liveUser(email('bo'), agent),
    liveUser(email('cy'), agent),
    liveUser(email('di'), {
      ...lead,
      dashboard: supervisor({ logs: 'read', activity: 'read' }, { groups: ['Sales'] }),
    }),
    liveUser(email('ed'), { groups: ['Support'], dashboard: supervisor({ users: 'write' }, { groups: ['Support'] }) }),
    liveUser(email('flo'), {
      external: true,
      dashboard: { level: 'billing', pages: { billing: 'write' }, scope: EVERYWHERE },
    }),
    liveUser(email('gus'), { status: 'archived', profile: 'Agent', groups: ['Sales'] }),
    liveUser(email('sam'), { superAdmin: true }),
    ...more,
  ];
  const permissions = { playRecordings: 'own', canBeListenedTo: true, maxChannels: 3, snooze: true };
  return live({
    users,
    profiles: [liveProfile('Agent', { permissions })],
    groups: [liveGroup('Sales'), liveGroup('Support')],
  }).state;
}

interface Asked {
  readonly argument?: string;
  readonly within?: string;
}

/** `ada! everyone admin` for each person: of whom, through what, and the field that decides. */
function answers(state: AccountState, name: string, { argument, within }: Asked = {}): string[] {
  return whoCan(state, { query: { name, argument }, within }).map(({ user, answer, privileged, ways }) => {
    const [way] = ways;
    const of = way?.of?.kind === 'people' ? String(way.of.count) : way?.of?.kind;
    const words = [of, way?.value, way?.through.kind, way && `${nameOf(way.cause.key)}:${way.cause.path}`];
    const who = `${nameOf(user).split('@')[0]}${privileged ? '!' : ''}${answer === 'unknown' ? '?' : ''}`;
    return [who, ...words.filter((word) => word !== undefined)].join(' ').replaceAll('@acme.example', '');
  });
}

describe('whoCan', () => {
  it('names everybody who plays recordings, those of others first, with the field that decides', () => {
    expect(answers(acme(), 'recordings.play')).toEqual([
      'sam! everyone superadmin sam:superAdmin',
      'ada! everyone admin ada:dashboard.level',
      'di! 2 dashboard di:dashboard.pages.logs',
      'bo own profile Agent:permissions.playRecordings',
      'cy own profile Agent:permissions.playRecordings',
    ]);
  });

  it('tells every way of somebody who has two', () => {
    const di = whoCan(acme(), { query: { name: 'recordings.play', argument: undefined }, within: undefined })[2];
    expect(di?.ways.map(({ of, through }) => [of?.kind, through.kind])).toEqual([
      ['people', 'dashboard'],
      ['ivrs', 'own'],
    ]);
  });

  it('asks of the people of a group, own recordings of its people included', () => {
    const of = (within: string) =>
      answers(acme(), 'recordings.play', { within }).map((row) => row.split(' ').slice(0, 2).join(' '));
    expect(of('Sales')).toEqual(['sam! everyone', 'ada! everyone', 'di! 2', 'bo own', 'cy own']);
    expect(of('Support')).toEqual(['sam! everyone', 'ada! everyone']);
  });

  it('asks among the people of a group where a capability reaches nobody', () => {
    expect(answers(acme(), 'app.maxChannels', { argument: '2', within: 'Sales' })).toEqual([
      'bo 3 profile Agent:permissions.maxChannels',
      'cy 3 profile Agent:permissions.maxChannels',
    ]);
  });

  it.each([
    ['calls.listen', ['sam! 2 superadmin', 'ada! 2 admin', 'di! 2 dashboard']],
    ['users.manage', ['sam! everyone superadmin', 'ada! everyone admin', 'ed! 1 dashboard']],
    ['rights.grant', ['sam! everyone superadmin', 'ada! everyone admin', 'ed! 1 dashboard']],
    ['billing.see', ['sam! superadmin', 'ada! admin', 'flo! dashboard']],
    ['licences.order', ['sam! superadmin', 'ada! admin']],
    ['groups.member', ['bo membership', 'cy membership', 'di membership', 'ed membership']],
    ['app.snooze', ['bo profile', 'cy profile']],
    ['calls.destination.outOfPlan', []],
    ['page.logs.read', ['sam superadmin', 'ada admin', 'di dashboard']],
  ])('%s', (name, expected) => {
    expect(answers(acme(), name).map((row) => row.replace(/ \S*$/, ''))).toEqual(expected);
  });

  it('counts themselves among those whom one manages, and among nobody whom one hears', () => {
    const counts = (name: string, user: number) =>
      whoCan(acme(), { query: { name, argument: undefined }, within: undefined })[user]?.ways[0]?.of;
    expect(counts('users.manage', 2)).toEqual({ kind: 'people', count: 1, isOwnIncluded: true });
    expect(counts('calls.listen', 2)).toEqual({ kind: 'people', count: 2, isOwnIncluded: false });
  });

  it('puts those first who reach more, whatever their key', () => {
    const wide = supervisor({ logs: 'read' }, { groups: ['Sales', 'Support'] });
    const narrow = supervisor({ logs: 'read' }, { groups: ['Support'] });
    const state = acme(liveUser(email('abe'), { dashboard: narrow }), liveUser(email('zoe'), { dashboard: wide }));
    const counts = answers(state, 'recordings.play').map((row) => row.split(' ').slice(0, 2).join(' '));
    expect(counts.slice(2, 5)).toEqual(['zoe! 4', 'di! 2', 'abe! 1']);
  });

  it('keeps those of whom nobody knows apart, last', () => {
    const hal = { ...liveUser(email('hal')), profile: UNREADABLE };
    expect(answers(acme(hal), 'app.snooze').at(-1)).toBe('hal? own hal:profile');
  });

  it('agrees with the brute force on who can, whatever is asked', () => {
    const dice = diceOf(30);
    const counts = { yes: 0, unknown: 0, ways: 0 };
    const disagreements: string[] = [];
    for (let round = 0; round < 60; round += 1) {
      const state = randomAccount(dice, { people: 8, unknown: dice.pick([0, 15]) });
      for (const name of CAPABILITY_NAMES) {
        const argument = argumentFor(name, dice);
        const capability = argument === undefined ? name : `${name}(${argument})`;
        const holders = whoCan(state, { query: { name, argument }, within: undefined });
        const found = new Map(holders.map(({ user, answer }) => [user, answer]));
        for (const key of state.users.keys())
          if ((found.get(key) ?? 'no') !== holds(state, key, capability)) disagreements.push(`${key} ${capability}`);
        for (const { user, answer, ways } of holders) {
          if (!ways.some((way) => way.answer === answer)) disagreements.push(`${user} ${capability} without a way`);
          counts[answer] += 1;
          counts.ways += ways.length;
        }
      }
    }
    expect(disagreements.slice(0, 10)).toEqual([]);
    expect(counts.yes).toBeGreaterThan(5000);
    expect(counts.unknown).toBeGreaterThan(1000);
    expect(counts.ways).toBeGreaterThan(counts.yes);
  });
});

function argumentFor(name: string, dice: ReturnType<typeof diceOf>): string | undefined {
  const isReach = /^(?:recordings|calls\.listen|page|groups)/.test(name);
  if (!isReach || dice.chance(40)) return undefined;
  if (name === 'groups.member') return `group:${dice.pick(GROUPS)}`;
  return dice.pick([`group:${dice.pick(GROUPS)}`, `ivr:${dice.pick(IVRS)}`, 'user:ada@acme.example']);
}
