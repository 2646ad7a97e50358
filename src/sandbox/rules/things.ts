/** Rules of profiles and groups. */
import { may } from '../deciding.js';
import type { Group, Person, Profile } from '../people.js';
import { refuse } from '../refusals.js';

export function profileIsUnused(profile: Profile): void {
  if (profile.linked > 0) refuse('PROFILE_IN_USE');
}

export interface GroupUse {
  readonly activeMembers: number;
  readonly profiles: number;
  readonly dashboards: number;
}

export function groupIsUnused({ activeMembers, profiles, dashboards }: GroupUse): void {
  if (activeMembers > 0) refuse('GROUP_IN_USE', `${activeMembers} members`);
  if (profiles > 0) refuse('GROUP_IN_USE', `${profiles} profiles`);
  if (dashboards > 0) refuse('GROUP_IN_USE', `${dashboards} dashboards`);
}

export const joinsFreely = (actor: Person, { openAccess }: Group): boolean =>
  openAccess && may(actor, 'app.joinOpenGroups');

/** People join and leave groups with open access by themselves. */
export function mayJoin(actor: Person, group: Group): void {
  if (!may(actor, 'app.joinOpenGroups')) refuse('JOINING_NOT_ALLOWED');
  if (!group.openAccess) refuse('GROUP_CLOSED');
}
