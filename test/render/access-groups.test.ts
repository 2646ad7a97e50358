import { describe, expect, test } from 'vitest';
import { groupKey, type PersonAccess, type Plan, profileKey, userKey } from '../../src/model/index.js';
import { accessGroups } from '../../src/render/access-groups.js';
import { PLAIN, renderPlan, renderPlanMarkdown } from '../../src/render/index.js';
import { create, field, makePlan, remove, update } from './plans.js';
import { person, row, source } from './story.js';

const AGENT = { of: profileKey('agent'), path: 'permissions.snooze', at: 'profiles/base.yaml:5' };
const snooze = (cause: Parameters<typeof row>[3]) => row('app.snooze', false, true, cause);
const people = (count: number, parts: (email: string, index: number) => Partial<PersonAccess>): PersonAccess[] =>
  Array.from({ length: count }, (_, index) => {
    const email = `p${String(index).padStart(4, '0')}@acme.example`;
    return person(email, parts(email, index));
  });

const planOf = (access: readonly PersonAccess[], parts: Partial<Plan> = {}): Plan => {
  const count = (isCounted: (one: PersonAccess) => boolean) => access.filter(isCounted).length;
  const plan = makePlan({ changes: [update(groupKey('x'), field('name', 'x', 'y'))], access, ...parts });
  return {
    ...plan,
    summary: {
      ...plan.summary,
      people: {
        gain: count(({ gains }) => gains.length > 0),
        lose: count(({ losses }) => losses.length > 0),
        privileged: count(({ gains }) => gains.some(({ privileged }) => privileged)),
        uncertain: count(({ uncertain }) => uncertain.length > 0),
      },
    },
  };
};

const groupsOf = (access: readonly PersonAccess[], parts: Partial<Plan> = {}) =>
  accessGroups(planOf(access, parts), (key) => key);
const sizes = (access: readonly PersonAccess[], parts: Partial<Plan> = {}) =>
  groupsOf(access, parts).map((group) => group.people.length);
const shown = (access: readonly PersonAccess[], parts: Partial<Plan> = {}) =>
  renderPlan(planOf(access, parts), {}, PLAIN).split('\nChanges')[0] ?? '';

describe('one row', () => {
  test('is for equal gains through one line of one resource', () => {
    expect(sizes(people(5, () => ({ gains: [snooze(AGENT)] })))).toEqual([5]);
  });

  test.each([
    ['another line', { ...AGENT, at: 'profiles/base.yaml:6' }],
    ['another profile', { ...AGENT, of: profileKey('lead') }],
  ])('is not for %s', (_, other) => {
    expect(
      sizes([...people(2, () => ({ gains: [snooze(AGENT)] })), person('z@acme.example', { gains: [snooze(other)] })]),
    ).toEqual([2, 1]);
  });

  test('is not for different gains', () => {
    const gains = [row('app.maxChannels', 1, 2, AGENT), row('app.maxChannels', 1, 3, AGENT)];
    expect(sizes(people(2, (_, index) => ({ gains: gains.slice(index, index + 1) })))).toEqual([1, 1]);
  });

  test('is for the same move between the same two profiles, with all that follows from it', () => {
    const changes = ['a', 'b', 'c'].map((name, index) =>
      update(userKey(`p000${index}@acme.example`), field('profile', name === 'c' ? 'other' : 'agent', 'lead')),
    );
    const moved = people(3, (email, index) => ({
      gains: [
        snooze({ of: userKey(email), path: 'profile', at: `users.yaml:${index + 4}` }),
        row(
          'groups.member',
          false,
          true,
          { of: userKey(email), path: 'groups', at: 'profiles/lead.yaml:9' },
          { targets: [groupKey('g')] },
        ),
      ],
    }));
    expect(groupsOf(moved, { changes })).toMatchObject([
      {
        people: [userKey('p0000@acme.example'), userKey('p0001@acme.example')],
        places: [{ line: 4 }, { line: 5 }],
        changes: [{}, {}],
      },
      { standing: { kind: 'moves', was: 'other', now: 'lead' }, places: [{ line: 6 }] },
    ]);
  });

  test('is for each cause of a person, the widest first', () => {
    const wide = people(4, () => ({ gains: [snooze(AGENT)] }));
    const own = { of: userKey('p0000@acme.example'), path: 'groups', at: 'users.yaml:3' };
    const [first, ...rest] = wide;
    const both = person('p0000@acme.example', {
      gains: [...(first?.gains ?? []), row('groups.member', false, true, own, { targets: [groupKey('g')] })],
    });
    expect(sizes([both, ...rest])).toEqual([4, 1]);
  });

  test('holds what is given to somebody new, without the list of what the profile gives', () => {
    const key = userKey('p0000@acme.example');
    const gains = [row('app.snooze', false, true, { of: key }), row('account.signIn', false, true, { of: key })];
    const [group] = groupsOf([person('p0000@acme.example', { gains })], {
      changes: [create(key, field('profile', null, 'agent'))],
    });
    expect(group).toMatchObject({
      standing: { kind: 'joins', profile: 'agent' },
      changes: [{ capability: 'account.signIn' }],
    });
  });
});

describe('the order of rows', () => {
  test('is what is privileged, weight, people, name', () => {
    const one = (email: string, capability: string, privileged = false) =>
      person(email, {
        gains: [row(capability, false, true, { of: userKey(email), at: `${email}:1` }, { privileged })],
      });
    const access = [
      one('d@acme.example', 'app.snooze'),
      one('c@acme.example', 'app.snooze'),
      ...people(2, () => ({ gains: [row('app.chatTab', false, true, AGENT)] })),
      one('b@acme.example', 'recordings.download'),
      one('a@acme.example', 'calls.destination.outOfPlan', true),
    ];
    expect(groupsOf(access).map(({ people: [first] }) => first?.slice(5, -13))).toEqual(['a', 'b', 'p0000', 'c', 'd']);
  });

  test('of losses has those who leave first, all of them named', () => {
    const leavers = people(5, (email) => ({
      losses: [row('account.signIn', true, false, { of: userKey(email), at: 'users.yaml:9' })],
    }));
    const changes = leavers.map(({ user }) => remove(user, 'archive'));
    const admin = person('z@acme.example', {
      losses: [row('level.admin', 'admin', 'none', { of: userKey('z@acme.example'), path: 'dashboard' })],
    });
    const text = shown([admin, ...leavers], { changes });
    expect(text).toContain(
      '  ▼ 5 people by one line                               users.yaml:9\n      leave: can no longer sign in',
    );
    expect(text.match(/p000\d@acme\.example/g)).toHaveLength(5);
    expect(text.indexOf('leave:')).toBeLessThan(text.indexOf('no longer administrator'));
  });
});

describe('many people', () => {
  test('are counted with the profile, and the first four named', () => {
    expect(shown(people(1204, () => ({ gains: [snooze(AGENT)] })))).toContain(`Gains
  ▲ 1,204 people with profile agent                    profiles/base.yaml:5
      can snooze
      p0000@acme.example, p0001@acme.example, p0002@acme.example,
      p0003@acme.example and 1,200 more`);
  });

  test('who gain something privileged are all named', () => {
    const text = shown(
      people(21, () => ({ gains: [row('calls.destination.outOfPlan', false, true, AGENT, { privileged: true })] })),
    );
    expect(text.match(/p\d{4}@acme\.example/g)).toHaveLength(21);
    expect(text).toContain('! 21 gains are privileged');
  });

  test.each([
    [2, 1, 'users/0.yaml:1, 2'],
    [5, 1, 'users/0.yaml:1 and 4 more lines'],
    [22, 11, '11 files, users/0.yaml:1 and 10 more'],
  ])('%i in %i files have their places shortened', (count, files, words) => {
    const changes = Array.from({ length: count }, (_, index) =>
      update(userKey(`p${String(index).padStart(4, '0')}@acme.example`), field('profile', 'a', 'b')),
    );
    const moved = people(count, (email, index) => ({
      gains: [
        snooze({
          of: userKey(email),
          path: 'profile',
          at: `users/${index % files}.yaml:${Math.floor(index / files) + 1}`,
        }),
      ],
    }));
    expect(shown(moved, { changes }).replace(/\s+/g, ' ')).toContain(words);
  });
});

test('what is released and was given stands among the people, what restricts does not', () => {
  const released = [
    { key: userKey('a@acme.example'), path: 'permissions.snooze', value: true, source: source('users.yaml:7') },
    { key: userKey('a@acme.example'), path: 'groups', value: ['sales'] },
    { key: profileKey('agent'), path: 'permissions.tagsRequired', value: true },
    { key: profileKey('agent'), path: 'permissions.chatTab', value: false },
  ];
  const text = shown([], { released });
  expect(text).toContain('No one gains or loses access · ◇ 2 grants are released and stay');
  expect(text).toContain(
    '◇ user a@acme.example                                users.yaml:7\n      keeps group sales; can snooze',
  );
  expect(text).not.toContain('agent');
});

test('people without any difference are said to have none', () => {
  expect(shown([]).split('\n')[1]).toBe('No one gains or loses access.');
  expect(renderPlanMarkdown(planOf([])).split('\n')[1]).toBe('### `acme`: no one gains or loses access');
});
