import type { Database } from '../database.js';
import { isObject } from '../rules/values.js';
import { alterRow, withList } from './altered-list.js';
import type { Effect, Fault } from './fault.js';

export type Fetch = (request: Request) => Promise<Response>;

/** The connection ended without an answer. The code is the one that a client sees. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped';
  readonly code = 'ECONNRESET';
}

/** The connection ended in the middle of an answer. */
export class AnswerCut extends Error {
  override readonly name = 'AnswerCut';
  readonly code = 'ECONNRESET';
  constructor(
    readonly status: number,
    /** What came of it. */
    readonly start: Uint8Array,
    /** What was announced. */
    readonly length: number,
  ) {
    super('cut off in the middle of the answer');
  }
}

export interface Faults {
  readonly fetch: Fetch;
  /** In the place of those before; what had become of those is forgotten. */
  set(faults: readonly Fault[]): void;
}

export interface FaultOptions {
  readonly database: Database;
  readonly fetch: Fetch;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The account with things going wrong as told. Several faults of one request take effect in the order given. */
export function faultyFetch({ database, fetch, now, sleep }: FaultOptions): Faults {
  let armed: readonly Armed[] = [];
  const hidden = new Map<string, number>();
  return {
    set: (faults) => {
      armed = faults.map((fault) => ({ fault, met: { count: 0 } }));
      hidden.clear();
    },
    fetch: async (request) => {
      if (armed.length === 0 && hidden.size === 0) return fetch(request);
      const effects = armed.filter((one) => meets(one, request)).map(({ fault }) => fault.effect);
      let answer: Response | undefined;
      for (const effect of effects) answer ??= await before(effect, { request, database, sleep });
      answer ??= await fetch(request);
      for (const effect of effects) answer = await after(effect, answer, { request, fetch });
      return hide(answer, { hidden, request, effects, now });
    },
  };
}

interface Armed {
  readonly fault: Fault;
  readonly met: { count: number };
}

function meets({ fault, met }: Armed, request: Request): boolean {
  if (fault.method !== undefined && fault.method !== request.method) return false;
  if (!new URL(request.url).pathname.startsWith(fault.path)) return false;
  met.count += 1;
  return met.count >= fault.from && met.count < fault.from + fault.times;
}

interface Before {
  readonly request: Request;
  readonly database: Database;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What happens before the account sees the request; an answer in its place where it never does. */
async function before(effect: Effect, { request, database, sleep }: Before): Promise<Response | undefined> {
  const key = request.headers.get('authorization') ?? '';
  if (effect.kind === 'delay') await sleep(effect.ms);
  if (effect.kind === 'revokeKey') database.run('DELETE FROM api_keys WHERE key = ?', key);
  if (effect.kind === 'monitoringOff') database.run('UPDATE api_keys SET monitoring = 0 WHERE key = ?', key);
  if (effect.kind === 'drop' && effect.when === 'before')
    throw new ConnectionDropped('dropped before the account saw it');
  return effect.kind === 'answer' && effect.when === 'before' ? answerOf(effect) : undefined;
}

function answerOf({ status, headers, body }: Extract<Effect, { kind: 'answer' }>): Response {
  return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}

async function after(
  effect: Effect,
  answer: Response,
  { request, fetch }: { readonly request: Request; readonly fetch: Fetch },
): Promise<Response> {
  switch (effect.kind) {
    case 'drop':
      if (effect.when === 'after') throw new ConnectionDropped('dropped after it was carried out');
      return answer;
    case 'truncate':
      return cut(answer, effect.bytes);
    case 'answer':
      return effect.when === 'after' ? answerOf(effect) : answer;
    case 'row':
      return withList(answer, alterRow(effect));
    case 'page':
      return effect.change === 'drop' ? withList(answer, () => []) : fetch(pageBefore(request));
    case 'delay':
    case 'lag':
    case 'revokeKey':
    case 'monitoringOff':
      return answer;
    default:
      return effect satisfies never;
  }
}

/** Announces all of the body, gives the start of it, and ends the connection. */
async function cut(answer: Response, bytes: number): Promise<never> {
  const body = new Uint8Array(await answer.arrayBuffer());
  throw new AnswerCut(answer.status === 204 ? 200 : answer.status, body.subarray(0, bytes), body.length + 1);
}

/** The page that a list gave before this one, by the words of either API. */
function pageBefore(request: Request): Request {
  const url = new URL(request.url);
  const { searchParams } = url;
  for (const [offset, limit] of [
    ['offset', 'limit'],
    ['limit_offset', 'limit_count'],
  ] as const) {
    const given = Number(searchParams.get(offset) ?? 0);
    if (given > 0) searchParams.set(offset, String(Math.max(0, given - Number(searchParams.get(limit) ?? 100))));
  }
  if (searchParams.has('after')) searchParams.set('after', '0');
  return new Request(url, { headers: request.headers });
}

interface Hiding {
  /** By id, until when. */
  readonly hidden: Map<string, number>;
  readonly request: Request;
  readonly effects: readonly Effect[];
  readonly now: () => Date;
}

/** What was created lately is in no list until its time has come. */
async function hide(answer: Response, { hidden, request, effects, now }: Hiding): Promise<Response> {
  const time = now().getTime();
  const lag = effects.find((effect) => effect.kind === 'lag');
  const kind = new URL(request.url).pathname.split('/').find((part) => KINDS.includes(part)) ?? '';
  if (lag?.kind === 'lag' && request.method === 'POST') {
    for (const id of idsIn(await answer.clone().text())) hidden.set(`${kind}/${id}`, time + lag.ms);
  }
  for (const [id, until] of hidden) if (until <= time) hidden.delete(id);
  if (hidden.size === 0 || request.method !== 'GET') return answer;
  return withList(answer, (rows) => rows.filter((row) => !idsOf(row).some((id) => hidden.has(`${kind}/${id}`))));
}

const KINDS: readonly string[] = ['users', 'profiles', 'groups', 'tags', 'ivrs', 'numbers'];

function idsIn(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? value : [value]).flatMap(idsOf);
  } catch {
    return [];
  }
}

/** The two APIs call the id of a person `id` and `user_id`. */
function idsOf(row: unknown): readonly string[] {
  if (!isObject(row)) return [];
  return ['id', 'user_id', 'profile_id', 'group_id', 'tag_id']
    .map((name) => row[name])
    .filter((id) => typeof id === 'number')
    .map(String);
}
