// P5 and P6: applies against an account that another process serves over loopback. Times are of the clock on the wall, so they are shown and no
// gate: test/account/pace.test.ts holds P5 on a clock of its own. By itself: node test/bench/apply.mjs
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleDrivers } from './bundle.mjs';
import { median } from './measure.mjs';
import { tableText } from './table.mjs';

/** Names of the drivers that `applyRows` needs. */
export const APPLY_DRIVERS = ['served', 'apply'];

const PACED = { changes: 200, rate: 20 };
const FREE = { changes: 2000, rounds: 3 };

/** Rows for the table of goals. `drivers` are the bundles of APPLY_DRIVERS. */
export async function applyRows({ drivers, scratch }) {
  return [...(await paced({ drivers, scratch })), await free({ drivers, scratch })];
}

/** P5: a known and an unknown limit. */
async function paced({ drivers, scratch }) {
  const { changes, rate } = PACED;
  const known = await applied({ drivers, scratch, changes, serverRate: rate, limit: String(rate) });
  const unknown = await applied({ drivers, scratch, changes, serverRate: rate, limit: 'unknown' });
  const row = (what, { ms, sent, refused }, most, share) => {
    const ratio = (ms * rate) / 1000 / changes;
    return {
      goal: 'P5',
      what: `apply of ${changes} changes, ${rate} requests a second, ${what}`,
      measured: `${ratio.toFixed(3)} × requests / r`,
      limit: `≤ ${most} ×, ${share === 0 ? 'no 429' : `≤ ${100 * share} % refused`}`,
      verdict: ratio <= most && refused <= share * sent ? 'ok' : 'missed',
      gate: false,
      detail: `${(ms / 1000).toFixed(2)} s; ${refused} of ${sent} requests refused`,
    };
  };
  return [row('known', known, 1.05, 0), row('not known', unknown, 1.2, 0.02)];
}

/** P6: as fast as it goes, each entry of the journal on the disk before its request, in turn with the same requests alone. */
async function free({ drivers, scratch }) {
  const { changes, rounds } = FREE;
  const shares = [];
  const rates = { raw: [], apply: [] };
  for (let round = 0; round < rounds; round += 1) {
    const alone = await applied({ drivers, scratch, changes, serverRate: 'none', limit: 'raw' });
    const whole = await applied({ drivers, scratch, changes, serverRate: 'none', limit: 'unknown' });
    shares.push(alone.ms / whole.ms);
    rates.raw.push((changes * 1000) / alone.ms);
    rates.apply.push((changes * 1000) / whole.ms);
  }
  const share = median(shares);
  const percent = (value) => `${Math.round(100 * value)} %`;
  const perSecond = (values) => `${Math.round(median(values)).toLocaleString('en')}/s`;
  return {
    goal: 'P6',
    what: `apply of ${changes.toLocaleString('en')} changes without a limit`,
    measured: `${percent(share)} of the raw rate`,
    limit: '≥ 50 %',
    verdict: share >= 0.5 ? 'ok' : 'missed',
    gate: false,
    detail: `${perSecond(rates.apply)}, raw ${perSecond(rates.raw)}; pairs ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}`,
  };
}

/** `{ms, sent, refused}` of one apply against an account of its own. */
async function applied({ drivers, scratch, changes, serverRate, limit }) {
  const server = fork(drivers.served, [String(changes + 1), String(serverRate)]);
  const folder = mkdtempSync(join(scratch, 'apply-'));
  try {
    const { url, key } = await new Promise((resolve, reject) =>
      server.once('message', resolve).once('exit', () => reject(new Error('the account could not be served'))),
    );
    return JSON.parse(await output(drivers.apply, [folder, url, key, String(changes), limit]));
  } finally {
    server.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

function output(program, args) {
  const child = fork(program, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${program} ended with ${code}`))));
  });
}

async function main() {
  const scratch = mkdtempSync(join(tmpdir(), 'ringctl-bench-apply-'));
  try {
    const drivers = await bundleDrivers({ names: APPLY_DRIVERS, folder: join(scratch, 'drivers') });
    const rows = await applyRows({ drivers, scratch });
    console.log(tableText(rows));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
