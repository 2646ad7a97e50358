import { isObject } from '../rules/values.js';

/** What goes wrong on purpose, so that recovery can be tried: nothing of it happens by itself. */
export interface Fault {
  /** GET and so on; undefined is any. */
  readonly method: string | undefined;
  /** Start of the path, without the query. */
  readonly path: string;
  /** The first request of this method and path that it meets, counted from 1, and how many from there on. */
  readonly from: number;
  readonly times: number;
  readonly effect: Effect;
}

/** "Before": the account never sees the request. "After": it was carried out, and the answer is lost or another one. */
type Moment = 'before' | 'after';

export type Effect =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'drop'; readonly when: Moment }
  | { readonly kind: 'truncate'; readonly bytes: number }
  | {
      readonly kind: 'answer';
      readonly when: Moment;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** Of a list: the row at this place is missing, comes twice, or stands where the last one stood. */
  | { readonly kind: 'row'; readonly change: 'drop' | 'repeat' | 'move'; readonly at: number }
  /** Of a list: the page is empty, or the page before it comes again. */
  | { readonly kind: 'page'; readonly change: 'drop' | 'repeat' }
  /** From this request on the key is not known any more, or sees its owner's data only. */
  | { readonly kind: 'revokeKey' | 'monitoringOff' }
  /** What the request creates is in no list for so long. */
  | { readonly kind: 'lag'; readonly ms: number };

/** A fault as JSON says it, or undefined where it is none. */
export function parseFault(value: unknown): Fault | undefined {
  if (!isObject(value)) return undefined;
  const { method, path = '/', from = 1, times = 1 } = value;
  const effect = parseEffect(value.effect);
  if (!effect || typeof path !== 'string' || !isCount(from) || !isCount(times)) return undefined;
  if (method !== undefined && typeof method !== 'string') return undefined;
  return { method, path, from, times, effect };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isMoment = (value: unknown): value is Moment => value === 'before' || value === 'after';

function parseEffect(value: unknown): Effect | undefined {
  if (!isObject(value)) return undefined;
  const { kind, ms, when, bytes, change, at = 0 } = value;
  switch (kind) {
    case 'delay':
    case 'lag':
      return isAmount(ms) ? { kind, ms } : undefined;
    case 'drop':
      return isMoment(when) ? { kind, when } : undefined;
    case 'truncate':
      return isAmount(bytes) ? { kind, bytes } : undefined;
    case 'answer':
      return isMoment(when) ? parseAnswer(value, when) : undefined;
    case 'row':
      return isAmount(at) && (change === 'drop' || change === 'repeat' || change === 'move')
        ? { kind, change, at }
        : undefined;
    case 'page':
      return change === 'drop' || change === 'repeat' ? { kind, change } : undefined;
    case 'revokeKey':
    case 'monitoringOff':
      return { kind };
    default:
      return undefined;
  }
}

function parseAnswer(
  { status, headers = {}, body = '' }: Readonly<Record<string, unknown>>,
  when: Moment,
): Effect | undefined {
  if (!isCount(status) || status < 200 || status > 599 || !isObject(headers) || typeof body !== 'string')
    return undefined;
  const lines = Object.entries(headers).filter((line): line is [string, string] => typeof line[1] === 'string');
  return { kind: 'answer', when, status, headers: Object.fromEntries(lines), body };
}
