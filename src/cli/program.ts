import { Command as CommanderCommand, Option } from 'commander';
import { COMMANDS, type CommandSpec } from './commands.js';
import { flagsFromEnvironment } from './environment.js';
import { COMMON_FLAGS, DIRECTORY_FLAG, type FlagSpec, type Flags, type FlagValue, flagsFrom } from './flags.js';
import { helpOf } from './help.js';
import type { Io } from './io.js';

/** What the line asks for. */
export interface Request {
  readonly spec: CommandSpec;
  readonly args: readonly string[];
  readonly flags: Flags;
  /** What -C names. */
  readonly directory: string | undefined;
}

interface Writers {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Throws commander's error for wrong usage and, with exit code 0, after help. */
export function parseLine(argv: readonly string[], env: Io['env'], writers: Writers): Request {
  let request: Request | undefined;
  const program = buildProgram(writers, (spec, args, command) => {
    request = { spec, args, ...givenTo(spec, command, env) };
  });
  program.parse([...argv], { from: 'user' });
  return request ?? program.help({ error: true });
}

type Chosen = (spec: CommandSpec, args: readonly string[], command: CommanderCommand) => void;

export function buildProgram(writers: Writers, onChosen: Chosen): CommanderCommand {
  const program = new CommanderCommand('ringctl');
  configure(program, writers);
  program.helpInformation = () => helpOf(COMMANDS);
  program.option(DIRECTORY_FLAG.flags, DIRECTORY_FLAG.summary);
  for (const flag of COMMON_FLAGS) program.addOption(optionOf(flag));
  for (const spec of COMMANDS) {
    const [first = '', second] = spec.name.split(' ');
    const parent = second === undefined ? program : parentOf(program, first, writers);
    addCommand(parent.command(second ?? first), spec, onChosen);
  }
  return program;
}

/** The help of every command by its name, that of ringctl itself under the empty one. */
export function helpTexts(): ReadonlyMap<string, string> {
  const ignore = () => {};
  const program = buildProgram({ out: ignore, err: ignore }, ignore);
  const of = (name: string) =>
    name
      .split(' ')
      .reduce((parent, word) => parent.commands.find((command) => command.name() === word) ?? parent, program);
  return new Map([
    ['', program.helpInformation()],
    ...COMMANDS.map(({ name }) => [name, of(name).helpInformation()] as const),
  ]);
}

function configure(program: CommanderCommand, { out, err }: Writers): void {
  program
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: err,
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true })
    .helpOption('-h, --help', 'this help');
}

const PARENTS: Readonly<Record<string, string>> = {
  profile: 'Edits of the files that make profiles. Nothing is sent to the account.',
  user: 'Edits of the files about one person. Nothing is sent to the account.',
  doctor: 'What is weaker than recommended around an account.',
  sandbox: 'The embedded account, a complete account in a file on this machine.',
  hold: 'People who were cut off, and whom no plan gives anything until they are released.',
};

function parentOf(program: CommanderCommand, name: string, writers: Writers): CommanderCommand {
  const known = program.commands.find((command) => command.name() === name);
  if (known) return known;
  const parent = program
    .command(name)
    .description(PARENTS[name] ?? '')
    .helpCommand(false);
  configure(parent, writers);
  return parent;
}

function addCommand(command: CommanderCommand, spec: CommandSpec, onChosen: Chosen): void {
  const sentence = spec.summary.charAt(0).toUpperCase() + spec.summary.slice(1);
  command.summary(spec.summary).description([`${sentence}.`, ...spec.details].join(' '));
  if (spec.alias !== undefined) command.alias(spec.alias);
  for (const { name, summary, choices } of spec.args) {
    const argument = command.createArgument(name, summary);
    command.addArgument(choices ? argument.choices(choices) : argument);
  }
  for (const flag of spec.flags) command.addOption(optionOf(flag));
  command.action(() => onChosen(spec, command.args, command));
}

export function optionOf({ name, short, value, isMany, choices, summary, isHidden }: FlagSpec): Option {
  const dashes = `${short === undefined ? '' : `-${short}, `}--${name}`;
  const option = new Option(value === undefined ? dashes : `${dashes} <${value}>`, summary);
  if (choices) option.choices(choices);
  if (isMany) option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
  return option.hideHelp(isHidden === true);
}

function givenTo(spec: CommandSpec, command: CommanderCommand, env: Io['env']): Pick<Request, 'flags' | 'directory'> {
  const flags = [...COMMON_FLAGS, ...spec.flags];
  const typed: Readonly<Record<string, unknown>> = command.optsWithGlobals();
  const every = [...COMMON_FLAGS, ...COMMANDS.flatMap((one) => one.flags)];
  const values = flagsFromEnvironment(env, flags, every);
  for (const flag of flags) {
    const option = optionOf(flag);
    const value = flagValue(typed[option.attributeName()], option.negate);
    if (value !== undefined) values.set(flag.name, value);
  }
  const directory = typed.C;
  return { flags: flagsFrom(values), directory: typeof directory === 'string' ? directory : undefined };
}

/** A flag `--no-x` is stored as `x`, true until it is given. */
function flagValue(value: unknown, isNegated: boolean): FlagValue | undefined {
  if (isNegated) return value === false ? true : undefined;
  if (value === true || typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(String) : undefined;
}
