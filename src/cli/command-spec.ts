import type { ExitCode } from './exit-code.js';
import type { FlagSpec } from './flags.js';
import type { Invocation } from './invocation.js';

export type Command = (invocation: Invocation) => Promise<ExitCode>;

export interface CommandSpec {
  /** With a space for a command of a command: `sandbox seed`. */
  readonly name: string;
  readonly alias?: string;
  readonly group: 'write' | 'review' | 'change' | 'ask' | 'sandbox';
  /** As commander writes them: `[DIR...]`. */
  readonly args: readonly { readonly name: string; readonly summary: string; readonly choices?: readonly string[] }[];
  /** After the name in the list of commands. */
  readonly summary: string;
  /** Further sentences of its help. */
  readonly details: readonly string[];
  readonly flags: readonly FlagSpec[];
  /** Loaded only when it is run: what others need costs it nothing. */
  readonly load: () => Promise<Command>;
}
