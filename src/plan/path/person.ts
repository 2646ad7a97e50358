import {
  type Dashboard,
  type Known,
  knownValue,
  levelDashboard,
  type ProfileState,
  profileKey,
  type ResourceKey,
  read,
  type UserState,
} from '../../model/index.js';
import type { Draft } from '../draft.js';
import type { Template } from './handover.js';
import type { Held } from './permissions.js';
import { still, type Timeline } from './phases.js';
import type { Book } from './writes.js';

/** Where a person's permissions come from: a profile, or themselves. */
export type Holder = { readonly profile: ResourceKey } | { readonly own: Held };

/** What somebody goes through. */
export interface Person {
  readonly key: ResourceKey;
  readonly isExternal: boolean;
  readonly isThere: Timeline<boolean>;
  readonly holder: Timeline<Holder>;
  readonly dashboard: Timeline<Known<Dashboard>>;
  /** By name. Of a group that is not among them the person is no member at any time. */
  readonly groups: ReadonlyMap<string, Timeline<boolean>>;
}

/** The template at which somebody is linked. */
export interface Entry {
  readonly template: Template;
  /** The step that begins it. */
  readonly begin: number | undefined;
  readonly entered: (step: number) => void;
}

/** What is around a person: their steps are entered in the book. */
export interface Surroundings {
  readonly book: Book;
  /** Whether whoever is created is only invited. */
  readonly byInvitation: boolean;
  readonly profilesBefore: ReadonlyMap<ResourceKey, ProfileState>;
  readonly profilesAfter: ReadonlyMap<ResourceKey, ProfileState>;
  readonly isByHand: (draft: Draft) => boolean;
  /** Profiles that stay as they are, and to which nobody is going to be linked. */
  readonly calm: readonly ProfileState[];
  readonly isRenamed: (user: ResourceKey) => boolean;
  readonly linkAt: (profile: ResourceKey, user: ResourceKey) => Entry | undefined;
}

const ADMIN = read(levelDashboard('admin'));

/** Somebody who changes nothing by themselves. */
export function unmoved(user: UserState): Person {
  const { key, external, superAdmin, status } = user;
  return {
    key,
    isExternal: external,
    isThere: still(status === 'active'),
    holder: still(holderOf(user)),
    dashboard: still(superAdmin ? ADMIN : user.dashboard),
    groups: new Map((knownValue(user.groups) ?? []).map((name) => [name, still(true)])),
  };
}

export function holderOf({ key, profile, permissions }: UserState): Holder {
  const name = knownValue(profile);
  if (typeof name === 'string') return { profile: profileKey(name) };
  return { own: name === null ? { owner: key, set: permissions } : { owner: `?${key}`, set: {} } };
}

export const isAdministrator = ({ superAdmin }: UserState, dashboard: Known<Dashboard>): boolean =>
  superAdmin || knownValue(dashboard)?.level === 'admin';
