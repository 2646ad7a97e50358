import { AccountUnreadable } from '../ports.js';
import { isObject } from '../wire.js';

const BASE = '/full/v1';
/** Longer than any request takes that will still be answered. */
const TIMEOUT_MS = 20_000;

export interface ClientOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly baseUrl: string;
  readonly key: string;
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
  | { readonly kind: 'not-sent'; readonly message: string; readonly cause: unknown }
  | { readonly kind: 'ambiguous'; readonly message: string; readonly status?: number; readonly cause?: unknown };

export type Client = (request: WireRequest, signal?: AbortSignal) => Promise<Reply>;

export function createClient(options: ClientOptions): Client {
  return async (request, signal) => {
    if (signal?.aborted) return { kind: 'not-sent', message: 'Interrupted before it was sent.', cause: signal.reason };
    try {
      const response = await options.fetch(httpRequest(options, request, signal));
      return replyOf(response.status, await response.text());
    } catch (error) {
      return failureOf(error);
    }
  };
}

function httpRequest(
  { baseUrl, key }: ClientOptions,
  { method, path, body, ifMatch }: WireRequest,
  signal: AbortSignal | undefined,
): Request {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
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

/** Faults of the connection that come before the first byte is sent. */
const BEFORE_SENDING: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

function failureOf(error: unknown): Reply {
  const code = codeOf(error);
  if (code !== undefined && BEFORE_SENDING.includes(code))
    return { kind: 'not-sent', message: `The account was not reached (${code}).`, cause: error };
  const why = code ?? (error instanceof Error ? error.name : 'unknown');
  return { kind: 'ambiguous', message: `No answer came (${why}).`, cause: error };
}

/** Codes stand in the cause of what fetch throws, or in the first of several causes. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return codeOf(inner);
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
