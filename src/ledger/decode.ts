import type { Instant, Json, ResourceKey } from '../model/index.js';
import { Unreadable } from './errors.js';

/** Readers of what we wrote ourselves. Whatever is not as we write it throws Unreadable. */
export function parsed(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new Unreadable('no JSON', { cause });
  }
}

export function textIn(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Unreadable('something else where a text belongs');
  return value;
}

export function countIn(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Unreadable('something else where a number belongs');
  return value;
}

export function objectIn(value: Json | undefined): { readonly [key: string]: Json } {
  if (typeof value !== 'object' || value === null || isList(value))
    throw new Unreadable('something else where an object belongs');
  return value;
}

/** For taking members out by name: one that is missing is undefined. */
export const fieldsIn = (value: Json | undefined): { readonly [key: string]: Json | undefined } => objectIn(value);

export function listIn<T>(value: Json | undefined, read: (member: Json) => T): readonly T[] {
  if (value === undefined || !isList(value)) throw new Unreadable('something else where a list belongs');
  return value.map(read);
}

export function oneOf<T extends string>(value: Json | undefined, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Unreadable('a word that is not expected there');
  return found;
}

export const instantIn = (value: Json | undefined): Instant => textIn(value) as Instant;
export const keyIn = (value: Json | undefined): ResourceKey => textIn(value) as ResourceKey;

/** Array.isArray does not tell readonly arrays from objects. */
export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
