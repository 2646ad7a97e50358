import { composed } from '../model/index.js';

/** Guards for values that come over a wire: what has not the expected shape is named by its place, and never guessed at. */
export class UnexpectedShape extends Error {
  override readonly name = 'UnexpectedShape';
}

export type WireObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is WireObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function unexpected(what: string, wanted: string): never {
  throw new UnexpectedShape(`${what} is not ${wanted}`);
}

export function objectAt(value: unknown, what: string): WireObject {
  return isObject(value) ? value : unexpected(what, 'an object');
}

export function textAt(holder: WireObject, name: string): string {
  const value = holder[name];
  return typeof value === 'string' ? composed(value) : unexpected(name, 'a text');
}

export function countAt(holder: WireObject, name: string): number {
  const value = holder[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : unexpected(name, 'a whole number');
}

export function flagAt(holder: WireObject, name: string): boolean {
  const value = holder[name];
  return typeof value === 'boolean' ? value : unexpected(name, 'true or false');
}

export function textOrNullAt(holder: WireObject, name: string): string | null {
  return holder[name] === null ? null : textAt(holder, name);
}

export function listAt(holder: WireObject, name: string): readonly unknown[] {
  const value: unknown = holder[name];
  return Array.isArray(value) ? value : unexpected(name, 'a list');
}

const isTexts = (list: readonly unknown[]): list is readonly string[] => list.every((item) => typeof item === 'string');

export function textsAt(holder: WireObject, name: string): readonly string[] {
  const list = listAt(holder, name);
  return isTexts(list) ? list : unexpected(name, 'a list of texts');
}

export function oneOf<T extends string>(value: unknown, known: readonly T[], what: string): T {
  return known.find((candidate) => candidate === value) ?? unexpected(what, `one of ${known.join(', ')}`);
}

/** Says in which entry of a list it was, if the shape of one is wrong. */
export function withPlace<T>(place: () => string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof UnexpectedShape
      ? new UnexpectedShape(`${place()}: ${error.message}`, { cause: error })
      : error;
  }
}
