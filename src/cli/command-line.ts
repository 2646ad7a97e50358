/** Arguments, environment, clock, console, files and exit code. Whatever decides something stands in other folders. */
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import type { ExitCode } from './exit-code.js';
import { Failure } from './failure.js';
import { flagsFrom } from './flags.js';
import { type Invocation, TOOL } from './invocation.js';
import type { Io } from './io.js';
import { logTo } from './log.js';
import { parseLine, type Request } from './program.js';
import { secretsOf, withoutSecrets } from './secrets.js';
import { worldFailure } from './world-failure.js';

/** One run of ringctl. Never throws; what it answers is the exit code. */
export async function main(argv: readonly string[], world: Io): Promise<ExitCode> {
  const secrets = secretsOf(world.env);
  const io = withoutSecrets(world, secrets);
  const line = argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V') ? ['version'] : argv;
  let request: Request | undefined;
  try {
    request = parseLine(line, io.env, { out: io.stdout.write, err: io.stderr.write });
    const invocation: Invocation = {
      args: request.args,
      flags: request.flags,
      io,
      log: logTo(io, request.flags),
      secrets,
      base: resolve(io.cwd, request.directory ?? '.'),
    };
    const command = await request.spec.load();
    return await command(invocation);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    return await tell(error, io, request);
  }
}

async function tell(error: unknown, io: Io, request: Request | undefined): Promise<ExitCode> {
  const log = logTo(io, request?.flags ?? flagsFrom(new Map()));
  log.settle();
  const failure = error instanceof Failure ? error : worldFailure(error);
  if (failure) {
    const shown = await shownWith(request);
    log.failure(shown(failure.message), failure.hint === undefined ? undefined : shown(failure.hint));
    return failure.code;
  }
  log.failure(`Internal error: ${message(error)}`, faultDetails(error, io, request));
  return 1;
}

/** Failures name people too. */
async function shownWith(request: Request | undefined): Promise<(text: string) => string> {
  if (request?.flags.has('mask-personal-data') !== true) return (text) => text;
  const { maskFor } = await import('../render/index.js');
  return (text) => maskFor('', []).text(text);
}

const message = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).split('\n')[0] ?? '';

function faultDetails(error: unknown, io: Io, request: Request | undefined): string {
  const isVerbose = request?.flags.has('verbose') === true;
  const stack =
    error instanceof Error
      ? (error.stack ?? '')
          .split('\n')
          .slice(1)
          .map((one) => one.trim())
          .join('\n')
      : '';
  return [
    'This is a fault of ringctl, not of your files.',
    `ringctl ${TOOL.version}, ${io.platform}${request === undefined ? '' : `, command ${request.spec.name}`}.`,
    isVerbose ? stack : '--verbose shows where.',
  ].join('\n');
}
