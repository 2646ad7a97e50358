import { knownValue, once, type ResourceKey, type UserState } from '../../model/index.js';
import { createLacking, type Lacking } from './lacking.js';
import { createLooks, createNames, type Looks, type Names, type Place } from './look.js';
import { holderOf } from './person.js';

/** People who do not change and are alike in all that counts, of whom one stands for all. */
export interface Kind {
  readonly user: UserState;
  readonly keys: ResourceKey[];
}

/** Those who do not change. Each takes a pass over all of them, when it is first asked for. */
export interface Crowd {
  /** What a dashboard gives to see, whoever has it. */
  readonly lookOf: Looks;
  readonly namesOf: Names;
  readonly lackingOf: Lacking;
  /** Who looks at others: by what they look at and what decides whether they download. */
  readonly looking: () => readonly Kind[];
  /** Who may be seen: by their groups and what decides whether they are heard. */
  readonly shown: () => readonly Kind[];
  /** Of these whoever is in several of the groups. */
  readonly shownIn: (groups: ReadonlySet<Place>) => readonly Kind[];
}

/** Of people who are the same at both ends. */
export const crowdOf = (unmoved: readonly UserState[]): Crowd => ({
  lookOf: createLooks(),
  namesOf: createNames(),
  lackingOf: createLacking(),
  looking: once(() => kindsOf(unmoved, lookOf)),
  shown: once(() => kindsOf(unmoved, showingOf)),
  shownIn: (groups) => kindsOf(unmoved, (user) => (isInTwo(user, groups) ? showingOf(user) : undefined)),
});

function kindsOf(unmoved: readonly UserState[], nameOf: (user: UserState) => string | undefined): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const user of unmoved) {
    if (user.status !== 'active') continue;
    const name = nameOf(user);
    if (name === undefined) continue;
    const kind = kinds.get(name);
    if (kind) kind.keys.push(user.key);
    else kinds.set(name, { user, keys: [user.key] });
  }
  return [...kinds.values()];
}

function isInTwo({ external, groups }: UserState, among: ReadonlySet<Place>): boolean {
  if (external || !groups.known) return false;
  let count = 0;
  for (const group of groups.value) if (among.has(group)) count += 1;
  return count > 1;
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
