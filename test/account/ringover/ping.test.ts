import { describe, expect, it } from 'vitest';
import { CONTRACT_SEED } from '../contract-seed.js';
import { changing, MODES, openRingover } from './opened.js';

describe.each(MODES)('what a key sees of the %s', (_name, mode) => {
  it('with all rights', async () => {
    const { account } = await openRingover({ mode });
    const report = await account.ping();
    expect(report).toMatchObject({
      host: '127.0.0.1',
      key: 'accepted',
      monitoring: 'on',
      isBoundTeam: true,
      team: { id: '1', name: 'Contract', totals: { users: 3, groups: 2, numbers: 8, ivrs: 1 } },
    });
    expect(report.rights.map(({ route, right, seen }) => [route, right, seen])).toEqual([
      ['/teams', undefined, 'shown'],
      ['/teams/plans_data', undefined, 'shown'],
      ['/groups', undefined, 'shown'],
      ['/users', 'Users', 'shown'],
      ['/profiles', 'Users', 'shown'],
      ['/numbers', 'Numbers', 'shown'],
      ['/ivrs', 'IVRs', 'shown'],
      ['/tags', 'IVRs', 'shown'],
      ['/conferences', undefined, 'shown'],
    ]);
  });

  it('without Monitoring', async () => {
    const { account } = await openRingover({ mode, kind: 'monitoring off' });
    const { key, monitoring, team, isBoundTeam, rights } = await account.ping();
    expect([key, monitoring, team, isBoundTeam]).toEqual(['accepted', 'off', undefined, undefined]);
    expect(rights.filter(({ seen }) => seen === 'refused').every(({ needsMonitoring }) => needsMonitoring)).toBe(true);
    expect(rights.filter(({ seen }) => seen === 'refused').length).toBe(5);
  });

  it('when the service does not know it', async () => {
    const { account } = await openRingover({ mode, key: 'none' });
    const { key, monitoring, team, rights } = await account.ping();
    expect([key, monitoring, team]).toEqual(['refused', undefined, undefined]);
    expect(rights.every(({ status }) => status === 401)).toBe(true);
  });

  it('of another team than the files are of', async () => {
    const { account } = await openRingover({ mode, team: '2' });
    const { team, isBoundTeam } = await account.ping();
    expect([team?.id, isBoundTeam]).toEqual(['1', false]);
  });

  it('as names and types, without a single value', async () => {
    const { account, sent } = await openRingover({ mode });
    const shapes = await account.shapes();
    expect(shapes.map(({ route }) => route)).toEqual([
      ...(await account.ping()).rights.map(({ route }) => route),
      '/groups/{id}',
    ]);
    expect(sent.every((line) => line.startsWith('GET '))).toBe(true);
    const [team] = shapes;
    expect(team?.fields).toMatchObject({
      [mode.names === 'before' ? 'id' : 'team_id']: ['number'],
      name: ['string'],
      'users[].email': ['string'],
      'numbers[].user_id': ['null', 'number'],
    });
    const told = JSON.stringify(shapes);
    const values = CONTRACT_SEED.users.flatMap(({ email, numbers }) => [email, ...numbers.map((one) => one.slice(1))]);
    for (const value of [...values, 'Contract', 'Sales', 'Agent', 'Business']) expect(told).not.toContain(value);
  });
});

describe('a key that is told nothing', () => {
  it('is neither accepted nor refused', async () => {
    const { account } = await openRingover({ through: async () => new Response('busy', { status: 503 }) });
    const { key, monitoring, rights } = await account.ping();
    expect([key, monitoring]).toEqual([undefined, undefined]);
    expect(rights.every(({ seen }) => seen === 'unclear')).toBe(true);
  });

  it('has no shape, and names that are values are not told', async () => {
    const { account } = await openRingover({
      through: changing('/tags', () => ({ 'ada@acme.example': 1, list: [{ '+33199000001': true }] })),
    });
    const tags = (await account.shapes()).find(({ route }) => route === '/tags');
    expect(tags?.fields).toEqual({
      '': ['object'],
      '?': ['number'],
      list: ['list'],
      'list[]': ['object'],
      'list[].?': ['boolean'],
    });
    const silent = await openRingover({ through: () => Promise.reject(new Error('down')) });
    expect((await silent.account.shapes()).every(({ fields }) => Object.keys(fields).length === 0)).toBe(true);
  });
});
