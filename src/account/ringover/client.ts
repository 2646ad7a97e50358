import { type Paced, type Patience, pacedFetch } from '../paced-fetch.js';
import { AccountUnreadable } from '../ports.js';
import { failureOf, repeated } from '../retry.js';
import { isObject, UnexpectedShape } from '../wire.js';
import { LARGEST_ANSWER_BYTES, MONITORING_HINT, TIMEOUT_MS } from './assumptions.js';
import { type Region, regionOf } from './hosts.js';
import type { WireRequest } from './wire.js';

export interface ClientOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly base: string;
  readonly key: string;
  /** The clock of the machine. */
  readonly now: () => Date;
  readonly patience: Patience;
}

/** What became of a request, told apart by what is known of its effect. No text in it holds the key. */
export type Reply =
  /** `value` is undefined where there was no body. */
  | { readonly kind: 'answered'; readonly status: number; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly code: RefusalCode; readonly message: string }
  /** `retryInMs`, of a write: when the account takes it. */
  | { readonly kind: 'not-sent'; readonly message: string; readonly status?: number; readonly retryInMs?: number }
  /** `isLasting`: asking again would bring the same. */
  | { readonly kind: 'ambiguous'; readonly message: string; readonly status?: number; readonly isLasting?: true };

export type RefusalCode =
  | 'BAD_REQUEST'
  | 'KEY_REFUSED'
  | 'PAYMENT_REQUIRED'
  | 'NOT_FOUND'
  | 'NO_SUCH_ROUTE'
  | 'REFUSED';

export interface Client {
  readonly base: string;
  /** That of the key. */
  readonly region: Region;
  /** Sent again only where it reads: a write has to be written down anew first. Never throws. */
  send(request: WireRequest, signal?: AbortSignal): Promise<Reply>;
  /** The value of a read. Throws AccountUnreadable. */
  read(path: string, signal?: AbortSignal): Promise<unknown>;
}

export function createClient({ fetch, now, patience, base, key }: ClientOptions): Client {
  const exchange = exchangeBy({
    send: pacedFetch({ ...patience, fetch, now }),
    clean: withoutKey(key),
    address: { base, key, deadline: patience.deadline },
  });
  const send: Client['send'] = (request, signal) =>
    repeated({
      ...patience,
      attempt: () => exchange(request, signal),
      isToRepeat: (reply) => !signal?.aborted && isToRepeat(request, reply),
    });
  return {
    base,
    region: regionOf(key),
    send,
    read: async (path, signal) => {
      const reply = await send({ method: 'GET', path }, signal);
      if (reply.kind === 'answered') return reply.value;
      throw unreadable(reply, path, base);
    },
  };
}

/** A 429 has been waited for already. */
function isToRepeat({ method }: WireRequest, reply: Reply): boolean {
  if (method !== 'GET') return false;
  if (reply.kind === 'not-sent') return reply.status === undefined;
  return reply.kind === 'ambiguous' && !reply.isLasting;
}

interface Exchanging {
  readonly send: (prepare: () => Request) => Promise<Paced>;
  readonly clean: Clean;
  readonly address: Address;
}

interface Address {
  readonly base: string;
  readonly key: string;
  readonly deadline: Patience['deadline'];
}

function exchangeBy({ send, clean, address }: Exchanging) {
  return async (request: WireRequest, signal: AbortSignal | undefined): Promise<Reply> => {
    const sent = { isUnderWay: false };
    const prepare = (): Request => {
      sent.isUnderWay = false;
      signal?.throwIfAborted();
      const prepared = httpRequest(address, request, signal);
      sent.isUnderWay = true;
      return prepared;
    };
    try {
      const { response, retryInMs } = await send(prepare);
      const reply = replyOf(response.status, await bodyOf(response), clean);
      return reply.kind === 'not-sent' && retryInMs !== undefined ? { ...reply, retryInMs } : reply;
    } catch (error) {
      return sent.isUnderWay
        ? unanswered(error, clean)
        : { kind: 'not-sent', message: 'Interrupted before it was sent.' };
    }
  };
}

function httpRequest(
  { base, key, deadline }: Address,
  { method, path, body }: WireRequest,
  signal: AbortSignal | undefined,
): Request {
  const timeout = deadline(TIMEOUT_MS);
  return new Request(`${base}${path}`, {
    method,
    // The key stands bare: with Bearer before it there is none.
    headers: { authorization: key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    redirect: 'error',
  });
}

class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/** The text of the body as it is after unpacking. Stops reading where it is larger than any answer. */
async function bodyOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > LARGEST_ANSWER_BYTES) {
      await reader.cancel().catch(() => {});
      throw new AnswerTooLarge();
    }
    chunks.push(part.value);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks, bytes));
}

type Clean = (text: string) => string;

/** Foreign text may repeat what it was sent. */
function withoutKey(key: string): Clean {
  const forms = [key, encodeURIComponent(key), Buffer.from(key).toString('base64')];
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, '[key]'), text).slice(0, 200);
}

const DONE: readonly number[] = [200, 201, 202, 204, 304];
const NO_ROUTE = '404 page not found';

function replyOf(status: number, body: string, clean: Clean): Reply {
  const text = body.trim();
  const value = parsed(text);
  const error = isObject(value) ? errorIn(value) : undefined;
  const unclear: Reply = {
    kind: 'ambiguous',
    status,
    message: `The account answered ${status} in a form that says nothing of the request.`,
    ...(status >= 300 && status < 400 && { isLasting: true }),
  };
  if (status === 429) return { kind: 'not-sent', status, message: 'The account had too many requests.' };
  if (DONE.includes(status)) {
    if (text === '') return { kind: 'answered', status, value: undefined };
    return value === undefined || error !== undefined ? unclear : { kind: 'answered', status, value };
  }
  const isRoute = !(status === 404 && text === NO_ROUTE);
  const isClear = text === '' || isObject(value) || !isRoute;
  if (status < 400 || status >= 500 || status === 408 || !isClear) return unclear;
  const message = `The account refused it with ${status}${error === undefined ? '' : `: ${clean(error).replace(/[.\s]+$/, '')}`}.`;
  return { kind: 'refused', status, code: isRoute ? (CODES[status] ?? 'REFUSED') : 'NO_SUCH_ROUTE', message };
}

const CODES: Readonly<Record<number, RefusalCode>> = {
  400: 'BAD_REQUEST',
  401: 'KEY_REFUSED',
  402: 'PAYMENT_REQUIRED',
  404: 'NOT_FOUND',
};

function errorIn({ error }: Readonly<Record<string, unknown>>): string | undefined {
  if (error === undefined || error === null || error === false) return undefined;
  return typeof error === 'string' ? error : 'it does not say why';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What was thrown is not kept: it may hold the request with the key in it. */
function unanswered(error: unknown, clean: Clean): Reply {
  if (error instanceof AnswerTooLarge)
    return { kind: 'ambiguous', isLasting: true, message: 'The account answered with more than any answer has.' };
  const { isSent, code } = failureOf(error);
  const why = clean(code ?? (error instanceof Error ? error.name : 'unknown'));
  return isSent
    ? { kind: 'ambiguous', message: `No answer came (${why}).` }
    : { kind: 'not-sent', message: `The account was not reached (${why}).` };
}

function unreadable(reply: Exclude<Reply, { kind: 'answered' }>, path: string, url: string): AccountUnreadable {
  const [route = path] = path.split('?');
  const hint = reply.kind === 'refused' && reply.status === 401 ? { hint: hintFor(route) } : {};
  return new AccountUnreadable(`${route} could not be read: ${reply.message}`, {
    url,
    ...(reply.status !== undefined && { status: reply.status }),
    ...hint,
  });
}

/** A missing right is 401 too. */
function hintFor(route: string): string {
  const right = { users: 'Users', profiles: 'Users', numbers: 'Numbers', ivrs: 'IVRs' }[route.split('/')[1] ?? ''];
  const needs = right === undefined ? '' : `Give this key the right to read ${right}. `;
  return `ringctl ping says what this key may read. ${needs}${MONITORING_HINT}`;
}

/** What has another shape than any source says is not read. */
export function shaped<T>(check: () => T): T {
  try {
    return check();
  } catch (cause) {
    if (!(cause instanceof UnexpectedShape)) throw cause;
    const message = `The account answered in a form that this version does not know: ${cause.message}.`;
    throw new AccountUnreadable(message, {}, { cause });
  }
}
