import { lstat, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ACCOUNT_SCHEMA, CONFIG_SCHEMA } from '../../config/generated/bundled-schemas.js';
import { inert } from '../../render/index.js';
import { writeEdited } from '../../run/write-changes.js';
import { directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { type ExitCode, type Invocation, isQuiet, print } from '../invocation.js';
import { ACCOUNT_FILES, configFile } from '../scaffold.js';
import { takeBackCutOff } from './user-editing.js';

export async function init(invocation: Invocation): Promise<ExitCode> {
  if (invocation.flags.has('github')) return (await import('./init-github.js')).initGitHub(invocation);
  if (invocation.args.length > 1)
    throw new Failure('init starts one directory.', { hint: 'Run it once for each of them.' });
  const { path, label } = directoryOf(invocation, invocation.args[0] ?? '.');
  const files = new Map<string, string>([
    ['ringctl.yaml', configFile(accountName(invocation.flags.text('account'), path))],
    ...Object.entries(ACCOUNT_FILES),
    ['schemas/account.schema.json', `${JSON.stringify(ACCOUNT_SCHEMA, null, 2)}\n`],
    ['schemas/config.schema.json', `${JSON.stringify(CONFIG_SCHEMA, null, 2)}\n`],
  ]);
  await takeBackCutOff(invocation, { path, label });
  const there = (await Promise.all([...files.keys()].map((file) => isThere(path, file)))).flat();
  if (there.length > 0)
    throw new Failure(
      `${there.join(', ')} already ${there.length === 1 ? 'exists' : 'exist'}, and nothing was written.`,
      { hint: 'Name another directory, or move the files away.' },
    );
  await mkdir(path, { recursive: true });
  const edits = [...files].map(([file, after]) => ({ path: file, before: undefined, after }));
  const written = await writeEdited(path, edits);
  if (!written.ok)
    throw new Failure(`${inert(written.file)}: ${written.why}, and nothing was written.`, {
      hint: 'Name another directory, or put the folder itself there.',
    });
  if (!isQuiet(invocation))
    print(
      invocation,
      `${[...files.keys()].map((file) => `  ${file}\n`).join('')}${label === '.' ? '' : `In ${label}. `}Next: ringctl sandbox seed, then ringctl plan.\n`,
    );
  return 0;
}

function accountName(given: string | undefined, path: string): string {
  if (given !== undefined && !/^[a-z0-9-]{1,64}$/.test(given))
    throw new Failure(`--account is "${given}", and it takes lower-case letters, digits and hyphens.`);
  const name =
    given ??
    basename(path)
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 64);
  return name || 'account';
}

/** A link too, wherever it leads. */
const isThere = (dir: string, file: string): Promise<readonly string[]> =>
  lstat(join(dir, file)).then(
    () => [file],
    () => [],
  );
