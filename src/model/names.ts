/** The words of ringctl. This folder imports nothing outside itself: it may not know files, networks, clocks or output. */

declare const brand: unique symbol;

/** `user:ada@acme.example`, `profile:Sales agent`, `group:Sales`, `membership:Sales/ada@acme.example`. */
export type ResourceKey = string & { readonly [brand]: 'ResourceKey' };

/** Given by the service; never stands in YAML. */
export type RemoteId = string & { readonly [brand]: 'RemoteId' };

/** A calendar day, `2026-12-01`. Days compare as text. */
export type Day = string & { readonly [brand]: 'Day' };

/** An instant in ISO 8601 with zone Z. */
export type Instant = string & { readonly [brand]: 'Instant' };

export type Kind = 'user' | 'profile' | 'group' | 'membership';

export const remoteId = (id: string | number): RemoteId => String(id) as RemoteId;
export const day = (text: string): Day => text as Day;
export const instant = (date: Date): Instant => date.toISOString() as Instant;

/** `email` is compared by ASCII lower case, so the key carries it in lower case. */
export const userKey = (email: string): ResourceKey => `user:${asciiLower(email)}` as ResourceKey;
export const profileKey = (name: string): ResourceKey => `profile:${composed(name)}` as ResourceKey;
export const groupKey = (name: string): ResourceKey => `group:${composed(name)}` as ResourceKey;
export const membershipKey = (group: string, email: string): ResourceKey =>
  `membership:${composed(group)}/${asciiLower(email)}` as ResourceKey;

/** Keys that no mapping of a file may have: objects have them without anybody writing them. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** In NFC, as the files are read. ASCII is composed already, and names of groups and profiles are made into keys for every person. */
export const composed = (name: string): string => (/[\u0080-\uffff]/.test(name) ? name.normalize('NFC') : name);

/** Lower case of A to Z only: no other letter may fold into an address (U+212A would become "k"). */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Order of code points, the same on every machine. */
export function byText(before: string, after: string): number {
  if (before === after) return 0;
  return before < after ? -1 : 1;
}

export const nameOf = (key: ResourceKey): string => key.slice(key.indexOf(':') + 1);
