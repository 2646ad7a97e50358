import { AccountUnreadable } from './ports.js';
import { countAt, listAt, objectAt, type WireObject, withPlace } from './wire.js';

/** Largest page that a list gives. */
export const PAGE_SIZE = 1000;

export interface PagedList<T> {
  /** What the list is called in messages, such as "users". */
  readonly name: string;
  /** How many there are, as said before the list was read. */
  readonly total: number;
  /** The entries with a larger id than `after`, at most a page. */
  readonly page: (after: number) => Promise<unknown>;
  readonly entry: (value: WireObject) => T;
  readonly onPage: (count: number) => void;
}

/** All of a list, in ceil(total / PAGE_SIZE) requests. Throws unless each page agrees with the total and no entry comes twice. */
export async function readPages<T>({ name, total, page, entry, onPage }: PagedList<T>): Promise<readonly T[]> {
  const entries: T[] = [];
  let after = 0;
  while (entries.length < total) {
    const value = objectAt(await page(after), name);
    const list = listAt(value, 'list');
    differs(name, 'the total that a page states', total, countAt(value, 'total'));
    if (list.length === 0) break;
    after = withPlace(
      () => `${name}[${entries.length}]`,
      () => takePage(name, list, after, entry, entries),
    );
    onPage(list.length);
  }
  differs(name, 'the number of entries', total, entries.length);
  return entries;
}

/** The last id of the page. */
function takePage<T>(
  name: string,
  list: readonly unknown[],
  before: number,
  entry: (value: WireObject) => T,
  entries: T[],
): number {
  let after = before;
  for (const item of list) {
    const holder = objectAt(item, 'the entry');
    const id = countAt(holder, 'id');
    if (id <= after)
      throw new AccountUnreadable(
        `The list of ${name} gives the id ${id} after ${after}: entries are repeated or out of order.`,
        {},
      );
    after = id;
    entries.push(entry(holder));
  }
  return after;
}

function differs(name: string, what: string, expected: number, found: number): void {
  if (expected === found) return;
  throw new AccountUnreadable(`The account says that it has ${expected} ${name}, and ${what} is ${found}.`, {
    hint: 'Something changed while it was read, or the list is not whole. Try again.',
  });
}
