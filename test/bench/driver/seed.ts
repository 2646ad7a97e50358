// Arguments: number of people, folder of the result. Writes the store of the embedded account by the product's own seeding,
// the seed as JSON, and every page of its lists as the account's API answers it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bigAccount, openSandbox, seedSandbox } from '../../../src/sandbox/index.js';

const LISTS = ['users', 'profiles', 'groups', 'numbers', 'ivrs'];

async function main(count: number, folder: string): Promise<void> {
  const store = join(folder, 'account', '.ringctl', 'sandbox.db');
  mkdirSync(join(folder, 'account', '.ringctl'), { recursive: true });
  mkdirSync(join(folder, 'pages'));
  const seed = bigAccount(count);
  await seedSandbox(store, seed);
  writeFileSync(join(folder, 'seed.json'), JSON.stringify(seed));
  const sandbox = await openSandbox(store);
  const authorization = sandbox.keyFor();
  for (const list of LISTS) {
    for (let after = 0, page = 0, read = 0, total = 1; read < total; page += 1) {
      const url = `http://embedded.account/full/v1/${list}?limit=1000&after=${after}`;
      const text = await (await sandbox.fetch(new Request(url, { headers: { authorization } }))).text();
      writeFileSync(join(folder, 'pages', `${list}-${page}.json`), text);
      const body: { readonly total: number; readonly list: readonly { readonly id: number }[] } = JSON.parse(text);
      if (body.total > 0 && body.list.length === 0) throw new Error(`${list}: page ${page} is empty`);
      after = body.list.at(-1)?.id ?? 0;
      read += body.list.length;
      total = body.total;
    }
  }
  sandbox.close();
}

void main(Number(process.argv[2]), process.argv[3] ?? '');
