import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { byText } from '../../model/index.js';
import { inert, jsonText, renderAdvice } from '../../render/index.js';
import { readAccountFiles } from '../../run/account-files.js';
import { BaseUnreadable, type Repository, repositoryOf } from '../../run/base-files.js';
import { type Advice, adviceFor } from '../../run/github/advice.js';
import { type Deciding, ownerAdvice } from '../../run/github/code-owners.js';
import { RepositoryUnreadable, readRepository } from '../../run/github/repository.js';
import { type TextFile, workflowAdvice } from '../../run/github/workflow-rules.js';
import { type Directory, directoryOf, slashed } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { gitHubReader } from '../github-reader.js';
import { type ExitCode, formatOf, type Invocation, print } from '../invocation.js';

/** What is weaker than recommended in the settings and workflows of the repository. Ends with 1 where something is. */
export async function doctorGitHub(invocation: Invocation): Promise<ExitCode> {
  const { args, flags, io } = invocation;
  const names = args.length > 0 ? args : ['.'];
  const directories = names.map((name) => directoryOf(invocation, name));
  const repository = await repositoryWith(directories[0] ?? directoryOf(invocation, '.'));
  const name = flags.text('repository') ?? io.env.GITHUB_REPOSITORY ?? nameIn(repository.origin);
  if (name === undefined || !/^[\w.-]+\/[\w.-]+$/.test(name))
    throw new Failure('It is not known which repository of the code host this is.', {
      hint: 'Name it: --repository OWNER/NAME.',
    });
  const accounts = await ownedBy(directories);
  const workflows = await workflowsOf(repository);
  const advice = [
    ...(await settingsAdvice(name, accounts, invocation)),
    ...workflowAdvice(workflows),
    ...(await ownersAdvice(repository, [
      ...accounts.map(({ account, paths }) => ({ what: `the files of ${account}`, paths })),
      { what: 'workflows', paths: workflows.map(({ path }) => path) },
      { what: 'actions', paths: await actionsOf(repository) },
    ])),
  ];
  const isJson = formatOf(invocation) === 'json';
  const summary = { weak: countOf(advice, 'weak'), unknown: countOf(advice, 'unknown'), good: countOf(advice, 'good') };
  print(
    invocation,
    isJson
      ? jsonText({ formatVersion: 1, repository: name, summary, advice })
      : renderAdvice(name, advice, faceOf(io.stdout, io, flags)),
  );
  return summary.weak > 0 ? 1 : 0;
}

const countOf = (advice: readonly Advice[], state: Advice['state']): number =>
  advice.filter((one) => one.state === state).length;

type Owned = Awaited<ReturnType<typeof ownedBy>>;

async function settingsAdvice(name: string, accounts: Owned, invocation: Invocation): Promise<readonly Advice[]> {
  try {
    const settings = await readRepository(name, gitHubReader(invocation));
    return adviceFor(
      settings,
      accounts.map(({ account, dir }) => ({ account, directory: dir || '.' })),
    );
  } catch (error) {
    if (error instanceof RepositoryUnreadable) throw new Failure(error.message, { cause: error });
    throw error;
  }
}

export async function repositoryWith({ path, label }: Directory): Promise<Repository> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new Failure(`There is no directory ${inert(label)}.`);
  try {
    return await repositoryOf(path);
  } catch (error) {
    if (error instanceof BaseUnreadable)
      throw new Failure(error.message, { hint: 'Begin one with git init, or name another directory.', cause: error });
    throw error;
  }
}

/** `git@github.com:acme/telephony.git`, `https://github.com/acme/telephony`. */
const nameIn = (origin: string | undefined): string | undefined =>
  /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(origin ?? '')?.[1];

export const OWNERS_FILE = '.github/CODEOWNERS';

/** The one that the code host reads: the first that is there. */
export async function ownersFile({ top }: Pick<Repository, 'top'>): Promise<string | undefined> {
  for (const path of [OWNERS_FILE, 'CODEOWNERS', 'docs/CODEOWNERS'])
    if ((await textOf(join(top, path))) !== undefined) return path;
  return undefined;
}

async function ownersAdvice(repository: Repository, deciding: readonly Deciding[]): Promise<readonly Advice[]> {
  const path = await ownersFile(repository);
  return ownerAdvice(
    path === undefined ? undefined : { path, text: (await textOf(join(repository.top, path))) ?? '' },
    deciding,
  );
}

/** What `files:` says of each directory, by its place in the repository, and which files it is read from, those of include among them. */
export async function ownedBy(directories: readonly Directory[]) {
  const { readSettings } = await import('../../config/read-config.js');
  return Promise.all(
    directories.map(async ({ path, label }) => {
      const { prefix } = await repositoryOf(path);
      const { files, labels } = await readAccountFiles(path);
      const config = files.find((file) => file.path === 'ringctl.yaml');
      const settings = config && readSettings(config);
      if (!settings?.ok)
        throw new Failure(`${label} has no ringctl.yaml that can be read.`, {
          code: 3,
          hint: 'Run: ringctl validate.',
        });
      const paths = [...files, ...(labels ? [labels] : [])].map((file) => posix.join(prefix, file.path));
      return { dir: prefix, account: settings.value.account, globs: Object.keys(settings.value.files), paths };
    }),
  );
}

async function workflowsOf({ top }: Repository): Promise<readonly TextFile[]> {
  const folder = join(top, '.github/workflows');
  const names = await readdir(folder).catch(() => []);
  const own = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(
    own.map(async (name) => ({ path: `.github/workflows/${name}`, text: await readFile(join(folder, name), 'utf8') })),
  );
}

/** Code that runs with a key: each file of it. */
async function actionsOf({ top }: Repository): Promise<readonly string[]> {
  const folder = '.github/actions';
  const found = await readdir(join(top, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => slashed(relative(top, join(entry.parentPath, entry.name))));
  return paths.sort(byText);
}

export const textOf = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
