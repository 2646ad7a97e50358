import { type AccountState, knownValue, once, type ResourceKey, type UserState } from '../../model/index.js';
import { holderOf } from './person.js';

/** People who do not change and are alike in all that counts, of whom one stands for all. */
export interface Kind {
  readonly user: UserState;
  readonly keys: ResourceKey[];
}

/** Those who do not change. Each takes a pass over everybody, when it is first asked for. */
export interface Crowd {
  /** Who looks at others: by what they look at and what decides whether they download. */
  readonly looking: () => readonly Kind[];
  /** Who may be seen: by their groups and what decides whether they are heard. */
  readonly shown: () => readonly Kind[];
}

interface Ends {
  readonly before: AccountState;
  readonly after: AccountState;
}

export const crowdOf = (ends: Ends): Crowd => ({
  looking: once(() => kindsOf(ends, lookOf)),
  shown: once(() => kindsOf(ends, showingOf)),
});

function kindsOf({ before, after }: Ends, nameOf: (user: UserState) => string | undefined): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const [key, user] of after.users) {
    if (user.status !== 'active' || before.users.get(key) !== user) continue;
    const name = nameOf(user);
    if (name === undefined) continue;
    const kind = kinds.get(name);
    if (kind) kind.keys.push(key);
    else kinds.set(name, { user, keys: [key] });
  }
  return [...kinds.values()];
}

function lookOf(user: UserState): string | undefined {
  const { superAdmin, dashboard, external } = user;
  if (!superAdmin && dashboard.known && dashboard.value.level === 'none') return undefined;
  return `${external} ${sourceOf(user, 'showDownloadButton')} ${superAdmin || JSON.stringify(dashboard)}`;
}

const showingOf = (user: UserState): string =>
  `${user.external} ${sourceOf(user, 'canBeListenedTo')} ${(knownValue(user.groups) ?? []).join('\n')}`;

function sourceOf(user: UserState, id: 'showDownloadButton' | 'canBeListenedTo'): string {
  const holder = holderOf(user);
  return 'profile' in holder ? holder.profile : String(holder.own.set[id]);
}
