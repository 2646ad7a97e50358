import type { Instant, RemoteId, ResourceKey } from './names.js';
import type { Operation } from './plan.js';
import type { AccountState } from './state.js';

/** Which team answers, and as whom ringctl acts there. */
export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  /** Address of the person whose key is used; undefined where the service does not tell. */
  readonly actingAs: string | undefined;
  readonly superAdmin: boolean;
}

export interface LiveNumber {
  /** E.164 with plus. */
  readonly number: string;
  readonly use: 'free' | 'user' | 'ivr' | 'other';
}

export interface LiveIvr {
  readonly name: string;
  readonly numbers: readonly string[];
}

export interface Licences {
  readonly plan: string;
  readonly total: number;
  readonly used: number;
}

/** What a provider can do: each operation automatically or by hand. */
export interface Coverage {
  readonly operations: { readonly [operation in Operation]: 'automatic' | 'by-hand' };
  /** Requests that a step takes, what it reads first included. Default: one. */
  readonly requests?: { readonly [operation in Operation]?: number };
  /** People in one request that changes a group. Default: all of them. */
  readonly peopleAtOnce?: number;
}

/** The account, read whole. A reader returns all of it or throws. */
export interface Live {
  readonly identity: Identity;
  readonly readAt: Instant;
  readonly state: AccountState;
  readonly ids: ReadonlyMap<ResourceKey, RemoteId>;
  /** Profiles and groups of which two carry one name: never matched, never written. */
  readonly ambiguous: ReadonlySet<ResourceKey>;
  /** Addresses that the identity rule cannot compare: shown, never matched. */
  readonly unmanageable: readonly string[];
  readonly numbers: readonly LiveNumber[];
  readonly ivrs: readonly LiveIvr[];
  readonly licences: readonly Licences[];
  readonly coverage: Coverage;
  /** Of what the service does not show and somebody recorded: since when, by resource and field. */
  readonly recorded?: ReadonlyMap<ResourceKey, ReadonlyMap<string, Instant>>;
}
