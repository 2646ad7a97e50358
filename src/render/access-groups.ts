import { sharedOf } from '../model/all-but.js';
import {
  type AccessChange,
  byText,
  type Json,
  nameOf,
  type PersonAccess,
  type Plan,
  type ResourceKey,
  type Source,
} from '../model/index.js';
import { weightOf } from './access-capability.js';
import { hearers } from './access-hearers.js';

export type Side = 'gain' | 'loss' | 'uncertain';

/** Whether somebody joins, leaves or changes profile, of which the rest is a consequence. */
export type Standing =
  | { readonly kind: 'stays' }
  | { readonly kind: 'joins'; readonly profile: string | undefined; readonly isExternal: boolean }
  | { readonly kind: 'leaves'; readonly how: 'archive' | 'delete'; readonly until: string | undefined }
  /** Null is not linked; undefined is not known. */
  | { readonly kind: 'moves'; readonly now: string | null; readonly was: string | null | undefined };

/** People whose access changes alike, through the same cause: one row of a plan. */
export interface AccessGroup {
  readonly side: Side;
  /** In the order of their names. */
  readonly people: readonly ResourceKey[];
  readonly changes: readonly AccessChange[];
  readonly standing: Standing;
  readonly isPrivileged: boolean;
  /** Who can listen to these people, or play their recordings, and could not before. */
  readonly heardBy: readonly ResourceKey[];
  /** The profile whose change is the cause. */
  readonly profile: string | undefined;
  /** The lines that cause it, each once, by file and line. */
  readonly places: readonly Place[];
  readonly weight: number;
}

export type Place = Pick<Source, 'file' | 'line'>;

/** How people are called in order and text; the rest of a row is worked out here. */
export type NameOfKey = (key: ResourceKey) => string;

interface Row {
  readonly side: Side;
  readonly changes: readonly AccessChange[];
  readonly standing: Standing;
  readonly cause: string;
  readonly heardBy: readonly ResourceKey[];
}

interface Draft extends Row {
  readonly people: ResourceKey[];
  readonly places: Map<string, Place>;
}

const STAYS: Standing = { kind: 'stays' };

/** In the order of reading: what is privileged, who leaves, then by weight, number of people and name. */
export function accessGroups(plan: Plan, name: NameOfKey): AccessGroup[] {
  const access = plan.access ?? [];
  const standings = standingsOf(plan, access);
  const heardBy = hearers(access);
  const nameOfList = listNames();
  const drafts = new Map<string, Draft>();
  for (const person of access) {
    const facts = { standing: standings.get(person.user) ?? STAYS, heardBy: heardBy(person.user) };
    const place = facts.standing.kind === 'moves' ? linkPlace(person) : undefined;
    for (const row of rowsOf(person, facts)) {
      const signature = signatureOf(row, nameOfList);
      const draft: Draft = drafts.get(signature) ?? { ...row, people: [], places: new Map() };
      drafts.set(signature, draft);
      draft.people.push(person.user);
      const source =
        (row.cause.startsWith(STANDING) ? place : undefined) ??
        row.changes.find(({ cause }) => cause.source)?.cause.source;
      if (source) draft.places.set(`${source.file}\n${source.line}`, { file: source.file, line: source.line });
    }
  }
  return [...drafts.values()].map((draft) => finished(draft, name)).sort((one, other) => inOrder(one, other, name));
}

function standingsOf(plan: Plan, access: readonly PersonAccess[]): Map<ResourceKey, Standing> {
  const found = new Map<ResourceKey, Standing>();
  for (const change of plan.changes) {
    if (change.kind !== 'user') continue;
    const valueAt = (path: string) => change.fields.find((field) => field.path === path);
    if (change.action === 'create') {
      const profile = valueAt('profile')?.after;
      const isExternal = valueAt('external')?.after === true;
      found.set(change.key, { kind: 'joins', profile: typeof profile === 'string' ? profile : undefined, isExternal });
    } else if (change.action === 'delete') {
      const until = /^until (\d{4}-\d\d-\d\d)$/.exec(change.reason)?.[1];
      found.set(change.key, { kind: 'leaves', how: change.how, until });
    } else {
      const link = valueAt('profile');
      if (link) found.set(change.key, { kind: 'moves', now: linkOf(link.after) ?? null, was: linkOf(link.before) });
    }
  }
  return new Map(
    access.flatMap(({ user }) => [...(found.has(user) ? [[user, found.get(user) ?? STAYS] as const] : [])]),
  );
}

const linkOf = (value: Json): string | null | undefined =>
  typeof value === 'string' || value === null ? value : undefined;

/** The line of the link stands for all that follows from it. */
const linkPlace = ({ gains, losses, uncertain }: PersonAccess): Source | undefined =>
  [gains, losses, uncertain].flat().find(({ cause }) => cause.path === 'profile' && cause.source)?.cause.source;

interface Facts {
  readonly standing: Standing;
  readonly heardBy: readonly ResourceKey[];
}

function* rowsOf(person: PersonAccess, { standing, heardBy }: Facts): Iterable<Row> {
  const gains = byCause(person.user, person.gains, standing);
  const sides = [
    ['gain', gains],
    ['loss', byCause(person.user, person.losses, standing)],
    ['uncertain', byCause(person.user, person.uncertain, standing)],
  ] as const;
  const heardRow = standing.kind === 'joins' ? undefined : heardIn([...gains.values()], person.user);
  for (const [side, causes] of sides) {
    for (const [cause, changes] of causes) {
      const isOwn = cause.startsWith(STANDING);
      // A move is told once, with what it gives.
      const isTold = standing.kind === 'moves' && side !== 'gain' && gains.has(cause);
      yield {
        side,
        cause,
        standing: isOwn && !isTold ? standing : STAYS,
        heardBy: changes === heardRow ? heardBy : [],
        changes: isOwn ? shownOf(changes, standing) : changes,
      };
    }
  }
}

/** That somebody is heard is said where they enter a group, else with another change of their own. */
function heardIn(rows: readonly (readonly AccessChange[])[], user: ResourceKey): readonly AccessChange[] | undefined {
  const own = rows.filter((changes) => changes.some(({ cause }) => cause.change === user));
  return own.find((changes) => changes.some(({ capability }) => capability === 'groups.member')) ?? own[0];
}

const STANDING = 'standing';

function byCause(user: ResourceKey, changes: readonly AccessChange[], standing: Standing): Map<string, AccessChange[]> {
  const causes = new Map<string, AccessChange[]>();
  for (const change of changes) {
    const cause = causeOf(user, change, standing);
    const known = causes.get(cause);
    if (known) known.push(change);
    else causes.set(cause, [change]);
  }
  return causes;
}

/** Same resource and line, or the same joining, leaving or move. A line that people share by inheritance is one cause for all of them. */
function causeOf(user: ResourceKey, { cause }: AccessChange, standing: Standing): string {
  const isOwn = cause.change === user;
  if (isOwn && standing.kind !== 'stays') return `${STANDING} ${Object.values(standing).join('\n')}`;
  const { source } = cause;
  if (source) return `${isOwn ? '' : cause.change}\n${source.file}\n${source.line}`;
  return `${cause.change}\n${cause.path}`;
}

/** Who joins or leaves gets one sentence: what the profile gives is not listed, but for what is privileged. */
function shownOf(changes: readonly AccessChange[], { kind }: Standing): readonly AccessChange[] {
  if (kind !== 'joins' && kind !== 'leaves') return changes;
  const isShown = ({ capability, privileged, scope, targets }: AccessChange) =>
    capability === 'account.signIn' ||
    (kind === 'joins' && (privileged || scope !== undefined || targets !== undefined));
  const shown = changes.filter(isShown);
  return shown.length === 0 ? changes : shown;
}

function signatureOf({ side, cause, changes, heardBy }: Row, nameOfList: ReturnType<typeof listNames>): string {
  const parts = changes.map(({ capability, before, after, scope, targets }) =>
    [capability, textOf(before), textOf(after), scope ? JSON.stringify(scope) : '', nameOfList(targets)].join('\u0001'),
  );
  return [side, cause, nameOfList(heardBy), ...parts].join('\u0002');
}

/** Equal lists have one name. A list that rows share is read once. */
function listNames(): (list: readonly ResourceKey[] | undefined) => string {
  const numbers = new Map<string, number>();
  const names = new Map<readonly ResourceKey[], string>();
  const nameOfAll = (all: readonly ResourceKey[]): string => {
    const text = all.join();
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return String(number);
  };
  return (list = []) => {
    if (list.length < 2) return list.join();
    const { all, except } = sharedOf(list);
    const name = names.get(all) ?? nameOfAll(all);
    names.set(all, name);
    return except === undefined ? name : `${name} ${except}`;
  };
}

const textOf = (value: Json): string => (typeof value === 'object' ? JSON.stringify(value) : `${typeof value}${value}`);

function finished({ side, people, changes, standing, heardBy, places }: Draft, name: NameOfKey): AccessGroup {
  const key = changes[0]?.cause.change;
  const names = new Map(people.map((person) => [person, name(person)]));
  const inNames = (one: ResourceKey, other: ResourceKey) =>
    byText(names.get(one) ?? '', names.get(other) ?? '') || byText(one, other);
  return {
    side,
    people: [...people].sort(inNames),
    changes,
    standing,
    isPrivileged: side === 'gain' && changes.some(({ privileged }) => privileged),
    heardBy,
    profile: standing === STAYS && key?.startsWith('profile:') ? nameOf(key) : undefined,
    places: [...places.values()].sort((one, other) => byText(one.file, other.file) || one.line - other.line),
    weight: changes.reduce((most, change) => Math.max(most, weightOf(change)), 0),
  };
}

function inOrder(one: AccessGroup, other: AccessGroup, name: NameOfKey): number {
  const first = ({ people: [person] }: AccessGroup) => (person === undefined ? '' : name(person));
  return (
    Number(other.isPrivileged) - Number(one.isPrivileged) ||
    Number(other.standing.kind === 'leaves') - Number(one.standing.kind === 'leaves') ||
    other.weight - one.weight ||
    other.people.length - one.people.length ||
    byText(first(one), first(other))
  );
}
