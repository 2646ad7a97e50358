import { chmod, lstat, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text of a file of the account directory, as it was when it was read and as it is to be. */
export interface TextChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export type Written =
  | { readonly kind: 'written'; readonly files: readonly string[] }
  /** Somebody has changed it since it was read: nothing was written. */
  | { readonly kind: 'changed-since'; readonly file: string }
  /** Nothing was written, or it was put back. */
  | { readonly kind: 'failed'; readonly file: string; readonly code: string };

interface Draft extends TextChange {
  readonly full: string;
  readonly draft: string;
}

/** All of them or none: each is written beside its file first, and takes its place when all the others are there. */
export async function writeChanges(dir: string, changes: readonly TextChange[]): Promise<Written> {
  const drafts = changes.map((change): Draft => {
    const full = join(dir, change.path);
    return { ...change, full, draft: `${full}.${process.pid}.tmp` };
  });
  try {
    return (await prepared(drafts)) ?? (await replaced(drafts));
  } finally {
    await Promise.all(drafts.map(({ draft }) => rm(draft, { force: true }).catch(ignored)));
  }
}

/** What is left beside a file has another name than the files that are read. */
const ignored = (): void => {};

async function prepared(drafts: readonly Draft[]): Promise<Written | undefined> {
  for (const draft of drafts) {
    const failure = await attempted(draft, async () => {
      const { mode } = await lstat(draft.full);
      await writeFile(draft.draft, draft.after, { flag: 'wx', mode: mode & 0o777, flush: true });
      await chmod(draft.draft, mode & 0o777);
    });
    if (failure) return failure;
  }
  for (const draft of drafts) if (!(await holds(draft, draft.before))) return changedSince(draft);
  return undefined;
}

const holds = async ({ full }: Draft, text: string): Promise<boolean> =>
  (await lstat(full).catch(() => undefined))?.isFile() === true && (await readFile(full, 'utf8')) === text;

const changedSince = ({ path }: Draft): Written => ({ kind: 'changed-since', file: path });

async function replaced(drafts: readonly Draft[]): Promise<Written> {
  const done: Draft[] = [];
  for (const draft of drafts) {
    const failure = (await holds(draft, draft.before))
      ? await attempted(draft, () => rename(draft.draft, draft.full))
      : changedSince(draft);
    if (failure) {
      for (const one of done) if (await holds(one, one.after)) await writeFile(one.full, one.before).catch(ignored);
      return failure;
    }
    done.push(draft);
  }
  return { kind: 'written', files: drafts.map(({ path }) => path) };
}

/** What the file system refuses is told by its code. */
async function attempted(
  { path }: Draft,
  work: () => Promise<unknown>,
): Promise<Extract<Written, { kind: 'failed' }> | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { kind: 'failed', file: path, code };
  }
}
