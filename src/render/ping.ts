import type { EmbeddedPing, PingReport, RightSeen, RouteShape, ServicePing } from '../model/index.js';
import { type Face, finish, nameFor, sentenceFor } from './face.js';
import { pad, styled, wrap } from './layout.js';
import { count } from './words.js';

export interface PingFacts {
  /** The team that the files are bound to. */
  readonly team: string | undefined;
  /** Day on which a person compared what is read with the dashboard. */
  readonly verified: string | undefined;
  /** People at the last complete read. */
  readonly lastGood: number | undefined;
  /** How somebody is named here; undefined where nobody is to be. */
  readonly personName: ((name: string) => string) | undefined;
}

/** What a key may read, as a person reads it, with what to do where that is not enough. */
export function renderPing(report: PingReport, facts: PingFacts, face: Face): string {
  return report.of === 'embedded' ? renderEmbedded(report, facts, face) : renderService(report, facts, face);
}

/** Whether a plan can be made with this key for these files. */
export function isEnoughToPlan(report: PingReport): boolean {
  if (report.of === 'embedded') return true;
  return report.isBoundTeam === true && report.rights.every(({ seen, isNeeded }) => !isNeeded || seen === 'shown');
}

function renderEmbedded({ url, team, actingAs, superAdmin }: EmbeddedPing, facts: PingFacts, face: Face): string {
  const place = url === undefined ? 'in this process' : `served at ${url}`;
  const who = actingAs === undefined ? 'nobody' : (facts.personName?.(actingAs) ?? 'somebody');
  const text = sentenceFor(face);
  return finish(
    [
      styled('bold', text(`Embedded account, ${place} · team ${team.id} "${team.name}"`)),
      '',
      row('Acts as', text(`${who}${superAdmin ? ', the superadministrator' : ''}`)),
      row('Reads', 'everything'),
      row('Writes', 'everything'),
      '',
      'Enough to plan. No real service is behind it.',
    ],
    face,
  );
}

function renderService(report: ServicePing, facts: PingFacts, face: Face): string {
  const text = sentenceFor(face);
  const paragraph = (line: string) => wrap(text(line), { width: face.width, indent: 0 });
  const verdict = isEnoughToPlan(report) ? ['Enough to plan.'] : reasons(report, facts);
  return finish(
    [
      ...wrap(styled('bold', text(headOf(report, facts))), { width: face.width, indent: 0 }),
      '',
      ...rowsOf(report, facts).map(([label, value]) => row(label, text(value))),
      '',
      ...verdict.flatMap(paragraph),
    ],
    face,
  );
}

function headOf({ region, host, team, isBoundTeam }: ServicePing, facts: PingFacts): string {
  const service = `Ringover, ${region.toUpperCase()} (${host})`;
  const stated = facts.team === undefined ? '' : `${facts.team} in ringctl.yaml`;
  if (team === undefined) return `${service} · team ${stated === '' ? 'not shown' : `${stated}, not shown`}`;
  if (isBoundTeam === true) return `${service} · team ${team.id}, as in ringctl.yaml`;
  return `${service} · team ${team.id}${stated === '' ? '' : `, and ${stated}`}`;
}

const LABEL = 12;
const VALUE = 16;
const row = (label: string, value: string): string => `  ${pad(label, LABEL)}${value}`;

function rowsOf(report: ServicePing, facts: PingFacts): readonly (readonly [string, string])[] {
  const seen = (route: string) => seenText(report.rights.find((right) => right.route === route));
  const total = (list: 'users' | 'groups' | 'numbers') =>
    report.team === undefined ? '' : `${report.team.totals[list]} in the team`;
  const beside = (value: string, more: string) => (more === '' ? value : `${pad(value, VALUE)}${more}`);
  return [
    ['Key', keyText(report, facts)],
    ['Users', beside(seen('/users'), total('users'))],
    ['Profiles', seen('/profiles')],
    ['Groups', beside(seen('/groups'), 'members: written only with Monitoring on')],
    ['Numbers', beside(seen('/numbers'), `IVRs: ${seen('/ivrs')}`)],
    ['Monitoring', report.monitoring === undefined ? 'not known' : report.monitoring === 'on' ? 'on' : 'OFF'],
    [
      'Writing',
      facts.verified === undefined
        ? 'off until provider.verified states a day'
        : `allowed since ${facts.verified}; rights to write are known only when used`,
    ],
  ];
}

function keyText({ key, owner }: ServicePing, { personName }: PingFacts): string {
  if (key === undefined) return 'not known: no answer tells';
  if (key === 'refused') return 'refused';
  if (!owner) return 'accepted';
  return `accepted; the only user it shows is ${personName ? personName(owner.name || owner.email) : 'its owner'}`;
}

function seenText(right: RightSeen | undefined): string {
  if (right?.seen === 'shown') return 'read';
  if (right?.seen === 'refused') return 'refused';
  return right?.status === undefined ? 'no answer' : `answer ${right.status}`;
}

/** What stands in the way, the first that explains all others alone. */
function reasons(report: ServicePing, facts: PingFacts): readonly string[] {
  const { key, monitoring, team, rights } = report;
  if (key === undefined) {
    const said = rights.find(({ message }) => message !== undefined)?.message;
    return [
      `Not enough to plan: the service gave no answer that tells anything.${said === undefined ? '' : ` ${said}`}`,
    ];
  }
  if (key === 'refused')
    return [
      `Not enough to plan: the service refuses this key.`,
      'Create another one on the Developer page of the dashboard, as an administrator of this team.',
    ];
  if (monitoring === 'off') return monitoringReasons(report, facts);
  if (team && facts.team === undefined)
    return [
      `Not enough to plan: ringctl.yaml does not say which team it is for.`,
      `If it is team ${team.id}, "${team.name}", add to provider: team: "${team.id}".`,
    ];
  if (team && report.isBoundTeam === false)
    return [
      `Not enough to plan: the key is of team ${team.id}, "${team.name}", and the files are of team ${facts.team}.`,
    ];
  return rightReasons(rights.filter(({ seen, isNeeded }) => isNeeded && seen !== 'shown'));
}

function monitoringReasons({ rights }: ServicePing, { lastGood }: PingFacts): readonly string[] {
  const shown = rights.find(({ route }) => route === '/users')?.entries ?? 0;
  const others = lastGood === undefined ? 'everybody else' : `the other ${Math.max(0, lastGood - shown)}`;
  const before = lastGood === undefined ? '' : `, the last good read had ${lastGood}`;
  return [
    `Not enough to plan: with Monitoring off the service shows ${count(shown, 'person', 'people')}${before}. It would look as if ${others} had gone, so ringctl plans nothing.`,
    'Switch Monitoring on for this key on the Developer page of the dashboard, then run ringctl ping again.',
  ];
}

function rightReasons(lacking: readonly RightSeen[]): readonly string[] {
  const rights = [...new Set(lacking.flatMap(({ right }) => (right === undefined ? [] : [right])))];
  const routes = lacking.map(({ route }) => route).join(', ');
  const what = rights.length > 0 ? `the key may not read ${rights.join(' and ')}` : `${routes} could not be read`;
  return [
    `Not enough to plan: ${what}.`,
    rights.length > 0
      ? 'Give it this right on the Developer page of the dashboard, then run ringctl ping again.'
      : 'Try again in a while.',
  ];
}

/** Names and types of the fields of each route. */
export function renderShapes(shapes: readonly RouteShape[], face: Face): string {
  const name = nameFor(face);
  return finish(
    shapes.flatMap(({ route, status, fields }) => {
      const paths = Object.entries(fields);
      const widest = Math.min(40, Math.max(0, ...paths.map(([path]) => path.length)));
      return [
        styled('bold', `${route}  ${status ?? 'no answer'}`),
        ...paths.map(([path, types]) => `  ${pad(name(path === '' ? 'the body' : path), widest)}  ${types.join(', ')}`),
      ];
    }),
    face,
  );
}
