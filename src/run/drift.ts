import { type Account, AccountUnreadable, type PastAction } from '../account/ports.js';
import {
  type Change,
  type FieldChange,
  groupKey,
  isSame,
  type Json,
  nameOf,
  type Plan,
  type ResourceKey,
  userKey,
} from '../model/index.js';
import type { ChangedBy, DriftHistory } from '../render/access-drift.js';
import { type Planned, type PlannedLive, type PlanRequest, plan } from './plan.js';

export type Drifted = Exclude<Planned, PlannedLive> | (PlannedLive & { readonly history?: DriftHistory });

/** Who did it is asked about so many people, profiles and groups: one request each. */
const MOST_REQUESTS = 50;

/** The plan, and who last changed what it is about, where the account keeps a record of that. Throws AccountUnreadable as planning does. */
export async function drift(request: PlanRequest): Promise<Drifted> {
  const planned = await plan(request);
  if (!planned.ok || planned.plan.changes.length === 0) return planned;
  const { account, close } = await request.open(planned.config.desired.settings, request.dir);
  try {
    return account.history ? { ...planned, history: await historyOf(planned.plan, account) } : planned;
  } finally {
    close();
  }
}

async function historyOf(plan: Plan, account: Account): Promise<DriftHistory> {
  const changes = byGravity(plan);
  const targets = [...new Set(changes.flatMap(({ key }) => targetsOf(key)))];
  const asked = new Map<ResourceKey, readonly PastAction[]>();
  const failure = await ask(account, targets.slice(0, MOST_REQUESTS), asked);
  const known = new Map(
    changes.flatMap((change) => {
      const found = authorsOf(
        change,
        targetsOf(change.key).flatMap((key) => asked.get(key) ?? []),
      );
      return found.size > 0 ? [[change.key, found] as const] : [];
    }),
  );
  const isUnasked = ({ key }: Change) => !known.has(key) && !targetsOf(key).every((target) => asked.has(target));
  return { known, unasked: changes.filter(isUnasked).length, ...(failure !== undefined && { failure }) };
}

/** What gives somebody privileged access first, then what gives anything. */
function byGravity({ changes, access = [] }: Plan): readonly Change[] {
  const causes = (isGrave: (privileged: boolean) => boolean) =>
    new Set(
      access.flatMap(({ losses }) =>
        losses.flatMap(({ privileged, cause }) => (isGrave(privileged) ? [cause.change] : [])),
      ),
    );
  const [privileged, any] = [causes((is) => is), causes(() => true)];
  const weight = ({ key }: Change) => {
    const keys = [key, ...targetsOf(key)];
    return keys.some((one) => privileged.has(one)) ? 0 : keys.some((one) => any.has(one)) ? 1 : 2;
  };
  return changes.toSorted((one, other) => weight(one) - weight(other));
}

/** Under which names the account may have recorded a change: memberships come by the group, and with the profile of the person. */
function targetsOf(key: ResourceKey): readonly ResourceKey[] {
  if (!key.startsWith('membership:')) return [key];
  const name = nameOf(key);
  const end = name.lastIndexOf('/');
  return [groupKey(name.slice(0, end)), userKey(name.slice(end + 1))];
}

/** Fills `asked`. The reason why not all could be asked. */
async function ask(
  { history }: Account,
  targets: readonly ResourceKey[],
  asked: Map<ResourceKey, readonly PastAction[]>,
): Promise<string | undefined> {
  try {
    for (const target of targets) asked.set(target, (await history?.(target)) ?? []);
    return undefined;
  } catch (error) {
    if (error instanceof AccountUnreadable) return error.message;
    throw error;
  }
}

/** By path, '' for the whole. */
function authorsOf(change: Change, actions: readonly PastAction[]): ReadonlyMap<string, ChangedBy> {
  const latest = actions.toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));
  const parts: readonly (readonly [string, PastAction | undefined])[] =
    change.action === 'update'
      ? change.fields.map((field) => [field.path, fieldAction(field, latest)])
      : [['', latest.find((action) => isWhole(change, action))]];
  return new Map(
    parts.flatMap(([path, done]) => (done ? [[path, { at: done.at, by: done.by, action: done.action }] as const] : [])),
  );
}

/** A plan creates what is gone from the account, and removes what was made there. Memberships go with the group and with the person. */
function isWhole({ key, kind, action }: Change, { effect, memberships }: PastAction): boolean {
  if (memberships.includes(key)) return true;
  if (action === 'create') return effect === 'gone';
  return effect === 'made' && kind !== 'membership';
}

/** The last action that wrote it; nobody's where the account now has another value than was written then. */
function fieldAction({ path, before }: FieldChange, latest: readonly PastAction[]): PastAction | undefined {
  const [part = ''] = path.split('.');
  const last = latest.find(({ fields }) => fields.has(path) || fields.has(part));
  const written = last?.fields.get(path);
  return written === undefined || isSame(sorted(written), sorted(before)) ? last : undefined;
}

/** Lists of names have no order. */
const sorted = (value: Json): Json => (Array.isArray(value) ? value.map(String).sort() : value);
