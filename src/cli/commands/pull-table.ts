import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { nameOf, type ResourceKey } from '../../model/index.js';
import type { TableText } from '../../run/people-table.js';
import { Failure } from '../failure.js';
import type { Invocation } from '../invocation.js';

/** The table of people that `--people` names. Undefined where no table is named, or where there is no such file yet. */
export async function tableIfThere({ flags, base }: Invocation): Promise<TableText | undefined> {
  const path = flags.text('people');
  if (path === undefined) return undefined;
  try {
    return { file: basename(path), bytes: await readFile(resolve(base, path)) };
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new Failure(`The table ${basename(path)} cannot be read.`, { cause });
  }
}

export async function peopleGiven(invocation: Invocation): Promise<TableText | undefined> {
  const table = await tableIfThere(invocation);
  if (table || invocation.flags.text('people') === undefined) return table;
  throw missing(invocation);
}

const missing = ({ flags }: Invocation): Failure =>
  new Failure(`There is no table ${basename(flags.text('people') ?? '')}.`, {
    hint: 'ringctl pull --people FILE begins one, with everybody of whom the service does not show it.',
  });

/** What a spreadsheet would take for a formula is left out; the row can be typed. */
const isPlain = (email: string): boolean => /^[a-z0-9_]/i.test(email);

/** The table with a row for each of these people and nothing said of them. */
const emptyTable = (people: readonly ResourceKey[]): string =>
  [
    'address,profile,level',
    ...people
      .map(nameOf)
      .filter(isPlain)
      .map((email) => `${email},,`),
    '',
  ].join('\r\n');

/** Begins the table that `--people` names, when it is called. Throws at once where the account leaves nothing to say in it. */
export function beginnableTable(invocation: Invocation, people: readonly ResourceKey[]): () => Promise<void> {
  if (people.length === 0) throw missing(invocation);
  const path = resolve(invocation.base, invocation.flags.text('people') ?? '');
  return () => writeFile(path, emptyTable(people), { flag: 'wx' });
}
