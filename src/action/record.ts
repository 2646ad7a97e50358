import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson, type Plan } from '../model/index.js';
import type { CheckRun } from './github/client.js';

/** What was shown for review: kept in a check run, which programs alone can write. */
export interface Reviewed {
  readonly account: string;
  /** Empty where a plan was shown that cannot be merged as it is: no merge is judged by it. */
  readonly digest: string;
  /** The start of the digest of each step; undefined where they do not fit, and then nothing but the same plan is recognised. */
  readonly steps: readonly string[] | undefined;
  readonly tool: string;
  readonly head: string;
  readonly base: string;
  /** When the account was read. */
  readonly at: string;
  /** Of the pull request, from 1. */
  readonly number: number;
  /** The commit that was shown before this one; empty where there is none. */
  readonly before: string;
  /** How much of it people had to agree to. */
  readonly asks: number;
}

/** A plan that was shown counts for so long. */
export const GOOD_FOR_MS = 24 * 60 * 60_000;

/** 128 bits of each: nobody finds another step with the same. */
const STEP_DIGITS = 32;
/** What a check run takes, with room for our own words. */
const LONGEST_TEXT = 60_000;

export const stepNames = ({ steps }: Pick<Plan, 'steps'>): readonly string[] =>
  steps.map(({ digest }) => digest.slice(0, STEP_DIGITS));

/** Of a plan that is refused, or is not of the account. */
export const notMergeable = (reviewed: Reviewed): Reviewed => ({ ...reviewed, digest: '', steps: [] });

/** The text of the check run. */
export function recordText(reviewed: Reviewed, key: string | undefined): string {
  const whole = textOf(reviewed, key);
  return whole.length <= LONGEST_TEXT ? whole : textOf({ ...reviewed, steps: undefined }, key);
}

function textOf(reviewed: Reviewed, key: string | undefined): string {
  const record = canonicalJson(JSON.parse(JSON.stringify({ formatVersion: 1, ...reviewed })));
  const signature = key === undefined ? '' : `\nSigned \`${signatureOf(record, key)}\``;
  const what =
    reviewed.digest === ''
      ? 'What was shown, and cannot be merged so'
      : 'What was shown for review, by which the merge is judged';
  return `${what}:\n\n\`\`\`json\n${record}\n\`\`\`${signature}`;
}

const signatureOf = (record: string, key: string): string => createHmac('sha256', key).update(record).digest('hex');

/** What a check run says was reviewed; undefined where it says nothing that can be relied on. */
export function reviewedIn(
  check: Pick<CheckRun, 'text' | 'externalId'>,
  key: string | undefined,
): Reviewed | undefined {
  const shown = shownIn(check, key);
  return shown !== undefined && shown.digest !== '' && shown.digest === check.externalId ? shown : undefined;
}

/** What a check run says was shown, whatever came of it: enough to tell what changed since, and nothing that a merge may be judged by. */
export function shownIn({ text }: Pick<CheckRun, 'text'>, key: string | undefined): Reviewed | undefined {
  const [, record = '', signature = ''] =
    /^[^\n`]*\n\n```json\n(\{[^\n]*\})\n```(?:\nSigned `([0-9a-f]{64})`)?$/.exec(text) ?? [];
  return record === '' || (key !== undefined && !isSigned(record, signature, key)) ? undefined : parsed(record);
}

function isSigned(record: string, signature: string, key: string): boolean {
  const [given, wanted] = [signature, signatureOf(record, key)].map((text) =>
    createHash('sha256').update(text).digest(),
  );
  return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted);
}

function parsed(record: string): Reviewed | undefined {
  const value: unknown = jsonIn(record);
  if (typeof value !== 'object' || value === null || Reflect.get(value, 'formatVersion') !== 1) return undefined;
  const text = (name: string): string => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === 'string' ? found : '';
  };
  const steps: unknown = Reflect.get(value, 'steps');
  const digest = text('digest');
  if (!/^(?:sha256:[0-9a-f]{64})?$/.test(digest) || Number.isNaN(Date.parse(text('at')))) return undefined;
  return {
    account: text('account'),
    digest,
    steps: Array.isArray(steps) ? steps.map(String) : undefined,
    tool: text('tool'),
    head: text('head'),
    base: text('base'),
    at: text('at'),
    number: countIn(Reflect.get(value, 'number')),
    asks: countIn(Reflect.get(value, 'asks')),
    before: /^[0-9a-f]{40,64}$/.test(text('before')) ? text('before') : '',
  };
}

const countIn = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How a plan stands to what was reviewed: `narrower` has some of its steps and no others. */
export function standing(
  plan: Pick<Plan, 'digest' | 'steps'>,
  reviewed: readonly Reviewed[],
): 'same' | 'narrower' | 'wider' {
  if (reviewed.some(({ digest }) => digest === plan.digest)) return 'same';
  const known = new Set(reviewed.flatMap(({ steps }) => steps ?? []));
  return stepNames(plan).every((name) => known.has(name)) ? 'narrower' : 'wider';
}
