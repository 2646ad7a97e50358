import { LedgerUnavailable } from './errors.js';
import { type Git, type GitCall, type GitOptions, gitIn } from './git-commands.js';

/** What stands in a folder of a commit: names and object ids, folders with their own kind. */
export interface GitEntry {
  readonly kind: 'blob' | 'tree';
  readonly id: string;
  readonly name: string;
}

/** One branch, read and written without a work tree, an index or a ref besides its own. */
export interface GitBranch {
  /** Of the remote `origin` where there is one, and then its objects are here; undefined when there is no such branch. */
  tip(): Promise<string | undefined>;
  entries(tree: string): Promise<readonly GitEntry[]>;
  /** The text of each blob. */
  texts(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  writeBlob(text: string): Promise<string>;
  writeTree(entries: readonly GitEntry[]): Promise<string>;
  writeCommit(commit: GitCommit): Promise<string>;
  /** Puts `after` in the place of `before`, if that is still the tip. False when it is not, or the other side was busy. */
  swap(before: string | undefined, after: string): Promise<boolean>;
  contains(tip: string, commit: string): Promise<boolean>;
}

export interface GitCommit {
  readonly tree: string;
  readonly parent: string | undefined;
  readonly message: string;
  readonly at: Date;
}

export async function gitBranch(name: string, options: GitOptions): Promise<GitBranch> {
  const git = gitIn(options);
  const { place } = options;
  const ref = `refs/heads/${name}`;
  const must = (args: readonly string[], call?: GitCall) => succeed(git, place, { args, ...(call && { call }) });
  await must(['rev-parse', '--git-dir']);
  const hasOrigin = (await must(['remote'])).toString().split('\n').includes('origin');
  return {
    tip: () => (hasOrigin ? remoteTip(git, must, ref) : localTip(git, ref)),
    entries: async (tree) => entriesIn((await must(['ls-tree', '-z', tree])).toString()),
    texts: async (ids) =>
      ids.length === 0 ? new Map() : textsIn(await must(['cat-file', '--batch'], { input: `${ids.join('\n')}\n` })),
    writeBlob: async (input) => idIn(await must(['hash-object', '-w', '--stdin'], { input })),
    writeTree: async (entries) => idIn(await must(['mktree', '-z'], { input: entries.map(treeLine).join('') })),
    writeCommit: async ({ tree, parent, message, at }) =>
      idIn(await must(['commit-tree', tree, '-m', message, ...(parent ? ['-p', parent] : [])], { env: identity(at) })),
    swap: async (before = '', after) => {
      const push = [
        'push',
        '--no-verify',
        '--quiet',
        `--force-with-lease=${ref}:${before}`,
        'origin',
        `${after}:${ref}`,
      ];
      return Buffer.isBuffer(await git(hasOrigin ? push : ['update-ref', '--no-deref', ref, after, before]));
    },
    contains: async (tip, commit) => Buffer.isBuffer(await git(['merge-base', '--is-ancestor', commit, tip])),
  };
}

type Must = (args: readonly string[], call?: GitCall) => Promise<Buffer>;

async function succeed(
  git: Git,
  place: string,
  { args, call }: { readonly args: readonly string[]; readonly call?: GitCall },
): Promise<Buffer> {
  const answer = await git(args, call);
  if (Buffer.isBuffer(answer)) return answer;
  throw new LedgerUnavailable(place, `git ${args[0]} ended with ${answer}`);
}

async function localTip(git: Git, ref: string): Promise<string | undefined> {
  const answer = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  return Buffer.isBuffer(answer) ? idIn(answer) : undefined;
}

/** Asks for the id first: most of the time nobody else has written, and the objects are here. Fetching writes no ref. */
async function remoteTip(git: Git, must: Must, ref: string): Promise<string | undefined> {
  const listed = (await must(['ls-remote', 'origin', ref])).toString();
  const tip = listed
    .split('\n')
    .find((line) => line.endsWith(`\t${ref}`))
    ?.split('\t')[0];
  if (tip === undefined || Buffer.isBuffer(await git(['cat-file', '-e', `${tip}^{tree}`]))) return tip;
  // Somebody may have written since: what is fetched is then newer, and holds this tip too.
  await must(['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--refmap=', 'origin', ref]);
  return Buffer.isBuffer(await git(['cat-file', '-e', `${tip}^{tree}`])) ? tip : remoteTip(git, must, ref);
}

const idIn = (answer: Buffer): string => answer.toString().trim();

/** `100644 blob <id>\t<name>` or `040000 tree <id>\t<name>`; whatever else somebody put there is left out. */
function entriesIn(listing: string): readonly GitEntry[] {
  return listing.split('\0').flatMap((line) => {
    const [, kind, id, name] = /^(?:100644|040000) (blob|tree) ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
    return (kind === 'blob' || kind === 'tree') && id !== undefined && name !== undefined ? [{ kind, id, name }] : [];
  });
}

const treeLine = ({ kind, id, name }: GitEntry): string =>
  `${kind === 'blob' ? '100644' : '040000'} ${kind} ${id}\t${name}\0`;

function textsIn(out: Buffer): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let offset = 0; offset < out.length; ) {
    const lineEnd = out.indexOf(10, offset);
    const [id = '', , size = ''] = out.subarray(offset, lineEnd).toString().split(' ');
    const end = lineEnd + 1 + Number(size);
    texts.set(id, out.subarray(lineEnd + 1, end).toString());
    offset = end + 1;
  }
  return texts;
}

/** Whoever acts stands in the ledger itself; the commit names nobody. */
function identity(at: Date): Readonly<Record<string, string>> {
  const date = `${Math.floor(at.getTime() / 1000)} +0000`;
  const [name, email] = ['ringctl', 'ringctl@localhost'];
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}
