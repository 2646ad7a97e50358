/**
 * Access worked out a second time, from the rules and without any code of src/access: everything that somebody may do is written down, fact by
 * fact, over all names that occur. A question is a look-up. Slow, and easy to compare with the rules.
 */
import {
  type AccountState,
  CATALOGUE,
  type CatalogueEntry,
  type Dashboard,
  PAGES,
  type PermissionId,
  type PermissionValue,
  type ResourceKey,
  type Scope,
  type UserState,
} from '../../src/model/index.js';

export type Answer = 'yes' | 'no' | 'unknown';

/** What is not listed is "no". */
export type Facts = ReadonlyMap<string, Answer>;

/** Every name that a fact can be about. The last group and the last IVR stand for those that nobody has made yet. */
export interface Universe {
  readonly people: readonly ResourceKey[];
  readonly groups: readonly string[];
  readonly ivrs: readonly string[];
}

export const LATER = 'made later';
export const AMOUNTS = [1, 2, 3, 5, 30, 60];
export const CALLER_IDS = ['assignedIvr', 'allIvr', '+33199000001', '+33199000002'];
const LINES = ['direct', 'ivr'] as const;

export function universeOf(...states: readonly AccountState[]): Universe {
  const users = states.flatMap((state) => [...state.users.values()]);
  const scopes = users.flatMap(({ dashboard }) => (dashboard.known ? [dashboard.value.scope] : []));
  const listed = (names: 'all' | readonly string[]) => (names === 'all' ? [] : names);
  const groups = [
    ...states.flatMap((state) => [...state.groups.values()].map((group) => group.name)),
    ...users.flatMap((user) => (user.groups.known ? user.groups.value : [])),
    ...scopes.flatMap((scope) => listed(scope.groups)),
  ];
  const ivrs = scopes.flatMap((scope) => listed(scope.ivrs));
  return {
    people: [...new Set(users.map((user) => user.key))],
    groups: [...new Set([...groups, LATER])],
    ivrs: [...new Set([...ivrs, LATER])],
  };
}

const known = new WeakMap<AccountState, Map<string, Facts>>();

export function holds(state: AccountState, person: ResourceKey, capability: string): Answer {
  const universe = universeOf(state);
  const facts = known.get(state) ?? new Map<string, Facts>();
  known.set(state, facts);
  const held = facts.get(person) ?? answersOf(state, person, universe);
  facts.set(person, held);
  return held.get(spelled(capability, state, universe)) ?? 'no';
}

function answersOf(state: AccountState, person: ResourceKey, universe: Universe): Facts {
  const facts = new Map(grants(state, person, universe));
  const user = state.users.get(person);
  if (user?.status !== 'active') return facts;
  for (const other of universe.people) ofPagesOver(viewOf(user, universe), state.users.get(other), facts);
  return facts;
}

/** The one spelling of a capability among the facts: kinds before names, and one name for all that do not occur. */
function spelled(capability: string, state: AccountState, universe: Universe): string {
  const [name = '', rest] = capability.split('(', 2);
  const argument = rest?.slice(0, -1);
  if (argument === undefined || name.startsWith('app.')) return capability;
  if (name.startsWith('recordings.') && (argument === 'own' || argument === 'ivr')) return capability;
  if (argument.startsWith('user:')) return capability;
  const [kind, bare] = /^(group|ivr):/.test(argument) ? argument.split(':', 2) : [undefined, argument];
  const isGroup = kind ? kind === 'group' : [...state.groups.values()].some((group) => group.name === bare);
  const isOfGroup = isGroup || name === 'groups.member';
  const names = isOfGroup ? universe.groups : universe.ivrs;
  return `${name}(${isOfGroup ? 'group' : 'ivr'}:${names.includes(bare ?? '') ? bare : LATER})`;
}

/** Everything that `person` may do, or may for all that is known. */
export function grants(state: AccountState, person: ResourceKey, universe: Universe): Facts {
  const user = state.users.get(person);
  const facts = new Map<string, Answer>();
  if (user?.status !== 'active') return facts;
  facts.set('account.signIn', 'yes');
  memberships(user, universe, facts);
  for (const entry of CATALOGUE)
    if (entry.kind !== 'action') ofPermission(entry, permission(state, user, entry), facts);
  const view = viewOf(user, universe);
  ofDashboard(view, state, { universe, facts });
  for (const other of universe.people) ofOther(view, user, { state, other: state.users.get(other), facts });
  ofRecordings(state, user, { universe, facts });
  return facts;
}

interface Known {
  readonly universe: Universe;
  readonly facts: Map<string, Answer>;
}

function add(facts: Map<string, Answer>, fact: string, answer: Answer): void {
  if (answer === 'no' || facts.get(fact) === 'yes') return;
  facts.set(fact, answer);
}

function and(...answers: readonly Answer[]): Answer {
  for (const answer of answers) if (answer === 'no') return 'no';
  for (const answer of answers) if (answer === 'unknown') return 'unknown';
  return 'yes';
}

const toAnswer = (value: boolean | undefined): Answer => (value === undefined ? 'unknown' : value ? 'yes' : 'no');

/** Somebody external has no line, so no calls to take. */
function memberships({ groups, external }: UserState, universe: Universe, facts: Map<string, Answer>): void {
  if (external) return;
  for (const group of universe.groups) {
    const isIn = toAnswer(groups.known ? groups.value.includes(group) : undefined);
    add(facts, `groups.member(group:${group})`, isIn);
    add(facts, 'groups.member', isIn);
  }
}

/** Of somebody external the least there is; of somebody linked the profile's, whatever their own say. */
export function permission(state: AccountState, user: UserState, entry: CatalogueEntry): PermissionValue | undefined {
  const id = entry.id as PermissionId;
  if (user.external)
    return entry.kind === 'callerIds' ? [] : entry.kind === 'choice' ? 'none' : entry.grants === 'less';
  if (!user.profile.known) return undefined;
  const name = user.profile.value;
  if (name === null) return user.permissions[id];
  return [...state.profiles.values()].find((profile) => profile.name === name)?.permissions[id];
}

function ofPermission(entry: CatalogueEntry, value: PermissionValue | undefined, facts: Map<string, Answer>): void {
  const special = ['playRecordings', 'showDownloadButton', 'outOfPlanDestinations', 'frenchSpecialNumbers'];
  if (special.includes(entry.id)) {
    if (entry.id === 'outOfPlanDestinations') add(facts, 'calls.destination.outOfPlan', toAnswer(asTrue(value)));
    if (entry.id === 'frenchSpecialNumbers') add(facts, 'calls.destination.frenchSpecial', toAnswer(asTrue(value)));
    return;
  }
  const name = `app.${entry.id}`;
  if (entry.grants === 'neutral') return;
  if (entry.kind === 'switch') {
    const isFree = value === undefined ? undefined : entry.grants === 'less' ? value === false : value === true;
    add(facts, name, toAnswer(isFree));
  } else if (entry.kind === 'callerIds') {
    const listed = Array.isArray(value) ? value : [];
    const isIn = (item: string) => listed.includes(item) || (item === 'assignedIvr' && listed.includes('allIvr'));
    for (const item of CALLER_IDS)
      add(facts, `${name}(${item})`, toAnswer(value === undefined ? undefined : isIn(item)));
    add(facts, name, toAnswer(value === undefined ? undefined : listed.length > 0));
  } else {
    const amount = Number(value ?? 0);
    for (const least of AMOUNTS)
      add(facts, `${name}(${least})`, toAnswer(value === undefined ? undefined : amount >= least));
    add(facts, name, toAnswer(value === undefined ? undefined : amount > 0));
  }
}

const asTrue = (value: PermissionValue | undefined): boolean | undefined =>
  value === undefined ? undefined : value === true;

/** A dashboard with everything written out. What nobody has read may be everything. */
interface View {
  readonly sure: Answer;
  readonly isAdmin: boolean;
  readonly pages: Dashboard['pages'];
  readonly scope: Scope;
  /** `group:Sales@direct`, `ivr:Paris desk`, and `everybody@direct` where the scope names no groups. */
  readonly calls: ReadonlySet<string>;
  /** Without what narrows calls only. */
  readonly people: ReadonlySet<string>;
}

function viewOf({ dashboard, superAdmin }: UserState, universe: Universe): View {
  const everywhere: Scope = { groups: 'all', ivrs: 'all', lines: 'all' };
  const isUnknown = !superAdmin && !dashboard.known;
  const isAdmin = superAdmin || !dashboard.known || dashboard.value.level === 'admin';
  const every = Object.fromEntries(PAGES.map(({ id }) => [id, 'write']));
  const stated =
    dashboard.known && dashboard.value.level !== 'none' ? dashboard.value : { pages: {}, scope: everywhere };
  const { pages, scope } = isAdmin ? { pages: every, scope: everywhere } : stated;
  const calls = cells(scope, universe);
  const people = cells({ ...everywhere, groups: scope.groups }, universe);
  return { sure: isUnknown ? 'unknown' : 'yes', isAdmin, pages, scope, calls, people };
}

function cells({ groups, ivrs, lines }: Scope, universe: Universe): ReadonlySet<string> {
  const found = new Set<string>();
  const visibleIvrs = universe.ivrs.filter((ivr) => lines !== 'direct' && (ivrs === 'all' || ivrs.includes(ivr)));
  for (const ivr of visibleIvrs) found.add(`ivr:${ivr}`);
  const isVisible = { direct: lines !== 'ivr', ivr: visibleIvrs.length > 0 };
  for (const line of LINES) {
    if (!isVisible[line]) continue;
    for (const group of universe.groups)
      if (groups === 'all' || groups.includes(group)) found.add(`group:${group}@${line}`);
    if (groups === 'all') found.add(`everybody@${line}`);
  }
  return found;
}

/** Cells, and each without its line, which is what a question names. */
function subjectsIn(cellsInSight: ReadonlySet<string>): readonly string[] {
  const listed = [...cellsInSight].filter((cell) => !cell.startsWith('everybody'));
  return [...listed, ...listed.filter((cell) => cell.includes('@')).map((cell) => cell.replace(/@.*/, ''))];
}

function everything(state: AccountState, { groups, ivrs, people }: Universe): readonly string[] {
  const active = people.filter((key) => isActive(state.users.get(key)));
  return [...groups.map((group) => `group:${group}`), ...ivrs.map((ivr) => `ivr:${ivr}`), ...active];
}

function ofDashboard(view: View, state: AccountState, { universe, facts }: Known): void {
  const { sure, isAdmin, pages } = view;
  if (isAdmin) for (const fact of ['level.admin', 'licences.order']) add(facts, fact, sure);
  const [calls, people] = [subjectsIn(view.calls), subjectsIn(view.people)];
  const write = (fact: string, subjects: readonly string[]) => {
    add(facts, fact, sure);
    for (const subject of subjects) add(facts, `${fact}(${subject})`, sure);
  };
  for (const { id } of PAGES) {
    if (!pages[id]) continue;
    const narrowed = id === 'users' ? people : calls;
    const subjects = id === 'billing' ? everything(state, universe) : narrowed;
    write(`page.${id}.read`, subjects);
    if (pages[id] === 'write') write(`page.${id}.write`, subjects);
  }
  const groups = people.filter((subject) => subject.startsWith('group:') && !subject.includes('@'));
  const reached = calls.filter((subject) => !subject.includes('@'));
  if (pages.billing) add(facts, 'billing.see', sure);
  if (pages.users === 'write') write('users.manage', groups);
  if (pages.activity && view.calls.size > 0) write('calls.listen', reached);
  if (pages.logs && view.calls.size > 0) write('recordings.play', reached);
  for (const access of [pages.users, pages.developer, pages.integrations])
    if (access === 'write') add(facts, 'rights.grant', sure);
}

const isActive = (user: UserState | undefined): boolean => user?.status === 'active';

/** What a person may do to another, on each line. Nobody listens to themselves; own recordings go by the permission. */
function ofOther(
  view: View,
  user: UserState,
  { state, other, facts }: { state: AccountState; other: UserState | undefined; facts: Map<string, Answer> },
): void {
  if (other?.status !== 'active') return;
  for (const line of LINES) {
    const write = (fact: string, answer: Answer) => {
      add(facts, `${fact}(${other.key})`, and(view.sure, answer));
      add(facts, `${fact}(${other.key})@${line}`, and(view.sure, answer));
    };
    if (view.pages.users === 'write') write('users.manage', isIn(view.people, other, line));
    if (other.external || other.key === user.key) continue;
    const entry = CATALOGUE.find(({ id }) => id === 'canBeListenedTo');
    const canBeHeard = toAnswer(entry && asTrue(permission(state, other, entry)));
    if (view.pages.activity) write('calls.listen', and(canBeHeard, isIn(view.calls, other, line)));
    if (view.pages.logs) write('recordings.play', isIn(view.calls, other, line));
  }
}

/** On whose data a person opens a page. Said in answers only: a plan says it on the row of the other person. */
function ofPagesOver(view: View, other: UserState | undefined, facts: Map<string, Answer>): void {
  if (other?.status !== 'active') return;
  for (const line of LINES)
    for (const { id } of PAGES) {
      const seen = id === 'billing' ? 'yes' : isIn(id === 'users' ? view.people : view.calls, other, line);
      if (view.pages[id]) add(facts, `page.${id}.read(${other.key})`, and(view.sure, seen));
      if (view.pages[id] === 'write') add(facts, `page.${id}.write(${other.key})`, and(view.sure, seen));
    }
}

function isIn(scope: ReadonlySet<string>, { groups, external }: UserState, line: string): Answer {
  if (scope.has(`everybody@${line}`)) return 'yes';
  if (external) return 'no';
  if (!groups.known) return toAnswer([...scope].some((cell) => cell.endsWith(`@${line}`)) ? undefined : false);
  return toAnswer(groups.value.some((group) => scope.has(`group:${group}@${line}`)));
}

/** The permission gives own recordings, and with its highest value those of all IVRs. Whatever is played is downloaded by one switch. */
function ofRecordings(state: AccountState, user: UserState, { universe, facts }: Known): void {
  const value = (id: string) => {
    const entry = CATALOGUE.find((candidate) => candidate.id === id);
    return entry && permission(state, user, entry);
  };
  const play = value('playRecordings');
  const own = toAnswer(play === undefined ? undefined : play === 'own' || play === 'allIvr');
  for (const fact of ['recordings.play', 'recordings.play(own)', `recordings.play(${user.key})`]) add(facts, fact, own);
  const ofIvrs = toAnswer(play === undefined ? undefined : play === 'allIvr');
  const byPage = facts.get(`recordings.play(ivr:${LATER})`) ?? 'no';
  for (const ivr of universe.ivrs) {
    add(facts, `recordings.play(ivr:${ivr})@page`, facts.get(`recordings.play(ivr:${ivr})`) ?? 'no');
    add(facts, `recordings.play(ivr:${ivr})`, ofIvrs);
  }
  add(facts, 'recordings.play(ivr)', ofIvrs);
  add(facts, 'recordings.play(own)@app', own);
  add(facts, 'recordings.play(ivr)@app', ofIvrs);
  add(facts, 'recordings.play(ivr)', byPage);
  const download = toAnswer(asTrue(value('showDownloadButton')));
  for (const [fact, answer] of [...facts]) {
    if (fact.startsWith('recordings.play')) add(facts, fact.replace('play', 'download'), and(download, answer));
  }
  const rights = ['developer', 'integrations'].map((page) => facts.get(`page.${page}.write`) ?? 'no');
  for (const subject of [
    ...universe.groups.map((group) => `group:${group}`),
    ...universe.people.filter((key) => isActive(state.users.get(key))),
  ]) {
    for (const answer of [...rights, facts.get(`users.manage(${subject})`) ?? 'no'])
      add(facts, `rights.grant(${subject})`, answer);
  }
}
