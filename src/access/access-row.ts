import type { Json, ResourceKey, Scope, UserState } from '../model/index.js';
import type { Capability } from './capability.js';
import type { Access } from './effective.js';

/** The statement that makes a difference: a resource and a field of it. */
export interface Cause {
  readonly key: ResourceKey;
  readonly path: string;
}

export interface AccessRow {
  readonly capability: Capability;
  /** Null is unknown. */
  readonly before: Json;
  readonly after: Json;
  readonly scope?: Scope;
  /** Keys of the people newly reached, or no longer; of the group of a membership. Empty where the right reaches nobody yet. */
  readonly targets?: readonly ResourceKey[];
  readonly privileged: boolean;
  /** 0 to 9, the heaviest first. */
  readonly weight: number;
  readonly cause: Cause;
}

export interface PersonChange {
  readonly user: ResourceKey;
  readonly email: string;
  readonly gains: readonly AccessRow[];
  readonly losses: readonly AccessRow[];
  /** May already be able to (`before` is null), or may be from now on, or still (`after` is null). */
  readonly uncertain: readonly AccessRow[];
}

export interface Rows {
  readonly gains: AccessRow[];
  readonly losses: AccessRow[];
  readonly uncertain: AccessRow[];
}

/** One person on both sides. */
export interface Pair {
  readonly key: ResourceKey;
  readonly before: Access;
  readonly after: Access;
  readonly have: UserState | undefined;
  readonly want: UserState | undefined;
}

export const WEIGHTS = {
  rights: 9,
  billing: 8,
  hear: 7,
  download: 6,
  destination: 5,
  write: 4,
  read: 3,
  forwarding: 2,
  rest: 1,
} as const;
