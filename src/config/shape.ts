import type { Place } from '../model/index.js';
import { SETTINGS_FILE } from './account-files.js';
import type { Document } from './document.js';
import { quoted } from './finding.js';
import type { SchemaError, Validate } from './generated/validators.js';
import { isAccountKey, isSettingsKey, keyByOtherWord, keysAt } from './keys.js';
import { prune } from './prune.js';
import { didYouMean, type Report } from './report.js';
import { sentenceSubject } from './subject.js';
import { type Mistake, wrongValue } from './wrong-value.js';

export interface Shaped<T> {
  /** What of the file has the right shape; the rest is reported and gone. Undefined when nothing is left. */
  readonly value: T | undefined;
  /** False when definitions are gone, so that nothing can be said about what refers to them. */
  readonly isWhole: boolean;
}

/** Several rounds, since taking something out may leave its surroundings in a wrong shape. */
const ROUNDS = 4;

/** The data of a file as its schema says. Each mistake is reported once, in words. */
export function shapeOf<T>(document: Document, validate: Validate<T>, report: Report): Shaped<T> {
  const value = document.value ?? {};
  let isWhole = document.isWhole;
  if (!document.isWhole) return { value: undefined, isWhole };
  for (let round = 0; round < ROUNDS; round += 1) {
    if (validate(value)) return { value, isWhole };
    const mistakes = group(document.file, value, validate.errors ?? []);
    if (round === 0) for (const mistake of mistakes) reportMistake(mistake, report);
    isWhole = mistakes.map((mistake) => prune(value, mistake.place.path, mistake.errors)).every(Boolean) && isWhole;
  }
  return { value: undefined, isWhole: false };
}

function group(file: string, value: unknown, errors: readonly SchemaError[]): readonly Mistake[] {
  const byPath = new Map<string, SchemaError[]>();
  const above = new Set<string>();
  for (const error of errors) {
    const there = byPath.get(error.instancePath);
    if (there) there.push(error);
    else byPath.set(error.instancePath, [error]);
  }
  for (const path of byPath.keys()) {
    for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
      if (above.has(path.slice(0, end))) break;
      above.add(path.slice(0, end));
      if (end === 0) break;
    }
  }
  return [...byPath].map(([pointer, there]) => {
    const { path, data } = follow(value, pointer);
    // What a bad key does not match is said of the mapping as well, as if the mapping itself were wrong.
    const hasBadKey = there.some(({ keyword }) => keyword === 'propertyNames');
    const errors = hasBadKey ? there.filter(({ keyword }) => ABOUT_KEYS.has(keyword)) : there;
    return { place: { file, path }, data, errors, hasDeeper: above.has(pointer) };
  });
}

/** A JSON pointer as keys, and what stands there. */
function follow(root: unknown, pointer: string): { readonly path: Place['path']; readonly data: unknown } {
  const path: (string | number)[] = [];
  let data = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
    path.push(Array.isArray(data) ? Number(key) : key);
    data = typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
  }
  return { path, data };
}

const ABOUT_KEYS = new Set(['additionalProperties', 'unevaluatedProperties', 'required', 'propertyNames']);

function reportMistake(mistake: Mistake, report: Report): void {
  const ofKeys = mistake.errors.filter(({ keyword }) => ABOUT_KEYS.has(keyword));
  const missing = new Set(ofKeys.map(({ params }) => params.missingProperty));
  for (const { keyword, params } of ofKeys) {
    if (keyword === 'propertyNames') badKey(mistake, String(params.propertyName), report);
    else if (keyword !== 'required') {
      const key = String(params.additionalProperty ?? params.unevaluatedProperty);
      const meant = unknownKey(mistake, key, report);
      if (meant) missing.delete(meant);
    }
  }
  for (const key of missing) if (typeof key === 'string') missingKey(mistake, key, report);
  const ofValue = mistake.errors.filter(({ keyword }) => !ABOUT_KEYS.has(keyword));
  const hasAlternatives = ofValue.some(({ keyword }) => keyword === 'anyOf');
  const isExplained = hasAlternatives && (mistake.hasDeeper || ofKeys.length > 0);
  if (ofValue.length > 0 && !isExplained) wrongValue(mistake, ofValue, report);
}

/** The key that was most likely meant, if any. */
function unknownKey({ place, data }: Mistake, key: string, report: Report): string | undefined {
  const at = { file: place.file, path: [...place.path, key] };
  const inSettings = place.file === SETTINGS_FILE;
  if (place.path.length === 0 && (inSettings ? isAccountKey(key) : isSettingsKey(key))) {
    const message = inSettings
      ? `${quoted(key)} does not belong in ringctl.yaml.`
      : `${quoted(key)} belongs in ringctl.yaml.`;
    const hint = inSettings
      ? 'Move it to another file of the directory.'
      : 'Move it to the ringctl.yaml of the account.';
    report.add('KEY_IN_WRONG_FILE', at, { message, hint });
    return undefined;
  }
  const owner = place.path.length === 0 ? 'The file' : sentenceSubject(place.path);
  const candidates = keysAt(place).filter((name) => !(data && typeof data === 'object' && Object.hasOwn(data, name)));
  const meant = keyByOtherWord(place, key) ?? report.nearest(key, candidates);
  const hint = key === 'forceSignOut' ? 'Signing out is an action: ringctl sign-out does it.' : didYouMean(meant);
  report.add('UNKNOWN_KEY', at, { message: `${owner} has the key ${quoted(key)}, which ringctl does not know.`, hint });
  return meant;
}

function missingKey({ place, data }: Mistake, key: string, report: Report): void {
  if (typeof data === 'object' && data !== null && Object.hasOwn(data, key)) return;
  const owner = place.path.length === 0 ? 'The file' : sentenceSubject(place.path);
  report.add('MISSING_KEY', place, { message: `${owner} lacks the key ${quoted(key)}.`, hint: `Add ${key}.` });
}

function badKey({ place }: Mistake, key: string, report: Report): void {
  const at = { file: place.file, path: [...place.path, key] };
  if (place.path[0] === 'users') {
    const hint = 'Write an address such as ada@acme.example.';
    report.add('BAD_ADDRESS', at, { message: `${quoted(key)} is not an address.`, hint });
    return;
  }
  const hint = 'Use letters, digits, dot, underscore and hyphen, at most 64; begin with a letter or digit.';
  report.add('BAD_ID', at, { message: `${quoted(key)} cannot be used as an id.`, hint });
}
