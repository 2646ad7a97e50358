import {
  type AccountState,
  byText,
  knownValue,
  type ProfileState,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../../model/index.js';
import { type Draft, draft, groupsUsed, json, permissionDraft, stated } from '../draft.js';
import type { Renames } from '../renames.js';
import { deleteDrafts, groupDrafts, renameDraft } from '../steps.js';
import { startOf } from '../user-steps.js';
import { type Crowd, crowdOf } from './crowd.js';
import { type Handover, handoverOf, isSameTemplate, type Newcomer, type Template } from './handover.js';
import { walk } from './people.js';
import { type Held, isBetween, meetOf } from './permissions.js';
import type { Entry, Person } from './person.js';
import { onward, still, type Timeline } from './phases.js';
import { type Book, enter, RANK, turn, type Write } from './writes.js';

export interface Ends {
  readonly before: AccountState;
  readonly after: AccountState;
  readonly renames: Renames;
  /** Under the names of the account. */
  readonly live: AccountState;
  /** Whoever is created is only invited: what they are to have of their own is set afterwards. */
  readonly byInvitation?: boolean;
}

/** What does not depend on detours. */
export interface Ground {
  readonly isByHand: (draft: Draft) => boolean;
  /** Those who change, sorted. */
  readonly changed: readonly ResourceKey[];
  readonly crowd: Crowd;
}

/** All that is to be written, and what everybody and every profile goes through meanwhile. */
export interface Journeys extends Ends, Ground {
  readonly writes: readonly Write[];
  /** Those who change. */
  readonly people: ReadonlyMap<ResourceKey, Person>;
  readonly contents: ReadonlyMap<ResourceKey, Timeline<Held>>;
  /** Profiles that stay as they are, and to which nobody is going to be linked. */
  readonly calm: readonly ProfileState[];
}

/** `detours` names what goes to its end by way of what it has in common with its beginning, and why. */
export function journeysOf(ends: Ends, detours: ReadonlyMap<string, string>, ground: Ground): Journeys {
  const { before, after, renames, byInvitation = false } = ends;
  const book: Book = { writes: [], detours };
  for (const [key, previous] of sorted(renames)) enter(book, renameDraft(key, previous, ends));
  for (const one of [...groupDrafts(before, after), ...deleteDrafts(before, after)]) enter(book, one);
  const { contents, handovers } = profileJourneys(book, ends, ground.changed);
  const calm = sorted(after.profiles).flatMap(([key, profile]) =>
    before.profiles.get(key) === profile && !renames.has(key) && !handovers.has(key) ? [profile] : [],
  );
  const people = new Map<ResourceKey, Person>();
  const around = {
    book,
    byInvitation,
    isByHand: ground.isByHand,
    calm,
    profilesBefore: before.profiles,
    profilesAfter: after.profiles,
    isRenamed: (user: ResourceKey) => renames.has(user),
    linkAt: (profile: ResourceKey, user: ResourceKey) => entryOf(handovers.get(profile), user),
  };
  for (const key of ground.changed) {
    const person = walk(around, before.users.get(key), after.users.get(key));
    if (person) people.set(key, person);
  }
  for (const handing of handovers.values()) closeEntries(book, handing);
  return { ...ends, ...ground, writes: book.writes, people, contents, calm };
}

/** Numbers of steps decide between equals, so they may not depend on the order in which anything was read. */
const sorted = <T>(map: ReadonlyMap<ResourceKey, T>): readonly (readonly [ResourceKey, T])[] =>
  [...map].sort(([one], [other]) => byText(one, other));

/** In one pass over everybody. */
export function groundOf({ before, after }: Ends, isByHand: Ground['isByHand']): Ground {
  const changed: ResourceKey[] = [];
  const unmoved: UserState[] = [];
  for (const [key, want] of after.users)
    if (before.users.get(key) === want) unmoved.push(want);
    else changed.push(key);
  if (before.users.size > unmoved.length)
    for (const key of before.users.keys()) if (!after.users.has(key)) changed.push(key);
  return { isByHand, changed: changed.sort(byText), crowd: crowdOf(unmoved) };
}

interface ProfileJourneys {
  readonly contents: ReadonlyMap<ResourceKey, Timeline<Held>>;
  readonly handovers: ReadonlyMap<ResourceKey, Handing>;
}

function profileJourneys(book: Book, ends: Ends, changed: Ground['changed']): ProfileJourneys {
  const newcomers = newcomersOf(ends, changed, book.detours);
  const contents = new Map<ResourceKey, Timeline<Held>>();
  const handovers = new Map<ResourceKey, Handing>();
  for (const [key, want] of sorted(ends.after.profiles)) {
    const have = ends.before.profiles.get(key);
    const coming = newcomers.get(key) ?? [];
    if (have !== want && have) contents.set(key, editContent(book, have, want));
    if (have !== want || coming.length > 0) handovers.set(key, handOver(book, { have, want, coming }));
  }
  return { contents, handovers };
}

/** By profile, who is going to be linked to it. */
function newcomersOf(
  { before, after }: Ends,
  changed: Ground['changed'],
  detours: ReadonlyMap<string, string>,
): Map<ResourceKey, Newcomer[]> {
  const found = new Map<ResourceKey, Newcomer[]>();
  for (const key of changed) {
    const [have, want] = [before.users.get(key), after.users.get(key)];
    const profile = want && knownValue(want.profile);
    if (want?.status !== 'active' || typeof profile !== 'string') continue;
    const start = startOf(have, want);
    if (knownValue(start.profile) === profile) continue;
    const one = {
      key,
      before: start,
      after: want,
      isBare: detours.has(`template:${key}`),
    };
    const list = found.get(profileKey(profile));
    if (list) list.push(one);
    else found.set(profileKey(profile), [one]);
  }
  return found;
}

function editContent(book: Book, have: ProfileState, want: ProfileState): Timeline<Held> {
  const { key } = want;
  const held = (set: ProfileState['permissions']): Held => ({ owner: key, set });
  const meet = meetOf(have.permissions, want.permissions);
  const detour = `permissions:${key}`;
  const isPossible = isBetween(meet, have.permissions, want.permissions);
  const start = still(held(have.permissions));
  const why = book.detours.get(detour);
  if (why === undefined || !isPossible) {
    const edit = permissionDraft(key, have.permissions, want.permissions);
    return edit
      ? onward(start, turn(enter(book, edit), isPossible ? detour : undefined), held(want.permissions))
      : start;
  }
  const first = permissionDraft(key, have.permissions, meet);
  const second = permissionDraft(key, meet, want.permissions);
  if (!first || !second) return start;
  const step = enter(book, first, { why });
  const last = enter(book, second, { after: [step], rank: RANK.back });
  return onward(onward(start, turn(step), held(meet)), turn(last), held(want.permissions));
}

/** A profile that hands over, the steps that begin each of its templates, and who was linked at which. */
interface Handing {
  readonly handover: Handover;
  readonly begins: readonly (number | undefined)[];
  readonly entered: Map<number, number[]>;
}

interface Coming {
  readonly have: ProfileState | undefined;
  readonly want: ProfileState;
  readonly coming: readonly Newcomer[];
}

function handOver(book: Book, { have, want, coming }: Coming): Handing {
  const handover = handoverOf(have, want, coming);
  const { templates, whys } = handover;
  const restored = have && isSameTemplate(have, want) ? whys.get(templates.length - 2) : undefined;
  const begins: (number | undefined)[] = [];
  let last: number | undefined = have ? undefined : enter(book, createDraft(want, templates[0]));
  begins.push(last);
  for (const [index, template] of templates.entries()) {
    if (index === 0) continue;
    const change = templateDraft(want.key, templates[index - 1] ?? template, template);
    const facts = { after: [last], why: whys.get(index) ?? (index === templates.length - 1 ? restored : undefined) };
    if (change) last = enter(book, change, facts);
    begins.push(last);
  }
  return { handover, begins, entered: new Map() };
}

function createDraft({ key, name, permissions }: ProfileState, template: Template): Draft {
  const { dashboard, groups } = template;
  const input = {
    name,
    permissions: json(permissions),
    dashboard: json(knownValue(dashboard) ?? null),
    groups: knownValue(groups) ?? [],
  };
  return draft('createProfile', key, { input }, { reads: groupsUsed(template) });
}

function templateDraft(key: ResourceKey, have: Template, want: Template): Draft | undefined {
  const fields = (['dashboard', 'groups'] as const).filter(
    (field) => want[field].known && !isSameTemplate({ ...want, [field]: have[field] }, want),
  );
  if (fields.length === 0) return undefined;
  const input = Object.fromEntries(fields.map((field) => [field, json(knownValue<unknown>(want[field]))]));
  const precondition = stated(Object.fromEntries(fields.map((field) => [field, have[field]])));
  return draft(
    'setProfileTemplate',
    key,
    { input, precondition },
    { reads: groupsUsed(want), frees: groupsUsed(have) },
  );
}

function entryOf(handing: Handing | undefined, user: ResourceKey): Entry | undefined {
  if (!handing) return undefined;
  const { handover, begins, entered } = handing;
  const index = handover.at.get(user) ?? handover.templates.length - 1;
  const list = entered.get(index) ?? [];
  entered.set(index, list);
  return {
    template: handover.templates[index] ?? handover.templates[0],
    begin: begins[index],
    entered: (step) => void list.push(step),
  };
}

/** A template is left only when everybody is linked who is to be linked at it. */
function closeEntries(book: Book, { begins, entered }: Handing): void {
  for (const [index, steps] of entered) {
    const end = begins.slice(index + 1).find((begin) => begin !== undefined && begin !== begins[index]);
    if (end !== undefined) book.writes[end]?.after.push(...steps);
  }
}
