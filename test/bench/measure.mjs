// One run of a Node program, and several of two programs in turn: what else the machine does falls on both.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const preload = fileURLToPath(new URL('usage.cjs', import.meta.url));

/** `{cpuMs, wallMs, peakMiB, stdout}`. Throws when the program does not end with 0. `args` are those of node. */
export function measured({ args, scratch }) {
  const usageFile = join(scratch, 'usage.json');
  const started = performance.now();
  const child = spawnSync(process.execPath, ['--require', preload, ...args], {
    cwd: scratch,
    env: { ...ownEnvironment(), BENCH_USAGE: usageFile },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 256 * 1024 * 1024,
    encoding: 'utf8',
  });
  const wallMs = performance.now() - started;
  if (child.error) throw child.error;
  if (child.status !== 0) {
    const said = `${child.stdout.slice(0, 2000)}${child.stderr.slice(0, 4000)}`;
    throw new Error(`node ${args.join(' ')} ended with ${child.status ?? child.signal}:\n${said}`);
  }
  const usage = JSON.parse(readFileSync(usageFile, 'utf8'));
  rmSync(usageFile);
  return { ...usage, wallMs, stdout: child.stdout };
}

/** The programs in turn, `rounds` times; the runs of each in the order of `programs`. */
export function interleaved({ programs, rounds, scratch }) {
  const runs = programs.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, args] of programs.entries()) runs[index].push(measured({ args, scratch }));
  }
  return runs;
}

export function median(values) {
  const sorted = [...values].sort((before, after) => before - after);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const medianOf = (runs, field) => median(runs.map((run) => run[field]));

/** Pair by pair: `{median, least, most}`. */
export function ratios(runs, against, field = 'cpuMs') {
  const each = runs.map((run, index) => run[field] / against[index][field]);
  return { median: median(each), least: Math.min(...each), most: Math.max(...each) };
}

/** What is set for ringctl or Node in this shell is not part of what is measured. */
function ownEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(RINGCTL_|RINGOVER_|NODE_OPTIONS$)/.test(name)),
  );
}
