import { describe, expect, it } from 'vitest';
import { CATALOGUE, canonicalDashboard, LEVELS, type PermissionValue } from '../../src/model/index.js';
import { SEEDS } from '../../src/sandbox/seed/index.js';

const { acme } = SEEDS;
const active = acme.users.filter(({ status }) => status === 'active');
const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`;

describe('the seed acme', () => {
  it('has 60 people, 2 archived ones, 6 groups and 8 profiles', () => {
    expect([active.length, acme.users.length, acme.groups.length, acme.profiles.length]).toEqual([60, 62, 6, 8]);
  });

  it('has a superadministrator, two administrators and an external accountant', () => {
    expect(acme.users.filter(({ superAdmin }) => superAdmin).map(fullName)).toEqual(['Sam Ortega']);
    expect(
      active.filter(({ dashboard, superAdmin }) => dashboard.level === 'admin' && !superAdmin).map(fullName),
    ).toEqual(['Ada Byron', 'Nina Roth']);
    expect(active.filter(({ external }) => external).map(({ dashboard }) => dashboard.level)).toEqual(['billing']);
  });

  it('uses every permission with different values', () => {
    const sets = [...acme.profiles, ...active].flatMap(({ permissions }) => (permissions ? [permissions] : []));
    for (const { id, kind } of CATALOGUE) {
      if (kind === 'action') continue;
      const values = new Set(
        sets.map((set) =>
          JSON.stringify(
            Object.entries(set).find(([known]) => known === id)?.[1] satisfies PermissionValue | undefined,
          ),
        ),
      );
      expect([id, values.size > 1 && !values.has('undefined')]).toEqual([id, true]);
    }
  });

  it('has every level, user management moved to a supervisor, and scopes of IVRs and lines', () => {
    expect(new Set(active.map(({ dashboard }) => dashboard.level))).toEqual(new Set(LEVELS));
    expect(active.some(({ dashboard }) => dashboard.level === 'supervisor' && dashboard.pages.users === 'write')).toBe(
      true,
    );
    expect(new Set(active.map(({ dashboard }) => dashboard.scope.lines))).toEqual(new Set(['all', 'direct', 'ivr']));
    expect(active.some(({ dashboard }) => dashboard.scope.ivrs !== 'all')).toBe(true);
  });

  it('knows nobody of the change set yet, and has a number for them', () => {
    expect(active.map(fullName)).not.toContain('Léa Moreau');
    expect(acme.freeNumbers).toContain('+33199000061');
    expect(active.filter(({ profile }) => profile === 'Sales agent')).toHaveLength(14);
    expect(active.filter(({ groups }) => groups.includes('Support'))).toHaveLength(20);
  });
});

describe.each(Object.entries(SEEDS))('the seed %s', (_name, seed) => {
  it('refers to what it has, and uses numbers of the range for fiction once', () => {
    const groups = seed.groups.map(({ name }) => name);
    const numbers = [
      ...seed.freeNumbers,
      ...seed.otherNumbers,
      ...seed.ivrs.flatMap((ivr) => ivr.numbers),
      ...seed.users.flatMap((user) => user.numbers),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(number).toMatch(/^\+3319900\d{4}$/);
    for (const { groups: named, dashboard } of [...seed.users, ...seed.profiles]) {
      expect(groups).toEqual(expect.arrayContaining([...named]));
      expect(canonicalDashboard(dashboard)).toEqual(dashboard);
      if (dashboard.scope.groups !== 'all') expect(groups).toEqual(expect.arrayContaining([...dashboard.scope.groups]));
    }
    for (const { plan, total } of seed.licences)
      expect(seed.users.filter((user) => user.plan === plan).length).toBeLessThan(total);
  });
});
