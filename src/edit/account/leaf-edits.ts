import { isSame, type Json } from '../../model/index.js';
import type { Edit } from '../edit.js';

/**
 * The edits that make one value of another, each as small as can be: what a mapping keeps stays as it is written, comments included. A list is one
 * value.
 */
export function leafEdits(path: readonly string[], before: Json | undefined, after: Json): readonly Edit[] {
  if (!isMapping(before) || !isMapping(after)) {
    return isSame(before, after) ? [] : [{ kind: 'set', path, value: after }];
  }
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const kept = Object.entries(after).flatMap(([key, value]) =>
    leafEdits([...path, key], Object.hasOwn(before, key) ? before[key] : undefined, value),
  );
  return [...kept, ...gone.map((key): Edit => ({ kind: 'remove', path: [...path, key] }))];
}

const isMapping = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a list in the order in which they stood, those that are new behind them. */
export function inOrderOf(before: Json | undefined, after: readonly string[]): readonly string[] {
  if (!Array.isArray(before)) return after;
  const stood = before.map(String).filter((item) => after.includes(item));
  return [...new Set([...stood, ...after])];
}
