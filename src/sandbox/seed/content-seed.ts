/** What an account has besides people, profiles and groups. People are named by address, groups, IVRs, tags and integrations by name. */
export interface ContentSeed {
  readonly scenarios: readonly { readonly ivr: string; readonly name: string; readonly isDefault: boolean }[];
  readonly tags: readonly { readonly name: string; readonly color: string; readonly description: string }[];
  readonly snoozeReasons: readonly string[];
  readonly blockedNumbers: readonly { readonly number: string; readonly comment: string }[];
  readonly contacts: readonly SeedContact[];
  readonly brands: readonly string[];
  readonly conferences: readonly {
    readonly name: string;
    readonly pincode: string;
    readonly numbers: readonly string[];
  }[];
  readonly otherSettings: readonly { readonly name: string; readonly value: string }[];
  readonly webhooks: readonly { readonly event: string; readonly url: string }[];
  readonly integrations: readonly {
    readonly name: string;
    readonly enabled: boolean;
    readonly settings: { readonly [name: string]: string };
  }[];
  readonly campaigns: readonly { readonly name: string; readonly group: string | null; readonly state: string }[];
  readonly tasks: readonly {
    readonly title: string;
    readonly user: string | null;
    readonly due: string;
    readonly done: boolean;
  }[];
  readonly credit: { readonly cents: number; readonly currency: string };
  readonly invoices: readonly { readonly period: string; readonly cents: number }[];
  readonly calls: readonly SeedCall[];
  /** Whoever is not listed has one device and no snooze. */
  readonly presences: readonly {
    readonly user: string;
    readonly devices: number;
    readonly snooze: string | null;
    readonly snoozeEnd: string | null;
  }[];
  readonly plannings: readonly {
    readonly user: string;
    readonly timeZone: string;
    readonly enabled: boolean;
    readonly ranges: readonly SeedRange[];
  }[];
  readonly snoozeLog: readonly {
    readonly user: string;
    readonly state: string;
    readonly name: string;
    readonly comment: string;
    readonly createdAt: string;
    readonly endedAt: string | null;
  }[];
}

/** Minutes of the day, 0 to 1440. */
export interface SeedRange {
  readonly day: number;
  readonly start: number;
  readonly end: number;
}

export interface SeedContact {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly number: string;
  /** Address of the person whose own contact it is, or null for the directory. */
  readonly owner: string | null;
  readonly integration: string | null;
}

export interface SeedCall {
  readonly direction: 'in' | 'out';
  readonly state: 'waiting' | 'live' | 'ended' | 'missed';
  readonly user: string | null;
  /** The IVR that the call came through, or null for a direct line. */
  readonly ivr: string | null;
  readonly peer: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly recording: 'none' | 'recorded' | 'objected';
  readonly tag: string | null;
  readonly note: string;
}
