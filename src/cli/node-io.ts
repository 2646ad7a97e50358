import { hostname, userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { setTimeout as forMs } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';
import type { ExitCode } from './exit-code.js';
import type { Io, Stream } from './io.js';

export function nodeIo(process: NodeJS.Process): Io {
  const { stdin, stdout, stderr } = process;
  const isAttended = stdin.isTTY && stderr.isTTY;
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: stream(stdout),
    stderr: stream(stderr),
    ask: isAttended ? (question) => ask(process, question) : undefined,
    now: () => new Date(),
    sleep: (ms, signal) => forMs(ms, undefined, { signal, ref: signal === undefined }).catch(() => {}),
    user: userName(),
    host: hostname(),
    pid: process.pid,
    onInterrupt: (callback) => onInterrupt(process, callback),
    exitNow: (code: ExitCode) => process.exit(code),
    platform: `Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  };
}

/** An account of the machine need not have a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody';
  }
}

/** A reader that goes away (`ringctl plan | head`) is no fault: what is left is not printed, and what is being written is finished. */
function stream(out: WriteStream): Stream {
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => {
      if (out.writable) out.write(text);
    },
    isTerminal: out.isTTY,
    columns: out.isTTY ? out.columns : undefined,
  };
}

async function ask(process: NodeJS.Process, question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    return await new Promise<string>((resolve) => {
      lines.once('close', () => resolve(''));
      void lines.question(question).then(resolve, () => resolve(''));
    });
  } finally {
    lines.close();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function onInterrupt(process: NodeJS.Process, callback: () => void): () => void {
  for (const signal of SIGNALS) process.on(signal, callback);
  return () => {
    for (const signal of SIGNALS) process.off(signal, callback);
  };
}
