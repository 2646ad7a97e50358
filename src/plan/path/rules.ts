import { type Dashboard, NO_DASHBOARD } from '../../model/index.js';
import { exceedingSight } from './dashboards.js';
import { dashboardCourse, memberCourse, permissionCourse, switchCourse } from './facts.js';
import type { Journeys } from './journeys.js';
import { exceeding, missing } from './permissions.js';
import { crossed } from './phases.js';
import { nobodyReachesMore } from './reach.js';
import { type Window, windowOf } from './window.js';

/** Names what must not be held, or lost, on the way. */
export type Rule = (journeys: Journeys) => readonly Window[];

/** Nobody's permissions exceed those of both ends: people who change their profile, or leave, while profiles are edited. */
const permissionsStay: Rule = (journeys) => permissionWindows(journeys, { kind: 'gain', namesOf: exceeding });

/** Nobody is without a permission that they have and keep. */
const permissionsLast: Rule = (journeys) => permissionWindows(journeys, { kind: 'loss', namesOf: missing });

function permissionWindows(
  journeys: Journeys,
  { kind, namesOf }: { readonly kind: Window['kind']; readonly namesOf: typeof exceeding },
): readonly Window[] {
  return [...journeys.people.values()].flatMap((person) => {
    const { phases, before, after } = permissionCourse(journeys, person);
    if (phases.length < 3) return [];
    return phases.flatMap((phase) =>
      windowOf(phase, { kind, who: [person.key], capabilities: namesOf(phase.value, before, after) }),
    );
  });
}

/** A link hands over no dashboard and no membership beyond both ends. */
const handoversStay: Rule = (journeys) =>
  [...journeys.people.values()].flatMap((person) => {
    const { phases, before, after } = dashboardCourse(person);
    const sights =
      phases.length < 3
        ? []
        : phases.flatMap((phase) =>
            windowOf(phase, {
              kind: 'gain',
              who: [person.key],
              capabilities: exceedingSight(phase.value, before, after),
            }),
          );
    return [
      ...sights,
      ...[...person.groups.keys()].flatMap((group) => {
        const member = memberCourse(person, group);
        if (member.phases.length < 3 || member.before || member.after) return [];
        return member.phases.flatMap((phase) =>
          windowOf(phase, { kind: 'gain', who: [person.key], capabilities: phase.value ? ['groups.member'] : [] }),
        );
      }),
    ];
  });

/** Downloading needs the switch of the permissions and the page of the dashboard: nobody has both who has not, or is to have, both at once. */
const downloadsStay: Rule = (journeys) =>
  [...journeys.people.values()].flatMap((person) => {
    const dashboards = dashboardCourse(person);
    const downloads = switchCourse(journeys, person, 'showDownloadButton');
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
  entersFirst,
} as const satisfies { readonly [name: string]: Rule };
