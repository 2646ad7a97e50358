import { createHash } from 'node:crypto';
import { allBut, sharedOf } from '../model/all-but.js';
import {
  type AccessChange,
  asciiLower,
  byText,
  type Change,
  type Diagnostic,
  type FieldChange,
  type HandStep,
  type Json,
  nameOf,
  once,
  type PersonAccess,
  type Plan,
  type Released,
  type Report,
  type ResourceKey,
  type Source,
  type Step,
  type StepResult,
} from '../model/index.js';
import type { ExceededLimit } from './limit-refusal.js';

export interface MaskedPerson {
  readonly email: string;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
}

/** Puts `person-7f3a` in the place of every address and every known name in a text: one person, one word, within one account. */
export interface Mask {
  readonly text: (text: string) => string;
  readonly person: (email: string) => string;
}

/** Broad on purpose: whatever could be read as an address goes. */
const ADDRESS = /[^\s@"'`<>()[\]{},;:/|]+@[^\s@"'`<>()[\]{},;:/|]*[^\s@"'`<>()[\]{},;:/|.]/g;

export function maskFor(account: string, people: readonly MaskedPerson[]): Mask {
  const tokens = new Map<string, string>();
  const taken = new Set<string>();
  const person = (email: string): string => {
    const key = asciiLower(email);
    const known = tokens.get(key);
    if (known !== undefined) return known;
    const token = freeToken(`${account}\n${key}`, taken);
    tokens.set(key, token);
    taken.add(token);
    return token;
  };
  const sorted = [...people].sort((one, other) => byText(asciiLower(one.email), asciiLower(other.email)));
  for (const { email } of sorted) person(email);
  const names = new Map(sorted.flatMap((one) => fullNames(one).map((name) => [name, person(one.email)] as const)));
  const pattern = namePattern([...names.keys()]);
  const text = (input: string): string => {
    const withoutAddresses = input.replace(ADDRESS, (address) => person(address));
    return pattern ? withoutAddresses.replace(pattern, (name) => names.get(name) ?? name) : withoutAddresses;
  };
  return { text, person };
}

/** Four digits; more where two people of one account would share them. */
function freeToken(seed: string, taken: ReadonlySet<string>): string {
  const digest = createHash('sha256').update(seed).digest('hex');
  const lengths = Array.from({ length: digest.length / 4 }, (_, index) => 4 * (index + 1));
  const free = lengths.find((length) => !taken.has(`person-${digest.slice(0, length)}`)) ?? digest.length;
  return `person-${digest.slice(0, free)}`;
}

function fullNames({ firstName, lastName }: MaskedPerson): string[] {
  return firstName && lastName ? [`${firstName} ${lastName}`, `${lastName} ${firstName}`] : [];
}

function namePattern(names: readonly string[]): RegExp | undefined {
  if (names.length === 0) return undefined;
  const longestFirst = [...names].sort((one, other) => other.length - one.length || byText(one, other));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.map(literal).join('|')})(?![\\p{L}\\p{N}])`, 'gu');
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** What a masked plan says of people it says of tokens; such a plan is for reading only. */
export function maskPlan(plan: Plan, mask: Mask): Plan {
  const { actingAs, access, leftOpen, byHand, ...rest } = plan;
  const texts = (list: readonly string[]) => list.map(mask.text);
  return {
    ...rest,
    ...(actingAs !== undefined && { actingAs: mask.text(actingAs) }),
    ...(access && { access: maskAccess(access, mask) }),
    ...(leftOpen && { leftOpen: leftOpen.map((one) => ({ ...one, user: maskKey(one.user, mask) })) }),
    inputs: { ...plan.inputs, targets: texts(plan.inputs.targets), excludes: texts(plan.inputs.excludes) },
    changes: plan.changes.map((change) => maskChange(change, mask)),
    steps: plan.steps.map((step) => maskStep(step, mask)),
    ...(byHand && { byHand: byHand.map((step) => maskHandStep(step, mask)) }),
    released: plan.released.map((one) => maskReleased(one, mask)),
    diagnostics: maskDiagnostics(plan.diagnostics, mask),
  };
}

export const maskExceeded = (exceeded: readonly ExceededLimit[], mask: Mask): ExceededLimit[] =>
  exceeded.map((limit) => ({ ...limit, who: limit.who.map((key) => maskKey(key, mask)) }));

export const isMasked = (plan: Plan): boolean =>
  [...plan.changes, ...plan.steps].some(
    ({ key, ...rest }) =>
      /(?:^user:|\/)person-[0-9a-f]{4,}$/.test(key) || ('input' in rest && hasMaskedPeople(rest.input.users ?? null)),
  );

const hasMaskedPeople = (users: Json): boolean =>
  Array.isArray(users) && users.some((user) => /^person-[0-9a-f]{4,}$/.test(String(user)));

function maskAccess(access: readonly PersonAccess[], mask: Mask): PersonAccess[] {
  const maskTargets = targetMask(mask);
  const masked = (changes: readonly AccessChange[]) =>
    changes.map((change) => maskAccessChange(change, mask, maskTargets));
  return access.map(({ user, gains, losses, uncertain }) => ({
    user: maskKey(user, mask),
    gains: masked(gains),
    losses: masked(losses),
    uncertain: masked(uncertain),
  }));
}

type MaskTargets = (targets: readonly ResourceKey[]) => readonly ResourceKey[];

/** A list that many rows share is masked once, and they share the masked one. */
function targetMask(mask: Mask): MaskTargets {
  const known = new Map<readonly ResourceKey[], MaskedTargets>();
  return (targets) => {
    const { all, except } = sharedOf(targets);
    const list = known.get(all) ?? maskedTargets(all, mask);
    known.set(all, list);
    const left = except === undefined ? undefined : list.places().get(except);
    return left === undefined ? list.masked : allBut(list.masked, left);
  };
}

interface MaskedTargets {
  readonly masked: readonly ResourceKey[];
  readonly places: () => ReadonlyMap<ResourceKey, number>;
}

const maskedTargets = (all: readonly ResourceKey[], mask: Mask): MaskedTargets => ({
  masked: all.map((key) => maskKey(key, mask)),
  places: once(() => new Map(all.map((key, place) => [key, place]))),
});

function maskAccessChange(change: AccessChange, mask: Mask, maskTargets: MaskTargets): AccessChange {
  const { targets, cause } = change;
  const { source } = cause;
  return {
    ...change,
    before: maskJson(change.before, mask),
    after: maskJson(change.after, mask),
    ...(targets && { targets: maskTargets(targets) }),
    cause: { ...cause, change: maskKey(cause.change, mask), ...(source && { source: maskSource(source, mask) }) },
  };
}

/** A key has one address at most, at its end. */
export function maskKey(key: ResourceKey, mask: Mask): ResourceKey {
  const name = nameOf(key);
  const start = key.slice(0, key.length - name.length);
  const masked = start === 'user:' ? mask.person(name) : mask.text(name);
  return `${start}${masked}` as ResourceKey;
}

function maskChange(change: Change, mask: Mask): Change {
  const { source } = change;
  const key = maskKey(change.key, mask);
  return {
    ...change,
    key,
    fields: change.fields.map((field) => maskField(field, nameOf(key), mask)),
    reason: mask.text(change.reason),
    ...(source && { source: maskSource(source, mask) }),
  };
}

/** First and last names are masked by where they stand: alone they could be any word. */
function maskField(field: FieldChange, token: string, mask: Mask): FieldChange {
  const isName = field.path === 'firstName' || field.path === 'lastName';
  const value = (of: Json): Json => (isName && typeof of === 'string' ? token : maskJson(of, mask));
  return { ...field, before: value(field.before), after: value(field.after) };
}

function maskStep(step: Step, mask: Mask): Step {
  const key = maskKey(step.key, mask);
  return {
    ...step,
    key,
    input: maskFields(step.input, nameOf(key), mask),
    precondition: maskFields(step.precondition, nameOf(key), mask),
    ...(step.why !== undefined && { why: mask.text(step.why) }),
  };
}

type Fields = { readonly [field: string]: Json };

function maskFields(fields: Fields, token: string, mask: Mask): Fields {
  const masked = Object.entries(fields).map(([name, value]) => {
    const isName = (name === 'firstName' || name === 'lastName') && typeof value === 'string';
    return [name, isName ? token : maskJson(value, mask)] as const;
  });
  return Object.fromEntries(masked);
}

export function maskHandStep(step: HandStep, mask: Mask): HandStep {
  const key = maskKey(step.key, mask);
  return {
    ...step,
    key,
    rows: step.rows.map(({ user, ...row }) => {
      const { before, after } = maskField({ ...row, before: row.before as Json, mode: 'by-hand' }, nameOf(key), mask);
      return { ...row, ...(user !== undefined && { user: maskKey(user, mask) }), before, after };
    }),
  };
}

function maskReleased(released: Released, mask: Mask): Released {
  const { source } = released;
  return {
    ...released,
    key: maskKey(released.key, mask),
    value: maskJson(released.value, mask),
    ...(source && { source: maskSource(source, mask) }),
  };
}

function maskJson(value: Json, mask: Mask): Json {
  if (typeof value === 'string') return mask.text(value);
  if (Array.isArray(value)) return value.map((item) => maskJson(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskJson(member, mask)]));
}

export function maskDiagnostics(diagnostics: readonly Diagnostic[], mask: Mask): Diagnostic[] {
  return diagnostics.map(({ source, hint, related, ...rest }) => ({
    ...rest,
    message: mask.text(rest.message),
    ...(hint !== undefined && { hint: mask.text(hint) }),
    ...(source && { source: maskSource(source, mask) }),
    ...(related && {
      related: related.map((other) => ({ message: mask.text(other.message), source: maskSource(other.source, mask) })),
    }),
  }));
}

/** A line whose length changes cannot keep its mark at the same place: the mark then covers the rest of the line. */
function maskSource(source: Source, mask: Mask): Source {
  const { excerpt, column, length } = source;
  const whole = maskExcerpt(excerpt, mask);
  const file = mask.text(source.file);
  if (whole === excerpt) return { ...source, file };
  const start = maskExcerpt(excerpt.slice(0, column - 1), mask);
  const meant = maskExcerpt(excerpt.slice(column - 1, column - 1 + length), mask);
  const fits = whole.startsWith(start + meant);
  return {
    ...source,
    file,
    excerpt: whole,
    column: fits ? start.length + 1 : column,
    length: fits ? meant.length : Math.max(1, whole.length - column + 1),
  };
}

function maskExcerpt(excerpt: string, mask: Mask): string {
  return mask.text(excerpt).replace(/(\b(?:firstName|lastName)["']?\s*:\s*)([^,}#]*[^,}#\s])/g, (_, key) => `${key}…`);
}

export function maskReport(report: Report, mask: Mask): Report {
  const results = report.results.map((result): StepResult => {
    const step = maskStep(result.step, mask);
    if ('skipped' in result) return { ...result, step };
    const { outcome } = result;
    return { step, outcome: outcome.kind === 'done' ? outcome : { ...outcome, message: mask.text(outcome.message) } };
  });
  return { ...report, results };
}
