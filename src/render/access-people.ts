import { sharedOf } from '../model/all-but.js';
import { nameOf, type Plan, type ResourceKey } from '../model/index.js';
import { shortened } from './layout.js';
import type { PersonName } from './step-sentence.js';
import type { Show } from './values.js';

/** How the people of a plan are shown. */
export interface People {
  /** As they are called, for the order of rows; not fit to be printed. */
  readonly name: (key: ResourceKey) => string;
  /** The name alone, made inert and cut where it is too long. */
  readonly shown: (key: ResourceKey) => string;
  /** The address; undefined where it is the name already. */
  readonly address: (key: ResourceKey) => string | undefined;
  /** Whether the name does not tell one person from another. */
  readonly isAmbiguous: (key: ResourceKey) => boolean;
}

export interface PeopleOptions {
  readonly personName: PersonName;
  /** Whether somebody else of the account, in the plan or not, has the same name. */
  readonly sharesName?: (email: string) => boolean;
  readonly show: Show;
}

export function peopleOf(plan: Plan, { personName, sharesName, show }: PeopleOptions): People {
  const names = new Map([...keysIn(plan)].map((key) => [key, personName(nameOf(key))] as const));
  const name = (key: ResourceKey): string => names.get(key) ?? personName(nameOf(key));
  const cut = shortened(names.values(), show);
  const seen = new Map<string, number>();
  for (const one of names.values()) {
    const shown = cut(one);
    seen.set(shown, (seen.get(shown) ?? 0) + 1);
  }
  const isAmbiguous = (key: ResourceKey): boolean =>
    name(key) !== nameOf(key) &&
    ((seen.get(cut(name(key))) ?? 0) > 1 || mixesScripts(name(key)) || sharesName?.(nameOf(key)) === true);
  return {
    name,
    shown: (key) => cut(name(key)),
    address: (key) => (name(key) === nameOf(key) ? undefined : show(nameOf(key))),
    isAmbiguous,
  };
}

/** Everybody whose access changes, and whom they reach. Whoever a list leaves out is the person whose row it is. */
function keysIn(plan: Plan): Set<ResourceKey> {
  const keys = new Set<ResourceKey>();
  const lists = new Set<readonly ResourceKey[]>();
  for (const { user, gains, losses, uncertain } of plan.access ?? []) {
    keys.add(user);
    for (const changes of [gains, losses, uncertain])
      for (const { targets } of changes) if (targets) lists.add(sharedOf(targets).all);
  }
  for (const list of lists) for (const key of list) if (key.startsWith('user:')) keys.add(key);
  return keys;
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
];

/** Letters of these scripts look like each other: a name of two of them may pass for another. */
const mixesScripts = (name: string): boolean =>
  !/^[ -~]*$/.test(name) && SCRIPTS.filter((script) => script.test(name)).length > 1;

/** `Ada Byron <ada@acme.example>` */
export function withAddress(key: ResourceKey, people: People): string {
  const address = people.address(key);
  return address === undefined ? people.shown(key) : `${people.shown(key)} <${address}>`;
}
