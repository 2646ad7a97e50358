import { canonicalJson } from '../model/index.js';
import { countIn, fieldsIn, oneOf, parsed } from './decode.js';
import { LedgerUnavailable, LedgerUnusable, LockLost, readableAt } from './errors.js';
import { type GitBranch, type GitEntry, gitBranch } from './git-branch.js';
import { type GitFiles, gitTransaction, gitView } from './git-content.js';
import { queue } from './queue.js';
import type { LedgerStore } from './store.js';

export interface GitStoreOptions {
  /** The directory of the account, somewhere in a repository. */
  readonly dir: string;
  readonly branch: string;
  /** Lower-case letters, digits and hyphens: each account has a folder of its own on the branch. */
  readonly account: string;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
}

/** No clock is shared by the machines that write: a lease is taken over only when it ran out so long ago by the clock of whoever asks. */
export const CLOCK_TOLERANCE_MS = 60_000;
const FORMAT = 1;
const MARKER = 'ledger.json';
const ATTEMPTS = 200;
/** So many refusals in a row without anybody else having written: it is not a race. */
const REFUSALS = 8;
const LONGEST_PAUSE_MS = 250;

/** The branch as it was last seen. */
interface Seen {
  readonly tip: string | undefined;
  readonly root: readonly GitEntry[];
  readonly files: ReadonlyMap<string, GitEntry>;
}

/** A branch that shares nothing with the files: each write is a commit, put in the place of the one it was made from or not at all. */
export async function gitStore(options: GitStoreOptions): Promise<LedgerStore> {
  const { account, now, sleep } = options;
  if (!/^[a-z0-9-]+$/.test(account)) throw new RangeError(`"${account}" is not the name of an account.`);
  const place = `git:${options.branch}`;
  const branch = await gitBranch(options.branch, { dir: options.dir, place });
  const inTurn = queue();
  const texts = new Map<string, string>();
  let seen: Seen | undefined;
  const look = async (isFresh: boolean): Promise<Seen> => {
    if (seen && !isFresh) return seen;
    const tip = await branch.tip();
    seen = seen && tip === seen.tip ? seen : await lookAt(branch, tip, { account, place });
    return seen;
  };
  const attempt = async <T>(work: Work<T>, isFresh: boolean): Promise<Attempt<T>> => {
    const from = await look(isFresh);
    const change = changeOf(branch, from, texts);
    const result = await readableAt(place, () => work(gitTransaction(change.files, now())));
    if (change.written.size === 0) return { kind: 'unchanged', result };
    const made = await commit(branch, from, { ...change, account, at: now() });
    return { kind: 'made', from, made, result };
  };
  const won = (made: Made): void => {
    seen = made;
    remember(texts, made);
  };
  const racing = { branch, place, sleep, look, won };
  return {
    place,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    write: (work) => inTurn(() => race({ ...racing, attempt: (isFresh) => attempt(work, isFresh || !seen) })),
    read: (work) =>
      inTurn(async () => {
        const { files } = changeOf(branch, await look(true), texts);
        return readableAt(place, () => work(gitView(files, now())));
      }),
    close: async () => {},
  };
}

type Work<T> = (transaction: ReturnType<typeof gitTransaction>) => Promise<T>;

interface Made extends Seen {
  readonly tip: string;
  /** Of the files that were written, by their ids. */
  readonly texts: ReadonlyMap<string, string>;
}
type Attempt<T> =
  | { readonly kind: 'unchanged'; readonly result: T }
  | { readonly kind: 'made'; readonly from: Seen; readonly made: Made; readonly result: T };

interface Race<T> {
  readonly branch: GitBranch;
  readonly place: string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly attempt: (isFresh: boolean) => Promise<Attempt<T>>;
  readonly look: (isFresh: boolean) => Promise<Seen>;
  readonly won: (made: Made) => void;
}

/** Works on what was last seen, because mostly nobody else has written. Whatever is not a success is judged only by the branch as it is now. */
async function race<T>({ branch, place, sleep, attempt, look, won }: Race<T>): Promise<T> {
  const pushed: { readonly commit: string; readonly result: T }[] = [];
  let refusals = 0;
  let isFresh = false;
  for (let count = 1; count <= ATTEMPTS; count += 1) {
    const tried = await attempt(isFresh).catch((error: unknown) => {
      if (isFresh || !(error instanceof LockLost || error instanceof RangeError)) throw error;
      return undefined;
    });
    if (tried?.kind === 'unchanged' && isFresh) return tried.result;
    if (tried?.kind === 'made') {
      const { from, made, result } = tried;
      pushed.push({ commit: made.tip, result });
      if (await branch.swap(from.tip, made.tip)) {
        won(made);
        return result;
      }
      const { tip } = await look(true);
      // The answer may be lost while the commit arrived: then the record is there, and must not be written twice.
      const arrived = tip === undefined ? undefined : await lastContained(branch, tip, pushed);
      if (arrived) return arrived.result;
      refusals = tip === from.tip ? refusals + 1 : 0;
      if (refusals >= REFUSALS) break;
      await sleep(Math.min(5 * 2 ** Math.min(count, 6), LONGEST_PAUSE_MS));
    }
    isFresh = true;
  }
  throw new LedgerUnavailable(place, 'push refused');
}

async function lastContained<T extends { readonly commit: string }>(
  branch: GitBranch,
  tip: string,
  pushed: readonly T[],
): Promise<T | undefined> {
  for (const one of pushed) if (await branch.contains(tip, one.commit)) return one;
  return undefined;
}

async function lookAt(
  branch: GitBranch,
  tip: string | undefined,
  { account, place }: { readonly account: string; readonly place: string },
): Promise<Seen> {
  if (tip === undefined) return { tip, root: [], files: new Map() };
  const root = await branch.entries(tip);
  const marker = root.find(({ kind, name }) => kind === 'blob' && name === MARKER);
  if (!marker) throw new LedgerUnusable(place, 'foreign', 'another branch');
  const format = formatIn((await branch.texts([marker.id])).get(marker.id) ?? '', place);
  if (format > FORMAT) throw new LedgerUnusable(place, 'newer', `version ${format}, this one knows ${FORMAT}`);
  const folder = root.find(({ kind, name }) => kind === 'tree' && name === account);
  const entries = folder ? await branch.entries(folder.id) : [];
  return { tip, root, files: new Map(entries.map((entry) => [entry.name, entry])) };
}

function formatIn(text: string, place: string): number {
  try {
    const { ledger, format } = fieldsIn(parsed(text));
    oneOf(ledger, ['ringctl']);
    return countIn(format);
  } catch (cause) {
    throw new LedgerUnusable(place, 'foreign', MARKER, { cause });
  }
}

interface Change {
  readonly files: GitFiles;
  readonly written: ReadonlyMap<string, string>;
  readonly isForgetting: () => boolean;
}

function changeOf(branch: GitBranch, from: Seen, texts: Map<string, string>): Change {
  const written = new Map<string, string>();
  let isForgetting = false;
  const idOf = (name: string): string | undefined => from.files.get(name)?.id;
  return {
    written,
    isForgetting: () => isForgetting,
    files: {
      names: () => [...new Set([...from.files.keys(), ...written.keys()])],
      read: async (names) => {
        const missing = names.map(idOf).filter((id) => id !== undefined && !texts.has(id));
        const fetched = await branch.texts(missing.filter((id) => id !== undefined));
        for (const [id, text] of fetched) texts.set(id, text);
        return names.map((name) => written.get(name) ?? texts.get(idOf(name) ?? '') ?? '');
      },
      write: (name, text) => {
        written.set(name, text);
      },
      forgetHistory: () => {
        isForgetting = true;
        texts.clear();
      },
    },
  };
}

async function commit(
  branch: GitBranch,
  from: Seen,
  { account, at, written, isForgetting }: Change & { readonly account: string; readonly at: Date },
): Promise<Made> {
  const blobs = await Promise.all([...written].map(async ([name, text]) => blob(name, await branch.writeBlob(text))));
  const texts = new Map(blobs.map(({ id, name }) => [id, written.get(name) ?? '']));
  const files = new Map([...from.files, ...blobs.map((entry) => [entry.name, entry] as const)]);
  const folder = await branch.writeTree([...files.values()]);
  const others = from.root.filter(({ name }) => name !== account && name !== MARKER);
  const marker =
    from.root.find(({ name }) => name === MARKER) ??
    blob(MARKER, await branch.writeBlob(`${canonicalJson({ ledger: 'ringctl', format: FORMAT })}\n`));
  const root: readonly GitEntry[] = [...others, marker, { kind: 'tree', id: folder, name: account }];
  const tree = await branch.writeTree(root);
  const parent = isForgetting() ? undefined : from.tip;
  const tip = await branch.writeCommit({ tree, parent, message: `ringctl: ${account} [skip ci]`, at });
  return { tip, root, files, texts };
}

/** What was just written is not read again, and nothing is kept of what no longer stands there. */
function remember(texts: Map<string, string>, { files, texts: written }: Made): void {
  for (const [id, text] of written) texts.set(id, text);
  const ids = new Set([...files.values()].map(({ id }) => id));
  for (const id of texts.keys()) if (!ids.has(id)) texts.delete(id);
}

const blob = (name: string, id: string): GitEntry => ({ kind: 'blob', id, name });
