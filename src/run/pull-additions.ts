import { pathMatcher } from '../config/path-glob.js';
import { fileByRule, type Likes, likesIn, type Section, type Split, type Trait } from '../edit/account/layout.js';
import { newFileText, skeletonLines } from '../edit/account/new-file.js';
import type { Entry, Portrait } from '../edit/account/portrait.js';
import type { Vocabulary } from '../edit/account/words.js';
import type { Edit } from '../edit/index.js';
import {
  type AccountState,
  byText,
  type Desired,
  type FileRights,
  type Json,
  knownValue,
  profileKey,
  type ResourceKey,
  type UserState,
} from '../model/index.js';
import { type Desk, editEach, isOwnFile } from './pull-desk.js';

export interface Adding {
  readonly portrait: Portrait;
  readonly state: AccountState;
  readonly desired: Desired;
  readonly vocabulary: Vocabulary;
  /** Undefined: where their likes stand, and by kind where there are none. */
  readonly split: Split | undefined;
  /** Who is not written, for the end of a new file with people. */
  readonly comments: readonly string[];
  readonly desk: Desk;
}

/** What could not be put into the file where it belongs. */
export interface NotAdded {
  readonly key: ResourceKey;
  readonly file: string;
  readonly why: string;
}

interface Placed {
  readonly section: Section;
  readonly entry: Entry;
  readonly file: string;
}

/** Writes new entries into the files where they belong, making those that do not exist yet. */
export function addEntries(adding: Adding): readonly NotAdded[] {
  const files = new Map<string, Placed[]>();
  for (const placed of placements(adding)) files.set(placed.file, [...(files.get(placed.file) ?? []), placed]);
  const isFirst = [...files].find(
    ([file, all]) => !adding.desk.has(file) && all.some(({ section }) => section === 'users'),
  );
  return [...files].flatMap(([file, all]) => {
    if (adding.desk.has(file)) return intoFile(adding.desk, file, all);
    const of = (section: Section) => all.filter((one) => one.section === section).map(({ entry }) => entry);
    const entries = { groups: of('groups'), profiles: of('profiles'), users: of('users') };
    const comments = file === isFirst?.[0] ? adding.comments : [];
    adding.desk.put(file, newFileText({ entries, schema: schemaFor(adding.desk, file), comments }));
    return [];
  });
}

const SCHEMA_LINE = /^# yaml-language-server: \$schema=((?:\.\.\/)*)(\S+)$/m;

/** As another file of the directory names it, seen from the new one. */
function schemaFor(desk: Desk, file: string): string | undefined {
  const depth = (path: string) => path.split('/').length - 1;
  for (const { path } of desk.files().files) {
    const [, up = '', rest = ''] = SCHEMA_LINE.exec(desk.text(path) ?? '') ?? [];
    const name = rest.replace(/config\.schema\.json$/, 'account.schema.json');
    if (!name.endsWith('account.schema.json')) continue;
    if (name.includes('://')) return name;
    const above = up.length / '../'.length - depth(path) + depth(file);
    if (above >= 0) return `${'../'.repeat(above)}${name}`;
  }
  return undefined;
}

function placements(adding: Adding): readonly Placed[] {
  const { portrait, state, desired, split } = adding;
  const likes = likesIn(standing(adding));
  const sections = ['groups', 'profiles', 'users'] as const;
  return sections.flatMap((section) =>
    portrait[section].map((entry): Placed => {
      const trait = traitOf(section, state.users.get(entry.key), adding);
      return { section, entry, file: fileFor({ entry, trait, likes, split, rights: desired.settings.files }) };
    }),
  );
}

/** What stands in files of the directory already. */
function standing(adding: Adding): readonly (Trait & { readonly file: string })[] {
  const { desired, state } = adding;
  const listed = (['groups', 'profiles', 'users'] as const).flatMap((section) =>
    [...desired[section].values()].map(({ key, at }) => ({
      ...traitOf(section, state.users.get(key), adding),
      file: at.file,
    })),
  );
  return listed.filter(({ file }) => isOwnFile(file));
}

/** The team of somebody in several groups is one that the profile gives, else the first by name. */
function traitOf(section: Section, user: UserState | undefined, { state, desired, vocabulary }: Adding): Trait {
  const profile = (user && knownValue(user.profile)) ?? undefined;
  const groups = (user && knownValue(user.groups)) ?? [];
  const key = profile === undefined ? undefined : profileKey(profile);
  const live = key && state.profiles.get(key);
  const given = (key && desired.profiles.get(key)?.groups) ?? (live && knownValue(live.groups)) ?? [];
  const first = given.find((name) => groups.includes(name)) ?? [...groups].sort(byText)[0];
  return { section, profile, team: first === undefined ? undefined : vocabulary.groupId(first) };
}

interface Choice {
  readonly entry: Entry;
  readonly trait: Trait;
  readonly likes: Likes;
  readonly split: Split | undefined;
  readonly rights: { readonly [glob: string]: FileRights };
}

/** The first file that may state it, by the rule that was asked for, else beside its likes. */
function fileFor({ entry, trait, likes, split, rights }: Choice): string {
  const byRule = fileByRule(split ?? 'kind', trait.section, trait.team);
  const beside = likes(trait);
  const files = split === undefined ? [...beside, byRule] : [byRule, ...beside];
  return files.find((file) => mayState(file, { section: trait.section, entry, rights })) ?? byRule;
}

function mayState(
  file: string,
  { section, entry, rights }: { section: Section; entry: Entry; rights: Choice['rights'] },
): boolean {
  const { id, value } = entry;
  const bound = Object.entries(rights).filter(([glob]) => pathMatcher(glob)(file));
  const profile = section === 'profiles' ? id : textOf(value.profile);
  const groups = section === 'groups' ? [id] : Array.isArray(value.groups) ? value.groups.map(String) : [];
  return bound.every(
    ([, { kinds, profiles, groups: named, dashboard }]) =>
      (!kinds || kinds.includes(section)) &&
      (!profiles || profile === undefined || profiles.includes(profile)) &&
      (!named || groups.every((group) => named.includes(group))) &&
      (dashboard !== false || value.dashboard === undefined),
  );
}

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== 'none' ? value : undefined;

function intoFile(desk: Desk, file: string, placed: readonly Placed[]): readonly NotAdded[] {
  const editOf = ({ section, entry }: Placed): Edit => ({ kind: 'set', path: [section, entry.id], value: entry.value });
  const failed = editEach(desk, file, { items: placed, editsOf: (one) => [editOf(one)] });
  for (const { entry } of placed) if (entry.isSkeleton) addSkeleton(desk, file, entry.id);
  return failed.map(({ item, why }) => ({ key: item.entry.key, file, why }));
}

/** Below an entry that stands on one line, as the edit has written it. */
function addSkeleton(desk: Desk, file: string, id: string): void {
  const text = desk.text(file) ?? '';
  const line = new RegExp(`^( +)("?)${id.replace(/[.]/g, '\\.')}\\2: \\{ name: (.*) \\}(\\r?\\n|$)`, 'm');
  const after = text.replace(line, (_whole, indent: string, quote: string, name: string, end: string) => {
    const lineBreak = end === '' ? '\n' : end;
    const lines = [
      `${indent}${quote}${id}${quote}:`,
      ...[`name: ${name}`, ...skeletonLines({})].map((one) => `${indent.repeat(2)}${one}`),
    ];
    return lines.map((one) => `${one}${lineBreak}`).join('');
  });
  if (after !== text) desk.put(file, after);
}
