import {
  type Dashboard,
  isSame,
  type Known,
  knownValue,
  profileKey,
  type ResourceKey,
  read,
  type UserState,
} from '../../model/index.js';
import { type Draft, dashboardDraft, differs, permissionDraft } from '../draft.js';
import { linkDraft, unlinkDraft } from '../user-steps.js';
import { isSameDashboard, least, meetOfDashboards } from './dashboards.js';
import { parkingFor } from './detours.js';
import type { Template } from './handover.js';
import { isBetween, meetOf } from './permissions.js';
import { type Holder, holderOf, isAdministrator, type Person, type Surroundings } from './person.js';
import { lastOf, onward, still, type Timeline } from './phases.js';
import { enter, enterMember, RANK, turn } from './writes.js';

/** Somebody who is there at both ends of their way, or as soon as they are created. */
export interface Way {
  readonly start: UserState;
  readonly want: UserState;
  readonly create: number | undefined;
  /** As they were before they were parked. */
  readonly origin?: UserState;
}

type Slots = Pick<Person, 'holder' | 'dashboard' | 'groups'>;

/** Enters what writes link and permissions, dashboard and memberships. */
export function walkSlots(around: Surroundings, way: Way): Slots {
  const { start, want } = way;
  const profile = knownValue(want.profile);
  if (typeof profile === 'string' && differs(start.profile, want.profile))
    return parkedSlots(around, way, profileKey(profile)) ?? linkSlots(around, way, profileKey(profile));
  return {
    holder: ownHolder(around, way),
    dashboard: want.superAdmin ? still(read({ ...least(start.dashboard), level: 'admin' })) : ownDashboard(around, way),
    groups: groupSlots(around, way, undefined),
  };
}

/** Own permissions afterwards, or no change. */
function ownHolder(around: Surroundings, { start, want }: Way): Timeline<Holder> {
  const { book, profilesBefore } = around;
  const { key } = want;
  const isUnlinked = want.profile.known && differs(start.profile, want.profile);
  const first = still(holderOf(start));
  if (!isUnlinked && knownValue(want.profile) !== null) return first;
  const linkedTo = knownValue(start.profile);
  const had =
    typeof linkedTo === 'string' ? (profilesBefore.get(profileKey(linkedTo))?.permissions ?? {}) : start.permissions;
  const to = (set: UserState['permissions']): Draft | undefined =>
    isUnlinked ? unlinkDraft(start, set) : permissionDraft(key, start.permissions, set);
  const last: Holder = { own: { owner: key, set: want.permissions } };
  const meet = meetOf(had, want.permissions);
  const isPossible = isBetween(meet, had, want.permissions);
  const detour = `permissions:${key}`;
  const why = isPossible ? book.detours.get(detour) : undefined;
  const lower = why === undefined ? undefined : to(meet);
  const raise = lower && permissionDraft(key, meet, want.permissions);
  if (lower && raise) {
    const step = enter(book, lower, { why });
    const half = onward(first, turn(step), { own: { owner: key, set: meet } });
    return onward(half, turn(enter(book, raise, { after: [step], rank: RANK.back })), last);
  }
  const only = to(want.permissions);
  return only ? onward(first, turn(enter(book, only), isPossible ? detour : undefined), last) : first;
}

function ownDashboard({ book }: Surroundings, { start, want }: Way): Timeline<Known<Dashboard>> {
  const dashboard = knownValue(want.dashboard);
  if (!dashboard || !differs(start.dashboard, want.dashboard)) return still(start.dashboard);
  const detour = `dashboard:${want.key}`;
  const meet = meetOfDashboards(least(start.dashboard), dashboard);
  const isPossible = isDetour(meet, start.dashboard, want.dashboard);
  const why = isPossible ? book.detours.get(detour) : undefined;
  const changes = { book, user: want };
  const lowered =
    why === undefined
      ? still(start.dashboard)
      : dashboardStep(changes, still(start.dashboard), { to: read(meet), why });
  return dashboardStep(changes, lowered, {
    to: want.dashboard,
    ...(why === undefined && isPossible ? { detour } : {}),
    ...(why !== undefined && { rank: RANK.back }),
  });
}

const isDetour = (meet: Dashboard, before: Known<Dashboard>, after: Known<Dashboard>): boolean =>
  [before, after].every((end) => !end.known || !isSameDashboard(end.value, meet)) && isAdminAlike(before, after);

/** By way of a meet nobody becomes or ceases to be an administrator any sooner. */
const isAdminAlike = (before: Known<Dashboard>, after: Known<Dashboard>): boolean =>
  (knownValue(before)?.level === 'admin') === (knownValue(after)?.level === 'admin');

interface DashboardStep {
  readonly to: Known<Dashboard>;
  readonly why?: string | undefined;
  readonly detour?: string;
  readonly rank?: number;
  readonly after?: readonly (number | undefined)[];
}

/** One more setDashboard. */
function dashboardStep(
  { book, user }: { readonly book: Surroundings['book']; readonly user: UserState },
  so: Timeline<Known<Dashboard>>,
  { to, why, detour, rank, after = [] }: DashboardStep,
): Timeline<Known<Dashboard>> {
  const from = lastOf(so);
  const one = dashboardDraft(user.key, from, to);
  if (!one) return so;
  const last = so.turns[so.turns.length - 1]?.step;
  const facts = { admins: adminsBy(user, from, to), why, after: [last, ...after], ...(rank !== undefined && { rank }) };
  return onward(so, turn(enter(book, one, facts), detour), to);
}

function adminsBy(user: UserState, from: Known<Dashboard>, to: Known<Dashboard>): -1 | 0 | 1 {
  const [was, is] = [isAdministrator(user, from), isAdministrator(user, to)];
  return was === is ? 0 : is ? 1 : -1;
}

/** By way of a profile that gives less, where only requests that link are at hand. */
function parkedSlots(around: Surroundings, way: Way, profile: ResourceKey): Slots | undefined {
  const { book, isByHand, profilesBefore, profilesAfter, calm } = around;
  const { start, want, create } = way;
  const why = book.detours.get(`permissions:${want.key}`);
  if (why === undefined || !isByHand(unlinkDraft(start, {}))) return undefined;
  const profiles = { before: { profiles: profilesBefore }, after: { profiles: profilesAfter }, calm };
  const parking = parkingFor(profiles, start, want);
  if (!parking) return undefined;
  const { name, dashboard, groups } = parking;
  const parked: UserState = { ...start, profile: read(name), permissions: {}, dashboard, groups };
  const park = enter(book, linkDraft(start, parked), {
    why,
    after: [create],
    admins: adminsBy(want, start.dashboard, dashboard),
    isBack: isAdministrator(want, want.dashboard),
  });
  const rest = linkSlots(around, { start: parked, want, create: park, origin: start }, profile);
  const first = <T>(value: T, { values, turns }: Timeline<T>): Timeline<T> => ({
    values: [value, ...values],
    turns: [turn(park), ...turns],
  });
  const had = knownValue(start.groups) ?? [];
  const names = new Set([...had, ...rest.groups.keys()]);
  return {
    holder: first(holderOf(start), rest.holder),
    dashboard: first(start.dashboard, rest.dashboard),
    groups: new Map(
      [...names].map((group) => [group, first(had.includes(group), rest.groups.get(group) ?? still(false))]),
    ),
  };
}

/** A link replaces permissions, dashboard and memberships in one step; what the person is to have instead is put back afterwards. */
function linkSlots(around: Surroundings, way: Way, profile: ResourceKey): Slots {
  const { book } = around;
  const { start, want, create, origin = start } = way;
  const entry = around.linkAt(profile, want.key);
  const template: Template = entry?.template ?? start;
  const lowered = lowerHolder(around, way, profile);
  const dashboard = lowerDashboard(around, way);
  const early = leaveEarly(around, way, template);
  const firsts = [...lowered.turns, ...dashboard.turns, ...[...early.values()].flatMap((so) => so.turns)].map(
    ({ step }) => step,
  );
  const from = lastOf(dashboard);
  const given =
    from.known && template.dashboard.known && isSame(from.value, template.dashboard.value) ? from : template.dashboard;
  const isLowered = lowered.turns.length > 0;
  const link = enter(book, linkDraft(isLowered ? { ...start, profile: read(null) } : start, want), {
    after: [entry?.begin, create, ...firsts],
    admins: adminsBy(want, from, given),
    isBack: isAdministrator(want, want.dashboard),
  });
  entry?.entered(link);
  const isWider = !isSameDashboard(
    least(start.dashboard),
    meetOfDashboards(least(start.dashboard), least(want.dashboard)),
  );
  const detour = isWider ? detourOf(around, 'dashboard', want) : undefined;
  const handed = from === given ? dashboard : onward(dashboard, turn(link, detour), given);
  const back = {
    to: want.dashboard,
    rank: least(origin.dashboard).level === 'none' ? RANK.grant : RANK.back,
    after: [link],
    ...withDetour(detourOf(around, 'template', want)),
  };
  return {
    holder: onward(lowered, turn(link, isLowered ? undefined : detourOf(around, 'permissions', want)), { profile }),
    dashboard: dashboardStep({ book, user: want }, handed, back),
    groups: groupSlots(around, way, { link, template, early }),
  };
}

const withDetour = (detour: string | undefined) => (detour === undefined ? {} : { detour });

/** Own permissions that both profiles give, for as long as it takes. */
function lowerHolder(around: Surroundings, { start, want, origin }: Way, profile: ResourceKey): Timeline<Holder> {
  const { book, profilesBefore, profilesAfter } = around;
  const first = still(holderOf(start));
  const why = book.detours.get(`permissions:${want.key}`);
  if (why === undefined || origin || !start.profile.known) return first;
  const linkedTo = start.profile.value;
  const had = linkedTo === null ? start.permissions : (profilesBefore.get(profileKey(linkedTo))?.permissions ?? {});
  const meet = meetOf(had, profilesAfter.get(profile)?.permissions ?? {});
  const lower = linkedTo === null ? permissionDraft(want.key, start.permissions, meet) : unlinkDraft(start, meet);
  return lower ? onward(first, turn(enter(book, lower, { why })), { own: { owner: want.key, set: meet } }) : first;
}

function lowerDashboard({ book }: Surroundings, { start, want, create }: Way): Timeline<Known<Dashboard>> {
  const first = still(start.dashboard);
  const why = book.detours.get(`dashboard:${want.key}`);
  const meet = meetOfDashboards(least(start.dashboard), least(want.dashboard));
  if (why === undefined || isSameDashboard(least(start.dashboard), meet)) return first;
  return dashboardStep({ book, user: want }, first, { to: read(meet), why, after: [create] });
}

/** Leaves the groups before the link that the link would take away for good. */
function leaveEarly(
  { book }: Surroundings,
  { start, want, create }: Way,
  template: Template,
): ReadonlyMap<string, Timeline<boolean>> {
  const why = book.detours.get(`groups:${want.key}`);
  if (why === undefined) return new Map();
  const stays = [...(knownValue(template.groups) ?? []), ...(knownValue(want.groups) ?? [])];
  const left = (knownValue(start.groups) ?? []).filter((group) => !stays.includes(group));
  return new Map(
    left.map((group) => {
      const step = enterMember(book, { group, email: want.email, isIn: false }, { why, after: [create] });
      return [group, onward(still(true), turn(step), false)];
    }),
  );
}

interface Linking {
  readonly link: number;
  readonly template: Template;
  readonly early: ReadonlyMap<string, Timeline<boolean>>;
}

function groupSlots(around: Surroundings, way: Way, linking: Linking | undefined): Slots['groups'] {
  const { book } = around;
  const { start, want, create, origin = start } = way;
  const was = knownValue(origin.groups) ?? [];
  const had = knownValue(start.groups) ?? [];
  const given = linking && knownValue(linking.template.groups);
  const has = knownValue(want.groups) ?? (linking ? (given ?? []) : had);
  const slots = new Map<string, Timeline<boolean>>();
  for (const group of new Set([...had, ...(given ?? []), ...has])) {
    let so = linking?.early.get(group) ?? still(had.includes(group));
    if (linking && given) so = onward(so, turn(linking.link, detourOf(around, 'groups', want)), given.includes(group));
    if (lastOf(so) !== has.includes(group)) {
      const after = [linking?.link ?? create].filter((step) => step !== undefined);
      const isBack = has.includes(group) && (was.includes(group) || (was.length > 0 && given?.length === 0));
      const facts = { after, ...(isBack && { rank: RANK.back }) };
      const step = enterMember(book, { group, email: want.email, isIn: has.includes(group) }, facts);
      so = onward(so, turn(step, linking && detourOf(around, 'template', want)), has.includes(group));
    }
    slots.set(group, so);
  }
  return slots;
}

const detourOf = ({ book }: Surroundings, slot: string, { key }: UserState): string | undefined =>
  book.detours.has(`${slot}:${key}`) ? undefined : `${slot}:${key}`;
