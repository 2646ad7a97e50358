import { FORBIDDEN_KEYS } from '../../model/index.js';

const MOST = 64;

/** Words that mean something else where an id stands. */
const RESERVED: readonly string[] = ['none', 'all', ...FORBIDDEN_KEYS];

/** An id for something of this name: `Sales agent` is `sales-agent`. The same for the same names and ids, and none that is taken. */
export function idFor(name: string, taken: ReadonlySet<string>, fallback: string): string {
  const plain = slug(name);
  const base = plain === '' ? fallback : plain;
  if (!taken.has(base) && !RESERVED.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    const id = `${base.slice(0, MOST - 6)}-${number}`;
    if (!taken.has(id)) return id;
  }
}

const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MOST)
    .replace(/^-+|-+$/g, '');
