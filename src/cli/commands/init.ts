import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ACCOUNT_SCHEMA, CONFIG_SCHEMA } from '../../config/generated/bundled-schemas.js';
import { directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { type ExitCode, type Invocation, isQuiet, print } from '../invocation.js';
import { ACCOUNT_FILES, configFile } from '../scaffold.js';

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
  const there = (
    await Promise.all([...files.keys()].map(async (file) => ((await exists(join(path, file))) ? [file] : [])))
  ).flat();
  if (there.length > 0)
    throw new Failure(
      `${there.join(', ')} already ${there.length === 1 ? 'exists' : 'exist'}, and nothing was written.`,
      { hint: 'Name another directory, or move the files away.' },
    );
  for (const [file, text] of files) {
    await mkdir(dirname(join(path, file)), { recursive: true });
    await writeFile(join(path, file), text, { flag: 'wx' });
  }
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

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
