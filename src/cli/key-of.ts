import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure } from './failure.js';
import type { Invocation } from './invocation.js';

/** The key of an account, from the environment or from a file that it names; never from a flag or the YAML. */
export async function accountKey(
  account: string,
  { io, secrets }: Pick<Invocation, 'io' | 'secrets'>,
): Promise<string> {
  const own = `RINGOVER_API_KEY_${account.toUpperCase().replaceAll('-', '_')}`;
  for (const name of [own, 'RINGOVER_API_KEY']) {
    const value = io.env[name]?.trim();
    const file = io.env[`${name}_FILE`];
    if (value && file) throw new Failure(`${name} and ${name}_FILE are both set.`, { hint: 'Keep one of the two.' });
    const key = value || (file ? await keyInFile(resolve(io.cwd, file), `${name}_FILE`) : '');
    if (key === '') continue;
    secrets.add(key);
    if (!/^[!-~]+$/.test(key)) throw new Failure(`The key in ${name} has characters that no key has.`);
    return key;
  }
  throw new Failure(`There is no key for account ${account}.`, {
    code: 8,
    hint: `Set ${own} or RINGOVER_API_KEY, or either with _FILE to the path of a file.`,
  });
}

async function keyInFile(path: string, variable: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new Failure(`The file that ${variable} names cannot be read.`, { code: 8, cause });
  }
}
