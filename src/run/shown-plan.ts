import {
  asciiLower,
  type Desired,
  knownValue,
  type Live,
  nameOf,
  once,
  type Plan,
  type Settings,
  userKey,
} from '../model/index.js';
import {
  type Author,
  type Mask,
  type MaskedPerson,
  maskAuthor,
  maskExceeded,
  maskPlan,
  type PersonName,
  type PlanFacts,
} from '../render/index.js';
import { dayOf, type Planned, type PlannedOffline } from './plan.js';

export interface KnownPeople {
  readonly desired?: Desired;
  readonly live?: Live;
  readonly plan?: Plan;
}

/** What people are called: by the files, else by the account, else their address. */
export function personNames({ desired, live }: Pick<KnownPeople, 'desired' | 'live'>): PersonName {
  return (email) => {
    const key = userKey(email);
    const user = desired?.users.get(key);
    const state = live?.state.users.get(key);
    const first = user?.firstName ?? (state && knownValue(state.firstName));
    const last = user?.lastName ?? (state && knownValue(state.lastName));
    return first && last ? `${first} ${last}` : email;
  };
}

/** Everybody whom a mask must know. */
export const peopleToMask = ({ desired, live, plan }: KnownPeople): readonly MaskedPerson[] => [
  ...filePeople(desired),
  ...accountPeople(live),
  ...planPeople(plan),
];

const filePeople = (desired: Desired | undefined): MaskedPerson[] =>
  [...(desired?.users.values() ?? [])].map(({ email, firstName, lastName }) => ({ email, firstName, lastName }));

const accountPeople = (live: Live | undefined): MaskedPerson[] =>
  [...(live?.state.users.values() ?? [])].map(({ email, firstName, lastName }) => ({
    email,
    firstName: knownValue(firstName),
    lastName: knownValue(lastName),
  }));

/** A saved plan carries the names that it changes. */
function planPeople(plan: Plan | undefined): MaskedPerson[] {
  return (plan?.changes ?? []).flatMap(({ key, kind, fields }) => {
    if (kind !== 'user') return [];
    const text = (path: string) =>
      fields.flatMap((field) => (field.path === path && typeof field.after === 'string' ? [field.after] : []))[0];
    return [{ email: asciiLower(nameOf(key)), firstName: text('firstName'), lastName: text('lastName') }];
  });
}

export interface Showing {
  /** Undefined where people may be named. */
  readonly mask: Mask | undefined;
  /** Who wrote the change: an address, or a login that `people:` knows. */
  readonly author: string | undefined;
}

/** The plan as it may be shown, and what else is said with it. */
export function shownPlan(
  planned: Extract<Planned | PlannedOffline, { ok: true }>,
  { mask, author: word }: Showing,
): { plan: Plan; facts: PlanFacts } {
  const { desired } = planned.config;
  const live = 'live' in planned ? planned.live : undefined;
  const names = personNames({ desired, ...(live && { live }) });
  const author = authorOf(word, planned.people);
  const facts = {
    files: desired.fileCount,
    ...(live && { people: activePeople(live) }),
    personName: mask ? (email: string) => email : names,
    ...(!mask && { sharesName: sharedNames(desired, live, names) }),
    today: dayOf({ at: undefined, now: new Date(planned.plan.createdAt) }, desired.settings.timeZone),
    ...(author && { author: mask ? maskAuthor(author, mask) : author }),
    exceeded: mask ? maskExceeded(planned.exceeded, mask) : planned.exceeded,
  };
  return { plan: mask ? maskPlan(planned.plan, mask) : planned.plan, facts };
}

/** Whether somebody else, of the plan or not, is called the same. */
function sharedNames(desired: Desired, live: Live | undefined, personName: PersonName): (email: string) => boolean {
  const seen = once(() => {
    const keys = new Set([...desired.users.keys(), ...(live?.state.users.keys() ?? [])]);
    const numbers = new Map<string, number>();
    for (const key of keys) {
      const name = personName(nameOf(key));
      numbers.set(name, (numbers.get(name) ?? 0) + 1);
    }
    return numbers;
  });
  return (email) => (seen().get(personName(email)) ?? 0) > 1;
}

/** Who wrote the change: an address, or a login that `people:` knows. */
function authorOf(word: string | undefined, people: Settings['people']): Author | undefined {
  if (word === undefined) return undefined;
  if (word.includes('@')) return { email: word };
  const email = Object.hasOwn(people, word) ? people[word] : undefined;
  return { login: word, ...(email !== undefined && { email }) };
}

const activePeople = ({ state }: Live): number =>
  [...state.users.values()].filter(({ status }) => status === 'active').length;
