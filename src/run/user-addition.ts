import { pathMatcher } from '../config/path-glob.js';
import { byText, type Json } from '../model/index.js';
import type { Edits } from './edit-files.js';
import type { EditedAccount } from './user-edits.js';

export interface NewUser {
  readonly email: string;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly profile: string | undefined;
  readonly groups: readonly string[];
  readonly invite: { readonly number: string; readonly plan: string } | undefined;
}

export const additionTo = (file: string, user: NewUser): Edits =>
  new Map([[file, [{ kind: 'set', path: ['users', user.email], value: contentOf(user) }]]]);

function contentOf({ firstName, lastName, profile, groups, invite }: NewUser): Json {
  return {
    ...(firstName !== undefined && { firstName }),
    ...(lastName !== undefined && { lastName }),
    ...(profile !== undefined && { profile }),
    ...(groups.length > 0 && { groups }),
    ...(invite && { invite: { number: invite.number, plan: invite.plan } }),
  };
}

/** Where a person could stand, the likeliest file first: that of most who have the same profile, then that of most people; files that may hold no people are left out. */
export function filesForUser({ compiled }: EditedAccount, { profile }: Pick<NewUser, 'profile'>): readonly string[] {
  const { users, profiles, settings } = compiled.value.desired;
  const key = [...profiles.values()].find(({ id }) => id === profile)?.key;
  const counts = new Map<string, number>();
  for (const { at, link } of users.values()) {
    const isAlike = key !== undefined && link.to === 'profile' && link.profile === key;
    counts.set(at.file, (counts.get(at.file) ?? 0) + (isAlike ? users.size + 1 : 1));
  }
  const known = [...counts].sort((before, after) => after[1] - before[1] || byText(before[0], after[0]));
  const mayHold = (file: string): boolean =>
    Object.entries(settings.files).every(
      ([glob, { kinds }]) => !pathMatcher(glob)(file) || kinds === undefined || kinds.includes('users'),
    );
  return [...new Set([...known.map(([file]) => file), 'users.yaml'])].filter(mayHold);
}
