import type { Dashboard, Level, PageAccess, Scope } from './dashboard.js';
import type { Source } from './diagnostic.js';
import type { PageId, PermissionId } from './generated/catalogue.js';
import type { Json } from './json.js';
import type { Day, Instant, ResourceKey } from './names.js';

/** What questions about access are answered with: `--format json` prints it, the other forms are made of it. Names in it are raw. */

export type Spot = Pick<Source, 'file' | 'line'>;

/** Of which state an answer speaks: what the files say on a day, or the account when it was read. */
export type Basis =
  | { readonly of: 'files'; readonly at: Day }
  | { readonly of: 'account'; readonly at: Day; readonly readAt: Instant };

export interface AnswerHead {
  readonly formatVersion: 1;
  readonly account: string;
  readonly basis: Basis;
}

/** The statement that decides: a resource and a field of it, and the line where the files say so. */
export interface Deciding {
  readonly key: ResourceKey;
  readonly path: string;
  readonly source?: Spot;
}

/** Whose calls, recordings or rights a capability is about. */
export type Of =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'people'; readonly count: number; readonly isOwnIncluded: boolean }
  | { readonly kind: 'ivrs'; readonly ivrs: 'all' | readonly string[] }
  | { readonly kind: 'own' };

export type Through =
  | { readonly kind: 'superadmin' | 'admin' | 'dashboard' | 'own' | 'membership' | 'signIn' }
  | { readonly kind: 'profile'; readonly profile: ResourceKey };

/** One way in which somebody can do something. */
export interface Way {
  readonly answer: 'yes' | 'unknown';
  readonly of?: Of;
  readonly scope?: Scope;
  /** Of a permission that is more than a switch. */
  readonly value?: Json;
  readonly through: Through;
  readonly cause: Deciding;
}

export interface Holder {
  readonly user: ResourceKey;
  readonly answer: 'yes' | 'unknown';
  readonly privileged: boolean;
  /** The widest first. */
  readonly ways: readonly Way[];
}

export interface CapabilityAsked {
  readonly capability: string;
  readonly argument?: string;
}

export interface WhoCanAnswer extends AnswerHead, CapabilityAsked {
  readonly question: 'who-can';
  /** Name of the group that was asked about. */
  readonly in?: string;
  readonly holders: readonly Holder[];
}

export type PartState = 'shown' | 'hidden' | 'clickable' | 'frozen' | 'unknown';

/** A part of the phone application, and the permission that decides it. */
export interface AppPart {
  readonly permission: PermissionId;
  readonly part: string;
  readonly state: PartState;
  /** Permissions without which it is of no use, and that are off. */
  readonly lacks: readonly PermissionId[];
  readonly decided?: Deciding;
}

/** A permission that is no part one sees. `null` is unknown. */
export interface PermissionFact {
  readonly permission: PermissionId;
  readonly value: Json;
  readonly lacks: readonly PermissionId[];
  readonly decided?: Deciding;
}

export interface PagesSeen {
  readonly page: PageId;
  readonly access: PageAccess;
  readonly privileged: boolean;
}

export interface PersonAnswer {
  readonly user: ResourceKey;
  readonly standing: 'active' | 'archived';
  readonly isSuperAdmin: boolean;
  readonly isExternal: boolean;
  /** Key of the profile, null without one; left out where nobody knows. */
  readonly profile?: ResourceKey | null;
  readonly groups?: readonly string[];
  readonly app: readonly AppPart[];
  readonly facts: readonly PermissionFact[];
  readonly dashboard?: {
    readonly level: Level;
    readonly scope: Scope;
    readonly pages: readonly PagesSeen[];
    readonly decided?: Deciding;
  };
  /** To whom they can give rights, whom they can listen to, and whose recordings they can play besides their own. */
  readonly manages: Of | undefined;
  readonly listensTo: Of | undefined;
  readonly plays: Of | undefined;
  readonly canDownload: boolean;
  /** How many people can listen to them. */
  readonly heardBy: number;
  /** Fields that decide something and that nobody knows. */
  readonly unknown: readonly string[];
}

export interface AccessAnswer extends AnswerHead {
  readonly question: 'access';
  readonly people: readonly PersonAnswer[];
}

/** What one edit makes of one field. */
export interface Edit {
  readonly key: ResourceKey;
  readonly path: string;
  readonly before: Json | Dashboard;
  readonly after: Json | Dashboard;
  /** The person no longer follows the profile, and keeps its other values as their own. */
  readonly unlinks?: true;
  readonly source?: Spot;
}

export interface Remedy {
  readonly edits: readonly Edit[];
  /** Whose access it may change. */
  readonly people: readonly ResourceKey[];
}

/** A field that stands in the way. `value` is null where nobody knows it. */
export interface Obstacle {
  readonly cause: Deciding;
  readonly value: Json;
  readonly through: Through;
}

export interface WhyNotAnswer extends AnswerHead, CapabilityAsked {
  readonly question: 'why-not';
  readonly user: ResourceKey;
  readonly answer: 'yes' | 'no' | 'unknown';
  /** How they can, where they can. */
  readonly ways: readonly Way[];
  readonly obstacles: readonly Obstacle[];
  /** What the same capability allows them all the same. */
  readonly allowed: readonly CapabilityAsked[];
  readonly remedies: readonly Remedy[];
}

export interface ChainLine {
  readonly value: Json;
  readonly holder: { readonly kind: 'user' | 'profile' | 'template' | 'group'; readonly id: string };
  readonly source?: Spot;
  readonly decides: boolean;
}

export interface FieldAnswer {
  readonly path: string;
  /** Left out where no file says anything. */
  readonly value?: Json;
  /** The deciding line first, then what it overrides. */
  readonly chain: readonly ChainLine[];
  /** Left out where no account was asked. */
  readonly live?: { readonly state: 'equal' | 'different' | 'unreadable' | 'missing'; readonly value?: Json };
  readonly needs: readonly { readonly permission: PermissionId; readonly value?: Json; readonly source?: Spot }[];
  /** Other people for whom the same line decides; worked out where one field is asked about. */
  readonly others?: readonly ResourceKey[];
}

export interface ExplainAnswer extends AnswerHead {
  readonly question: 'explain';
  readonly subject: ResourceKey;
  readonly link?: { readonly profile: ResourceKey | null; readonly source?: Spot };
  readonly from?: Day;
  readonly until?: Day;
  /** Nobody who is there on that day: left, or has not come yet. */
  readonly isGone: boolean;
  readonly fields: readonly FieldAnswer[];
}

export interface KindCoverage {
  readonly kind: 'user' | 'profile' | 'group';
  readonly resources: number;
  readonly automatic: number;
  readonly byHand: number;
  /** Null where no account was asked. */
  readonly unreadable: number | null;
  readonly recorded: number | null;
  readonly unmanaged: number;
}

export interface CoverageAnswer extends AnswerHead {
  readonly question: 'coverage';
  readonly kinds: readonly KindCoverage[];
  /** People of the account who stand in no file; null where no account was asked. */
  readonly unmanagedPeople: number | null;
}

/** What the people of one profile see of pages and contacts; `null` are those without a profile. */
export interface RoleView {
  readonly profile: ResourceKey | null;
  readonly people: readonly ResourceKey[];
  readonly contactsTab: Json;
  readonly statisticsTab: Json;
  readonly dashboards: readonly {
    readonly level: Level | null;
    readonly people: number;
    readonly pages: readonly PagesSeen[];
    readonly scope?: Scope;
  }[];
}

export interface IntegrationsAnswer extends AnswerHead {
  readonly question: 'integrations';
  readonly settings: readonly Holder[];
  readonly roles: readonly RoleView[];
  readonly logs: readonly Holder[];
  readonly contacts: readonly Holder[];
  readonly contactsInApp: readonly Holder[];
}
