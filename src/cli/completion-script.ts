import type { CommandSpec } from './commands.js';
import type { FlagSpec } from './flags.js';

/** A script for bash, zsh or fish, made from the table of commands. */
export function completionScript(shell: string, commands: readonly CommandSpec[], common: readonly FlagSpec[]): string {
  if (shell === 'fish') return fish(commands, common);
  return shell === 'zsh' ? zsh(commands, common) : bash(commands, common);
}

const shown = (flags: readonly FlagSpec[]): FlagSpec[] => flags.filter((flag) => !flag.isHidden);

/** What may follow each command: the next words of commands, its flags, the choices of its arguments. */
function wordsAfter(commands: readonly CommandSpec[], common: readonly FlagSpec[]): [string, string[]][] {
  const first = [
    ...new Set(
      commands.flatMap(({ name, alias }) => [name.split(' ')[0] ?? '', ...(alias === undefined ? [] : [alias])]),
    ),
  ];
  const parents = [
    ...new Set(
      commands
        .map(({ name }) => name.split(' '))
        .flatMap(([parent = '', child]) => (child === undefined ? [] : [parent])),
    ),
  ];
  const flags = (own: readonly FlagSpec[]) => [...shown(own), ...common].map(({ name }) => `--${name}`);
  return [
    ['', [...first, ...flags([]), '-C']],
    ...parents.map((parent): [string, string[]] => [
      parent,
      commands.flatMap(({ name }) => (name.startsWith(`${parent} `) ? [name.slice(parent.length + 1)] : [])),
    ]),
    ...commands.flatMap(({ name, alias, args, flags: own }) => {
      const words = [...args.flatMap(({ choices }) => choices ?? []), ...flags(own), '-C'];
      return [name, ...(alias === undefined ? [] : [alias])].map((called): [string, string[]] => [called, words]);
    }),
  ];
}

/** What may follow a flag, by command. */
function wordsAfterFlag(commands: readonly CommandSpec[], common: readonly FlagSpec[]): [string, readonly string[]][] {
  const of = (name: string, flags: readonly FlagSpec[]) =>
    shown(flags).flatMap((flag): [string, readonly string[]][] =>
      flag.choices ? [[`${name} --${flag.name}`, flag.choices]] : [],
    );
  const own = commands.flatMap(({ name, alias, flags }) => [
    ...of(name, flags),
    ...(alias === undefined ? [] : of(alias, flags)),
  ]);
  return [...own, ...of('*', common)];
}

const cases = (entries: readonly (readonly [string, readonly string[]])[], assign: (words: string) => string): string =>
  entries
    .map(
      ([key, words]) =>
        `    ${key.startsWith('*') ? `*${JSON.stringify(key.slice(1))}` : JSON.stringify(key)}) ${assign(words.join(' '))} ;;`,
    )
    .join('\n');

/** The words of commands before the cursor; flags, their values and directories are left out by looking for the longest command. */
function parents(commands: readonly CommandSpec[]): string {
  return [
    ...new Set(
      commands.flatMap(({ name, alias }) => [name, name.split(' ')[0] ?? '', ...(alias === undefined ? [] : [alias])]),
    ),
  ]
    .map((name) => JSON.stringify(name))
    .join('|');
}

function bash(commands: readonly CommandSpec[], common: readonly FlagSpec[]): string {
  return `_ringctl() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= word list=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${command:+$command }$word" in
    ${parents(commands)}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command" in
${cases(wordsAfter(commands, common), (words) => `list='${words}'`)}
  esac
  case "$command $previous" in
${cases(wordsAfterFlag(commands, common), (words) => `list='${words}'`)}
  esac
  COMPREPLY=($(compgen -W "$list" -- "$current"))
}
complete -o default -F _ringctl ringctl
`;
}

function zsh(commands: readonly CommandSpec[], common: readonly FlagSpec[]): string {
  return `#compdef ringctl
_ringctl() {
  local command= word
  local -a list
  for word in \${words[2,CURRENT-1]}; do
    case "\${command:+$command }$word" in
    ${parents(commands)}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command" in
${cases(wordsAfter(commands, common), (words) => `list=(${words})`)}
  esac
  case "$command \${words[CURRENT-1]}" in
${cases(wordsAfterFlag(commands, common), (words) => `list=(${words})`)}
  esac
  compadd -- $list
  _files
}
compdef _ringctl ringctl
`;
}

function fish(commands: readonly CommandSpec[], common: readonly FlagSpec[]): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const flagWords = ({ name, short, value, choices, summary }: FlagSpec): string =>
    `-l ${name}${short === undefined ? '' : ` -s ${short}`}${value === undefined ? '' : ' -r'}${choices ? ` -f -a ${quoted(choices.join(' '))}` : ''} -d ${quoted(summary)}`;
  const lines = commands.flatMap(({ name, alias, summary, args, flags }) => {
    const [first = '', second] = name.split(' ');
    const called = [first, ...(alias === undefined ? [] : [alias])].join(' ');
    const seen =
      second === undefined
        ? `__fish_seen_subcommand_from ${called}`
        : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
    const offered =
      second === undefined
        ? '__fish_use_subcommand'
        : `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${second}`;
    return [
      `complete -c ringctl -n ${quoted(offered)} -f -a ${second ?? first} -d ${quoted(summary)}`,
      ...args.flatMap(({ choices }) =>
        choices ? [`complete -c ringctl -n ${quoted(seen)} -f -a ${quoted(choices.join(' '))}`] : [],
      ),
      ...shown(flags).map((flag) => `complete -c ringctl -n ${quoted(seen)} ${flagWords(flag)}`),
    ];
  });
  const parentLines = [
    ...new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : []))),
  ].map(
    (parent) => `complete -c ringctl -n __fish_use_subcommand -f -a ${parent} -d ${quoted('the embedded account')}`,
  );
  return `${[...parentLines, ...lines, ...common.map((flag) => `complete -c ringctl ${flagWords(flag)}`), "complete -c ringctl -s C -r -d 'as if started in DIR'"].join('\n')}\n`;
}
