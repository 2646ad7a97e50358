import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitBranch } from '../ledger/git-branch.js';
import { gitIn } from '../ledger/git-commands.js';
import type { Session } from './session.js';
import { ActionFailure } from './world.js';

export interface Committing {
  readonly branch: string;
  readonly message: string;
  /** Paths from the top of the repository, with their whole text. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/**
 * Puts one commit on top of what is checked out, as the whole of a branch of its own. What was on that branch is replaced, unless somebody else
 * wrote the last commit there. Nothing in the checkout changes. Answers the commit; undefined where the branch is somebody else's.
 */
export async function writeBranch(
  { place, world, defaultBranch }: Session,
  { branch: name, message, files }: Committing,
): Promise<string | undefined> {
  if (name === defaultBranch) throw new ActionFailure('The default branch is changed by pull requests only.');
  const options = { dir: place.workspace, place: `branch ${name}` };
  const branch = await gitBranch(name, options);
  const before = await branch.tip();
  const git = gitIn(options);
  const must: Must = async (args, call) => {
    const answer = await git(args, call);
    if (Buffer.isBuffer(answer)) return answer.toString().trim();
    throw new ActionFailure(`The branch ${name} could not be written: git ${args[0]} ended with ${answer}.`);
  };
  if (before !== undefined && (await must(['log', '-1', '--format=%ce', before])) !== OWN_ADDRESS) return undefined;
  const parent = await must(['rev-parse', 'HEAD']);
  const entries = await Promise.all(
    files.map(async ({ path, text }) => `100644 ${await branch.writeBlob(text)}\t${path}\0`),
  );
  const tree = await treeOf(must, parent, entries);
  const commit = await branch.writeCommit({ tree, parent, message, at: world.now() });
  if (await branch.swap(before, commit)) return commit;
  throw new ActionFailure(`The branch ${name} could not be written.`, {
    hint: 'The job needs the permission contents: write.',
  });
}

type Must = (args: readonly string[], call?: Parameters<ReturnType<typeof gitIn>>[1]) => Promise<string>;

/** By which a commit of ours is known. */
const OWN_ADDRESS = 'ringctl@localhost';

/** The tree of a commit with some files put in, by an index beside that of the checkout. */
async function treeOf(must: Must, parent: string, entries: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringctl-index-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    await must(['read-tree', parent], { env });
    await must(['update-index', '-z', '--index-info'], { env, input: entries.join('') });
    return await must(['write-tree'], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
