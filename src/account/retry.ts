/** How often something is tried that surely changes nothing when it is tried again. */
const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 500;
/** The longest wait that an account can ask for. */
export const LONGEST_WAIT_MS = 120_000;

export interface Repeating<T> {
  readonly attempt: () => Promise<T>;
  readonly isToRepeat: (result: T) => boolean;
  readonly sleep: (ms: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** The first result that is not to be repeated, or the last one. */
export async function repeated<T>({ attempt, isToRepeat, sleep, random }: Repeating<T>): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    const result = await attempt();
    if (turn === ATTEMPTS || !isToRepeat(result)) return result;
    await sleep(growingMs(FIRST_PAUSE_MS, turn) * (1 + random() / 2));
  }
}

/** The pause before a request that was refused so often in a row is sent again: what the account asks for, within reason, else growing. */
export function pauseAfterRefusal(
  { asked, inARow }: { readonly asked: number | undefined; readonly inARow: number },
  random: () => number,
): number {
  const pauseMs = asked === undefined || asked <= 0 ? growingMs(1000, inARow) : asked;
  return Math.min(pauseMs, LONGEST_WAIT_MS) * (1 + random() / 10);
}

const growingMs = (firstMs: number, turn: number): number => Math.min(firstMs * 2 ** (turn - 1), LONGEST_WAIT_MS);

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const TIME = '\\d{2}:\\d{2}:\\d{2}';
/** The three spellings of a date in HTTP, of which the last one leaves out that it is GMT. */
const DATES = new RegExp(
  `${DAY}, \\d{2} [A-Z][a-z]{2} \\d{4} ${TIME} GMT|${DAY}[a-z]*day, \\d{2}-[A-Z][a-z]{2}-\\d{2} ${TIME} GMT|${DAY} [A-Z][a-z]{2} [ \\d]\\d ${TIME} \\d{4}`,
  'g',
);

/**
 * Milliseconds that a Retry-After asks for, from its answer on: seconds, or a date in one of the spellings of HTTP; of several the longest. Not
 * above zero for what is past, undefined for what says nothing. `date` is the Date of the same answer: clocks differ.
 */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const stated = Date.parse(headers.get('date') ?? '');
  const from = Number.isNaN(stated) ? now.getTime() : stated;
  const dates = (text.match(DATES) ?? []).map((date) => Date.parse(date.endsWith('GMT') ? date : `${date} GMT`) - from);
  const seconds = text
    .replace(DATES, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => /^\d+(?:\.\d+)?$/.test(part))
    .map((part) => Number(part) * 1000);
  const known = [...dates, ...seconds].filter((ms) => !Number.isNaN(ms));
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Codes of what goes wrong before the first byte of a request is sent: names, certificates, connections that were never made. */
const BEFORE_SENDING: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/** What is known of a request that got no answer. Of several causes, which are tries to connect, each must come before sending. */
export function failureOf(error: unknown): { readonly isSent: boolean; readonly code: string | undefined } {
  if (!(error instanceof Error)) return { isSent: true, code: undefined };
  if (error instanceof AggregateError && error.errors.length > 0) {
    const each = error.errors.map(failureOf);
    return { isSent: each.some(({ isSent }) => isSent), code: each[0]?.code };
  }
  if (!('code' in error) || typeof error.code !== 'string') return failureOf(error.cause);
  const isConnecting = 'syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo');
  return { isSent: !isConnecting && !BEFORE_SENDING.includes(error.code), code: error.code };
}
