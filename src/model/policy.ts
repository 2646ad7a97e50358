import type { AskedCapability } from './capability.js';
import type { Day, ResourceKey } from './names.js';
import type { Place } from './place.js';

/** `deny` and `conflict` refuse, `warn` says, and `require-approval` names who must agree to what a change gives. */
export const POLICY_FORMS = ['deny', 'warn', 'require-approval', 'conflict'] as const;
export type PolicyForm = (typeof POLICY_FORMS)[number];

/** What a policy is about: a capability, or a condition in CEL. */
export type Asked =
  | { readonly kind: 'capability'; readonly capability: AskedCapability; readonly at: Place }
  | { readonly kind: 'when'; readonly when: string; readonly at: Place };

/** People: whoever is named by any of these. */
export interface Selector {
  /** Names of the account's groups. */
  readonly groups: readonly string[];
  /** Of linked people. */
  readonly profiles: readonly ResourceKey[];
  readonly users: readonly ResourceKey[];
  /** Everybody who is external. */
  readonly external: boolean;
}

/** Somebody whom a policy leaves alone, up to and including a day. */
export interface PolicyException {
  readonly user: ResourceKey;
  readonly email: string;
  readonly reason: string;
  readonly until: Day;
  readonly at: Place;
}

export interface Policy {
  readonly id: string;
  readonly form: PolicyForm;
  /** One; of a conflict several, which no one person may have together. */
  readonly asked: readonly Asked[];
  /** Who must approve: teams as `@acme/security`, or addresses. */
  readonly from: readonly string[];
  /** Only these people; undefined is everybody. */
  readonly for: Selector | undefined;
  /** Everybody but these. */
  readonly outside: Selector | undefined;
  readonly except: readonly PolicyException[];
  /** In the words of whoever wrote the policy. */
  readonly message: string | undefined;
  readonly at: Place;
}

/** `id` is that of the files. */
export type TestSubject =
  | { readonly kind: 'nobody' | 'everybody' }
  | { readonly kind: 'user'; readonly user: ResourceKey; readonly id: string }
  | { readonly kind: 'group'; readonly group: string; readonly id: string }
  | { readonly kind: 'profile'; readonly profile: ResourceKey; readonly id: string };

/** What must be true of the files. */
export interface AccessTest {
  readonly subject: TestSubject;
  /** How many must be able to; undefined is all of them. */
  readonly atLeast: number | undefined;
  readonly can: readonly AskedCapability[];
  readonly cannot: readonly AskedCapability[];
  readonly outside: Selector | undefined;
  readonly at: Place;
}
