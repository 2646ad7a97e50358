import type { Config } from '../config/read-config.js';
import type { Basis, Deciding, Spot } from '../model/answers.js';
import {
  type AccountState,
  type CapabilityNames,
  type Desired,
  type Diagnostic,
  groupKey,
  instant,
  isSame,
  type Live,
  type ResourceKey,
  userKey,
} from '../model/index.js';
import { assumedLive } from '../plan/offline.js';
import { withStatedSuperAdmins } from '../plan/unseen.js';
import { readAccountFiles } from './account-files.js';
import { type CompiledCache, cachedConfig } from './compiled-cache.js';
import { NO_MEMORY, type Remember } from './memory.js';
import { dayOf, type OpenAccount } from './plan.js';
import { withRecorded } from './recorded.js';

export interface QuestionRequest {
  readonly dir: string;
  readonly now: Date;
  /** Undefined: the files alone are asked. */
  readonly open: OpenAccount | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  /** What was recorded of the account; nothing where it is not given. */
  readonly remember?: Remember;
  readonly lines: Asked['lines'];
  readonly cache: CompiledCache | undefined;
}

/** What questions are asked of: the state of the files or of the account, and the files that explain it. */
export interface Asked {
  readonly ok: true;
  readonly config: Config;
  readonly basis: Basis;
  readonly state: AccountState;
  /** What the files say, as a state. */
  readonly stated: AccountState;
  readonly live: Live | undefined;
  /** Whether answers carry the line of everything, or lines are looked up for what is shown: each costs reading its entry again. */
  readonly lines: 'all' | 'shown';
  /** Lines that were looked up already, by resource and field. */
  readonly spots: Map<string, Spot | undefined>;
  /** To be called when the answer is out: the next question about the same files is answered sooner. */
  readonly keep: () => void;
}
export type Asking = Asked | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Compiles the files and, where it is to be asked, reads the account. Throws AccountUnreadable where that cannot be read whole. */
export async function asking(request: QuestionRequest): Promise<Asking> {
  const files = cachedConfig(await readAccountFiles(request.dir), request.cache);
  if (!files.ok) return files;
  const { config, keep } = files;
  const { desired } = config;
  const at = dayOf({ at: undefined, now: request.now }, desired.settings.timeZone);
  const stated = assumedLive(desired, { at, readAt: instant(request.now) }).state;
  const live = request.open && (await readLive(request.open, desired, request));
  const basis: Basis = live ? { of: 'account', at, readAt: live.readAt } : { of: 'files', at };
  return {
    ok: true,
    config,
    basis,
    state: live?.state ?? stated,
    stated,
    live,
    lines: request.lines,
    spots: new Map(),
    keep,
  };
}

async function readLive(
  open: OpenAccount,
  desired: Desired,
  { dir, onProgress, remember }: QuestionRequest,
): Promise<Live> {
  const { account, close } = await open(desired.settings, dir);
  try {
    const memory = (await remember?.(desired.settings, dir)) ?? NO_MEMORY;
    return withRecorded(withStatedSuperAdmins(await account.read(onProgress), desired), memory.facts, desired);
  } finally {
    close();
  }
}

/** What a capability of this question may refer to: groups by id or name, people, IVRs. */
export function namesIn({ config, state, live }: Asked): CapabilityNames {
  const { desired } = config;
  let ivrs: ReadonlySet<string> | undefined;
  return {
    group: (id) => groupNamed({ config, state }, id),
    user: (email) => {
      const key = userKey(email);
      return state.users.has(key) || desired.users.has(key) ? key : undefined;
    },
    hasIvr: (name) => {
      ivrs ??= live ? new Set(live.ivrs.map((ivr) => ivr.name)) : new Set(scopedIvrs(desired));
      return ivrs.has(name);
    },
  };
}

/** Its id in the files, or its name in the account. */
export function groupNamed({ config, state }: Pick<Asked, 'config' | 'state'>, word: string): string | undefined {
  const stated = [...config.desired.groups.values()].find(({ id }) => id === word);
  return stated?.name ?? state.groups.get(groupKey(word))?.name;
}

function* scopedIvrs({ profiles, users }: Desired): Iterable<string> {
  for (const { dashboard } of [...profiles.values(), ...users.values()])
    if (dashboard && dashboard.scope.ivrs !== 'all') yield* dashboard.scope.ivrs;
}

/** The person as the question's state has them, or as somebody who left, or has not come yet: of the files that is known too. */
export function personIn({ config, state, live, basis }: Asked, key: ResourceKey) {
  const known = state.users.get(key);
  const want = config.desired.users.get(key);
  if (known || live || !want) return known;
  const there = { ...want, ensure: 'present', from: undefined, until: undefined } as const;
  const users = new Map([[key, there]]);
  const alone = assumedLive({ ...config.desired, users }, { at: basis.at, readAt: instant(new Date(0)) });
  const user = alone.state.users.get(key);
  return user && ({ ...user, status: 'archived' } as const);
}

/** The line that says so; none where the files say something else than the state that was asked. */
export function spotOf(asked: Asked, { key, path }: Pick<Deciding, 'key' | 'path'>): Spot | undefined {
  const name = `${key}\n${path}`;
  if (asked.spots.has(name)) return asked.spots.get(name);
  const spot = foundSpot(asked, key, path);
  asked.spots.set(name, spot);
  return spot;
}

function foundSpot({ config, state, stated }: Asked, key: ResourceKey, path: string): Spot | undefined {
  if (state !== stated && !isSame(valueAt(state, key, path), valueAt(stated, key, path))) return undefined;
  const place = config.placeOf(key, path);
  return place && spotAt(config, place);
}

export function spotAt(config: Config, place: Parameters<Config['locate']>[0]): Spot | undefined {
  const source = config.locate(place, 'key');
  return source && { file: source.file, line: source.line };
}

/** With the line of the files that decides. */
export const located = (asked: Asked, cause: Deciding): Deciding => {
  const source = spotOf(asked, cause);
  return source ? { ...cause, source } : cause;
};

function valueAt({ users, profiles, groups }: AccountState, key: ResourceKey, path: string): unknown {
  const [first = '', second = ''] = path.split('.');
  const resource = users.get(key) ?? profiles.get(key) ?? groups.get(key);
  const value: unknown = Reflect.get(Object(resource), first);
  return first === 'permissions' ? Reflect.get(Object(value), second) : value;
}
