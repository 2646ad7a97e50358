import { inScope } from '../../access/reach.js';
import { groupsOn, ivrsOf, type Line, scopeOn } from '../../access/scope.js';
import type { PageId, Scope } from '../../model/index.js';
import type { Database, SqlValue } from '../database.js';
import { accessOfPerson, may } from '../deciding.js';
import type { Person } from '../people.js';
import { personById } from '../records.js';

/**
 * What of calls, people, groups and IVRs somebody has in sight on a page, twice: as conditions that leave out rows before they are read, and
 * as questions to the analysis of access, which every row that is shown has to pass as well.
 */

type Names = 'all' | readonly string[];

/** Text that stands in a WHERE, and the values of its parameters. Names of an account are values, never text. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export interface Sight {
  readonly actor: Person;
  readonly page: PageId;
  /** Groups whose calls are in sight, by line. */
  readonly direct: Names;
  readonly ivr: Names;
  readonly ivrs: Names;
}

/** Nothing is in sight on a page that one may not open. */
export function sightOf(actor: Person, page: PageId): Sight {
  if (!may(actor, `page.${page}.read`)) return { actor, page, direct: [], ivr: [], ivrs: [] };
  const scope = scopeOf(actor, page);
  return { actor, page, direct: groupsOn(scope, 'direct'), ivr: groupsOn(scope, 'ivr'), ivrs: ivrsOf(scope) };
}

const scopeOf = (actor: Person, page: PageId): Scope => scopeOn(page, accessOfPerson(actor).scope);

/** Whether the page is open for all groups: what belongs to no group is seen by nobody else. */
export const seesEveryGroup = ({ direct, ivr }: Sight): boolean => direct === 'all' || ivr === 'all';

export const both = (one: Condition, other: Condition): Condition => ({
  sql: `(${one.sql}) AND (${other.sql})`,
  values: [...one.values, ...other.values],
});

const always: Condition = { sql: 'true', values: [] };
const never: Condition = { sql: 'false', values: [] };

const named = (names: Names, sqlOf: (listed: string) => string): Condition => {
  if (names === 'all') return always;
  return names.length === 0 ? never : { sql: sqlOf('SELECT value FROM json_each(?)'), values: [JSON.stringify(names)] };
};

/** Somebody external is in no group, whatever the tables say. */
const members = (names: Names, person: string): Condition =>
  named(
    names,
    (listed) => `EXISTS (SELECT 1 FROM group_members sm JOIN groups sg ON sg.id = sm.group_id
JOIN users sp ON sp.id = sm.user_id AND NOT sp.external WHERE sm.user_id = ${person} AND sg.name IN (${listed}))`,
  );

/** Groups of either line. */
export function groupsInSight({ direct, ivr }: Sight): Names {
  return direct === 'all' || ivr === 'all' ? 'all' : [...new Set([...direct, ...ivr])];
}

/** `u` is the person's row of users. */
export const personCondition = (sight: Sight): Condition =>
  both({ sql: "u.status = 'active'", values: [] }, members(groupsInSight(sight), 'u.id'));

/** `g` is the row of groups. */
export const groupCondition = (sight: Sight): Condition =>
  named(groupsInSight(sight), (listed) => `g.name IN (${listed})`);

/** `i` is the row of ivrs. */
export const ivrCondition = ({ ivrs }: Sight): Condition => named(ivrs, (listed) => `i.name IN (${listed})`);

/** People and lines of numbers: `u` and `i` are those that use the number `n`. What is in no use belongs to no group. */
export function numberCondition(sight: Sight): Condition {
  const direct = members(sight.direct, 'u.id');
  const ivr = ivrCondition(sight);
  return {
    sql: `CASE WHEN n.user_id IS NOT NULL THEN u.status = 'active' AND ${direct.sql} WHEN n.ivr_id IS NOT NULL THEN ${ivr.sql} ELSE true END`,
    values: [...direct.values, ...ivr.values],
  };
}

/**
 * `c` is the call, `u` whose it is and `i` the IVR it came through. A call is in sight when its person is, on its line, and its IVR is. A call
 * of nobody is one of the people of its IVR.
 */
export function callCondition(sight: Sight): Condition {
  const direct = members(sight.direct, 'u.id');
  const ivr = ivrCondition(sight);
  const person = members(sight.ivr, 'u.id');
  const colleague = members(sight.ivr, 'sx.user_id');
  const anybody =
    sight.ivr === 'all'
      ? 'true'
      : `EXISTS (SELECT 1 FROM ivr_users sx JOIN users su ON su.id = sx.user_id
WHERE sx.ivr_id = i.id AND su.status = 'active' AND ${colleague.sql})`;
  return {
    sql: `CASE WHEN u.status <> 'active' OR u.external THEN false WHEN i.id IS NULL THEN u.id IS NOT NULL AND ${direct.sql}
ELSE ${ivr.sql} AND CASE WHEN u.id IS NOT NULL THEN ${person.sql} ELSE ${anybody} END END`,
    values: [direct, ivr, person, colleague].flatMap(({ values }) => values),
  };
}

/** Looks each person up once. */
export function peopleOf(database: Database): (id: number) => Person | undefined {
  const known = new Map<number, Person | undefined>();
  return (id) => {
    if (!known.has(id)) known.set(id, personById(database, id));
    return known.get(id);
  };
}

/** Whose call it is, and through what it came. */
export interface CallParties {
  readonly person: Person | undefined;
  readonly ivr: string | null;
  /** People of the IVR: asked for only when the call is nobody's. */
  readonly ivrPeople: () => readonly Person[];
}

/** The same as `callCondition`, asked of the analysis of access. */
export function seesCall({ actor, page }: Sight, { person, ivr, ivrPeople }: CallParties): boolean {
  const line = ivr === null ? 'direct' : 'ivr';
  if (ivr !== null && !may(actor, `page.${page}.read`, { ivr })) return false;
  if (person) return !person.external && seesPersonOn({ actor, page }, person, line);
  if (ivr === null || !may(actor, `page.${page}.read`)) return false;
  const scope = scopeOf(actor, page);
  if (groupsOn(scope, line) === 'all') return true;
  return ivrPeople().some((one) => seesPersonOn({ actor, page }, one, line));
}

/** Whether the person's calls on this line are in sight. */
export function seesPersonOn({ actor, page }: Pick<Sight, 'actor' | 'page'>, person: Person, line: Line): boolean {
  return (
    may(actor, `page.${page}.read`, { person }) && inScope(scopeOf(actor, page), accessOfPerson(person), line) === 'yes'
  );
}
