/** ringctl.yaml with every default filled in. */
export interface Settings {
  readonly account: string;
  readonly timeZone: string;
  readonly provider: Provider;
  readonly authority: Authority;
  readonly complete: boolean;
  readonly limits: Limits;
  /** GitHub login to address. */
  readonly people: { readonly [login: string]: string };
  readonly files: { readonly [glob: string]: FileRights };
  readonly include: readonly string[];
}

export type Provider =
  | {
      readonly kind: 'sandbox';
      readonly as: string | undefined;
      readonly url: string | undefined;
      readonly store: string | undefined;
    }
  | {
      readonly kind: 'ringover';
      /** Undefined until it was looked up: nothing is planned before. */
      readonly team: string | undefined;
      /** Owner of the key. */
      readonly as: string | undefined;
      /** Day on which a person compared what is read with the dashboard; nothing is written before. */
      readonly verified: string | undefined;
      readonly assignMethod: 'PATCH' | 'POST';
      /** What the files expect of the key, which alone decides. */
      readonly region: 'eu' | 'us' | undefined;
      /** An embedded account on this machine in the place of the service. */
      readonly url: string | undefined;
    };

export interface Authority {
  readonly users: 'additive' | 'authoritative';
  readonly profiles: 'additive' | 'authoritative';
  readonly groups: 'additive' | 'authoritative';
  readonly memberships: 'additive' | 'authoritative';
}

export interface Share {
  readonly percent: number;
  readonly atLeast: number;
}

export interface Limits {
  readonly removals: Share;
  readonly losses: Share;
  readonly changes: Share;
  readonly privilegedGains: number;
  readonly invites: number;
  readonly minAdmins: number;
  readonly requiredAdmins: readonly string[];
  /** Percent of the last good count by which a read may shrink. */
  readonly shrink: number;
  readonly recordedMaxAgeDays: number;
  readonly releases: 'allow' | 'refuse';
}

export interface FileRights {
  readonly kinds: readonly string[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly profiles: readonly string[] | undefined;
  readonly dashboard: boolean | undefined;
}
