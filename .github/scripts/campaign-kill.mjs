// npm run campaign:kill -- N [SEED]: kills a real `ringctl apply` N times at random moments, by SIGKILL, and looks at what the next one makes of it.
// Where there are two cores, on two accounts side by side. Needs dist/ringctl.cjs.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './project.mjs';

const CLI = join(root, 'dist/ringctl.cjs');
const CLOCK = join(root, '.github/scripts/campaign-clock.cjs');
/** Longer than the lease of a lock: whoever comes next does not wait for the one that was killed. */
const LATER_MS = 300_000;
/** An apply that nobody kills ends a round. */
const SURVIVES = 0.06;

/** Fewer are not worth a second account. */
const WORTH_TWO = 50;

async function main([count = '200', seed = '1']) {
  const started = performance.now();
  const sides = Number(count) >= WORTH_TWO ? Math.min(2, availableParallelism()) : 1;
  const tallies = Array.from({ length: sides }, newTally);
  const shares = tallies.map((tally, side) => ({
    tally,
    seed: Number(seed) + side,
    count: Math.floor((Number(count) + side) / sides),
    onRound: () => progress(together(tallies), count),
  }));
  const results = await Promise.allSettled(shares.map(campaign)).then(valuesOf);
  const seconds = (performance.now() - started) / 1000;
  report({
    ...together(results),
    steps: results[0].steps,
    seeds: shares.map((share) => share.seed).join(' and '),
    seconds,
  });
}

/** Each has ended its server by now. */
function valuesOf(results) {
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return results.map(({ value }) => value);
}

const newTally = () => ({ kills: 0, inWriting: 0, rounds: 0, differing: 0, failed: [], unbalanced: 0, broken: 0 });

/** The sums, and all that failed. */
const together = (tallies) =>
  tallies.reduce((sum, tally) =>
    Object.fromEntries(
      Object.entries(sum).map(([name, value]) => [
        name,
        Array.isArray(value) ? [...value, ...tally[name]] : value + tally[name],
      ]),
    ),
  );

/** On an account, a server and a ledger of its own. */
async function campaign({ tally, count, seed, onRound }) {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-kill-'));
  const server = await serve(folder);
  try {
    const given = await campaignOn({ folder, server, dice: diceOf(seed) });
    await killed(given, { tally, count, onRound });
    const { isWhole, unbalanced } = await journalOf(folder);
    return { ...tally, steps: given.steps, unbalanced, broken: isWhole ? 0 : 1 };
  } finally {
    server.child.kill('SIGTERM');
    await server.ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

function diceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function serve(folder) {
  const words = ['sandbox', 'serve', '--seed', 'acme', '--store', join(folder, 'account.db'), '--port', '0'];
  writeFileSync(join(folder, 'ringctl.yaml'), 'version: 1\naccount: kill\nprovider: { kind: sandbox }\n');
  const child = spawn(process.execPath, [CLI, ...words, '--format', 'json'], {
    cwd: folder,
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let text = '';
  for await (const part of child.stdout) {
    text += part;
    if (text.trimEnd().endsWith('}')) break;
  }
  const { url, fullApi, keys } = JSON.parse(text);
  return { child, ended, url, fullApi, key: keys['all rights'] };
}

/** Settings of the person who runs this stay out of it. */
const cleanEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RINGCTL_')));

/** The account goes to and fro between two states; where each leads was seen with nobody killed. */
async function campaignOn({ folder, server, dice }) {
  const start = await accountAt(server);
  const campaign = { folder, server, dice, aheadMs: 0, expected: [], steps: 0 };
  for (const turn of [0, 1, 0, 1]) {
    writeFiles(campaign, start, turn);
    const { code, lines } = await applied(campaign, undefined);
    if (code !== 0) throw new Error(`An apply that nobody killed ended with ${code}:\n${lines.join('\n')}`);
    campaign.steps = lines.length;
    campaign.expected[turn] = contentOf(await accountAt(server));
  }
  return { ...campaign, start };
}

async function accountAt({ fullApi, key }) {
  const list = async (name) =>
    (await (await fetch(`${fullApi}/${name}?limit=1000`, { headers: { authorization: key } })).json()).list;
  return { users: await list('users'), profiles: await list('profiles'), groups: await list('groups') };
}

/** Without ids, which differ for what is deleted and created again. */
const contentOf = (account) =>
  JSON.stringify(Object.values(account).map((rows) => rows.map(({ id: _, ...row }) => JSON.stringify(row)).sort()));

/** Groups come and go; people are renamed, moved, shown other pages, archived and brought back. */
function writeFiles({ folder, server }, { users, groups }, turn) {
  const people = users.filter(({ status, external, superAdmin }) => status === 'active' && !external && !superAdmin);
  const ids = new Map(groups.map(({ name }, index) => [name, `g${index}`]));
  const isThere = turn === 0;
  const extra = isThere ? Array.from({ length: 5 }, (_, index) => `Extra ${index}`) : [];
  const documents = {
    'ringctl.yaml': settingsFor(server),
    'groups.yaml': {
      groups: Object.fromEntries([
        ...[...ids].map(([name, id]) => [id, { name }]),
        ...extra.map((name, index) => [`extra-${index}`, { name, openAccess: index % 2 === 0 }]),
      ]),
    },
    'users.yaml': {
      users: Object.fromEntries([
        ...people.slice(0, 14).map((user, index) => [user.email, personIn({ user, index, isThere, ids })]),
        ...people.slice(14, 17).map((user) => [user.email, isThere ? {} : { ensure: 'archived' }]),
      ]),
    },
  };
  for (const [name, value] of Object.entries(documents)) writeFileSync(join(folder, name), JSON.stringify(value));
}

function settingsFor({ url }) {
  const all = { percent: 100, atLeast: 1000 };
  const few = { privilegedGains: 100, invites: 100, minAdmins: 1, shrink: '90%' };
  return {
    version: 1,
    account: 'kill',
    provider: { kind: 'sandbox', url },
    authority: { groups: 'authoritative' },
    limits: { removals: all, losses: all, changes: all, ...few },
  };
}

const personIn = ({ user, index, isThere, ids }) => ({
  firstName: isThere ? `Alex ${index}` : `Robin ${index}`,
  dashboard: {
    level: 'supervisor',
    pages: isThere ? { activity: 'read' } : { logs: 'read' },
    scope: { groups: 'all', ivrs: 'all', lines: 'all' },
  },
  groups: [...user.groups.map((name) => ids.get(name)), ...(isThere ? [`extra-${index % 5}`] : [])],
});

/** One apply; killed so many milliseconds after so many steps, where that is said. */
function applied(campaign, kill) {
  const { folder, server } = campaign;
  campaign.aheadMs += LATER_MS;
  const env = { ...cleanEnvironment(), RINGOVER_API_KEY: server.key, CAMPAIGN_AHEAD_MS: String(campaign.aheadMs) };
  const words = ['--require', CLOCK, CLI, 'apply', '--auto-approve'];
  const child = spawn(process.execPath, words, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const lines = [];
  const later = () => setTimeout(() => child.kill('SIGKILL'), kill.afterMs);
  if (kill && kill.afterSteps === 0) later();
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (kill && lines.length === kill.afterSteps) later();
  });
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, lines })));
}

async function killed(campaign, { tally, count, onRound }) {
  for (let turn = 0; tally.kills < count; turn = 1 - turn) {
    writeFiles(campaign, campaign.start, turn);
    await round(campaign, tally, count);
    tally.rounds += 1;
    if (contentOf(await accountAt(campaign.server)) !== campaign.expected[turn]) tally.differing += 1;
    onRound();
  }
}

/** Applies until one of them survives. */
async function round(campaign, tally, count) {
  const { dice, steps } = campaign;
  for (let left = steps; ; ) {
    const survives = tally.kills >= count || left < 2 || dice() < SURVIVES;
    const { code, signal, lines } = await applied(campaign, survives ? undefined : nextKill(dice, left));
    if (signal !== 'SIGKILL') {
      if (code !== 0) tally.failed.push(`${code}: ${lines.at(-1) ?? ''}`);
      return;
    }
    tally.kills += 1;
    left -= lines.length;
    if (lines.length > 0) tally.inWriting += 1;
  }
}

/** A few at any moment, most of them while something is written. */
function nextKill(dice, left) {
  if (dice() < 0.15) return { afterSteps: 0, afterMs: dice() * 1500 };
  return { afterSteps: 1 + Math.floor(dice() * Math.min(left / 2, 8)), afterMs: dice() * 12 };
}

function progress({ kills, differing }, count) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${kills} of ${count} killed, ${differing} ended elsewhere`);
}

/** Runs without an end, and steps that begin and do not end, in the ledger's own records. */
async function journalOf(folder) {
  const options = { cwd: folder, env: cleanEnvironment(), stdio: 'ignore' };
  const verify = spawn(process.execPath, [CLI, 'history', 'verify'], options);
  const code = await new Promise((resolve) => verify.once('exit', resolve));
  const Libsql = createRequire(import.meta.url)('libsql');
  const database = new Libsql(join(folder, '.ringctl/ledger.db'));
  const bodies = database.prepare("SELECT body FROM audit WHERE topic IN ('run', 'entry') ORDER BY seq").all();
  database.close();
  const open = new Set();
  for (const { body } of bodies) {
    const { run, data } = JSON.parse(body);
    if (data.what === 'started') open.add(run);
    if (data.what === 'finished') open.delete(run);
    if (data.what === 'begin') open.add(`${run} ${data.seq}`);
    if (data.what === 'end') open.delete(`${run} ${data.seq}`);
  }
  return { isWhole: code === 0, unbalanced: open.size };
}

function report({ kills, inWriting, rounds, steps, differing, failed, unbalanced, broken, seeds, seconds }) {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const isPrecise = inWriting >= kills / 2;
  const failures = differing + failed.length + unbalanced + broken;
  console.log(
    `${kills} kills (${inWriting} between the first write and the end) in ${rounds} rounds of some ${steps} steps, seed ${seeds}: ` +
      `${differing} ended elsewhere, ${failed.length} failed, ${unbalanced} without an end in the journal, ` +
      `audit trail ${broken === 0 ? 'whole' : 'broken'}, ${seconds.toFixed(0)} s`,
  );
  for (const line of failed.slice(0, 5)) console.log(line);
  const evidence = {
    what: 'real kills of `ringctl apply`',
    seed: seeds,
    count: kills,
    failures,
    milliseconds: seconds * 1000,
  };
  if (process.env.RINGCTL_EVIDENCE) appendFileSync(process.env.RINGCTL_EVIDENCE, `${JSON.stringify(evidence)}\n`);
  process.exitCode = failures === 0 && isPrecise ? 0 : 1;
}

await main(process.argv.slice(2));
