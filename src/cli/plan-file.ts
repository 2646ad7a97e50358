import { readFile } from 'node:fs/promises';
import { CODES, OPERATIONS, type PersonAccess, type Plan, type Source, userKey } from '../model/index.js';
import type { ExceededLimit, PlanFacts } from '../render/index.js';
import { slashed } from './directories.js';
import { Failure } from './failure.js';

const LARGEST = 256 * 1024 * 1024;

export interface PlanFile {
  /** Of the lines that cause a difference of access it has no more than file and number. */
  readonly plan: Plan;
  /** What the file calls people, by their address where it has no name, and the limits that refuse it. */
  readonly facts: Required<Pick<PlanFacts, 'personName' | 'exceeded'>>;
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
  const written = isRecord(value) ? { released: [], ...value } : undefined;
  if (!isWrittenPlan(written))
    throw new Failure(`${slashed(path)} is no plan that ringctl wrote.`, {
      hint: 'Write one with: ringctl plan --out FILE.',
    });
  const { access, names = {}, exceeded = [], ...rest } = written;
  const known = new Map(Object.entries(names));
  return {
    plan: {
      ...rest,
      changes: rest.changes.map(withSource),
      released: rest.released.map(withSource),
      diagnostics: rest.diagnostics.map(({ related, ...one }) => ({
        ...withSource(one),
        ...(related && { related: related.map((other) => ({ ...other, source: wholeSource(other.source) })) }),
      })),
      ...(access && { access: access.map(personAccess) }),
    },
    facts: { personName: (email) => known.get(userKey(email)) ?? email, exceeded },
    document: value,
  };
}

type WrittenSource = Pick<Source, 'file' | 'line'> & Partial<Source>;

/** The file has places alone where nobody is shown the line itself. */
const wholeSource = (source: WrittenSource): Source => ({ column: 1, length: 0, excerpt: '', ...source });

const withSource = <T extends { readonly source?: WrittenSource }>(written: T) =>
  written.source ? { ...written, source: wholeSource(written.source) } : written;

type WrittenChange = Omit<PersonAccess['gains'][number], 'cause'> & {
  readonly cause: {
    readonly file?: string;
    readonly line?: number;
    readonly change?: PersonAccess['user'];
    readonly path?: string;
  };
};
interface WrittenAccess {
  readonly user: PersonAccess['user'];
  readonly gains: readonly WrittenChange[];
  readonly losses: readonly WrittenChange[];
  readonly uncertain: readonly WrittenChange[];
}

type WrittenPlan = Omit<Plan, 'access'> & {
  readonly access?: readonly WrittenAccess[];
  readonly names?: { readonly [key: string]: string };
  readonly exceeded?: readonly ExceededLimit[];
};

/** What an earlier version wrote has lines alone: each then counts as a change of the person. */
function personAccess({ user, gains, losses, uncertain }: WrittenAccess): PersonAccess {
  const changes = (written: readonly WrittenChange[]) =>
    written.map(({ cause: { file, line, change = user, path = '' }, ...rest }) => {
      const source = file !== undefined && line !== undefined ? { file, line } : undefined;
      return { ...rest, cause: { change, path, ...(source && { source: wholeSource(source) }) } };
    });
  return { user, gains: changes(gains), losses: changes(losses), uncertain: changes(uncertain) };
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
  why: optional(text),
});

const handStep = record({
  id: optional(matches(/^S[1-9]\d*$/)),
  key,
  steps: list(text),
  after: list(text),
  rows: list(
    record({
      operation: oneOf(OPERATIONS),
      path: text,
      label: optional(text),
      section: optional(text),
      position: optional(whole),
      user: optional(key),
      before: any,
      after: any,
    }),
  ),
  digest: matches(/^[0-9a-f]{64}$/),
});

const openWindow = record({
  user: key,
  capability: text,
  opensWith: text,
  closesWith: text,
  byHand: flag,
  why: oneOf(['no-unlink', 'handover', 'no-order']),
  kind: oneOf(['gain', 'loss']),
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
  cause: (value) =>
    record({ file: text, line: whole, change: optional(key), path: optional(text) })(value) ||
    record({ change: key, path: optional(text) })(value),
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
  byHand: optional(list(handStep)),
  access: optional(access),
  names: optional((value) => isRecord(value) && Object.values(value).every(text)),
  leftOpen: optional(list(openWindow)),
  exceeded: optional(list(record({ limit: text, count: whole, allowed: whole, who: list(key), isAcceptable: flag }))),
  released: list(record({ key, path: text, value: any, source: optional(place) })),
  coverage: record({
    ...Object.fromEntries(['automatic', 'byHand', 'unreadable', 'recorded', 'unmanaged'].map((name) => [name, whole])),
    oldestRecordedAt: optional(instant),
  }),
  diagnostics: list(diagnostic),
});

const isWrittenPlan = (value: unknown): value is WrittenPlan => plan(value);
