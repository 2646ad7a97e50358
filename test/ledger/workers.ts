// Starts processes that hold a ledger.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import type { WorkerOptions } from './worker.js';

export interface Worker {
  readonly child: ChildProcess;
  /** The next line it prints; undefined when it ended. */
  readonly next: () => Promise<Readonly<Record<string, unknown>> | undefined>;
  readonly ended: Promise<number | null>;
}

/** Makes the program of the workers in a folder; answers how to start one. */
export async function workersIn(folder: string): Promise<(task: string, options: WorkerOptions) => Worker> {
  const outfile = join(folder, 'worker.mjs');
  const native = createRequire(import.meta.url).resolve('libsql');
  await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [
      {
        name: 'native',
        setup: ({ onResolve }) => onResolve({ filter: /^libsql$/ }, () => ({ path: native, external: true })),
      },
    ],
    logLevel: 'error',
  });
  return (task, options) => startWorker([outfile, task, JSON.stringify(options)]);
}

function startWorker(args: readonly string[]): Worker {
  const child = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return {
    child,
    ended,
    next: async () => {
      const { value, done } = await lines.next();
      return done ? undefined : JSON.parse(value);
    },
  };
}

/** All that a worker printed, once it has ended. */
export async function linesOf(worker: Worker): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const lines = [];
  for (let line = await worker.next(); line !== undefined; line = await worker.next()) lines.push(line);
  return lines;
}
