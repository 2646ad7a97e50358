import type { Sleep } from '../run/locked.js';
import type { ExitCode } from './exit-code.js';

/** All that a run touches of the world besides files and the account; tests bring their own. */
export interface Io {
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Puts a question to the person; undefined where nobody is there. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly now: () => Date;
  readonly sleep: Sleep;
  /** Who is at the machine, and which machine and process it is: told to whoever waits for the lock. */
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** Calls back for each request to stop; answers how to no longer do so. */
  readonly onInterrupt: (callback: () => void) => () => void;
  /** Ends the process at once. */
  readonly exitNow: (code: ExitCode) => void;
  /** `Node 20.20.2, linux x64`, for reports of our own faults. */
  readonly platform: string;
}

export interface Stream {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
}
