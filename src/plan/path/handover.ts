import {
  type Dashboard,
  isSame,
  type Known,
  knownValue,
  NO_DASHBOARD,
  type ProfileState,
  type ResourceKey,
  read,
} from '../../model/index.js';
import { exceedingSight, least, meetOfDashboards, missingSight, most } from './dashboards.js';

/** What a profile hands over to whoever is linked to it at that moment. */
export type Template = Pick<ProfileState, 'dashboard' | 'groups'>;

/** Somebody who will be linked. */
export interface Newcomer {
  readonly key: ResourceKey;
  readonly before: Template;
  readonly after: Template;
  /** Nothing is to be handed over to them. */
  readonly isBare: boolean;
}

/** The templates that a profile goes through, and at which of them each newcomer is linked. */
export interface Handover {
  readonly templates: readonly [Template, ...Template[]];
  readonly at: ReadonlyMap<ResourceKey, number>;
  /** Why there is a template that the profile neither had nor is to have. */
  readonly whys: ReadonlyMap<number, string>;
}

const NOTHING: Template = { dashboard: read(NO_DASHBOARD), groups: read([]) };

/**
 * People are linked when the profile hands over what it will, or else what it has, whichever gives them nothing that they neither have nor are to
 * have; where both would, the profile hands over less for a moment.
 */
export function handoverOf(have: Template | undefined, want: Template, newcomers: readonly Newcomer[]): Handover {
  const ends = have && !isSameTemplate(have, want) ? ([have, want] as const) : ([want] as const);
  const fits = newcomers.map((one) => ({ one, at: one.isBare ? undefined : bestOf(ends, one) }));
  const unfit = fits.filter(({ at }) => at === undefined).map(({ one }) => one);
  const [first] = unfit;
  const low = lowered(want, unfit);
  const [start, last] = [have ? 1 : 0, ends.length - 1];
  if (!first || isSameTemplate(low, want)) return { templates: ends, at: placed(fits, last), whys: new Map() };
  const why = keepFrom(first.key, excessOf(want, first)[0] ?? 'what the profile hands over');
  const templates = have ? ([have, low, want] as const) : ([low, want] as const);
  const middle = (at: number | undefined) => (at === undefined ? start : at === last ? templates.length - 1 : 0);
  return {
    templates,
    at: placed(
      fits.map(({ one, at }) => ({ one, at: middle(at) })),
      start,
    ),
    whys: new Map([[start, why]]),
  };
}

interface Fit {
  readonly one: Newcomer;
  readonly at: number | undefined;
}

const placed = (fits: readonly Fit[], otherwise: number): ReadonlyMap<ResourceKey, number> =>
  new Map(fits.map(({ one, at }) => [one.key, at ?? otherwise]));

/** Index of the template that gives nothing in excess, and otherwise what is nearest to the end; the later one of equals. */
function bestOf(templates: readonly Template[], one: Newcomer): number | undefined {
  const fitting = [...templates.keys()].filter((index) => {
    const template = templates[index];
    return template !== undefined && excessOf(template, one).length === 0;
  });
  const costs = new Map(fitting.map((index) => [index, costOf(templates[index] ?? NOTHING, one)]));
  return fitting.sort((earlier, later) => (costs.get(earlier) ?? 0) - (costs.get(later) ?? 0) || later - earlier)[0];
}

/** Names of what is handed over and is neither theirs nor to be. What cannot be read may be anything. */
export function excessOf({ dashboard, groups }: Template, { before, after }: Newcomer): readonly string[] {
  const isCurrent = (name: string) => [before, after].some((one) => knownValue(one.groups)?.includes(name));
  const names = knownValue(groups);
  return [
    ...exceedingSight(most(dashboard), least(before.dashboard), least(after.dashboard)),
    ...(names?.every(isCurrent) === true ? [] : ['groups.member']),
  ];
}

/** Losses weigh most, then steps to put something back. */
function costOf({ dashboard, groups }: Template, { before, after }: Newcomer): number {
  const had = knownValue(before.groups) ?? [];
  const has = knownValue(after.groups) ?? [];
  const given = knownValue(groups) ?? [];
  const losses =
    missingSight(least(dashboard), least(before.dashboard), least(after.dashboard)).length +
    has.filter((name) => had.includes(name) && !given.includes(name)).length;
  const changes =
    has.filter((name) => !given.includes(name)).length + given.filter((name) => !has.includes(name)).length;
  return losses * 100 + changes + (isSame(knownValue(dashboard), knownValue(after.dashboard)) ? 0 : 1);
}

/** No more than the profile will hand over, and nothing in excess for any of these people. What cannot be read cannot be restored. */
function lowered(want: Template, newcomers: readonly Newcomer[]): Template {
  const isBare = newcomers.some((one) => one.isBare);
  const fits = (dashboard: Dashboard) =>
    newcomers.every(
      (one) => exceedingSight(dashboard, least(one.before.dashboard), least(one.after.dashboard)).length === 0,
    );
  const meet = newcomers.reduce(
    (found, one) => meetOfDashboards(found, least(one.after.dashboard)),
    least(want.dashboard),
  );
  const dashboard = isBare ? NO_DASHBOARD : ([least(want.dashboard), meet].find(fits) ?? NO_DASHBOARD);
  const isCurrent = (name: string) =>
    newcomers.every(({ before, after }) => [before, after].some((one) => knownValue(one.groups)?.includes(name)));
  const groups = isBare
    ? []
    : (knownValue(want.groups) ?? []).filter((name) => isCurrent(name) && isWorth(name, newcomers));
  return {
    dashboard: loweredTo(want.dashboard, dashboard),
    groups: loweredTo(want.groups, groups),
  };
}

/** Somebody would be without the group for a moment, or no fewer would have to enter it than to leave it. */
function isWorth(name: string, newcomers: readonly Newcomer[]): boolean {
  const isIn = ({ groups }: Template) => knownValue(groups)?.includes(name) === true;
  const staying = newcomers.filter(({ after }) => isIn(after));
  return staying.some(({ before }) => isIn(before)) || staying.length * 2 >= newcomers.length;
}

const loweredTo = <T>(want: Known<T>, low: T): Known<T> => (!want.known || isSame(want.value, low) ? want : read(low));

/** The sentence of a step that exists only for the order. */
export const keepFrom = (person: ResourceKey, capability: string): string =>
  `to keep ${person.slice(person.indexOf(':') + 1)} from ${capability} for a moment`;

export const isSameTemplate = (one: Template, other: Template): boolean =>
  isSame(knownValue(one.dashboard), knownValue(other.dashboard)) &&
  isSame(knownValue(one.groups), knownValue(other.groups));
