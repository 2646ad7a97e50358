import { APP_CAPABILITIES, compareValues } from '../../access/capability.js';
import { NOTHING } from '../../access/effective.js';
import {
  CATALOGUE,
  type CatalogueEntry,
  type PermissionSet,
  type PermissionValue,
  sameValue,
} from '../../model/index.js';

/** Permissions in effect, and whose they are: what nobody knows of one holder is not what nobody knows of another. */
export interface Held {
  readonly owner: string;
  readonly set: PermissionSet;
}

/** Somebody who is not there. */
export const NOTHING_HELD: Held = { owner: '', set: NOTHING };

interface Measure {
  readonly name: string;
  readonly entry: CatalogueEntry;
  readonly value: (set: PermissionSet) => PermissionValue | undefined;
}

const play = CATALOGUE.find(({ id }) => id === 'playRecordings');

/** What counts as more or less. Downloading goes as far as playing does, so the two are measured together. */
const MEASURES: readonly Measure[] = APP_CAPABILITIES.map(({ name, entry, permissions: [id] }) =>
  id === 'showDownloadButton' && play
    ? { name, entry: play, value: downloaded }
    : { name, entry, value: (set) => set[id] },
);

function downloaded({ showDownloadButton, playRecordings }: PermissionSet): PermissionValue | undefined {
  if (showDownloadButton === false) return 'none';
  return showDownloadButton === undefined && playRecordings !== 'none' ? undefined : playRecordings;
}

/** Names of what `state` gives and neither `before` nor `after` does, or might. */
export const exceeding = (state: Held, before: Held, after: Held): readonly string[] =>
  isOneOf(state, before, after)
    ? []
    : named((measure) => isMore(measure, before, state) && isMore(measure, after, state));

/** Names of what `before` and `after` give, and `state` might not. */
export const missing = (state: Held, before: Held, after: Held): readonly string[] =>
  isOneOf(state, before, after)
    ? []
    : named((measure) => isMore(measure, state, before) && isMore(measure, state, after));

const isOneOf = (state: Held, before: Held, after: Held): boolean =>
  [before, after].some(({ owner, set }) => owner === state.owner && set === state.set);

const named = (holds: (measure: Measure) => boolean): readonly string[] =>
  MEASURES.filter(holds).map(({ name }) => name);

function isMore({ entry, value: of }: Measure, than: Held, held: Held): boolean {
  const [least, value] = [of(than.set), of(held.set)];
  if (least === undefined || value === undefined) return least !== value || than.owner !== held.owner;
  return compareValues(entry, least, value).isMore;
}

/** The permissions that both give: no more than either. What nobody knows of one of them is the least there is. */
export function meetOf(before: PermissionSet, after: PermissionSet): PermissionSet {
  return Object.fromEntries(
    CATALOGUE.flatMap((entry) => {
      const [one, other] = [Reflect.get(before, entry.id), Reflect.get(after, entry.id)];
      if (entry.kind === 'action' || (one === undefined && other === undefined)) return [];
      return [[entry.id, lesser(entry, one, other)]];
    }),
  );
}

function lesser(
  entry: CatalogueEntry,
  before: PermissionValue | undefined,
  after: PermissionValue | undefined,
): PermissionValue {
  if (entry.id === 'canBeListenedTo') return before === true && after === true;
  if (before === undefined || after === undefined)
    return entry.grants === 'neutral' ? (before ?? after ?? entry.initial) : entry.initial;
  if (Array.isArray(before) && Array.isArray(after)) {
    const ways = (list: readonly string[]) => (list.includes('allIvr') ? [...list, 'assignedIvr'] : list);
    return [...new Set(ways(before).filter((item) => ways(after).includes(item)))].sort();
  }
  return compareValues(entry, before, after).isMore ? before : after;
}

/** Whether going by way of the meet is a way of its own. */
export const isBetween = (meet: PermissionSet, before: PermissionSet, after: PermissionSet): boolean =>
  [before, after].every((set) => Object.entries(meet).some(([id, value]) => !sameValue(Reflect.get(set, id), value)));
