import type { CapabilityAsked, Edit, Obstacle, Remedy, Way } from '../model/answers.js';
import { type AccountState, byText, knownValue, type PermissionId, type UserState } from '../model/index.js';
import type { Answer } from './answer.js';
import { can } from './can.js';
import type { CapabilityQuery } from './capability.js';
import { type Asking, editOptions } from './edit-options.js';
import { edited, type Follows, peopleOf } from './edits.js';
import { accessOf } from './effective.js';
import { crowdOf } from './reached.js';
import { dashboardCause, isAboutOthers, permissionCause, waysOf } from './ways.js';

export interface WhyNot {
  readonly answer: Answer;
  readonly ways: readonly Way[];
  readonly obstacles: readonly Obstacle[];
  readonly allowed: readonly CapabilityAsked[];
  /** Fewest people first. */
  readonly remedies: readonly Remedy[];
}

/** Why somebody cannot, and the smallest changes after which they could. Each was made to the state, and the question asked again. */
export function whyNot(
  state: AccountState,
  user: UserState,
  { query, follows }: { readonly query: CapabilityQuery; readonly follows: Follows },
): WhyNot {
  const answer = can(state, user.key, query);
  const held = { user, access: accessOf(state, user) };
  const ways = answer === 'no' ? [] : waysOf(crowdOf(state), held, { query, within: undefined, answer });
  if (answer === 'yes')
    return { answer, ways: ways.filter((way) => way.answer === 'yes'), obstacles: [], allowed: [], remedies: [] };
  const asking = { state, user, query, follows };
  const remedies = remediesFor(asking);
  return { answer, ways, obstacles: obstaclesOf(asking, remedies), allowed: allowedBesides(asking), remedies };
}

/** No remedy contains another: what is left out of it is needed. */
function remediesFor(asking: Asking): Remedy[] {
  const { state, user, query, follows } = asking;
  const found: Set<string>[] = [];
  const remedies: Remedy[] = [];
  for (const edits of combined(editOptions(asking))) {
    const names = edits.map(nameOfEdit);
    if (edits.length === 0 || found.some((smaller) => [...smaller].every((name) => names.includes(name)))) continue;
    if (can(edited(state, edits, follows), user.key, query) !== 'yes') continue;
    found.push(new Set(names));
    remedies.push({ edits, people: peopleOf(state, edits, follows) });
  }
  return remedies.sort(smallestFirst);
}

/** Of dashboards that open the same pages the first that will do is the narrowest. */
const nameOfEdit = ({ key, path, after, unlinks }: Edit): string =>
  JSON.stringify([key, path, isDashboard(after) ? [after.level, after.pages] : after, unlinks ?? false]);

/** One option of each kind, in every combination, the shortest first. */
function combined(kinds: readonly (readonly (readonly Edit[])[])[]): (readonly Edit[])[] {
  const all = kinds.reduce<(readonly Edit[])[]>(
    (before, options) => before.flatMap((edits) => options.map((option) => [...edits, ...option])),
    [[]],
  );
  return all.sort((one, other) => one.length - other.length);
}

const smallestFirst = (one: Remedy, other: Remedy): number =>
  one.people.length - other.people.length ||
  one.edits.length - other.edits.length ||
  byText(JSON.stringify(one.edits), JSON.stringify(other.edits));

/** The fields that the remedies change, as they are now. */
function obstaclesOf(asking: Asking, remedies: readonly Remedy[]): Obstacle[] {
  const found = new Map<string, Obstacle>();
  for (const { edits } of remedies)
    for (const edit of edits)
      for (const obstacle of obstacleOf(asking, edit))
        found.set(`${obstacle.cause.key}\n${obstacle.cause.path}`, obstacle);
  const { user } = asking;
  if (found.size === 0 && user.external)
    return [{ cause: { key: user.key, path: 'external' }, value: true, through: { kind: 'own' } }];
  return [...found.values()];
}

function obstacleOf({ state, user }: Asking, edit: Edit): Obstacle[] {
  const person =
    edit.unlinks || edit.key.startsWith('profile:') ? ownerOf(state, user, edit) : (state.users.get(edit.key) ?? user);
  if (edit.path.startsWith('permissions.')) {
    const id = edit.path.slice('permissions.'.length) as PermissionId;
    const [through, cause] = permissionCause(person, id);
    return [{ cause, value: accessOf(state, person).permissions[id] ?? null, through }];
  }
  if (edit.path !== 'dashboard')
    return [
      {
        cause: { key: edit.key, path: edit.path },
        value: isDashboard(edit.before) ? null : edit.before,
        through: { kind: 'own' },
      },
    ];
  return dashboardObstacles(state, person, edit);
}

/** Whose permission it is: of the person who is asked about, or of the one whom they would reach. */
function ownerOf(state: AccountState, user: UserState, edit: Edit): UserState {
  const other = state.users.get(edit.key);
  if (other) return other;
  const isOwn = knownValue(user.profile) === edit.key.slice('profile:'.length);
  return isOwn
    ? user
    : ([...state.users.values()].find((one) => knownValue(one.profile) === edit.key.slice('profile:'.length)) ?? user);
}

function dashboardObstacles(state: AccountState, user: UserState, { before, after }: Edit): Obstacle[] {
  if (!isDashboard(after)) return [];
  const held = { user, access: accessOf(state, user) };
  const obstacle = (path: string, value: Obstacle['value']): Obstacle => {
    const [through, cause] = dashboardCause(held, path);
    return { cause, value, through };
  };
  if (!isDashboard(before)) return [obstacle('level', null)];
  if (after.level === 'admin') return [obstacle('level', before.level)];
  const pages = Object.entries(after.pages).filter(([page, access]) => Reflect.get(before.pages, page) !== access);
  if (pages.length > 0)
    return pages.map(([page]) =>
      obstacle(`pages.${page}`, held.access.pages[page as keyof typeof after.pages] ?? 'none'),
    );
  return [obstacle('scope', JSON.parse(JSON.stringify(before.scope)))];
}

const isDashboard = (
  value: Edit['before'],
): value is Extract<Edit['before'], { readonly pages: unknown; readonly scope: unknown }> =>
  typeof value === 'object' && value !== null && 'pages' in value && 'scope' in value;

/** Less than what was asked, that they can do already. */
function allowedBesides({ state, user, query }: Asking): CapabilityAsked[] {
  const { name, argument } = query;
  const smaller: CapabilityQuery[] = [];
  if (name === 'recordings.download') smaller.push({ name: 'recordings.play', argument: argument ?? 'own' });
  if (name.startsWith('recordings.') && argument !== 'own') smaller.push({ name, argument: 'own' });
  if (argument !== undefined && argument !== 'own' && isAboutOthers(name) && name !== 'groups.member')
    smaller.push({ name, argument: undefined });
  if (name.startsWith('page.') && name.endsWith('.write'))
    smaller.push({ name: name.replace(/write$/, 'read'), argument });
  return smaller
    .filter((one) => can(state, user.key, one) === 'yes')
    .slice(0, 1)
    .map((one) => ({ capability: one.name, ...(one.argument !== undefined && { argument: one.argument }) }));
}
