import { readFile } from 'node:fs/promises';
import { CODES, OPERATIONS, type Plan } from '../model/index.js';
import { slashed } from './directories.js';
import { Failure } from './failure.js';

const LARGEST = 256 * 1024 * 1024;

export interface PlanFile {
  /** Without the differences of access, of which the file has less than a plan. */
  readonly plan: Plan;
  /** The file as it is. */
  readonly document: unknown;
}

/** A plan that `plan --out` wrote. What is not exactly that is refused, and so is what a newer version wrote. */
export async function readPlanFile(path: string): Promise<PlanFile> {
  const text = await readFile(path, 'utf8');
  const value = text.length > LARGEST ? undefined : parsed(text);
  if (isRecord(value) && typeof value.formatVersion === 'number' && value.formatVersion > 1) {
    throw new Failure(
      `${slashed(path)} is a plan in format ${value.formatVersion}, and this version of ringctl reads format 1.`,
      { hint: 'Use the version that wrote it, or plan again.' },
    );
  }
  const plan = isRecord(value) && optional(access)(value.access) ? { released: [], ...value } : undefined;
  if (plan) Reflect.deleteProperty(plan, 'access');
  if (!isPlan(plan))
    throw new Failure(`${slashed(path)} is no plan that ringctl wrote.`, {
      hint: 'Write one with: ringctl plan --out FILE.',
    });
  return { plan, document: value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Check = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Check = (value) => typeof value === 'string';
const whole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const flag: Check = (value) => typeof value === 'boolean';
const any: Check = (value) => value !== undefined;
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const oneOf =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const record =
  (shape: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) &&
    Object.entries(shape).every(([name, check]) => check(value[name])) &&
    Object.keys(value).every((name) => Object.hasOwn(shape, name));

const key = matches(/^(?:user|profile|group|membership):/);
const mode = oneOf(['automatic', 'by-hand']);
const place = record({ file: text, line: whole, column: whole });
const shownPlace = record({ file: text, line: whole, column: whole, length: optional(whole), excerpt: optional(text) });
const field = record({ path: text, before: any, after: any, mode });
const common = { key, fields: list(field), reason: text, source: optional(place) };
const kind = oneOf(['user', 'profile', 'group', 'membership']);
const change: Check = (value) =>
  record({ ...common, kind, action: oneOf(['create', 'update']) })(value) ||
  record({ ...common, kind, action: oneOf(['delete']), how: oneOf(['archive', 'delete']) })(value);

const step = record({
  id: text,
  after: list(text),
  key,
  operation: oneOf(OPERATIONS),
  input: isRecord,
  precondition: isRecord,
  mode,
  requests: whole,
  digest: matches(/^[0-9a-f]{64}$/),
});

const diagnostic = record({
  code: (value) => typeof value === 'string' && Object.hasOwn(CODES, value),
  severity: oneOf(['error', 'warning']),
  message: text,
  hint: optional(text),
  source: optional(shownPlace),
  related: optional(list(record({ message: text, source: shownPlace }))),
});

const instant = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/);
const counts = (...names: readonly string[]): Check => record(Object.fromEntries(names.map((name) => [name, whole])));

const capability = record({
  capability: text,
  before: any,
  after: any,
  scope: optional(isRecord),
  targets: optional(list(key)),
  privileged: flag,
  cause: (value) => record({ file: text, line: whole })(value) || record({ change: key })(value),
});
const access = list(
  record({ user: key, gains: list(capability), losses: list(capability), uncertain: list(capability) }),
);

const summary = record({
  ...Object.fromEntries(['add', 'change', 'destroy', 'byHand', 'released', 'unmanaged'].map((name) => [name, whole])),
  people: optional(counts('gain', 'lose', 'privileged', 'uncertain')),
});

const plan = record({
  formatVersion: oneOf([1]),
  tool: record({ name: text, version: text }),
  account: matches(/^[a-z0-9-]{1,64}$/),
  provider: oneOf(['sandbox', 'ringover']),
  digest: matches(/^sha256:[0-9a-f]{64}$/),
  base: optional(text),
  createdAt: instant,
  readAt: optional(instant),
  actingAs: optional(text),
  inputs: record({
    at: matches(/^\d{4}-\d\d-\d\d$/),
    targets: list(text),
    excludes: list(text),
    allowDelete: flag,
    filesDigest: matches(/^[0-9a-f]{64}$/),
  }),
  summary,
  changes: list(change),
  steps: list(step),
  released: list(record({ key, path: text, value: any, source: optional(place) })),
  coverage: counts('automatic', 'byHand', 'unreadable', 'recorded', 'unmanaged'),
  diagnostics: list(diagnostic),
});

const isPlan = (value: unknown): value is Plan => plan(value);
