import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Ledger } from '../ledger/index.js';
import { count } from '../render/index.js';
import { Failure } from './failure.js';
import { prepareStore } from './open-account.js';

/** What the account directory remembers of the files that were its ledger: how many people each of them held. */
type Marks = ReadonlyMap<string, number>;

/** A ledger that is gone takes its holds with it: whoever was cut off would get everything back by the next apply. */
export async function mustNotBeGone(dir: string, path: string): Promise<void> {
  if (existsSync(path)) return;
  const holds = (await readMarks(dir)).get(nameOf(dir, path));
  if (holds === undefined) return;
  const held = holds === 0 ? '' : ` It held ${count(holds, 'person', 'people')}.`;
  throw new Failure(`The ledger ${nameOf(dir, path)} is gone.${held}`, {
    hint: 'Nothing was read or sent. Put the file back. If it cannot be had back: ringctl history renew begins anew, without history and without holds.',
  });
}

/** Notes that there is a ledger, and whom it holds as soon as it is locked and when it is closed. */
export function marking(ledger: Ledger, { dir, path }: { readonly dir: string; readonly path: string }): Ledger {
  const mark = async () => {
    if (existsSync(path)) await writeMark(dir, path, (await ledger.holds()).length).catch(ignored);
  };
  return {
    ...ledger,
    lock: async (holder) => {
      const locked = await ledger.lock(holder);
      if (locked.kind === 'held') return locked;
      await mark();
      const record: typeof locked.record = (change) => locked.record(change).then(mark);
      return { ...locked, record };
    },
    close: () => mark().catch(ignored).finally(ledger.close),
  };
}

/** A directory that cannot be written remembers nothing: the ledger is there all the same. */
const ignored = (): void => {};

/** Answers whether there was anything to forget. */
export async function forgetMark(dir: string, path: string): Promise<boolean> {
  const marks = new Map(await readMarks(dir));
  if (!marks.delete(nameOf(dir, path))) return false;
  await writeMarks(dir, marks);
  return true;
}

async function writeMark(dir: string, path: string, holds: number): Promise<void> {
  const marks = await readMarks(dir);
  const name = nameOf(dir, path);
  if (marks.get(name) !== holds) await writeMarks(dir, new Map([...marks, [name, holds]]));
}

const nameOf = (dir: string, path: string): string => relative(dir, path).replaceAll('\\', '/');
const fileOf = (dir: string): string => join(dir, '.ringctl', 'ledgers.json');

async function readMarks(dir: string): Promise<Marks> {
  const text = await readFile(fileOf(dir), 'utf8').catch(() => '{}');
  return new Map(entriesIn(text).flatMap(([name, holds]) => (typeof holds === 'number' ? [[name, holds]] : [])));
}

function entriesIn(text: string): readonly (readonly [string, unknown])[] {
  try {
    const value: unknown = JSON.parse(text);
    return Object.entries(Object(value));
  } catch {
    return [];
  }
}

async function writeMarks(dir: string, marks: Marks): Promise<void> {
  const file = fileOf(dir);
  await prepareStore(file, dir);
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(Object.fromEntries(marks))}\n`, { mode: 0o600 });
  await rename(draft, file);
}
