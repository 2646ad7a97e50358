import type { AccessAnswer, AnswerHead, AppPart, PartState, PermissionFact, PersonAnswer } from '../model/answers.js';
import { type Json, PAGES, type PermissionId, type Scope } from '../model/index.js';
import { peopleCount } from './access-voice.js';
import { tableLines } from './columns.js';
import { finish } from './face.js';
import { basisWords, type Labels, ofWords, scopeWords, spotWords } from './labels.js';
import { styled, wrap } from './layout.js';
import { shownValue } from './values.js';
import { capitalised, listed } from './words.js';

const LABEL = 13;

/** All that one person sees, does and reaches, part by part. */
export function renderPerson({ people, basis }: AccessAnswer, labels: Labels): string {
  const lines = people.flatMap((person, index) => [
    ...(index === 0 ? [] : ['']),
    ...personLines(person, basis, labels),
  ]);
  return finish(lines, labels.face);
}

function personLines(person: PersonAnswer, basis: AnswerHead['basis'], labels: Labels): string[] {
  const { face } = labels;
  const title = labels.personInFull(person.user);
  const head = [styled('bold', title), ...wrap(standingLine(person, basis, labels), { width: face.width, indent: 0 })];
  if (person.standing === 'archived') return [...head, '', ...row('Access', 'none: cannot sign in', labels)];
  return [
    ...head,
    '',
    ...appLines(person, labels),
    ...dashboardLines(person, labels),
    ...row('Listening', listening(person), labels),
    ...unknownLines(person, basis, labels),
  ];
}

function standingLine(person: PersonAnswer, basis: AnswerHead['basis'], labels: Labels): string {
  const { profile, groups, isExternal, isSuperAdmin, standing } = person;
  const link =
    profile === undefined
      ? 'profile not known'
      : profile === null
        ? 'own permissions'
        : `profile ${labels.profile(profile)}`;
  const group =
    groups === undefined
      ? 'groups not known'
      : groups.length === 0
        ? 'no group'
        : `${groups.length === 1 ? 'group' : 'groups'} ${groups.map(labels.group).join(', ')}`;
  const parts = [
    ...(standing === 'archived' ? ['archived, or not there yet'] : []),
    ...(isSuperAdmin ? ['superadministrator'] : []),
    ...(isExternal ? ['external'] : [link, group]),
    basisWords(basis),
  ];
  return parts.join(' · ');
}

/** A label at the side, and text that wraps beside it. */
function row(label: string, text: string, { face }: Labels): string[] {
  const [first = '', ...others] = wrap(text, { width: face.width, indent: LABEL });
  return [label.padEnd(LABEL) + first.slice(LABEL), ...others];
}

const STATES: readonly (readonly [PartState, string])[] = [
  ['shown', 'shown'],
  ['hidden', 'hidden'],
  ['clickable', 'clickable'],
  ['frozen', 'frozen'],
  ['unknown', 'not known'],
];

function appLines(person: PersonAnswer, labels: Labels): string[] {
  const { app, facts, isExternal } = person;
  if (isExternal) return row('Application', 'none: external, without licence and line', labels);
  const parts = labels.face.verbose ? partTable(app, labels) : partLines(app, labels);
  const factOf = (permission: PermissionId): Json => facts.find((one) => one.permission === permission)?.value ?? null;
  const lacking = [
    ...app.map(({ part, lacks }) => ({ what: part, lacks })),
    ...facts.map(({ permission, lacks }) => ({ what: permission, lacks })),
  ].filter(({ lacks }) => lacks.length > 0);
  const lacks = lacking.map(({ what, lacks: needs }) => `${what} (needs ${listed(needs)})`);
  return [
    styled('bold', 'Phone application'),
    ...parts,
    ...(lacks.length === 0 ? [] : row('  of no use', lacks.join(', '), labels)),
    ...texts('Settings', settings(factOf), labels),
    ...texts('Calls', calls(factOf), labels),
    ...texts('After a call', afterCall(factOf), labels),
    ...texts('Recordings', recordings(person, factOf, labels), labels),
    ...(labels.face.verbose ? factTable(facts, labels) : []),
  ];
}

/** Nothing is said of what nobody knows: it stands under Unknown. */
const texts = (label: string, parts: readonly string[], labels: Labels): string[] =>
  parts.length === 0 ? [] : row(label, parts.join('; '), labels);

function partLines(app: readonly AppPart[], labels: Labels): string[] {
  return STATES.flatMap(([state, word]) => {
    const parts = app.filter((part) => part.state === state).map(({ part }) => part);
    return parts.length === 0 ? [] : row(`  ${word}`, capitalised(parts.join(', ')), labels);
  });
}

/** Part by part, with the permission that decides and its line. */
function partTable(app: readonly AppPart[], labels: Labels): string[] {
  const rows = app.map(({ part, state, permission, decided }) => ({
    cells: [part, state === 'unknown' ? 'not known' : state, permission],
    place: spotWords(decided && labels.spotOf(decided), labels),
  }));
  return tableLines(rows, labels.face);
}

function factTable(facts: readonly PermissionFact[], labels: Labels): string[] {
  const rows = facts.map(({ permission, value, decided }) => ({
    cells: [permission, value === null ? 'not known' : shownValue(`permissions.${permission}`, value, labels.text)],
    place: spotWords(decided && labels.spotOf(decided), labels),
  }));
  return [styled('bold', 'Values'), ...tableLines(rows, labels.face)];
}

type FactOf = (permission: PermissionId) => Json;

/** The words for a switch that is on or off; none where it is not known. */
const said = (value: Json, on: string, off = ''): string[] =>
  value === null ? [] : [value === true ? on : off].filter((text) => text !== '');

const settings = (fact: FactOf): string[] =>
  said(fact('editSettings'), 'can change their own', 'cannot change their own');

function calls(fact: FactOf): string[] {
  const channels = fact('maxChannels');
  const [outOfPlan, special] = [fact('outOfPlanDestinations'), fact('frenchSpecialNumbers')];
  const kinds = (wanted: boolean) => [
    ...(outOfPlan === wanted ? ['out-of-plan'] : []),
    ...(special === wanted ? ['French special numbers'] : []),
  ];
  const [to, not] = [kinds(true), kinds(false)];
  const destinations = [
    ...(to.length > 0 ? [`also to ${listed(to)}`] : []),
    ...(not.length > 0 ? [`not to ${listed(not, 'or')}`] : []),
  ];
  return [
    ...(typeof channels === 'number' ? [`${channels} at a time`] : []),
    ...destinations,
    ...said(fact('sipAccount'), 'a SIP phone can be connected'),
    ...said(fact('autoAnswerMode'), 'answered automatically'),
    ...said(fact('onlyMyMissedCallsOnIvr'), 'of missed IVR calls only their own are seen'),
    ...said(fact('anonymisePhoneNumbers'), 'numbers are masked'),
  ];
}

function afterCall(fact: FactOf): string[] {
  const rest = fact('afterCallWorkDuration');
  return [
    ...(typeof rest === 'number' ? [rest === 0 ? 'no rest' : `${rest} s of rest`] : []),
    ...said(fact('tagsRequired'), 'a tag is required'),
    ...said(fact('noteRequired'), 'a note is required'),
  ];
}

const PLAYS: Readonly<Record<string, string>> = {
  none: 'plays none by permission',
  own: 'plays own',
  allIvr: 'plays those of all IVRs',
};

function recordings({ plays, canDownload }: PersonAnswer, fact: FactOf, labels: Labels): string[] {
  const value = fact('playRecordings');
  const volume = fact('callRecordingVolume');
  const share = typeof volume === 'number' ? `${volume} % of own calls are recorded` : 'own calls may be recorded';
  return [
    ...(typeof value === 'string' ? [PLAYS[value] ?? value] : []),
    ...(plays ? [`plays ${canDownload ? 'and downloads ' : ''}those ${ofWords(plays, labels)}, on the dashboard`] : []),
    ...said(fact('allowToRecord'), share, 'own calls are not recorded'),
    ...(fact('allowToRecord') === true
      ? said(fact('notifyWhenRecording'), 'callers are told', 'callers are not told')
      : []),
  ];
}

function dashboardLines(person: PersonAnswer, labels: Labels): string[] {
  const { dashboard, manages } = person;
  if (!dashboard) return row('Dashboard', 'not known', labels);
  const { level, scope, pages } = dashboard;
  if (level === 'admin')
    return marked(
      'Dashboard',
      `${person.isSuperAdmin ? 'superadministrator' : 'administrator'}: everything, without limit`,
      true,
      labels,
    );
  if (level === 'none') return row('Dashboard', 'none', labels);
  const read = pages.filter(({ access }) => access === 'read').map(({ page }) => labelOf(page));
  const write = pages.filter(({ access }) => access === 'write');
  const rights = (page: string): string =>
    page === 'users' && manages ? `: can give rights ${toWords(person, labels)}` : ', and so can give rights';
  const writes = write.map(
    ({ page, privileged }) => `${labelOf(page)}${privileged && page !== 'billing' ? rights(page) : ''}`,
  );
  return [
    ...row('Dashboard', level === 'billing' ? level : `${level}, ${scopeText(scope, labels)}`, labels),
    ...(read.length === 0 ? [] : row('  read', read.join(', '), labels)),
    ...(write.length === 0
      ? []
      : marked(
          'write',
          writes.join(write.some(({ privileged }) => privileged) ? '; ' : ', '),
          write.some(({ privileged }) => privileged),
          labels,
        )),
  ];
}

const scopeText = (scope: Scope, labels: Labels): string =>
  [
    ...(scope.groups === 'all' ? ['all groups'] : []),
    ...[scopeWords(scope, labels)].filter((words) => words !== ''),
    ...(scope.lines === 'all' ? ['all lines'] : []),
  ].join(', ');

const labelOf = (page: string): string => PAGES.find(({ id }) => id === page)?.label ?? page;

function toWords({ manages }: PersonAnswer, labels: Labels): string {
  if (manages?.kind !== 'people') return 'to everyone';
  return `${ofWords(manages, labels).replace(/^of/, 'to')}${manages.isOwnIncluded ? ', own account included' : ''}`;
}

function marked(label: string, text: string, isPrivileged: boolean, labels: Labels): string[] {
  if (!isPrivileged) return row(`  ${label}`, text, labels);
  const [first = '', ...others] = row(`! ${label}`, text, labels);
  return [styled('boldRed', '!') + first.slice(1), ...others];
}

function listening({ listensTo, heardBy, dashboard }: PersonAnswer): string {
  const none = dashboard ? 'to nobody (no Activity page)' : 'not known';
  const to = !listensTo
    ? none
    : listensTo.kind !== 'people'
      ? 'to everyone'
      : listensTo.count === 0
        ? 'to nobody yet'
        : `to ${peopleCount(listensTo.count)}`;
  const by = heardBy === 0 ? 'nobody can listen to this person' : `${peopleCount(heardBy)} can listen to this person`;
  return `${to}; ${by}`;
}

function unknownLines({ unknown }: PersonAnswer, basis: AnswerHead['basis'], labels: Labels): string[] {
  if (unknown.length === 0) return row('Unknown', 'nothing', labels);
  const why = basis.of === 'files' ? 'no file says it; --live asks the account' : 'unreadable';
  return row('Unknown', `${unknown.join(', ')} (${why})`, labels);
}
