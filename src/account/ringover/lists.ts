import { AccountUnreadable } from '../ports.js';
import { type WireObject, withPlace } from '../wire.js';
import { FULL_PAGES, PAGE_SIZE } from './assumptions.js';
import { type Client, shaped } from './client.js';
import { type Page, rowsOf } from './wire.js';

/** The list is not whole, or changed while it was read: reading it once more may help. */
export class NotWhole extends AccountUnreadable {
  constructor(message: string) {
    super(message, { hint: 'Something changed while it was read, or the list is not whole. Try again.' });
  }
}

export interface ListOf<T> {
  /** What it is called in messages, such as "users". */
  readonly name: string;
  readonly path: (page: Page) => string;
  readonly entry: (row: WireObject) => T;
  /** How many there are; undefined where the service does not tell. */
  readonly total: number | undefined;
  /** Default: the rows of a list. */
  readonly rows?: (value: unknown) => readonly WireObject[];
}

export type ReadList = <T extends { readonly id: number }>(list: ListOf<T>) => Promise<readonly T[]>;

export const listReader =
  (client: Client, signal?: AbortSignal): ReadList =>
  (list) =>
    readWhole(client, list, signal);

/**
 * All of a list. Each page begins with the last row of the one before: as long as that row keeps its place, nothing that was there all the time
 * is missed, whatever else comes and goes. Throws NotWhole unless it does, no entry comes twice in a page, and the total agrees.
 */
async function readWhole<T extends { readonly id: number }>(
  client: Client,
  list: ListOf<T>,
  signal: AbortSignal | undefined,
): Promise<readonly T[]> {
  const { name, total } = list;
  const entries = new Map<number, T>();
  let last: number | undefined;
  for (let isLast = false; !isLast; ) {
    const page = await readPage(client, { list, offset: Math.max(0, entries.size - 1), signal });
    const fresh = page.filter(({ id }) => !entries.has(id));
    if (last !== undefined && fresh.length > 0 && page[0]?.id !== last)
      throw new NotWhole(`The list of ${name} changed from one page to the next.`);
    for (const one of fresh) entries.set(one.id, one);
    last = page.at(-1)?.id;
    isLast = fresh.length === 0 || !FULL_PAGES.includes(page.length) || entries.size === total;
  }
  if (total !== undefined && entries.size !== total)
    throw new NotWhole(`The account says that it has ${total} ${name}, and shows ${entries.size}.`);
  return [...entries.values()];
}

interface PageAsked<T> {
  readonly list: ListOf<T>;
  readonly offset: number;
  readonly signal: AbortSignal | undefined;
}

async function readPage<T extends { readonly id: number }>(
  client: Client,
  { list, offset, signal }: PageAsked<T>,
): Promise<readonly T[]> {
  const { name, path, entry, rows = rowsOf } = list;
  const value = await client.read(path({ limit: PAGE_SIZE, offset }), signal);
  const page = shaped(() =>
    withPlace(
      () => name,
      () => rows(value).map(entry),
    ),
  );
  if (new Set(page.map(({ id }) => id)).size < page.length)
    throw new NotWhole(`The list of ${name} has an entry twice.`);
  return page;
}
