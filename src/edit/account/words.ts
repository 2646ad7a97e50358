/**
 * An account in the words of the files. This folder may not know files, networks, clocks, random numbers or output: it takes what was read, and
 * gives plain data.
 */
import {
  CATALOGUE,
  type Dashboard,
  EVERYWHERE,
  isSame,
  type Json,
  levelDashboard,
  type PermissionId,
  type PermissionSet,
  type PermissionValue,
} from '../../model/index.js';

/** What a file can refer to. Ids are those of the files. */
export interface Vocabulary {
  readonly profileId: (name: string) => string | undefined;
  readonly groupId: (name: string) => string | undefined;
  /** Names of the account's IVRs. */
  readonly ivrs: ReadonlySet<string>;
  /** Numbers of the account, E.164 with plus. */
  readonly numbers: ReadonlySet<string>;
}

export type JsonRecord = { readonly [key: string]: Json };

const STATE = CATALOGUE.filter(({ kind }) => kind !== 'action');
const KINDS: ReadonlyMap<string, string> = new Map(STATE.map(({ id, kind }) => [id, kind]));

export interface Permissions {
  /** In the catalogue's order. */
  readonly said: JsonRecord;
  /** Those with a value that no file can state. */
  readonly unsaid: readonly PermissionId[];
}

export function permissionWords(set: PermissionSet, vocabulary: Vocabulary): Permissions {
  const said: { [id: string]: Json } = {};
  const unsaid: PermissionId[] = [];
  for (const entry of STATE) {
    const id = entry.id as PermissionId;
    const value = set[id];
    if (value === undefined) continue;
    const word = permissionWord(id, value, vocabulary);
    if (word === undefined) unsaid.push(id);
    else said[id] = word;
  }
  return { said, unsaid };
}

/** `30s`, `100%`, `false` for a list without entries. Undefined where no file can state the value. */
export function permissionWord(
  id: string,
  value: PermissionValue,
  { numbers }: Pick<Vocabulary, 'numbers'>,
): Json | undefined {
  const kind = KINDS.get(id);
  if (typeof value === 'object') return callerIdWord(value, numbers);
  if (typeof value !== 'number') return value;
  if (!Number.isSafeInteger(value) || value < 0) return undefined;
  if (kind === 'duration') return value === 0 ? false : value < 100_000 ? `${value}s` : value;
  if (kind === 'percentage') return value <= 100 ? `${value}%` : undefined;
  return value >= 1 ? value : undefined;
}

const CALLER_ID_WORDS: readonly string[] = ['assignedIvr', 'allIvr'];

function callerIdWord(value: readonly string[], numbers: ReadonlySet<string>): Json | undefined {
  if (value.length === 0) return false;
  if (!value.every((one) => CALLER_ID_WORDS.includes(one) || numbers.has(one))) return undefined;
  const [first = ''] = value;
  return value.length === 1 && CALLER_ID_WORDS.includes(first) ? first : [...value];
}

/** The short form where it says all. Undefined where a group or an IVR of the scope has no word. */
export function dashboardWord(dashboard: Dashboard, vocabulary: Vocabulary): Json | undefined {
  const { level, pages } = dashboard;
  const usual = levelDashboard(level);
  if (level === 'none' || level === 'admin') return level;
  const scope = scopeWord(dashboard, vocabulary);
  if (!scope) return undefined;
  const stated = isSame(pages, usual.pages) ? {} : { pages: { ...pages } };
  const isShort = Object.keys(stated).length + Object.keys(scope).length === 0;
  return isShort ? level : { level, ...stated, ...(Object.keys(scope).length > 0 && { scope }) };
}

/** Only what is narrowed. */
function scopeWord({ scope }: Dashboard, vocabulary: Vocabulary): JsonRecord | undefined {
  const { groups, ivrs, lines } = scope;
  const ids = groups === 'all' ? 'all' : groupWords(groups, vocabulary);
  if (ids === undefined || (ivrs !== 'all' && !ivrs.every((name) => vocabulary.ivrs.has(name)))) return undefined;
  return {
    ...(ids !== EVERYWHERE.groups && { groups: ids }),
    ...(ivrs !== EVERYWHERE.ivrs && { ivrs: [...ivrs] }),
    ...(lines !== EVERYWHERE.lines && { lines }),
  };
}

/** Ids, in the order of the names. Undefined where one of the groups has none. */
export function groupWords(names: readonly string[], { groupId }: Pick<Vocabulary, 'groupId'>): string[] | undefined {
  const ids = names.flatMap((name) => groupId(name) ?? []);
  return ids.length === names.length ? ids : undefined;
}

/** What no text of a file may hold: controls, formats, surrogates, private characters and separators. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const MOST_CHARACTERS = 200;

/** Whether a file can state this text as a name. */
export const isSayable = (name: string): boolean =>
  name.length > 0 && name.length <= MOST_CHARACTERS && name.trim() === name && name.search(FORBIDDEN) < 0;

/** A text of the account for the inside of a comment: it stays on its line, and nothing in it is unseen. */
export const commentText = (text: string): string =>
  text.replace(FORBIDDEN, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
