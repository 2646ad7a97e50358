import type { Scope } from './dashboard.js';
import type { Source } from './diagnostic.js';
import type { Json } from './json.js';
import type { ResourceKey } from './names.js';

/** One thing that one person can do and could not, or the other way round. */
export interface AccessChange {
  /** A name of the capability language, without its argument. */
  readonly capability: string;
  readonly before: Json;
  readonly after: Json;
  readonly scope?: Scope;
  /** Keys of the people who are newly reached, or no longer; of the group of a membership. */
  readonly targets?: readonly ResourceKey[];
  readonly privileged: boolean;
  /** The line of the files that causes it, or the resource whose change does. */
  readonly cause: AccessCause;
}

export type AccessCause = { readonly change: ResourceKey; readonly path: string; readonly source?: Source };

export interface PersonAccess {
  readonly user: ResourceKey;
  readonly gains: readonly AccessChange[];
  readonly losses: readonly AccessChange[];
  /** May already be able to, or may still be: one side is not known. */
  readonly uncertain: readonly AccessChange[];
}

/** How many people gain, lose, gain something privileged, and how many of whom it cannot be told. */
export interface PeopleCount {
  readonly gain: number;
  readonly lose: number;
  readonly privileged: number;
  readonly uncertain: number;
}
