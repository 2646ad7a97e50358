import { describe, expect, test } from 'vitest';
import { seeded } from './example.js';

/** Who and what a plan would change, in the order in which it lists them. */
const keysOf = ({ changes }: { changes: readonly { action: string; key: string }[] }) =>
  changes.map(({ action, key }) => `${action} ${key}`);

describe.each([
  ['small-team', 'small-team', { files: 2, users: 7, profiles: 1, groups: 2 }, { add: 1, change: 1, destroy: 0 }],
  [
    'reseller/customer-north',
    'empty',
    { files: 3, users: 3, profiles: 1, groups: 1 },
    { add: 6, change: 0, destroy: 0 },
  ],
  [
    'reseller/customer-south',
    'small-team',
    { files: 3, users: 4, profiles: 1, groups: 1 },
    { add: 0, change: 1, destroy: 1 },
  ],
])('%s on the account %s', (name, seed, sizes, counts) => {
  test('is valid, without a warning', async () => {
    const { code, out } = await (await seeded(name, seed)).run('validate', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ...sizes, diagnostics: [] });
  });

  test('plans what it is there to show, carries it out, and plans nothing more', async () => {
    const example = await seeded(name, seed);
    const { summary, diagnostics } = await example.plan();
    expect(summary).toMatchObject(counts);
    expect(diagnostics).toEqual([]);
    const applied = await example.run('apply', '--auto-approve', '--format', 'json');
    expect(applied, applied.out).toMatchObject({ code: 0 });
    expect(await example.run('plan')).toMatchObject({ code: 0, out: expect.stringMatching(/^No changes\./m) });
  });
});

describe('somebody with from and until', () => {
  const jo = 'user:jo.summer@smallteam.example';

  test('is in a plan of a later day, from the first to the last', async () => {
    const example = await seeded('small-team', 'small-team');
    await example.run('apply', '--auto-approve');
    const created = [`create ${jo}`, 'create membership:Shop/jo.summer@smallteam.example'];
    expect(keysOf(await example.plan('--at', '2027-05-31'))).toEqual([]);
    expect(keysOf(await example.plan('--at', '2027-06-01'))).toEqual(created);
    expect(keysOf(await example.plan('--at', '2027-08-31'))).toEqual(created);
    expect(keysOf(await example.plan('--at', '2027-09-01'))).toEqual([]);
  });

  test('is invited when the day has come, and archived when it is over', async () => {
    const example = await seeded('small-team', 'small-team');
    expect(await example.at('2027-06-01').run('apply', '--auto-approve')).toMatchObject({ code: 0 });
    expect(keysOf(await example.at('2027-08-31').plan())).toEqual([]);
    const autumn = example.at('2027-09-01');
    expect(keysOf(await autumn.plan())).toEqual([`delete ${jo}`]);
    expect(await autumn.run('apply', '--auto-approve')).toMatchObject({ code: 0 });
    expect(keysOf(await autumn.plan())).toEqual([]);
  });
});
