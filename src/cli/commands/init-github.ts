import { cp, lstat, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inert } from '../../render/index.js';
import { codeOwners } from '../../run/github/code-owners.js';
import { OWN_ACTION, workflowFiles } from '../../run/github/workflows.js';
import { directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { type ExitCode, type Invocation, isQuiet, print } from '../invocation.js';
import { OWNERS_FILE, ownedBy, ownersFile, repositoryWith, textOf } from './doctor.js';

/** Workflows, the Action and CODEOWNERS for the account directories of a repository. What exists and says something else is not touched. */
export async function initGitHub(invocation: Invocation): Promise<ExitCode> {
  const names = invocation.args.length > 0 ? invocation.args : ['.'];
  const directories = names.map((name) => directoryOf(invocation, name));
  const { top } = await repositoryWith(directories[0] ?? directoryOf(invocation, '.'));
  const accounts = await ownedBy(directories);
  const owners = ownersIn(
    invocation,
    accounts.flatMap(({ globs }) => globs),
  );
  const action = actionIn(invocation);
  const copied = action === undefined ? await ownAction() : undefined;
  const files = new Map(
    workflowFiles({
      accounts: accounts.map(({ account, dir }) => ({ account, directory: dir || '.' })),
      defaultBranch: branchIn(invocation),
      action,
    }),
  );
  const ofAction = copied === undefined ? [] : await readdir(copied);
  await refuseLinks(top, [...files.keys(), OWNERS_FILE, ...ofAction.map((name) => `${OWN_ACTION}/${name}`)]);
  await refuseOthers(top, files);
  const written = new Map(files).set(OWNERS_FILE, codeOwners(await ownersBefore(top), accounts, owners));
  for (const [path, text] of written) {
    await mkdir(dirname(join(top, path)), { recursive: true });
    await writeFile(join(top, path), text);
  }
  if (copied !== undefined) await copyAction(copied, join(top, OWN_ACTION));
  if (!isQuiet(invocation)) print(invocation, told([...written.keys(), ...(copied === undefined ? [] : [OWN_ACTION])]));
  return 0;
}

const told = (paths: readonly string[]): string =>
  `${paths.map((path) => `  ${path}\n`).join('')}Next: two environments for the keys, and a rule for the default branch.\nringctl doctor github says what is missing.\n`;

/** A link leads anywhere, also out of the repository. */
async function refuseLinks(top: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const steps = path.split('/');
    for (const length of steps.keys()) {
      const part = steps.slice(0, length + 1).join('/');
      const found = await lstat(join(top, part)).catch(() => undefined);
      if (found?.isSymbolicLink())
        throw new Failure(`${part} is a link, and nothing was written.`, { hint: 'Put the file itself there.' });
    }
  }
}

/** The code host reads the first CODEOWNERS that it finds: one in .github takes the place of every other. */
async function ownersBefore(top: string): Promise<string> {
  const found = await ownersFile({ top });
  if (found !== undefined && found !== OWNERS_FILE)
    throw new Failure(`${found} would no longer be read beside ${OWNERS_FILE}, and nothing was written.`, {
      hint: `Move it first: git mv ${found} ${OWNERS_FILE}.`,
    });
  return found === undefined ? '' : ((await textOf(join(top, found))) ?? '');
}

/** Nothing that somebody else wrote is lost: a file that says the same is no obstacle. */
async function refuseOthers(top: string, files: ReadonlyMap<string, string>): Promise<void> {
  const others: string[] = [];
  for (const [path, text] of files) {
    const there = await textOf(join(top, path));
    if (there !== undefined && there !== text) others.push(path);
  }
  if (others.length > 0)
    throw new Failure(
      `${others.join(', ')} already ${others.length === 1 ? 'exists' : 'exist'}, and nothing was written.`,
      {
        hint: 'Move them away, and run it again.',
      },
    );
}

function ownersIn({ flags }: Invocation, globs: readonly string[]) {
  const all: string[] = [];
  const byGlob = new Map<string, string[]>();
  for (const given of flags.list('owner')) {
    const split = given.lastIndexOf('=');
    const [glob, owner] = split < 0 ? [undefined, given] : [given.slice(0, split), given.slice(split + 1)];
    if (!/^@[\w.-]+(\/[\w.-]+)?$|^[^\s@]+@[^\s@]+$/.test(owner))
      throw new Failure(`--owner is "${inert(given)}", and it names a team, a login or an address.`, {
        hint: 'Such as @acme/telephony, or for one pattern "teams/sales/**=@acme/sales-leads".',
      });
    if (glob !== undefined && !globs.includes(glob))
      throw new Failure(`--owner names the pattern "${inert(glob)}", which files: in no ringctl.yaml has.`);
    if (glob === undefined) all.push(owner);
    else byGlob.set(glob, [...(byGlob.get(glob) ?? []), owner]);
  }
  if (all.length === 0)
    throw new Failure('Nobody owns the rules yet.', {
      hint: 'Name who has to approve changes of rules and workflows: --owner @ORG/TEAM.',
    });
  return { all, byGlob };
}

function actionIn({ flags }: Invocation): string | undefined {
  const action = flags.text('action');
  if (action === undefined || /^[\w.-]+\/[\w.-]+(\/[\w./-]+)?@[0-9a-f]{40}$/.test(action)) return action;
  throw new Failure(`--action is "${inert(action)}", and it names a commit with all its 40 digits.`, {
    hint: 'Such as OWNER/NAME/.github/actions/ringctl@COMMIT. Without it the repository gets a copy of its own.',
  });
}

function branchIn({ flags }: Invocation): string {
  const branch = flags.text('branch') ?? 'main';
  if (/^[\w./-]{1,200}$/.test(branch)) return branch;
  throw new Failure(`--branch is "${inert(branch)}", which is no name of a branch that a workflow can state.`);
}

/** The Action comes with the program: the same version, and nothing is fetched. */
async function ownAction(): Promise<string> {
  const from = typeof __dirname === 'string' ? join(__dirname, 'action') : undefined;
  const found = from === undefined ? undefined : await stat(from).catch(() => undefined);
  if (from !== undefined && found) return from;
  throw new Failure('This copy of ringctl came without the Action.', {
    hint: 'Install ringctl from its package, or name the Action: --action OWNER/NAME/PATH@COMMIT.',
  });
}

async function copyAction(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await cp(from, to, { recursive: true });
}
