import { type CatalogueEntry, PAGES, type PermissionId, type PermissionValue } from '../model/index.js';
import { type Access, PERMISSIONS } from './effective.js';
import { REACHES } from './reach.js';

/** The product's second language. Names are stable, as codes are: within a version they are only added to. */
export type Capability = string;

/** A permission, spoken of as what it lets a person do. */
export interface AppCapability {
  readonly name: Capability;
  /** Decides how values are ordered. */
  readonly entry: CatalogueEntry;
  /** The permissions that together decide it, the leading one first. */
  readonly permissions: readonly [PermissionId, ...PermissionId[]];
  /** Undefined is unknown. */
  readonly valueOf: (access: Access) => PermissionValue | undefined;
}

const RENAMED: { readonly [id: string]: Capability } = {
  playRecordings: 'recordings.play',
  showDownloadButton: 'recordings.download',
  outOfPlanDestinations: 'calls.destination.outOfPlan',
  frenchSpecialNumbers: 'calls.destination.frenchSpecial',
};

/** Being listened to or recorded is no capability of the person: `grants` is neutral there. */
export const APP_CAPABILITIES: readonly AppCapability[] = PERMISSIONS.filter((entry) => entry.grants !== 'neutral').map(
  (entry) => {
    const id = entry.id as PermissionId;
    const name = RENAMED[id] ?? `app.${id}`;
    if (id === 'showDownloadButton') return { name, entry, permissions: [id, 'playRecordings'], valueOf: downloadsOwn };
    return { name, entry, permissions: [id], valueOf: (access) => access.permissions[id] };
  },
);

/** Only what may be played can be downloaded. */
function downloadsOwn({ permissions }: Access): boolean | undefined {
  const { showDownloadButton, playRecordings } = permissions;
  if (showDownloadButton === false || playRecordings === 'none') return false;
  return showDownloadButton === undefined || playRecordings === undefined ? undefined : true;
}

/** Every name that `who-can` takes, without its argument. */
export const CAPABILITY_NAMES: readonly Capability[] = [
  'account.signIn',
  'level.admin',
  ...REACHES,
  ...APP_CAPABILITIES.map((capability) => capability.name).filter(
    (name) => !(REACHES as readonly string[]).includes(name),
  ),
  'groups.member',
  ...PAGES.flatMap((page) => [`page.${page.id}.read`, `page.${page.id}.write`]),
  'rights.grant',
  'billing.see',
  'licences.order',
];

export interface CapabilityQuery {
  readonly name: Capability;
  /** A key of a person or a group, `ivr:` and a name, a bare name, a value, or `own` and `ivr` for recordings: `can` says what each means. */
  readonly argument: string | undefined;
}

/** `calls.listen(sales)` or `billing.see`; undefined where it is no capability. */
export function parseCapability(text: string): CapabilityQuery | undefined {
  const match = /^([A-Za-z.]+)(?:\((.{1,256})\))?$/.exec(text.trim());
  const name = match?.[1];
  if (name === undefined || !CAPABILITY_NAMES.includes(name)) return undefined;
  return { name, argument: match?.[2]?.trim() };
}

/** Whether `after` is more than `before`, less, both (sets may be either), or not to be told. */
export interface ValueChange {
  readonly isMore: boolean;
  readonly isLess: boolean;
}
const SAME: ValueChange = { isMore: false, isLess: false };

/** Compares two values of one permission by how much they grant. */
export function compareValues(entry: CatalogueEntry, before: PermissionValue, after: PermissionValue): ValueChange {
  if (entry.grants === 'neutral') return SAME;
  if (Array.isArray(before) && Array.isArray(after))
    return { isMore: !includesAll(before, after), isLess: !includesAll(after, before) };
  const difference = (rank(entry, after) - rank(entry, before)) * (entry.grants === 'less' ? -1 : 1);
  return { isMore: difference > 0, isLess: difference < 0 };
}

function rank(entry: CatalogueEntry, value: PermissionValue): number {
  return typeof value === 'string' ? (entry.choices ?? []).indexOf(value) : Number(value);
}

/** All IVR numbers include those of the IVRs that a person is assigned to. */
function includesAll(set: readonly string[], items: readonly string[]): boolean {
  return items.every((item) => set.includes(item) || (item === 'assignedIvr' && set.includes('allIvr')));
}
