import type { PeopleCount, PersonAccess } from './access.js';
import type { Diagnostic, Source } from './diagnostic.js';
import type { Json } from './json.js';
import { type Day, type Instant, type Kind, profileKey, type ResourceKey } from './names.js';

/** Everything that a plan can ask of an account: a closed list. */
export const OPERATIONS = [
  'createUser',
  'createProfile',
  'createGroup',
  'setPermissions',
  'setDashboard',
  'setProfileTemplate',
  'link',
  'unlink',
  'addMember',
  'removeMember',
  'setOpenAccess',
  'rename',
  'archive',
  'delete',
  'signOut',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export type Mode = 'automatic' | 'by-hand';

/** What stands in `before` when nobody knows. */
export interface Unknown {
  readonly unknown: 'unreadable' | 'offline';
}

export interface FieldChange {
  /** `permissions.snooze`, `dashboard.pages.users`, `profile`, `email`. */
  readonly path: string;
  readonly before: Json;
  readonly after: Json;
  readonly mode: Mode;
}

interface ChangeOf {
  readonly key: ResourceKey;
  readonly kind: Kind;
  readonly fields: readonly FieldChange[];
  readonly source?: Source;
  /** Why, in a few words: "stated in the files", "not in the files", "until 2027-02-28". */
  readonly reason: string;
}
export type Create = ChangeOf & { readonly action: 'create' };
export type Update = ChangeOf & { readonly action: 'update' };
export type Delete = ChangeOf & { readonly action: 'delete'; readonly how: 'archive' | 'delete' };
/** What must happen to one resource. */
export type Change = Create | Update | Delete;

/** One request, or one action by hand. */
export interface Step {
  /** The first 12 digits of `digest`: the same while the content is the same. */
  readonly id: string;
  /** Steps that must have succeeded before. */
  readonly after: readonly string[];
  readonly key: ResourceKey;
  readonly operation: Operation;
  readonly input: { readonly [field: string]: Json };
  /** The values that must still hold when the step is sent. */
  readonly precondition: { readonly [field: string]: Json };
  readonly mode: Mode;
  readonly requests: number;
  /** sha256 over operation, key, input and precondition, hexadecimal. */
  readonly digest: string;
  /** Of a step that exists only for the order: "to keep bo@acme.example from recordings.download for a moment". */
  readonly why?: string;
}

/** One line of a step by hand: what a page of the dashboard is to say. */
export interface HandRow {
  readonly operation: Operation;
  /** `permissions.snooze`, `dashboard.pages.users`, `profile`, `name`; empty where the whole is made or goes. */
  readonly path: string;
  /** Of a permission or a page, as the service prints it in English. */
  readonly label?: string;
  readonly section?: string;
  /** In the list of permissions of the service. */
  readonly position?: number;
  /** Whom it is about, where that is not the resource of the page. */
  readonly user?: ResourceKey;
  /** `{unknown}` where nobody recorded it. */
  readonly before: Json | Unknown;
  readonly after: Json;
}

/** What a person does on one page of the dashboard: several steps of the plan at once. */
export interface HandStep {
  /** `S1`. Absent until an apply has handed it out. */
  readonly id?: string;
  /** The resource whose page it is. */
  readonly key: ResourceKey;
  /** Steps of the plan that it consists of. */
  readonly steps: readonly Step['id'][];
  /** Other steps of the plan that must have been done before. */
  readonly after: readonly Step['id'][];
  readonly rows: readonly HandRow[];
  /** sha256 over key, operations and inputs, hexadecimal: the same as long as the same is to be done. */
  readonly digest: string;
}

/** What somebody gains, or loses, between two steps although neither end of the plan says so. */
export interface OpenWindow {
  readonly user: ResourceKey;
  /** A name of the capability language, without its argument. */
  readonly capability: string;
  readonly opensWith: Step['id'];
  readonly closesWith: Step['id'];
  readonly byHand: boolean;
  readonly why: 'no-unlink' | 'handover' | 'no-order';
  readonly kind: 'gain' | 'loss';
}

/** Was managed, is no longer stated: keeps its value. */
export interface Released {
  readonly key: ResourceKey;
  readonly path: string;
  readonly value: Json;
  readonly source?: Source;
}

export interface PlanInputs {
  readonly at: Day;
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
  readonly allowDelete: boolean;
  readonly filesDigest: string;
}

export interface Plan {
  readonly formatVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly account: string;
  readonly provider: 'sandbox' | 'ringover';
  /** `sha256:` and 64 digits. Two plans with the same digest make the same requests in the same order. */
  readonly digest: string;
  readonly base?: string;
  readonly createdAt: Instant;
  readonly readAt?: Instant;
  readonly actingAs?: string;
  readonly inputs: PlanInputs;
  readonly summary: {
    readonly add: number;
    readonly change: number;
    readonly destroy: number;
    readonly byHand: number;
    readonly released: number;
    readonly unmanaged: number;
    readonly people?: PeopleCount;
  };
  readonly changes: readonly Change[];
  readonly steps: readonly Step[];
  /** What is to be done by hand, by pages. Absent where there is nothing of the kind. */
  readonly byHand?: readonly HandStep[];
  readonly released: readonly Released[];
  /** What no order avoids. Absent where there is nothing of the kind. */
  readonly leftOpen?: readonly OpenWindow[];
  readonly access?: readonly PersonAccess[];
  readonly coverage: {
    readonly automatic: number;
    readonly byHand: number;
    readonly unreadable: number;
    readonly recorded: number;
    readonly unmanaged: number;
    /** The oldest record that was relied on. */
    readonly oldestRecordedAt?: Instant;
  };
  readonly diagnostics: readonly Diagnostic[];
}

/** Automatic steps that cannot be sent before a person has done something: each with the step that it waits for. */
export function waitingSteps(steps: readonly Step[]): ReadonlyMap<Step['id'], Step['id']> {
  const waits = new Map<string, string>();
  const open = new Set(steps.flatMap(({ id, mode }) => (mode === 'by-hand' ? [id] : [])));
  for (const { id, after, mode } of steps) {
    const first = after.find((earlier) => open.has(earlier));
    if (first === undefined) continue;
    open.add(id);
    if (mode === 'automatic') waits.set(id, first);
  }
  return waits;
}

/** The resource on whose page of the dashboard a step is done: people are linked on that of the profile, many at once. */
export const handPage = ({ operation, key, input }: Pick<Step, 'operation' | 'key' | 'input'>): ResourceKey =>
  operation === 'link' && typeof input.profile === 'string' ? profileKey(input.profile) : key;
