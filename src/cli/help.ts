import type { CommandSpec } from './commands.js';
import { EXIT_CODES } from './exit-code.js';

const HEAD = `ringctl: users, profiles, access and groups of a Ringover account as files

Usage: ringctl <command> [DIR] [flags]
`;

const FOOT = `The embedded account needs no key; one that is served elsewhere takes it from
RINGOVER_API_KEY. RINGCTL_FORMAT and the like set flags.
ringctl <command> --help says more.
`;

const GROUPS: readonly CommandSpec['group'][] = ['write', 'review', 'change', 'ask', 'sandbox'];

/** The first page of help: the commands in their groups, in the order in which one needs them. */
export function helpOf(commands: readonly CommandSpec[]): string {
  const groups = GROUPS.map((group) =>
    commands
      .filter((spec) => spec.group === group)
      .map(commandLine)
      .join(''),
  );
  return `${[HEAD, ...groups, `${FLAGS}${exitLines()}${FOOT}`].join('\n')}`;
}

const FLAGS = `Flags: --format human|json  -C DIR  --no-color  --ascii  --quiet  --verbose
       --log-format json  --mask-personal-data
`;

function commandLine({ name, args, summary }: CommandSpec): string {
  const words = args
    .filter((arg) => !arg.name.startsWith('[DIR]') && !arg.name.startsWith('[DIR...'))
    .map((arg) => arg.name.replace(/[<>]|\.\.\.(?=\])/g, ''));
  return `  ${[name, ...words].join(' ').padEnd(24)}  ${summary}\n`;
}

function exitLines(): string {
  const words = Object.values(EXIT_CODES).map(({ code, word }) => `${code} ${word}`);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= 72) lines[lines.length - 1] = `${last}  ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => `${index === 0 ? 'Exit:  ' : '       '}${line}\n`).join('');
}
