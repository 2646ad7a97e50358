import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/command-line.js';
import type { Io } from '../../src/cli/io.js';
import { CANARY_ENV, expectNoKey, filesWithKeys, keysOf } from './canary.js';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Exit codes with which the run asked to end at once. */
  readonly exits: readonly number[];
}

export interface World {
  readonly cwd?: string;
  readonly env?: Io['env'];
  /** What the person at the terminal answers; nobody is there without it. */
  readonly answer?: (question: string) => string;
  readonly isTerminal?: boolean;
  readonly onStart?: (interrupt: () => void) => void;
  readonly onErr?: (text: string, interrupt: () => void) => void;
  readonly onOut?: (text: string, interrupt: () => void) => void;
}

export const NOW = new Date('2026-11-22T09:12:00Z');

/** One run in this process, as a person, a pipe or a CI job would start it. No key of its environment is in what it prints or leaves behind. */
export async function run(argv: readonly string[], world: World = {}): Promise<Run> {
  const text = { out: '', err: '' };
  const exits: number[] = [];
  const callbacks = new Set<() => void>();
  const interrupt = () => {
    for (const callback of callbacks) callback();
  };
  const stream = (to: 'out' | 'err') => ({
    isTerminal: world.isTerminal ?? false,
    columns: world.isTerminal ? 80 : undefined,
    write: (part: string) => {
      text[to] += part;
      (to === 'err' ? world.onErr : world.onOut)?.(part, interrupt);
    },
  });
  const { answer, cwd = emptyDirectory() } = world;
  const env = { ...CANARY_ENV, ...world.env };
  const keys = keysOf(env, cwd);
  const before = filesWithKeys(keys, cwd);
  world.onStart?.(interrupt);
  const code = await main(argv, {
    env,
    cwd,
    stdout: stream('out'),
    stderr: stream('err'),
    ask: answer && (async (question) => answer(question)),
    now: () => NOW,
    sleep: async (_ms, signal) => untilAborted(signal),
    user: 'tester',
    host: 'here',
    pid: 4471,
    onInterrupt: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    exitNow: (exit) => {
      exits.push(exit);
    },
    platform: 'Node test',
  });
  expectNoKey(keys, { texts: [text.out, text.err], folder: cwd, before });
  return { code, ...text, exits };
}

/** Nothing waits: what would wait for an end waits for that. */
const untilAborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (!signal || signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Gone when the test is over. */
export function emptyDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'ringctl-cli-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function write(directory: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

export const CONFIG = 'version: 1\naccount: acme\nprovider: { kind: sandbox }\n';

/** One new group, and one person who enters it. */
export const CHANGES = `groups:
  neu: { name: Neu, openAccess: true }
  support: { name: Support }
users:
  dana.kowalski@acme.example: { groups: [neu, support] }
`;

/** An account directory whose embedded account is a copy of the one that a folder holds. */
export function accountDirectory(folder: string, files: Readonly<Record<string, string>> = {}): string {
  const directory = write(emptyDirectory(), { 'ringctl.yaml': CONFIG, ...files });
  cpSync(folder, join(directory, '.ringctl'), { recursive: true });
  return directory;
}
