// The embedded account as it is served, at 100,000 people: how long the start takes, what a page of a list costs against a server that only sends
// the same bytes, and how long the dashboard takes for its page of users. Argument: the number of people. Ends with 1 when a goal is missed.
import { fork, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleDrivers } from './bundle.mjs';
import { generate } from './generate.mjs';
import { median } from './measure.mjs';
import { tableText } from './table.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const program = here('../../dist/ringctl.cjs');
const ROUNDS = 3;
const agent = new Agent({ keepAlive: true });

async function main(users) {
  if (!existsSync(program)) throw new Error('There is no dist/ringctl.cjs. Build first.');
  const scratch = mkdtempSync(join(tmpdir(), 'ringctl-bench-server-'));
  try {
    mkdirSync(join(scratch, 'drivers'));
    const drivers = await bundleDrivers({ names: ['seed'], folder: join(scratch, 'drivers') });
    const made = generate({ users, folder: join(scratch, 'account'), seedProgram: drivers.seed });
    const rows = await serverRows({ users, made });
    console.log(`${tableText(rows)}\n`);
    return rows.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
  } finally {
    agent.destroy();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What the goals say of an account that `generate` made. */
export async function serverRows({ users, made }) {
  const starts = [];
  for (let round = 1; round < ROUNDS; round += 1) {
    const { ms, end } = await started(made.directory);
    starts.push(ms);
    await end();
  }
  const { access, ms, end } = await started(made.directory);
  const floor = fork(here('pages.mjs'), [made.pages]);
  try {
    const port = await new Promise((resolve, reject) => floor.once('message', resolve).once('exit', reject));
    const lists = await listTimes({ users, access, floor: `http://127.0.0.1:${port}` });
    const pages = await dashboardTimes(access);
    return rowsOf({ users, starts: [...starts, ms], lists, pages });
  } finally {
    floor.disconnect();
    await end();
  }
}

/** The command until it says where it listens. */
async function started(directory) {
  const before = performance.now();
  // With its store named the command does not read the files, which is measured elsewhere.
  const words = ['sandbox', 'serve', '--store', join(directory, '.ringctl', 'sandbox.db'), '--port', '0'];
  const child = spawn(process.execPath, [program, ...words, '--format', 'json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const access = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      said += part;
      if (said.trimEnd().endsWith('}')) resolve(JSON.parse(said));
    });
    child.once('exit', (code) => reject(new Error(`sandbox serve ended with ${code}`)));
  });
  const end = async () => {
    child.kill('SIGINT');
    await ended;
  };
  return { access, ms: performance.now() - before, end };
}

/** All people in pages of 1,000, from either server in turn. */
async function listTimes({ users, access, floor }) {
  const headers = { authorization: access.keys['all rights'] };
  const times = { served: [], floor: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.floor.push(await timed(() => allPages(users, (page) => `${floor}/users-${page}.json`, {})));
    times.served.push(
      await timed(() => allPages(users, (_, after) => `${access.fullApi}/users?limit=1000&after=${after}`, headers)),
    );
  }
  return times;
}

async function allPages(users, urlOf, headers) {
  let read = 0;
  for (let page = 0, after = 0; read < users; page += 1) {
    const { list } = JSON.parse((await get(urlOf(page, after), headers)).text);
    if (list.length === 0) throw new Error(`page ${page} is empty after ${read} people`);
    after = list.at(-1).id;
    read += list.length;
  }
}

const PAGES = ['/users', '/users?page=2', '/users?q=person', '/users?q=nobody-has-this', '/profiles', '/groups', '/'];

/** Each page by its address: how long it takes, the median of five. */
async function dashboardTimes({ url }) {
  const signIn = await get(`${url}/sign-in`, {});
  const user = /name="user" value="(\d+)"/.exec(signIn.text)?.[1] ?? '1';
  const body = `user=${user}`;
  const { headers } = await get(
    `${url}/sign-in`,
    { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  );
  const cookie = headers['set-cookie'][0].split(';')[0];
  const pages = [];
  for (const path of PAGES) {
    const times = [];
    let status = 0;
    for (let round = 0; round < 5; round += 1)
      times.push(
        await timed(async () => {
          ({ status } = await get(`${url}${path}`, { cookie }));
        }),
      );
    pages.push({ path, status, ms: median(times) });
  }
  return pages;
}

async function timed(work) {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

/** node:http, since the fetch of Node costs more than what is measured. */
function get(url, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers, method: body === undefined ? 'GET' : 'POST' }, async (answer) => {
      const text = (await answer.setEncoding('utf8').toArray()).join('');
      resolve({ status: answer.statusCode, headers: answer.headers, text });
    });
    sent.on('error', reject).end(body);
  });
}

function rowsOf({ users, starts, lists, pages }) {
  const people = users.toLocaleString('en');
  const row = ({ what, ms, limit, isMet, detail = '' }) => ({
    goal: 'S1',
    what: `${what}, ${people} users`,
    measured: `${Math.round(ms)} ms`,
    limit,
    verdict: isMet === undefined ? 'shown' : isMet ? 'ok' : 'missed',
    gate: false,
    detail,
  });
  const [start, served, floor] = [starts, lists.served, lists.floor].map(median);
  const isUsers = ({ path }) => path === '/users';
  return [
    row({ what: 'start of sandbox serve', ms: start, limit: '≤ 5000 ms', isMet: start <= 5000 }),
    row({
      what: 'all users in pages of 1,000',
      ms: served,
      limit: '≤ 2.0 × floor',
      isMet: served <= 2 * floor,
      detail: `floor ${Math.round(floor)} ms; ${(served / floor).toFixed(2)} ×`,
    }),
    ...pages.map((page) =>
      row({
        what: `dashboard ${page.path}`,
        ms: page.ms,
        limit: isUsers(page) ? '≤ 200 ms' : '',
        isMet: isUsers(page) ? page.ms <= 200 && page.status === 200 : undefined,
        detail: `status ${page.status}`,
      }),
    ),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await main(Number(process.argv[2] ?? 100_000));
