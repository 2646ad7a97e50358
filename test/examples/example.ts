import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/command-line.js';
import type { Io, Stream } from '../../src/cli/io.js';
import type { Plan } from '../../src/model/index.js';

const NOON = 'T12:00:00Z';
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** An account directory that has its own embedded account, and the command line in it. */
export interface Example {
  readonly dir: string;
  readonly run: (...words: readonly string[]) => Promise<Run>;
  readonly plan: (...words: readonly string[]) => Promise<Plan>;
  readonly at: (day: string) => Example;
}

/** A copy of all examples in a repository of their own, since they may share files; `name` is the one that is used. Gone when the test ends. */
export async function seeded(name: string, seed: string): Promise<Example> {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-examples-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, '.git'));
  cpSync(join(root, 'examples'), folder, { recursive: true, filter: (path) => !path.endsWith('.ringctl') });
  const example = exampleOn(join(folder, name), '2026-11-22');
  const { code, err } = await example.run('sandbox', 'seed', '--seed', seed);
  if (code !== 0) throw new Error(err);
  return example;
}

function exampleOn(dir: string, today: string): Example {
  const run = (...words: readonly string[]) => ringctl(words, dir, new Date(today + NOON));
  return {
    dir,
    run,
    plan: async (...words) => {
      const { out, err } = await run('plan', '--format', 'json', ...words);
      if (!out.startsWith('{')) throw new Error(err);
      return JSON.parse(out);
    },
    at: (day) => exampleOn(dir, day),
  };
}

/** One run of the command line as a program would start it: no terminal, nobody to ask. */
export async function ringctl(
  words: readonly string[],
  cwd: string,
  now = new Date(`2026-11-22${NOON}`),
): Promise<Run> {
  const stdout = memoryStream();
  const stderr = memoryStream();
  const io: Io = {
    env: {},
    cwd,
    stdout,
    stderr,
    ask: undefined,
    now: () => now,
    sleep: (_ms, signal) => (signal ? untilAborted(signal) : Promise.resolve()),
    user: 'tester',
    host: 'here',
    pid: 1,
    onInterrupt: () => () => {},
    exitNow: () => {},
    platform: 'tests',
  };
  const code = await main(words, io);
  return { code, out: stdout.text(), err: stderr.text() };
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

function memoryStream(): Stream & { readonly text: () => string } {
  const parts: string[] = [];
  return { write: (text) => parts.push(text), isTerminal: false, columns: undefined, text: () => parts.join('') };
}
