import {
  canonicalDashboard,
  type Diagnostic,
  isDashboard,
  isSame,
  type Json,
  knownValue,
  levelDashboard,
  type ResourceKey,
  type UserState,
} from '../model/index.js';
import { finding, type PeopleTable, type PersonRow } from './people-table.js';
import type { PlannedLive } from './plan.js';
import { profilesBy } from './pull-people.js';

/** One field of which the files state a value. */
export interface TellableField {
  readonly key: ResourceKey;
  readonly path: string;
  readonly value: Json;
}

/** Whether the table, which somebody made on the dashboard, says just that. A level says all of a dashboard access that has its usual pages. */
export function isTold({ key, path, value }: TellableField, table: PeopleTable): boolean {
  const row = table.get(key);
  if (path === 'profile') return row?.profile !== undefined;
  return path === 'dashboard' && row?.level !== undefined && isUsual(value);
}

export function isUsual(value: Json): boolean {
  const dashboard = isDashboard(value) ? canonicalDashboard(value) : undefined;
  return dashboard !== undefined && isSame(dashboard, canonicalDashboard(levelDashboard(dashboard.level)));
}

/** Rows that say something else than the files. */
export function contradictions(
  table: PeopleTable,
  { config, live, states: { after } }: Pick<PlannedLive, 'config' | 'live' | 'states'>,
): readonly Diagnostic[] {
  const profileOf = profilesBy(live, config.desired);
  return [...table].flatMap(([key, row]) => {
    const user = after.users.get(key);
    const profile = typeof row.profile === 'string' ? profileOf(row.profile) : row.profile;
    return (user ? differences(user, row, profile) : []).map(({ told, stated }) =>
      finding('PEOPLE_ROW', row.source, `The table says of "${row.email}" ${told}, and the files say ${stated}.`),
    );
  });
}

interface Difference {
  readonly told: string;
  readonly stated: string;
}

/** Of the superadministrator nothing is stated but that. What the files leave open is no difference. */
function differences(user: UserState, row: PersonRow, profile: string | null | undefined): readonly Difference[] {
  const linked = knownValue(user.profile);
  const level = user.superAdmin ? 'superadmin' : knownValue(user.dashboard)?.level;
  const isLinkedElse = row.profile !== undefined && linked !== undefined && linked !== profile && !user.superAdmin;
  const isLevelElse = row.level !== undefined && level !== undefined && level !== row.level;
  return [
    ...(isLinkedElse ? [{ told: `profile ${row.profile ?? 'none'}`, stated: `profile ${linked ?? 'none'}` }] : []),
    ...(isLevelElse ? [{ told: `level ${row.level}`, stated: `level ${level}` }] : []),
  ];
}
