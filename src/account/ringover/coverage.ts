import type { Coverage, GroupState, Operation, ProfileState, UserState } from '../../model/index.js';
import { MEMBERS_AT_ONCE } from './assumptions.js';

/** What the public API carries out; whatever else a plan asks for is done by a person. */
export function coverageFor(as: string | undefined): Coverage {
  return {
    operations: {
      // Without somebody to name as the one who invites, a person invites.
      createUser: as === undefined ? 'by-hand' : 'automatic',
      createProfile: 'by-hand',
      createGroup: 'by-hand',
      setPermissions: 'by-hand',
      setDashboard: 'by-hand',
      setProfileTemplate: 'by-hand',
      link: 'automatic',
      unlink: 'by-hand',
      addMember: 'automatic',
      removeMember: 'automatic',
      setOpenAccess: 'automatic',
      rename: 'by-hand',
      archive: 'automatic',
      delete: 'automatic',
      signOut: 'by-hand',
    },
    // Plans and the number; the person; the group.
    requests: { createUser: 3, archive: 2, delete: 2, setOpenAccess: 2 },
    peopleAtOnce: MEMBERS_AT_ONCE,
  };
}

export interface FieldCoverage {
  /**
   * `fixed`: the service does not show it, and whoever or whatever it shows has this value. `partly`: not every version of the service says it;
   * it is undefined where it does not, and nothing is concluded from that.
   */
  readonly shown: 'read' | 'partly' | 'unreadable' | 'fixed';
  /** Operation that changes it; undefined where none does. */
  readonly writtenBy: Operation | undefined;
}

const field = (shown: FieldCoverage['shown'], writtenBy?: Operation): FieldCoverage => ({ shown, writtenBy });

type Fields<State> = { readonly [name in keyof State]: FieldCoverage };

/** Every field of the model, and what the public API makes of it. */
export const FIELDS: {
  readonly users: Fields<UserState>;
  readonly profiles: Fields<ProfileState>;
  readonly groups: Fields<GroupState>;
} = {
  users: {
    key: field('read'),
    email: field('read', 'rename'),
    firstName: field('read', 'rename'),
    lastName: field('read', 'rename'),
    status: field('fixed', 'archive'),
    external: field('fixed'),
    superAdmin: field('fixed'),
    profile: field('unreadable', 'link'),
    permissions: field('unreadable', 'setPermissions'),
    dashboard: field('unreadable', 'setDashboard'),
    groups: field('read', 'addMember'),
    numbers: field('read'),
    plan: field('partly'),
  },
  profiles: {
    key: field('read'),
    name: field('read', 'rename'),
    permissions: field('unreadable', 'setPermissions'),
    dashboard: field('unreadable', 'setProfileTemplate'),
    groups: field('unreadable', 'setProfileTemplate'),
  },
  groups: { key: field('read'), name: field('read', 'rename'), openAccess: field('read', 'setOpenAccess') },
};
