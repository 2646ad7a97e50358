import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { accountSchema } from '../../config/account-schema.js';
import { ACCOUNT_SCHEMA, CONFIG_SCHEMA } from '../../config/generated/bundled-schemas.js';
import { readAccountFiles } from '../../run/account-files.js';
import { accountNames } from '../account-names.js';
import { directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { type ExitCode, type Invocation, print } from '../invocation.js';

export async function schema(invocation: Invocation): Promise<ExitCode> {
  const { flags, base } = invocation;
  const text = `${JSON.stringify(await schemaFor(invocation), null, 2)}\n`;
  const out = flags.text('out');
  if (out === undefined) print(invocation, text);
  else await writeFile(resolve(base, out), text);
  return 0;
}

async function schemaFor(invocation: Invocation): Promise<unknown> {
  const dir = invocation.flags.text('for');
  const isConfig = invocation.flags.has('config');
  if (isConfig && dir !== undefined)
    throw new Failure('--config and --for exclude each other: ringctl.yaml names nothing of the account.');
  if (isConfig) return CONFIG_SCHEMA;
  if (dir === undefined) return ACCOUNT_SCHEMA;
  const files = await readAccountFiles(directoryOf(invocation, dir).path);
  return accountSchema(accountNames(files), ACCOUNT_SCHEMA);
}
