import type { PermissionSet } from '../../model/index.js';
import { type Answer, type Ask, fieldsOf, ok, personOf, textField } from '../ask.js';
import type { Person, Profile } from '../people.js';
import { idsNamed, knownIn, profileById } from '../records.js';
import { refuse } from '../refusals.js';
import { keepsSuperAdministrator, mayChangeLevel, mayManage } from '../rules/authority.js';
import { givesOnlyWhatIsHeld } from '../rules/holding.js';
import { isActive, isLicensed } from '../rules/people.js';
import { namesOne, parseAllPermissions } from '../rules/values.js';
import { linkPerson, writeOwnPermissions } from '../writes.js';

/** PUT /users/{id}/link: `{profile: name}` links, `{profile: null}` unlinks, with own permissions or those of the profile. */
export function setLink(ask: Ask): Answer {
  const subject = personOf(ask);
  mayManage(ask.actor, subject);
  keepsSuperAdministrator(subject);
  isLicensed(subject, 'a profile');
  const fields = fieldsOf(ask.body, ['profile'], ['permissions']);
  const before = { profile: subject.profile };
  ask.unchanged(before);
  isActive(subject);
  if (fields.profile === null) return unlink(ask, subject, fields.permissions);
  if (fields.permissions !== undefined) refuse('LINKED_TO_PROFILE', 'permissions beside a profile');
  return linkTo(ask, subject, profileNamed(ask, textField(fields, 'profile')));
}

/** What dashboard and groups were, and what they become, belongs to a link: it replaces both. */
export function linkTo(ask: Pick<Ask, 'actor' | 'database' | 'log'>, subject: Person, profile: Profile): Answer {
  mayBeLinked(ask.actor, subject, profile);
  linkPerson(ask.database, subject, profile);
  const { name, dashboard, groups } = profile;
  const before = { profile: subject.profile, dashboard: subject.dashboard, groups: subject.groups };
  ask.log('link', `user:${subject.email}`, before, { profile: name, dashboard, groups });
  return ok({ profile: name });
}

function unlink(ask: Ask, subject: Person, given: unknown): Answer {
  if (subject.profile === null) refuse('NOT_LINKED');
  const after: PermissionSet =
    given === undefined ? subject.effective : parseAllPermissions(given, knownIn(ask.database));
  givesOnlyWhatIsHeld(ask.actor, subject, { ...subject, effective: after });
  writeOwnPermissions(ask.database, subject.id, after);
  ask.log('unlink', `user:${subject.email}`, { profile: subject.profile }, { profile: null, permissions: after });
  return ok({ profile: null });
}

function profileNamed({ database }: Ask, name: string): Profile {
  const [id, ...others] = idsNamed(database, 'profiles', name);
  namesOne(id === undefined ? 0 : 1 + others.length, 'UNKNOWN_PROFILE', name);
  return profileById(database, id ?? 0) ?? refuse('UNKNOWN_PROFILE', `"${name}"`);
}

/** Linking gives all that the profile holds at this moment. */
export function mayBeLinked(
  actor: Person,
  subject: Person,
  profile: Pick<Profile, 'permissions' | 'dashboard' | 'groups'>,
): void {
  mayChangeLevel(actor, subject.dashboard.level, profile.dashboard.level);
  const { permissions: effective, dashboard, groups } = profile;
  givesOnlyWhatIsHeld(actor, subject, { ...subject, effective, dashboard, groups });
}
