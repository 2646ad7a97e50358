import type { Flags } from './flags.js';
import type { Io } from './io.js';

/** What happens meanwhile, and what went wrong: on the standard error output, never among the results. */
export interface Log {
  /** A line for people to see change; nothing where nobody watches. */
  readonly live: (text: string) => void;
  /** An event. `line` is what people read of it; without it only the JSON log has it. */
  readonly event: (name: string, facts: { readonly [fact: string]: unknown }, line?: string) => void;
  readonly failure: (message: string, hint: string | undefined) => void;
  /** Takes the live line away. */
  readonly settle: () => void;
  /** Whether a line can be rewritten. */
  readonly isLive: boolean;
}

export function logTo(io: Io, flags: Flags): Log {
  return flags.text('log-format') === 'json' ? jsonLog(io) : humanLog(io, flags);
}

const TAKE_AWAY = '\r\u001b[K';

function humanLog({ stderr, env }: Io, flags: Flags): Log {
  const isQuiet = flags.has('quiet');
  const isLive = stderr.isTerminal && !isQuiet && env.TERM !== 'dumb';
  let isShown = false;
  const settle = () => {
    if (isShown) stderr.write(TAKE_AWAY);
    isShown = false;
  };
  return {
    isLive,
    settle,
    live: (text) => {
      if (!isLive) return;
      stderr.write(`${isShown ? TAKE_AWAY : ''}${text}`);
      isShown = true;
    },
    event: (_name, _facts, line) => {
      if (line === undefined || isQuiet) return;
      settle();
      stderr.write(`${line}\n`);
    },
    failure: (message, hint) => {
      settle();
      stderr.write(`error: ${message}\n${hint === undefined ? '' : `  ${hint.replaceAll('\n', '\n  ')}\n`}`);
    },
  };
}

/** One JSON object a line. */
function jsonLog({ stderr, now }: Io): Log {
  const write = (level: string, event: string, facts: object) =>
    stderr.write(`${JSON.stringify({ time: now().toISOString(), level, event, ...facts })}\n`);
  return {
    isLive: false,
    settle: () => {},
    live: () => {},
    event: (name, facts) => write('info', name, facts),
    failure: (message, hint) => write('error', 'failure', { message, ...(hint !== undefined && { hint }) }),
  };
}
