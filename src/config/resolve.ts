import type { Profile, User } from '../model/generated/files.js';
import {
  type DesiredGroup,
  type DesiredProfile,
  type DesiredUser,
  day,
  groupKey,
  type Link,
  type PermissionSet,
  profileKey,
  type ResourceKey,
  userKey,
} from '../model/index.js';
import { comparable } from './address.js';
import type { Declared, Entry } from './declared.js';
import { type Inheritance, nameOf } from './inherit.js';
import { type ResolvedRules, resolveRules } from './policies.js';

const NO_PERMISSIONS: PermissionSet = Object.freeze({});
const UNLINKED: Link = Object.freeze({ to: 'none' });
const UNMANAGED: Link = Object.freeze({ to: 'unmanaged' });

export interface Resolved extends ResolvedRules {
  readonly users: ReadonlyMap<ResourceKey, DesiredUser>;
  readonly profiles: ReadonlyMap<ResourceKey, DesiredProfile>;
  readonly groups: ReadonlyMap<ResourceKey, DesiredGroup>;
}

/** What the files say with every reference worked out: ids become names of the account, and templates are gone. */
export function resolve(declared: Declared, inherit: Inheritance): Resolved {
  const links = new Map<string, Link>();
  const linkTo = (id: string): Link => {
    const link = links.get(id) ?? Object.freeze({ to: 'profile', profile: profileKeyOf(declared, id) });
    links.set(id, link);
    return link;
  };
  const profiles = [...declared.profiles.values()].filter(({ input }) => !input.template);
  return {
    users: byKey([...declared.users].map(([key, entry]) => userOf({ key, entry, inherit, linkTo }))),
    profiles: byKey(profiles.map((entry) => profileOf(entry, inherit))),
    groups: byKey([...declared.groups.values()].map(groupOf)),
    ...resolveRules(declared),
  };
}

/** Sorted as `byText` does, which for keys alone needs no comparison of ours: where something stands in the files makes no difference. */
function byKey<Resource extends { readonly key: ResourceKey }>(
  resources: readonly Resource[],
): ReadonlyMap<ResourceKey, Resource> {
  const known = new Map(resources.map((resource) => [resource.key, resource]));
  const sorted = new Map<ResourceKey, Resource>();
  for (const key of [...known.keys()].sort()) {
    const resource = known.get(key);
    if (resource) sorted.set(key, resource);
  }
  return sorted;
}

const profileKeyOf = (declared: Declared, id: string): ResourceKey =>
  profileKey(nameOf(declared.profiles.get(id)) ?? id);

/** Not linked, and with permissions of their own. */
export const isUnlinked = ({ profile, permissions, extends: parent }: User): boolean =>
  profile === undefined ? permissions !== undefined || parent !== undefined : profile === 'none';

function userOf(given: {
  key: ResourceKey;
  entry: Entry<User>;
  inherit: Inheritance;
  linkTo: (id: string) => Link;
}): DesiredUser {
  const { key, entry, inherit, linkTo } = given;
  const { input } = entry;
  const holding = inherit.statement(input);
  const unlinked = isUnlinked(input);
  const isLinked = input.profile !== undefined && !unlinked;
  return {
    key,
    email: comparable(entry.id),
    previously: (input.previously ?? []).map((email) => userKey(comparable(email))),
    firstName: input.firstName,
    lastName: input.lastName,
    link: isLinked ? linkTo(input.profile) : unlinked ? UNLINKED : UNMANAGED,
    permissions: unlinked ? holding.permissions : NO_PERMISSIONS,
    dashboard: holding.dashboard,
    groups: holding.groups,
    external: input.external,
    superAdmin: input.superAdmin,
    ensure: input.ensure ?? 'present',
    from: input.from === undefined ? undefined : day(input.from),
    until: input.until === undefined ? undefined : day(input.until),
    invite: input.invite,
    at: entry.place,
  };
}

function profileOf(entry: Entry<Profile>, inherit: Inheritance): DesiredProfile {
  const name = nameOf(entry) ?? entry.id;
  return {
    key: profileKey(name),
    id: entry.id,
    name,
    previously: (entry.input.previously ?? []).map(profileKey),
    ...inherit.profile(entry.id),
    at: entry.place,
  };
}

function groupOf(entry: Declared['groups'] extends ReadonlyMap<string, infer Group> ? Group : never): DesiredGroup {
  const name = nameOf(entry) ?? entry.id;
  return {
    key: groupKey(name),
    id: entry.id,
    name,
    previously: (entry.input.previously ?? []).map(groupKey),
    openAccess: entry.input.openAccess,
    at: entry.place,
  };
}
