import { describe, expect, onTestFinished, test } from 'vitest';
import { openForSeed } from '../../../src/sandbox/account-file.js';
import { groupInSight, groupsInSight, peopleInSight } from '../../../src/sandbox/content/groups.js';
import { sightOf } from '../../../src/sandbox/content/sight.js';
import { personById } from '../../../src/sandbox/records.js';
import { bigAccount } from '../../../src/sandbox/seed/big-account.js';
import { writeSeed } from '../../../src/sandbox/seed/write-seed.js';

const PEOPLE = 300;

/** Every seventh person is archived, and in the first group are archived people only. */
async function account() {
  const database = await openForSeed(':memory:');
  onTestFinished(() => database.close());
  const seed = bigAccount(PEOPLE);
  const users = seed.users.map((user, index) =>
    user.groups.includes('Group 01') || index % 7 === 6 ? { ...user, status: 'archived' as const } : user,
  );
  const [first, ...others] = users;
  const all = first ? [{ ...first, status: 'active' as const, groups: [] }, ...others] : [];
  writeSeed(database, 'custom', { ...seed, users: all });
  const actor = personById(database, 1);
  if (!actor) throw new Error('Nobody is there.');
  const active = (group: string) => all.filter(({ status, groups }) => status === 'active' && groups.includes(group));
  return { database, sight: sightOf(actor, 'users'), active };
}

describe('groups in sight', () => {
  test('count their active members, on the list and each by itself', async () => {
    const { database, sight, active } = await account();
    const { list, total } = groupsInSight(database, sight, { limit: 100, offset: 0 });
    expect([list.length, total]).toEqual([50, 50]);
    const expected = list.map(({ name }) => active(name).length);
    expect(list.map(({ members }) => members)).toEqual(expected);
    expect(list.map(({ id }) => groupInSight(database, sight, id)?.members)).toEqual(expected);
    expect([expected[0], expected.filter((members) => members > 0).length]).toEqual([0, 49]);
  });

  test('list these, and a person of an address only where they are one', async () => {
    const { database, sight, active } = await account();
    const { list } = groupsInSight(database, sight, { limit: 100, offset: 0 });
    const slice = { limit: 100, offset: 0 };
    for (const { id, name, members } of list) {
      const people = peopleInSight(database, sight, { ...slice, groupId: id });
      expect([people.total, people.list.map(({ email }) => email).sort()]).toEqual([
        members,
        active(name)
          .map(({ email }) => email)
          .sort(),
      ]);
    }
    const [{ email } = { email: '' }] = active('Group 02');
    const found = list.filter(
      ({ id }) => peopleInSight(database, sight, { ...slice, groupId: id, email: email.toUpperCase() }).total === 1,
    );
    expect(found.map(({ name }) => name)).toContain('Group 02');
    expect(found.length).toBeLessThan(3);
    expect(peopleInSight(database, sight, { ...slice, email }).list).toHaveLength(1);
  });
});
