import { type Dashboard, NO_DASHBOARD, type ResourceKey } from '../../model/index.js';
import type { Draft } from '../draft.js';
import { exceedingSight } from './dashboards.js';
import type { Journeys } from './journeys.js';
import { lackingPhases } from './losses.js';
import { exceeding, missing } from './permissions.js';
import { crossed, firmly, type Window, windowOf } from './phases.js';
import { nobodyReachesMore } from './reach.js';
import type { Sights } from './sight.js';
import { mentionsOf, type Write } from './writes.js';

/** Names what must not be held, or lost, on the way. */
export type Rule = (journeys: Journeys, sights: Sights) => readonly Window[];

/** Nobody's permissions exceed those of both ends: people who change their profile, or leave, while profiles are edited. */
const permissionsStay: Rule = (journeys, sights) =>
  permissionWindows(journeys, sights, { kind: 'gain', namesOf: exceeding });

/** Nobody is without a permission that they have and keep. */
const permissionsLast: Rule = (journeys, sights) =>
  permissionWindows(journeys, sights, { kind: 'loss', namesOf: missing });

/** Nobody is without what their dashboard and their permissions give one after the other, such as recordings to play. */
const sightsLast: Rule = ({ people, crowd }, { coursesOf }) =>
  [...people.values()].flatMap((person) => {
    const courses = coursesOf(person);
    if (courses.dashboards().phases.length < 2 || courses.held().phases.length < 2) return [];
    return lackingPhases(courses, crowd.lackingOf).flatMap((phase) =>
      windowOf(phase, { kind: 'loss', who: [person.key], capabilities: phase.value }),
    );
  });

function permissionWindows(
  { people }: Journeys,
  { coursesOf }: Sights,
  { kind, namesOf }: { readonly kind: Window['kind']; readonly namesOf: typeof exceeding },
): readonly Window[] {
  return [...people.values()].flatMap((person) => {
    const { phases, before, after } = coursesOf(person).held();
    if (phases.length < 3) return [];
    return phases.flatMap((phase) =>
      windowOf(phase, { kind, who: [person.key], capabilities: namesOf(phase.value, before, after) }),
    );
  });
}

/** A link hands over no dashboard beyond both ends, and one that nobody could read is everything there is. */
const handoversStay: Rule = ({ people }, { coursesOf }) =>
  [...people.values()].flatMap((person) => {
    const { phases, before, after } = coursesOf(person).dashboards();
    if (phases.length < 3) return [];
    return phases.flatMap((phase) =>
      windowOf(phase, { kind: 'gain', who: [person.key], capabilities: exceedingSight(phase.value, before, after) }),
    );
  });

/** Downloading needs the switch of the permissions and the page of the dashboard: nobody has both who has not, or is to have, both at once. */
const downloadsStay: Rule = ({ people }, { coursesOf }) =>
  [...people.values()].flatMap((person) => {
    const [dashboards, downloads] = [coursesOf(person).dashboards(), coursesOf(person).downloads()];
    if (dashboards.phases.length * downloads.phases.length < 3) return [];
    const before = withLogs(dashboards.before, downloads.before);
    const after = withLogs(dashboards.after, downloads.after);
    return crossed(dashboards.phases, downloads.phases, withLogs).flatMap((phase) => {
      const isMore = exceedingSight(phase.value, before, after).length > 0;
      return windowOf(phase, { kind: 'gain', who: [person.key], capabilities: isMore ? ['recordings.download'] : [] });
    });
  });

/** What there is to download. */
function withLogs(dashboard: Dashboard, downloads: boolean): Dashboard {
  if (!downloads || dashboard.level === 'none') return NO_DASHBOARD;
  if (dashboard.level === 'admin') return { ...LOGS, scope: NO_DASHBOARD.scope };
  return dashboard.pages.logs === undefined ? NO_DASHBOARD : { ...LOGS, scope: dashboard.scope };
}

const LOGS: Pick<Dashboard, 'level' | 'pages'> = { level: 'supervisor', pages: { logs: 'read' } };

/** Whoever moves from one group to another enters before they leave, so that nobody loses them on the way. */
const entersFirst: Rule = ({ people }) =>
  [...people.values()].flatMap(({ key, groups }) => {
    const changes = [...groups.values()].filter(({ turns }) => turns.length === 1);
    const steps = (isIn: boolean) =>
      changes.filter(({ values }) => values[1] === isIn).flatMap(({ turns }) => turns.map(({ step }) => step));
    const [entered, left] = [steps(true), steps(false)];
    return left.flatMap((leave) =>
      entered
        .filter((enter) => enter !== leave)
        .map(
          (enter): Window => ({
            kind: 'loss',
            opens: [leave],
            closes: [{ step: enter, detour: undefined }],
            who: [key],
            capabilities: [],
          }),
        ),
    );
  });

/** What the order keeps, by name. */
export const RULES = {
  permissionsStay,
  handoversStay,
  downloadsStay,
  nobodyReachesMore,
  permissionsLast,
  sightsLast,
  entersFirst,
} as const satisfies { readonly [name: string]: Rule };

/** What is used is there before and has its name, what goes is left before; and steps of one value keep their order. */
export function firmWindows(writes: readonly Write[]): readonly Window[] {
  const borders = bordersOf(writes);
  return writes.flatMap(({ draft, after }, step) => [
    ...after.map((earlier) => firmly(earlier, step)),
    ...(borders.size === 0 ? [] : borderWindows(borders, draft, step)),
  ]);
}

/** After which step a resource is there under its name, after which its name is free, and which step takes it away. */
interface Border {
  begin?: number;
  vacated?: number;
  end?: number;
}

function bordersOf(writes: readonly Write[]): ReadonlyMap<ResourceKey, Border> {
  const borders = new Map<ResourceKey, Border>();
  const set = (key: ResourceKey, border: Border) => borders.set(key, { ...borders.get(key), ...border });
  for (const [step, { draft }] of writes.entries()) {
    const [previous, key] = draft.operation === 'rename' ? draft.writes : [];
    if (previous !== undefined && key !== undefined) {
      set(previous, { vacated: step });
      set(key, { begin: step });
    }
    if (draft.operation.startsWith('create')) set(draft.key, { begin: step });
    if (draft.operation === 'delete') set(draft.key, { end: step });
  }
  return borders;
}

function borderWindows(borders: ReadonlyMap<ResourceKey, Border>, draft: Draft, step: number): readonly Window[] {
  return [...mentionsOf(draft)].flatMap((key) => {
    const { begin, vacated, end } = borders.get(key) ?? {};
    const isItself = begin === step || vacated === step || end === step;
    const windows = [
      ...(begin !== undefined && !isItself ? [firmly(begin, step)] : []),
      ...(vacated !== undefined && begin === step ? [firmly(vacated, step)] : []),
      ...(end !== undefined && !isItself ? [firmly(step, end)] : []),
    ];
    return windows;
  });
}
