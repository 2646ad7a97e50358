import type { RecordedFact } from '../ledger/index.js';
import {
  type Diagnostic,
  type Instant,
  instant,
  isDashboard,
  isSame,
  type Json,
  type Level,
  type Live,
  nameOf,
  profileKey,
  type ResourceKey,
  userKey,
} from '../model/index.js';
import { managedFieldsIn } from '../plan/coverage.js';
import { contradictions, isTold, isUsual } from './baseline-table.js';
import { factChanges, PERMISSIONS } from './facts.js';
import { type Labels, NO_LABELS } from './labels.js';
import { type LockedAccount, type LockedOut, type LockedRequest, onLockedAccount } from './locked-account.js';
import { type PeopleTable, readPeopleTable, type TableText } from './people-table.js';
import { compileFor, type PlannedLive, type PlanRequest, planned } from './plan.js';
import { lookedInto, recordRun } from './recording-run.js';

export interface BaselineRequest extends PlanRequest, LockedRequest {
  /** Names of profiles and addresses of people; none of both: all of them. */
  readonly profiles: readonly string[];
  readonly users: readonly string[];
  /** Made by somebody from the dashboard: what it says as the files do needs not be looked at once more. Default: no table. */
  readonly people?: TableText | undefined;
  readonly confirm: (baseline: Baseline) => Promise<Confirmed | undefined>;
}

/** Who says so, and how it was checked. */
export interface Confirmed {
  readonly by: string;
  readonly how: 'seen' | 'trusted';
}

/** One page of the dashboard, and what the files say that stands there. */
export interface Sheet {
  readonly key: ResourceKey;
  readonly rows: readonly SheetRow[];
  /** Of a profile: whom the files link to it. */
  readonly linked: readonly ResourceKey[];
}

export interface SheetRow {
  readonly path: string;
  readonly value: Json;
  /** Since when it is recorded as the files say; undefined where it is not, or otherwise. */
  readonly recordedAt: Instant | undefined;
}

export interface Baseline {
  readonly planned: PlannedLive;
  readonly sheets: readonly Sheet[];
  /** People of whom nothing is stated but a profile and the usual pages of a level, or less. */
  readonly listed: readonly Sheet[];
  /** What the table says as the files do. */
  readonly told: Told | undefined;
  /** Of the user, for what is printed. */
  readonly labels: Labels;
  /** What would be recorded: one fact a field. */
  readonly fields: number;
}

export interface Told {
  readonly file: string;
  /** Of these. */
  readonly profiles: readonly ResourceKey[];
  readonly dashboards: readonly ResourceKey[];
  /** Those of them who have another dashboard access than their profile gives, or no profile. */
  readonly own: readonly { readonly key: ResourceKey; readonly level: Level }[];
}

export type BaselineResult =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | LockedOut
  /** The account does not have these, the files do not name them, or everything of them is read. */
  | { readonly kind: 'unknown'; readonly names: readonly string[] }
  | ({ readonly kind: 'nothing' | 'declined' } & Baseline)
  | ({ readonly kind: 'recorded'; readonly run: string; readonly confirmed: Confirmed } & Baseline);

/** The files state what is already so: a person says that, and the ledger keeps who, when and how. Nothing is sent to the account but questions. */
export async function baseline(request: BaselineRequest): Promise<BaselineResult> {
  const compiled = await compileFor(request);
  if (!compiled.ok) return { kind: 'invalid', diagnostics: compiled.diagnostics };
  const { files, base } = compiled;
  const table = request.people && (await readPeopleTable(request.people));
  if (table?.ok === false) return { kind: 'invalid', diagnostics: table.diagnostics };
  return onLockedAccount(request, files.value.desired.settings, async (locked) => {
    const { live, memory } = await lookedInto(locked, request.onProgress);
    return confirmedOn(locked, {
      request,
      planned: planned({ files, base, live, request, memory }),
      facts: memory.facts,
      table: table?.value ?? new Map(),
      labels: files.labels ?? NO_LABELS,
    });
  });
}

interface Confirming {
  readonly request: BaselineRequest;
  readonly planned: PlannedLive;
  readonly facts: readonly RecordedFact[];
  readonly table: PeopleTable;
  readonly labels: Labels;
}

async function confirmedOn(locked: LockedAccount, confirming: Confirming): Promise<BaselineResult> {
  const { request, planned: made, facts, table, labels } = confirming;
  const diagnostics = contradictions(table, made);
  if (diagnostics.length > 0) return { kind: 'invalid', diagnostics };
  const stated = statedFields(made);
  const unknown = unknownNames(request, stated);
  if (unknown.length > 0) return { kind: 'unknown', names: unknown };
  const chosen = chosenOf(stated, request, made);
  const all = sheetsOf(chosen, { made, table });
  const sheets = all.filter((sheet) => !isListed(sheet));
  const told = request.people && toldBy(chosen, { made, table, file: request.people.file });
  const found = { planned: made, sheets, listed: all.filter(isListed), told, labels, fields: chosen.length };
  if (chosen.length === 0) return { kind: 'nothing', ...found };
  const confirmed = request.signal.aborted ? undefined : await request.confirm(found);
  if (!confirmed || request.signal.aborted) return { kind: 'declined', ...found };
  const at = instant(request.clock());
  const stamp = { ...confirmed, at };
  const known = new Map(facts.map((fact) => [`${fact.key}\n${fact.path}`, fact] as const));
  for (const { key, path, value } of chosen) known.set(`${key}\n${path}`, { key, path, value, ...stamp });
  const run = await recordRun(locked, {
    command: 'baseline',
    plan: made.plan,
    changes: factChanges(facts, [...known.values()]),
    reason: `${confirmed.how} by ${confirmed.by}`,
  });
  return { kind: 'recorded', run, confirmed, ...found };
}

interface Stated {
  readonly key: ResourceKey;
  readonly path: string;
  readonly value: Json;
  readonly recordedAt: Instant | undefined;
}

/** What the files state of the account and the service does not show, with what is recorded of it. */
function statedFields({ config, live, states }: PlannedLive): readonly Stated[] {
  const { desired } = config;
  const externals = [...desired.users.values()].filter(({ key, external, ensure }) => {
    const isThere = states.before.users.get(key)?.status === 'active';
    return external === true && ensure === 'present' && (isExternalRecorded(live, key) || !isThere);
  });
  const isExternal = new Set(externals.map(({ key }) => key));
  const fields = managedFieldsIn(desired, states.before, live.recorded);
  return [
    ...externals.map(({ key }) => ({
      key,
      path: 'external',
      value: true,
      recordedAt: live.recorded?.get(key)?.get('external'),
    })),
    ...fields.flatMap(({ key, path, known }) => {
      if (known === 'read' && !isExternal.has(key)) return [];
      const value = valueIn(states.after, key, path);
      const before = valueIn(states.before, key, path);
      if (value === undefined) return [];
      const recordedAt = known !== 'read' && known !== 'unknown' && isSame(before, value) ? known : undefined;
      return [{ key, path, value, recordedAt }];
    }),
  ];
}

const isExternalRecorded = (live: Live, key: ResourceKey): boolean =>
  live.recorded?.get(key)?.get('external') !== undefined;

function valueIn(
  { users, profiles }: PlannedLive['states']['after'],
  key: ResourceKey,
  path: string,
): Json | undefined {
  const holder = users.get(key) ?? profiles.get(key);
  if (!holder) return undefined;
  if (path.startsWith(PERMISSIONS))
    return Reflect.get(holder.permissions, path.slice(PERMISSIONS.length)) as Json | undefined;
  const known: unknown = Reflect.get(holder, path);
  return typeof known === 'object' && known !== null && 'value' in known ? (known.value as Json) : undefined;
}

function unknownNames({ profiles, users }: BaselineRequest, stated: readonly Stated[]): readonly string[] {
  const keys = new Set(stated.map(({ key }) => key));
  return [
    ...profiles.filter((name) => !keys.has(profileKey(name))),
    ...users.filter((email) => !keys.has(userKey(email))),
  ];
}

/** With a profile come the people whom its page names, as far as they have what everybody has who is linked to it. */
function chosenOf(
  stated: readonly Stated[],
  { profiles, users }: BaselineRequest,
  made: PlannedLive,
): readonly Stated[] {
  if (profiles.length + users.length === 0) return stated;
  const keys = new Set([...profiles.map(profileKey), ...users.map(userKey)]);
  const names = new Set(profiles.map((name) => nameOf(profileKey(name))));
  const linked = new Set(
    stated.flatMap(({ key, path, value }) => (path === 'profile' && names.has(String(value)) ? [key] : [])),
  );
  return stated.filter(
    (field) => keys.has(field.key) || (linked.has(field.key) && (field.path === 'profile' || isOfProfile(field, made))),
  );
}

function toldBy(stated: readonly Stated[], { made, table, file }: Telling & { readonly file: string }): Told {
  const told = stated.filter((field) => isTold(field, table));
  const keys = (wanted: string) => told.filter(({ path }) => path === wanted).map(({ key }) => key);
  const own = told.flatMap((field) => {
    const { key, value } = field;
    return isDashboard(value) && !isOfProfile(field, made) ? [{ key, level: value.level }] : [];
  });
  return { file, profiles: keys('profile'), dashboards: keys('dashboard'), own };
}

interface Telling {
  readonly made: PlannedLive;
  readonly table: PeopleTable;
}

/** A page a profile, with the people who are linked to it and have nothing of their own; a page for everybody else of whom the table does not say it. */
function sheetsOf(stated: readonly Stated[], { made, table }: Telling): readonly Sheet[] {
  const byKey = new Map<ResourceKey, Stated[]>();
  const linked = new Map<ResourceKey, ResourceKey[]>();
  for (const field of stated) {
    const { key, path, value } = field;
    if (path === 'profile' && typeof value === 'string') {
      const profile = profileKey(value);
      linked.set(profile, [...(linked.get(profile) ?? []), key]);
    } else if (!isTold(field, table) && !isOfProfile(field, made)) byKey.set(key, [...(byKey.get(key) ?? []), field]);
  }
  const keys = new Set([...linked.keys(), ...byKey.keys()]);
  return [...keys]
    .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map((key) => ({
      key,
      rows: (byKey.get(key) ?? []).map(({ path, value, recordedAt }) => ({ path, value, recordedAt })),
      linked: linked.get(key) ?? [],
    }));
}

const rank = (key: ResourceKey): number => (key.startsWith('profile:') ? 0 : 1);

/** What a line says as well as a page. */
const isListed = ({ key, rows }: Sheet): boolean =>
  key.startsWith('user:') &&
  rows.every(({ path, value }) => path === 'profile' || (path === 'dashboard' && isUsual(value)));

/** Somebody's dashboard that is that of their profile, as everybody's who is linked to it. */
function isOfProfile({ key, path, value }: Stated, { states: { after } }: PlannedLive): boolean {
  const user = after.users.get(key);
  const name = user?.profile.known ? user.profile.value : null;
  const profile = typeof name === 'string' ? after.profiles.get(profileKey(name)) : undefined;
  return path === 'dashboard' && profile?.dashboard.known === true && isSame(profile.dashboard.value, value);
}
