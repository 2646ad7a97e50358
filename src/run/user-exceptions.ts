import type { Edit } from '../edit/index.js';
import type { DesiredUser, Json } from '../model/index.js';
import { byFile, type EditedAccount, type NotPossible, statedOf, type UserEdits } from './user-edits.js';

export interface Exception {
  /** Permissions by id. */
  readonly permissions: { readonly [id: string]: Json };
  /** A profile of their own, which extends the one they have; or no link, and they follow it in the files. */
  readonly as: 'profile' | 'unlinked';
}

type Asked = EditedAccount & { readonly user: DesiredUser };

/** Other permissions for one person than for those with the same profile, in one of the two forms that the files allow. */
export function exceptUser(asked: Asked, exception: Exception): UserEdits | NotPossible {
  const { user } = asked;
  const { profile, permissions } = statedOf(asked);
  if (user.link.to === 'none' && exception.as === 'profile')
    return {
      why: `${user.email} is not linked to a profile, and --as profile keeps a link.`,
      hint: 'Leave --as out: the permissions are then stated for this person alone.',
    };
  if (user.link.to === 'none')
    return { edits: new Map([[user.at.file, stated(user.at.path, exception)]]), remains: [] };
  if (typeof profile !== 'string' || permissions !== undefined)
    return {
      why: `The files say neither profile nor permissions of ${user.email}.`,
      hint: `ringctl user move ${user.email} --profile … states one.`,
    };
  return exception.as === 'profile'
    ? withOwnProfile(asked, { profile, exception })
    : withoutLink(asked, { profile, exception });
}

const stated = (path: Edit['path'], { permissions }: Exception): readonly Edit[] =>
  Object.entries(permissions).map(([id, value]) => ({ kind: 'set', path: [...path, 'permissions', id], value }));

function withoutLink({ user }: Asked, { profile, exception }: { profile: string; exception: Exception }): UserEdits {
  const follow: Edit = { kind: 'rename-key', path: [...user.at.path, 'profile'], key: 'extends' };
  return {
    edits: new Map([[user.at.file, [follow, ...stated(user.at.path, exception)]]]),
    remains: [
      `They are not linked any more: changes of ${profile} made in the dashboard do not reach them, those in the files do.`,
    ],
  };
}

function withOwnProfile(
  asked: Asked,
  { profile, exception }: { profile: string; exception: Exception },
): UserEdits | NotPossible {
  const { user, compiled } = asked;
  const own = ownProfileId(profile, user.email);
  const { users } = compiled.value.desired;
  const profiles = [...compiled.value.desired.profiles.values()];
  const parent = profiles.find(({ id }) => id === profile);
  const others = [...users.values()].filter(({ link }) => link.to === 'profile' && link.profile === parent?.key);
  if (parent && others.length === 1 && profile.endsWith(`-${localPart(user.email)}`))
    return { edits: new Map([[parent.at.file, stated(parent.at.path, exception)]]), remains: [] };
  if (profiles.some(({ id }) => id === own))
    return {
      why: `The files define the profile "${own}" already.`,
      hint: `ringctl user move ${user.email} --profile ${own} links to it.`,
    };
  const value = { extends: profile, permissions: exception.permissions };
  return {
    edits: byFile([
      { file: parent?.at.file ?? user.at.file, edit: { kind: 'set', path: ['profiles', own], value } },
      { file: user.at.file, edit: { kind: 'set', path: [...user.at.path, 'profile'], value: own } },
    ]),
    remains: [`The account gets the profile ${own}, which one person has.`],
  };
}

/** As the hint for a profile with own permissions proposes it. */
const ownProfileId = (profile: string, email: string): string => `${profile}-${localPart(email)}`.slice(0, 64);
const localPart = (email: string): string => email.slice(0, email.lastIndexOf('@')).replace(/[^A-Za-z0-9._-]/g, '-');
