import { type AccessChange, CATALOGUE, type CatalogueEntry, PAGES } from '../model/index.js';

/** Capabilities of the phone application that are not called after their permission. */
const RENAMED: Readonly<Record<string, string>> = {
  'recordings.play': 'playRecordings',
  'recordings.download': 'showDownloadButton',
  'calls.destination.outOfPlan': 'outOfPlanDestinations',
  'calls.destination.frenchSpecial': 'frenchSpecialNumbers',
};

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(CATALOGUE.map((entry) => [entry.id, entry]));

/** The permission behind a difference; none where it is about the dashboard, a group, or other people. */
export function entryOf({ capability, targets }: AccessChange): CatalogueEntry | undefined {
  if (targets) return undefined;
  return ENTRIES.get(RENAMED[capability] ?? (capability.startsWith('app.') ? capability.slice(4) : ''));
}

export interface PageCapability {
  readonly label: string;
  readonly position: number;
}

const PAGE_NAMES: ReadonlyMap<string, PageCapability> = new Map(
  PAGES.map(({ id, label }, position) => [id, { label, position }]),
);

/** `page.logs.read` is about the page Logs. */
export function pageOf({ capability }: AccessChange): PageCapability | undefined {
  const id = capability === 'billing.see' ? 'billing' : /^page\.(\w+)\./.exec(capability)?.[1];
  return id === undefined ? undefined : PAGE_NAMES.get(id);
}

const REST = 1;
const WEIGHTS: Readonly<Record<string, number>> = {
  'level.admin': 9,
  'users.manage': 9,
  'rights.grant': 9,
  'billing.see': 8,
  'licences.order': 8,
  'calls.listen': 7,
};

/** How much a difference weighs, 1 to 9: give rights, billing, hear others, download, special-rate destinations, change pages, see pages, forward, the rest. */
export function weightOf(change: AccessChange): number {
  const { capability, privileged } = change;
  if (capability === 'recordings.play') return 7;
  if (capability === 'recordings.download') return 6;
  const known = WEIGHTS[capability];
  if (known !== undefined) return known;
  if (pageOf(change)) return privileged ? 9 : capability.endsWith('.write') ? 4 : 3;
  return Math.max(REST, entryOf(change)?.risk ?? REST);
}

const HEAVY = 3;
const LAST = 1000;

/** The order of phrases within one sentence: what weighs comes first, the rest as the dashboard lists it, groups last. */
export function phraseOrder(one: AccessChange, other: AccessChange): number {
  const heavy = (change: AccessChange) => Math.max(HEAVY - 1, weightOf(change));
  return heavy(other) - heavy(one) || positionOf(one) - positionOf(other);
}

function positionOf(change: AccessChange): number {
  if (change.capability === 'groups.member') return LAST;
  return entryOf(change)?.position ?? 100 + (pageOf(change)?.position ?? 0);
}
