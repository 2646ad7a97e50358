import { type Paced, type Patience, pacedFetch } from '../paced-fetch.js';
import { AccountUnreadable } from '../ports.js';
import { failureOf, repeated } from '../retry.js';
import { isObject } from '../wire.js';

const BASE = '/full/v1';
/** Longer than any request takes that will still be answered. */
const TIMEOUT_MS = 20_000;

export interface ClientOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly baseUrl: string;
  readonly key: string;
  /** The clock of the machine. */
  readonly now: () => Date;
  /** Undefined where nothing lies between: each request is sent once, and at once. */
  readonly patience: Patience | undefined;
}

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** After the base path, with its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly ifMatch?: string;
}

/** What became of a request, told apart by what is known of its effect. */
export type Reply =
  | { readonly kind: 'answered'; readonly status: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string }
  /** Surely not carried out: never sent, interrupted before, or one too many (429) for as long as a run may wait. */
  | {
      readonly kind: 'not-sent';
      readonly message: string;
      readonly status?: number;
      /** Of a write: when the account takes it. */
      readonly retryInMs?: number;
      readonly cause?: unknown;
    }
  | { readonly kind: 'ambiguous'; readonly message: string; readonly status?: number; readonly cause?: unknown };

export type Client = (request: WireRequest, signal?: AbortSignal) => Promise<Reply>;

/** A read that got no answer is sent again; a write never is, because it has to be written down anew first. */
export function createClient({ fetch, now, patience, baseUrl, key }: ClientOptions): Client {
  const deadline = patience?.deadline ?? ((ms: number) => AbortSignal.timeout(ms));
  const address = { baseUrl, key, deadline };
  const send = patience
    ? pacedFetch({ ...patience, fetch, now })
    : async (prepare: () => Request): Promise<Paced> => ({ response: await fetch(prepare()) });
  return async (request, signal) => {
    const attempt = () => exchange({ send, address, request, signal });
    if (!patience) return attempt();
    return repeated({ ...patience, attempt, isToRepeat: (reply) => !signal?.aborted && isToRepeat(request, reply) });
  };
}

interface Exchange {
  readonly send: (prepare: () => Request) => Promise<Paced>;
  readonly address: Pick<ClientOptions, 'baseUrl' | 'key'> & Pick<Patience, 'deadline'>;
  readonly request: WireRequest;
  readonly signal: AbortSignal | undefined;
}

async function exchange({ send, address, request, signal }: Exchange): Promise<Reply> {
  const sent = { isUnderWay: false };
  const prepare = (): Request => {
    sent.isUnderWay = false;
    signal?.throwIfAborted();
    sent.isUnderWay = true;
    return httpRequest(address, request, signal);
  };
  try {
    const { response, retryInMs } = await send(prepare);
    const reply = replyOf(response.status, await response.text());
    return reply.kind === 'not-sent' && retryInMs !== undefined ? { ...reply, retryInMs } : reply;
  } catch (error) {
    if (sent.isUnderWay) return lost(error);
    return { kind: 'not-sent', message: 'Interrupted before it was sent.', cause: error };
  }
}

function isToRepeat({ method }: WireRequest, reply: Reply): boolean {
  if (method !== 'GET') return false;
  if (reply.kind === 'not-sent') return reply.status === undefined;
  if (reply.kind !== 'ambiguous') return false;
  const { status } = reply;
  return status === undefined || status >= 500 || (status >= 200 && status < 300);
}

function httpRequest(
  { baseUrl, key, deadline }: Exchange['address'],
  { method, path, body, ifMatch }: WireRequest,
  signal: AbortSignal | undefined,
): Request {
  const timeout = deadline(TIMEOUT_MS);
  return new Request(`${baseUrl}${BASE}${path}`, {
    method,
    headers: {
      authorization: key,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    redirect: 'error',
  });
}

function replyOf(status: number, text: string): Reply {
  if (status === 429) return { kind: 'not-sent', status, message: 'The account has too many requests.' };
  const value = parsed(text);
  if (status === 204) return { kind: 'answered', status, value: null };
  if (status >= 200 && status < 300 && value !== undefined) return { kind: 'answered', status, value };
  const error = isObject(value) ? value.error : undefined;
  if (
    status >= 400 &&
    status < 500 &&
    isObject(error) &&
    typeof error.code === 'string' &&
    typeof error.message === 'string'
  ) {
    return { kind: 'refused', status, code: error.code, message: error.message };
  }
  return {
    kind: 'ambiguous',
    status,
    message: `The account answered ${status} in a form that says nothing of the request.`,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lost(error: unknown): Reply {
  const { isSent, code } = failureOf(error);
  if (!isSent) return { kind: 'not-sent', message: `The account was not reached (${code}).`, cause: error };
  const why = code ?? (error instanceof Error ? error.name : 'unknown');
  return { kind: 'ambiguous', message: `No answer came (${why}).`, cause: error };
}

/** The value of a read, or AccountUnreadable. */
export async function readValue(client: Client, baseUrl: string, path: string): Promise<unknown> {
  const reply = await client({ method: 'GET', path });
  if (reply.kind === 'answered') return reply.value;
  const status = 'status' in reply && reply.status !== undefined ? { status: reply.status } : {};
  const hint =
    reply.kind === 'refused' && reply.status === 401
      ? { hint: 'Check the key, and the person that it belongs to.' }
      : {};
  throw new AccountUnreadable(
    `${path} could not be read: ${reply.message}`,
    { url: `${baseUrl}${BASE}`, ...status, ...hint },
    { cause: 'cause' in reply ? reply.cause : undefined },
  );
}
