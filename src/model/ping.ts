/** What a key is answered by the real service, right by right. Rights to write are not tried: that would write. */
export interface ServicePing {
  readonly of: 'service';
  readonly host: string;
  readonly region: 'eu' | 'us';
  /** Undefined where the service did not say anything that tells. */
  readonly key: 'accepted' | 'refused' | undefined;
  readonly monitoring: 'on' | 'off' | undefined;
  readonly team:
    | { readonly id: string; readonly name: string; readonly totals: { readonly [list in TeamList]: number } }
    | undefined;
  /** Whether it is the team that the files are bound to; undefined where either is not known. */
  readonly isBoundTeam: boolean | undefined;
  readonly rights: readonly RightSeen[];
  /** The only person that is shown while Monitoring is off: whoever owns the key. */
  readonly owner: { readonly email: string; readonly name: string } | undefined;
}

export const TEAM_LISTS = ['users', 'groups', 'numbers', 'ivrs'] as const;
export type TeamList = (typeof TEAM_LISTS)[number];

export interface RightSeen {
  /** The route that tells, without its query. */
  readonly route: string;
  /** As the service names it; undefined where the route needs none. */
  readonly right: 'Users' | 'Numbers' | 'IVRs' | undefined;
  readonly needsMonitoring: boolean;
  /** Whether no plan can be made without it. */
  readonly isNeeded: boolean;
  readonly seen: 'shown' | 'refused' | 'unclear';
  readonly status: number | undefined;
  /** What the service said in its place. */
  readonly message: string | undefined;
  /** Entries of the first page, where it is a list. */
  readonly entries: number | undefined;
}

/** The embedded account, which hides nothing from whoever acts. */
export interface EmbeddedPing {
  readonly of: 'embedded';
  /** Address of the one that is served; undefined in this process. */
  readonly url: string | undefined;
  readonly team: { readonly id: string; readonly name: string };
  readonly actingAs: string | undefined;
  readonly superAdmin: boolean;
}

export type PingReport = ServicePing | EmbeddedPing;

/** Names and types of the fields that a route answers with, and no value of any. */
export interface RouteShape {
  readonly route: string;
  readonly status: number | undefined;
  /** By path, such as `list[].user_id`: the types seen there, sorted. */
  readonly fields: { readonly [path: string]: readonly string[] };
}
