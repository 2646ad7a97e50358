import { html } from 'hono/html';
import { type AccessRow, accessChanges } from '../../access/differences.js';
import {
  type AccountState,
  CATALOGUE,
  isSame,
  type Json,
  PAGES,
  type ResourceKey,
  read,
  type UserState,
  userKey,
} from '../../model/index.js';
import { type Database, integer } from '../database.js';
import type { Person } from '../people.js';
import { personById } from '../records.js';
import { nameOf } from './layout.js';
import type { Html } from './page.js';
import { listWords, peopleWords } from './words.js';

/** One person as they are, and as they would be. */
export interface Turn {
  readonly before: Person;
  readonly after: Person;
}

export interface Consequence {
  readonly names: readonly string[];
  readonly gains: readonly string[];
  readonly losses: readonly string[];
}

/** Most people for whom the consequences are worked out one by one. */
const LOOKED_AT = 200;
/** Most people of whom it is looked whether they reach those others. */
const HOLDERS = 300;

/** Who gains and who loses what, by the definition of access that plans use; people for whom it is the same stand together. */
export function consequencesOf(database: Database, turns: readonly Turn[]): readonly Consequence[] {
  const looked = turns.slice(0, LOOKED_AT);
  const others = looked.some(isNewlyExposed) ? holdersIn(database) : [];
  const people = new Map<ResourceKey, Person>();
  for (const person of [...others, ...looked.map(({ before }) => before)]) people.set(userKey(person.email), person);
  const before = stateOf([...people.values()]);
  const users = new Map(before.users);
  for (const { after } of looked) users.set(userKey(after.email), userState(after));
  const changes = accessChanges(before, { ...before, users });
  const together = new Map<string, Consequence>();
  for (const { user, gains, losses } of changes) {
    const words = { gains: gains.map((row) => rowWords(row, true)), losses: losses.map((row) => rowWords(row, false)) };
    const key = JSON.stringify(words);
    const person = people.get(user);
    together.set(key, { ...words, names: [...(together.get(key)?.names ?? []), person ? nameOf(person) : user] });
  }
  return [...together.values()];
}

/** Whether somebody else may reach the person in a way in which they could not. */
const isNewlyExposed = ({ before, after }: Turn): boolean =>
  before.effective.canBeListenedTo !== after.effective.canBeListenedTo || !isSame(before.groups, after.groups);

function holdersIn(database: Database): readonly Person[] {
  const sql = `SELECT id FROM users WHERE status = 'active' AND json_extract(dashboard, '$.level') NOT IN ('none', 'billing') LIMIT ?`;
  return database.all(sql, HOLDERS).flatMap((row) => personById(database, integer(row, 'id')) ?? []);
}

function stateOf(people: readonly Person[]): AccountState {
  const users = new Map(people.map((person) => [userKey(person.email), userState(person)]));
  return { users, profiles: new Map(), groups: new Map() };
}

/** What holds for a linked person stands here as their own, since the profile's values are what holds. */
function userState(person: Person): UserState {
  return {
    key: userKey(person.email),
    email: person.email,
    firstName: read(person.firstName),
    lastName: read(person.lastName),
    status: person.status,
    external: person.external,
    superAdmin: person.superAdmin,
    profile: read(null),
    permissions: person.effective,
    dashboard: read(person.dashboard),
    groups: read(person.groups),
    numbers: person.numbers,
    plan: person.plan ?? undefined,
  };
}

/** `can now download their own recordings`, `can no longer see page Logs` */
function rowWords(row: AccessRow, isGain: boolean): string {
  const can = isGain ? 'can now' : 'can no longer';
  const reached = row.targets && row.capability !== 'groups.member' ? ` of ${peopleWords(row.targets.length)}` : '';
  if (reached !== '') return `${can} ${REACH_WORDS[row.capability] ?? row.capability}${reached}`;
  const page = /^page\.(\w+)\.(read|write)$/.exec(row.capability);
  if (page) return `${can} ${page[2] === 'write' ? 'change' : 'see'} the page ${pageLabel(page[1])}`;
  if (row.capability === 'groups.member')
    return `${isGain ? 'is now' : 'is no longer'} in the group ${listWords((row.targets ?? []).map(groupName))}`;
  return OTHER_WORDS[row.capability]?.[isGain ? 0 : 1] ?? permissionWords(row, isGain);
}

const REACH_WORDS: Readonly<Record<string, string>> = {
  'calls.listen': 'listen to live calls',
  'recordings.play': 'play recordings',
  'recordings.download': 'download recordings',
  'users.manage': 'change the settings and rights',
};

const OTHER_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  'level.admin': ['has admin access', 'has no admin access any more'],
  'billing.see': ['can now see Credits and billing', 'can no longer see Credits and billing'],
  'account.signIn': ['can now sign in', 'can no longer sign in'],
  'users.manage': ['can now change people', 'can no longer change people'],
};

const pageLabel = (id: string | undefined): string => PAGES.find((page) => page.id === id)?.label ?? '';
const groupName = (key: ResourceKey): string => key.slice(key.indexOf(':') + 1);

const RENAMED: Readonly<Record<string, string>> = {
  'recordings.play': 'playRecordings',
  'recordings.download': 'showDownloadButton',
  'calls.destination.outOfPlan': 'outOfPlanDestinations',
  'calls.destination.frenchSpecial': 'frenchSpecialNumbers',
};

function permissionWords({ capability, before, after }: AccessRow, isGain: boolean): string {
  const id = RENAMED[capability] ?? capability.replace(/^app\./, '');
  const entry = CATALOGUE.find((candidate) => candidate.id === id);
  if (!entry) return capability;
  if (entry.id === 'playRecordings') return playWords(before, after, isGain);
  if (entry.grants === 'less') return isGain ? (entry.phraseWithout ?? '') : `must ${entry.phrase}`;
  const isGone = after === false || after === 0 || (Array.isArray(after) && after.length === 0);
  const phrase = entry.phrase.replace('{value}', () => shown(isGone ? before : after, entry.kind));
  if (isGone) return `can no longer ${phrase}`;
  return typeof before === 'boolean' ? `can now ${phrase}` : `can now ${phrase} (${shown(before, entry.kind)} before)`;
}

function playWords(before: Json, after: Json, isGain: boolean): string {
  if (!isGain && after === 'own') return 'plays only their own recordings';
  const what = (isGain ? after : before) === 'own' ? 'their own recordings' : 'the recordings of all IVRs';
  return `${isGain ? 'can now' : 'can no longer'} play ${what}`;
}

const CALLERS: Readonly<Record<string, string>> = { assignedIvr: 'their IVRs', allIvr: 'all IVRs' };

function shown(value: Json, kind: string): string {
  if (Array.isArray(value)) return listWords(value.map((item) => CALLERS[String(item)] ?? String(item)));
  return kind === 'duration' ? `${String(value)} seconds` : String(value);
}

const NAMED = 12;

/** The list of consequences for a page. */
export function consequenceList(consequences: readonly Consequence[]): Html {
  if (consequences.length === 0) return html`<p class="muted">Nobody gains or loses access by it.</p>`;
  return html`<ul>${consequences.map(
    ({ names, gains, losses }) =>
      html`<li><strong>${namesWords(names)}</strong>: ${[...gains, ...losses].join('; ')}</li>`,
  )}</ul>`;
}

function namesWords(names: readonly string[]): string {
  if (names.length <= 3) return names.join(', ');
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${peopleWords(names.length)} (${names.slice(0, NAMED).join(', ')}${more})`;
}
