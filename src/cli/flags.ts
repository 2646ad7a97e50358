/** One flag of the command line. Without `value` it is a switch. */
export interface FlagSpec {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** What follows it: `FILE`. */
  readonly value?: string;
  readonly isMany?: boolean;
  readonly choices?: readonly string[];
  readonly summary: string;
  /** Is to be typed each time: no variable of the environment can set it. */
  readonly isTypedOnly?: boolean;
  /** Known, so that it can be refused with a reason, and not in the help. */
  readonly isHidden?: boolean;
}

/** What was given for them, on the line or in the environment. */
export interface Flags {
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly list: (name: string) => readonly string[];
}

export type FlagValue = true | string | readonly string[];

export function flagsFrom(values: ReadonlyMap<string, FlagValue>): Flags {
  return {
    has: (name) => values.has(name),
    text: (name) => {
      const value = values.get(name);
      return typeof value === 'string' ? value : undefined;
    },
    list: (name) => {
      const value = values.get(name);
      return value === undefined || value === true ? [] : typeof value === 'string' ? [value] : value;
    },
  };
}

export const variableOf = ({ name }: FlagSpec): string => `RINGCTL_${name.toUpperCase().replaceAll('-', '_')}`;

export const COMMON_FLAGS: readonly FlagSpec[] = [
  { name: 'no-color', summary: 'no colours, on a terminal too (NO_COLOR does the same)' },
  { name: 'ascii', summary: 'ASCII characters only' },
  { name: 'quiet', short: 'q', summary: 'results only: no progress, no details' },
  { name: 'verbose', short: 'v', summary: 'everything: all names, all values, all findings' },
  {
    name: 'log-format',
    value: 'FORMAT',
    choices: ['human', 'json'],
    summary: 'how progress and errors are written to the standard error output',
  },
  { name: 'mask-personal-data', summary: 'a word such as person-7f3a for each person, in all output' },
];

/** Works before and after the command; it is no variable, since it says where "here" is. */
export const DIRECTORY_FLAG = { flags: '-C <DIR>', summary: 'as if started in DIR' } as const;

export const formatFlag = (...choices: string[]): FlagSpec => ({
  name: 'format',
  value: 'FORMAT',
  choices,
  summary: 'form of the result',
});
