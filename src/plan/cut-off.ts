import { type AccountState, NO_DASHBOARD, type ResourceKey, read, type UserState } from '../model/index.js';
import { INITIAL } from './fill.js';

/** The account with these people cut off: no page, no group, no profile, and of every permission what grants least. They stay, with number and licence. */
export function withoutAccess(state: AccountState, keys: readonly ResourceKey[]): AccountState {
  const users = new Map(state.users);
  for (const key of keys) {
    const user = users.get(key);
    if (user) users.set(key, cutOff(user));
  }
  return { ...state, users };
}

const cutOff = (user: UserState): UserState => ({
  ...user,
  dashboard: read(NO_DASHBOARD),
  groups: read([]),
  ...(!user.external && { profile: read(null), permissions: INITIAL }),
});
