import type { ExitCode } from './exit-code.js';
import type { Flags } from './flags.js';
import type { Io } from './io.js';
import type { Log } from './log.js';
import type { Secrets } from './secrets.js';

declare const RINGCTL_VERSION: string;
export const TOOL = Object.freeze({ name: 'ringctl', version: RINGCTL_VERSION });

/** One command with what was typed after it, and the world it runs in. */
export interface Invocation {
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly io: Io;
  readonly log: Log;
  readonly secrets: Secrets;
  /** Where relative paths start: what -C names, else the working directory. */
  readonly base: string;
}

export const isQuiet = ({ flags }: Invocation): boolean => flags.has('quiet');
export const formatOf = ({ flags }: Invocation): string => flags.text('format') ?? 'human';

export function print({ io }: Invocation, text: string): void {
  io.stdout.write(text);
}

export type { ExitCode };
