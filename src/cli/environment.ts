import { Failure } from './failure.js';
import { type FlagSpec, type FlagValue, variableOf } from './flags.js';
import type { Io } from './io.js';
import { nearest } from './suggestion.js';

/** Names the ledger; no flag does, so that every command of a directory uses the same one. */
export const LEDGER_VARIABLE = 'RINGCTL_LEDGER';

const YES = ['1', 'true', 'yes', 'on'];
const NO = ['0', 'false', 'no', 'off', ''];

/** Values from RINGCTL_ variables for the flags of one command. `all` are those of every command: a variable of another command is no mistake. */
export function flagsFromEnvironment(
  env: Io['env'],
  flags: readonly FlagSpec[],
  all: readonly FlagSpec[],
): Map<string, FlagValue> {
  checkNames(env, all);
  const values = new Map<string, FlagValue>();
  for (const flag of flags) {
    const variable = variableOf(flag);
    const text = env[variable];
    if (text === undefined || flag.isTypedOnly) continue;
    const value = parse(flag, text, variable);
    if (value !== undefined) values.set(flag.name, value);
  }
  return values;
}

function checkNames(env: Io['env'], all: readonly FlagSpec[]): void {
  const typedOnly = new Map(all.filter((flag) => flag.isTypedOnly).map((flag) => [variableOf(flag), flag.name]));
  const known = [...all.filter((flag) => !flag.isTypedOnly).map(variableOf), LEDGER_VARIABLE];
  for (const name of Object.keys(env)) {
    if (!name.startsWith('RINGCTL_') || env[name] === undefined || known.includes(name)) continue;
    const flag = typedOnly.get(name);
    if (flag !== undefined)
      throw new Failure(`${name} is not read: what it allows has to be typed each time.`, {
        hint: `Take it out of the environment and use --${flag}.`,
      });
    const near = nearest(name, known);
    throw new Failure(`The environment has ${name}, which ringctl does not know.`, {
      hint: near ? `Did you mean ${near}?` : 'Take it out: a misspelt variable would be ignored in silence.',
    });
  }
}

function parse(flag: FlagSpec, text: string, variable: string): FlagValue | undefined {
  if (flag.value === undefined) return parseSwitch(text, variable);
  if (text === '') return undefined;
  if (flag.isMany)
    return text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (flag.choices && !flag.choices.includes(text)) {
    throw new Failure(`${variable} is "${text}", and this command knows ${flag.choices.join(', ')}.`);
  }
  return text;
}

function parseSwitch(text: string, variable: string): true | undefined {
  const word = text.toLowerCase();
  if (YES.includes(word)) return true;
  if (NO.includes(word)) return undefined;
  throw new Failure(`${variable} is "${text}", and it can only be 1 or 0.`);
}
