import { expect } from 'vitest';
import { CATALOGUE, type Dashboard, isSame, levelDashboard, type PermissionValue } from '../../src/model/index.js';
import type { SeedProfile } from '../../src/sandbox/index.js';
import { ACME } from '../../src/sandbox/seed/acme.js';

/** Whom the public API shows. */
export const PEOPLE = ACME.users.filter(({ status, external }) => status === 'active' && !external);
/** Whoever has pages of their own has no level that says it all. */
const isUsual = (dashboard: Dashboard) => isSame(dashboard, levelDashboard(dashboard.level));
const levelOf = ({ dashboard, superAdmin, profile }: (typeof PEOPLE)[number]) =>
  superAdmin ? 'superadmin' : profile !== null || isUsual(dashboard) ? dashboard.level : '';
/** What their administrator would type from the dashboard. */
export const TABLE = [
  'address;profile;level',
  ...PEOPLE.map((user) => [user.email, user.profile ?? 'none', levelOf(user)].join(';')),
].join('\r\n');

/** In the table. */
export const lineOf = (email: string): number => TABLE.split('\r\n').findIndex((row) => row.startsWith(email)) + 1;

/** The comments of every profile taken in, with the values that its page of the dashboard shows. */
export function filledIn(text: string): string {
  const parts = text.split(/^(?= {2}[a-z-]+:$)/m);
  expect(parts).toHaveLength(ACME.profiles.length + 1);
  return parts
    .map((part) => {
      const profile = ACME.profiles.find(({ name }) => part.includes(`name: ${name}\n`));
      return profile ? withValues(part, profile) : part;
    })
    .join('');
}

function withValues(part: string, { permissions, dashboard, groups }: SeedProfile): string {
  const values = new Map<string, string>(
    CATALOGUE.flatMap(({ id, kind }) => {
      const value = Object.entries(permissions).find(([known]) => known === id)?.[1];
      return value === undefined ? [] : [[id, wordOf(value, kind)] as const];
    }),
  );
  values.set('permissions', '');
  values.set('dashboard', dashboardWord(dashboard));
  values.set('groups', JSON.stringify(groups.map((name) => name.toLowerCase())));
  const lines = part.split('\n').map((line) =>
    line.replace(
      /^( {4})# ( *)([A-Za-z]+):.*?( # .*)?$/,
      (whole, start: string, more: string, key: string, rest = '') => {
        const value = values.get(key);
        return value === undefined ? whole : `${start}${more}${key}:${value === '' ? '' : ` ${value}`}${rest}`;
      },
    ),
  );
  expect(lines.filter((line) => line.includes('    # ')).length).toBe(1);
  return lines.join('\n');
}

function wordOf(value: PermissionValue, kind: (typeof CATALOGUE)[number]['kind']): string {
  if (typeof value === 'object') return value.length === 0 ? 'false' : JSON.stringify(value);
  if (typeof value !== 'number') return String(value);
  if (kind === 'duration') return value === 0 ? 'false' : `${value}s`;
  return kind === 'percentage' ? `${value}%` : String(value);
}

function dashboardWord({ level, pages, scope }: Dashboard): string {
  if (level === 'none' || level === 'admin') return level;
  const groups = scope.groups === 'all' ? 'all' : scope.groups.map((name) => name.toLowerCase());
  return JSON.stringify({ level, pages, scope: { ...scope, groups } });
}
