import { describe, expect, test } from 'vitest';
import { allBut, sharedOf } from '../../src/model/all-but.js';
import { type AccessChange, EVERYWHERE, type PersonAccess, profileKey, userKey } from '../../src/model/index.js';
import { accessGroups } from '../../src/render/access-groups.js';
import { peopleOf } from '../../src/render/access-people.js';
import { maskFor, maskPlan, PLAIN, planJson, renderPlan } from '../../src/render/index.js';
import { makePlan } from './plans.js';

const keys = Array.from({ length: 60 }, (_, index) => userKey(`p${String(index).padStart(2, '0')}@acme.example`));
const [FIRST = userKey('nobody@acme.example')] = keys;

type Lists = (all: typeof keys, index: number) => readonly (typeof keys)[number][];
const copied: Lists = (all, index) => all.toSpliced(index, 1);
const copiedOnce: Lists = (all, index) => Array.from(allBut(all, index));

/** Everybody reaches all the others: the first twenty by their own change, the rest because the others came. */
function access(listOf: Lists): readonly PersonAccess[] {
  const all = [...keys];
  const hear = (capability: string, index: number): AccessChange => ({
    capability,
    before: false,
    after: true,
    scope: EVERYWHERE,
    targets: listOf(all, index),
    privileged: true,
    cause: index < 20 ? { change: profileKey('Lead'), path: 'dashboard' } : { change: FIRST, path: 'groups' },
  });
  const joined = (user: (typeof keys)[number]): AccessChange => ({
    capability: 'app.snooze',
    before: false,
    after: true,
    privileged: false,
    cause: { change: user, path: 'permissions.snooze' },
  });
  return keys.map((user, index) => ({
    user,
    gains: [hear('calls.listen', index), hear('recordings.play', index), joined(user)],
    losses: [],
    uncertain: [],
  }));
}

const planWith = (listOf: Lists) => makePlan({ access: access(listOf) });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('lists that rows share', () => {
  test.each([
    ['copies', copied],
    ['other copies', copiedOnce],
  ])('make the same rows as %s', (_, listOf) => {
    const [shared, others] = [planWith(allBut), planWith(listOf)];
    const rows = accessGroups(shared, (key) => key);
    expect(plain(rows)).toEqual(plain(accessGroups(others, (key) => key)));
    expect(renderPlan(shared, {}, PLAIN)).toBe(renderPlan(others, {}, PLAIN));
    const heard = rows.filter(({ heardBy }) => heardBy.length > 0);
    expect(heard).toHaveLength(keys.length);
    for (const { people, heardBy } of heard) expect(people.some((key) => heardBy.includes(key))).toBe(false);
  });

  test('name everybody who is reached', () => {
    const people = peopleOf(planWith(allBut), { personName: () => 'Ada Byron', show: (text) => text });
    expect(keys.filter((key) => people.isAmbiguous(key))).toEqual(keys);
  });
});

describe('masked', () => {
  const people = keys.map((key, index) => ({
    email: key.slice('user:'.length),
    firstName: `Ada${index}`,
    lastName: 'Byron',
  }));
  const mask = maskFor('acme', people);

  test('lists say the same as copies', () => {
    const masked = plain(maskPlan(planWith(allBut), mask));
    expect(masked).toEqual(plain(maskPlan(planWith(copied), mask)));
    expect(JSON.stringify(masked)).not.toContain('@acme.example');
  });

  test('lists are still shared', () => {
    const { access: masked = [] } = maskPlan(planWith(allBut), mask);
    const targets = masked.flatMap(({ gains }) => gains.flatMap((gain) => (gain.targets ? [gain.targets] : [])));
    expect(targets).toHaveLength(2 * keys.length);
    expect(new Set(targets.map((list) => sharedOf(list).all)).size).toBe(1);
  });
});

test('the same people have a name in the plan as JSON, in the same order', () => {
  const personName = (email: string) => `Ada of ${email}`;
  const named = (listOf: Lists, count: number) => {
    const rows = access(listOf).slice(30, 30 + count);
    const plan = makePlan({ access: rows.map((row) => ({ ...row, user: FIRST })) });
    return JSON.stringify(planJson(plan, { personName }));
  };
  for (const count of [1, 2, 3]) expect(named(allBut, count)).toBe(named(copied, count));
  expect(named(allBut, 1)).not.toContain('Ada of p30@');
  expect(named(allBut, 2)).toContain('Ada of p30@');
});
