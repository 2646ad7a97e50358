import type { AccountState, OpenWindow, ProfileState, ResourceKey, Step, UserState } from '../../../src/model/index.js';
import { type Facts, grants, type Universe, universeOf } from '../../access/brute-force.js';
import { simulate } from './simulator.js';
import { renamed, type World } from './worlds.js';

export interface Differing {
  readonly kind: 'gain' | 'loss';
  readonly user: ResourceKey;
  readonly fact: string;
}

/** Somebody gained, or lost, something at a point of the way: after so many steps. */
export interface Fleeting extends Differing {
  readonly done: number;
}

export interface Checked {
  readonly fleeting: readonly Fleeting[];
  /** Fewest administrators at any point. */
  readonly admins: number;
  readonly end: AccountState;
}

type Everything = ReadonlyMap<ResourceKey, Facts>;

/** Everybody's access after each of the steps, by the brute force, against what they had and will have. Knows neither windows nor order. */
export function followed(world: World, steps: readonly Step[]): Checked {
  const judge = judgeOf(world);
  const fleeting: Fleeting[] = [];
  let state = world.live;
  let admins = adminsIn(state);
  for (const [index, step] of steps.entries()) {
    state = simulate(state, step);
    admins = Math.min(admins, adminsIn(state));
    fleeting.push(...judge(state).map((one) => ({ ...one, done: index + 1 })));
  }
  return { fleeting, admins, end: state };
}

/** What anybody has in a state and at neither end of the way, or at both ends and not in it. */
export function judgeOf(world: World): (state: AccountState) => readonly Differing[] {
  const universe = universeOf(world.before, world.after);
  const facts = factsIn(universe);
  const [had, has] = [facts(world.before), facts(world.after)];
  return (state) => {
    const now = facts(underNewNames(state, world));
    return universe.people.flatMap((user) => differences(user, { had, now, has }));
  };
}

const underNewNames = (state: AccountState, { renames }: World): AccountState => {
  const isThere = (key: ResourceKey) => [state.users, state.profiles, state.groups].some((map) => map.has(key));
  return renamed(state, new Map([...renames].filter(([, previous]) => isThere(previous))));
};

/** Worked out anew only for those of whom anything differs that their facts depend on: themselves, their profile, and for a dashboard the others. */
function factsIn(universe: Universe): (state: AccountState) => Everything {
  const known = new Map<ResourceKey, Map<string, Facts>>(universe.people.map((key) => [key, new Map()]));
  const texts = new WeakMap<object, string>();
  const textOf = (value: object | undefined): string => {
    if (value === undefined) return '';
    const text = texts.get(value) ?? JSON.stringify(value);
    texts.set(value, text);
    return text;
  };
  return (state) => {
    const profiles = new Map([...state.profiles.values()].map((profile) => [profile.name, profile]));
    const profileOf = (user: UserState | undefined) =>
      user?.profile.known && user.profile.value !== null ? profiles.get(user.profile.value) : undefined;
    const others = universe.people
      .map((key) => looksOf(state.users.get(key), profileOf(state.users.get(key))))
      .join('|');
    return new Map(
      universe.people.map((key) => {
        const user = state.users.get(key);
        const isAlone = user?.dashboard.known && user.dashboard.value.level === 'none' && !user.superAdmin;
        const name = `${textOf(user)}${textOf(profileOf(user))}${isAlone ? '' : others}`;
        const facts = known.get(key)?.get(name) ?? grants(state, key, universe);
        known.get(key)?.set(name, facts);
        return [key, facts];
      }),
    );
  };
}

/** What others see of somebody. */
function looksOf(user: UserState | undefined, profile: ProfileState | undefined): string {
  if (!user) return '-';
  const { canBeListenedTo } = profile?.permissions ?? user.permissions;
  return `${user.status} ${user.external} ${user.groups.known ? user.groups.value : '?'} ${canBeListenedTo}`;
}

interface Moments {
  readonly had: Everything;
  readonly now: Everything;
  readonly has: Everything;
}

function differences(user: ResourceKey, { had, now, has }: Moments): readonly Differing[] {
  const [before, current, after] = [had.get(user), now.get(user), has.get(user)];
  const gained = [...(current ?? [])].filter(
    ([fact, answer]) => answer === 'yes' && before?.get(fact) !== 'yes' && after?.get(fact) !== 'yes',
  );
  const lost = [...(before ?? [])].filter(
    ([fact, answer]) => answer === 'yes' && after?.get(fact) === 'yes' && current?.get(fact) !== 'yes',
  );
  return [
    ...gained.map(([fact]): Differing => ({ kind: 'gain', user, fact })),
    ...lost.map(([fact]): Differing => ({ kind: 'loss', user, fact })),
  ];
}

export const adminsIn = ({ users }: AccountState): number =>
  [...users.values()].filter(
    ({ status, superAdmin, dashboard }) =>
      status === 'active' && (superAdmin || (dashboard.known && dashboard.value.level === 'admin')),
  ).length;

/** As many as are wanted, or as there are at the end that has fewer. */
export const wantedAdmins = ({ before, after, minAdmins }: World): number =>
  Math.min(minAdmins, adminsIn(before), adminsIn(after));

/** What is fleeting and listed nowhere. */
export function unlisted(
  fleeting: readonly Fleeting[],
  leftOpen: readonly OpenWindow[],
  steps: readonly Step[],
): readonly Fleeting[] {
  const at = new Map(steps.map(({ id }, index) => [id, index]));
  return fleeting.filter(
    ({ kind, user, fact, done }) =>
      !leftOpen.some(
        (window) =>
          window.kind === kind &&
          window.user === user &&
          (fact === window.capability ||
            fact.startsWith(`${window.capability}(`) ||
            fact.startsWith(`${window.capability}@`)) &&
          (at.get(window.opensWith) ?? Number.POSITIVE_INFINITY) < done &&
          done <= (at.get(window.closesWith) ?? -1),
      ),
  );
}
