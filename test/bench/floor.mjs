// The least that any program must do for a plan: read the bytes of the files, parse data of the same content (as JSON), fetch every page of the
// account, and compare by key and field. Arguments: the account directory, the JSON file, the address of the pages. Prints how many entries differ.
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';

const [directory, json, origin] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });

const files = readdirSync(directory, { recursive: true }).filter((name) => name.endsWith('.yaml'));
const bytes = files.reduce((sum, name) => sum + readFileSync(join(directory, name)).length, 0);
const desired = JSON.parse(readFileSync(json, 'utf8'));
const live = { profiles: await fetchAll('profiles', 'name'), groups: await fetchAll('groups', 'name') };
live.users = await fetchAll('users', 'email');
await fetchAll('numbers', 'number');
await fetchAll('ivrs', 'name');

let different = 0;
for (const kind of ['profiles', 'groups', 'users']) {
  for (const [key, want] of Object.entries(desired[kind])) if (!isSame(want, live[kind].get(key))) different += 1;
}
agent.destroy();
console.log(JSON.stringify({ bytes, different }));

async function fetchAll(list, key) {
  const entries = new Map();
  for (let page = 0, total = 1; entries.size < total; page += 1) {
    const body = JSON.parse(await textAt(`${origin}/${list}-${page}.json`));
    for (const entry of body.list) entries.set(entry[key], entry);
    total = body.total;
  }
  return entries;
}

/** node:http, since loading the fetch of Node 20 costs as much as everything else here together. */
function textAt(url) {
  return new Promise((resolve, reject) => {
    const answered = async (response) => resolve((await response.setEncoding('utf8').toArray()).join(''));
    get(url, { agent }, answered).on('error', reject);
  });
}

/** What is not stated is not compared. */
function isSame(want, have) {
  if (want === have) return true;
  if (typeof want !== 'object' || typeof have !== 'object' || want === null || have === null) return false;
  if (Array.isArray(want) && want.length !== have.length) return false;
  for (const field of Object.keys(want)) if (!isSame(want[field], have[field])) return false;
  return true;
}
