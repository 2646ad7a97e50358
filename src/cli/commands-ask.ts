import type { CommandSpec } from './command-spec.js';
import { DIR } from './commands-shared.js';
import { type FlagSpec, formatFlag } from './flags.js';

const LIVE: FlagSpec = { name: 'live', summary: 'ask the account, not the files' };
const FLAGS: readonly FlagSpec[] = [LIVE, formatFlag('human', 'json', 'csv')];
const USER = { name: '<USER>', summary: 'address of a person' };
const CAPABILITY = { name: '<CAPABILITY>', summary: 'such as recordings.play, calls.listen(sales) or billing.see' };
const FILES =
  'The files alone are asked, without network; --live reads the account. -C names another account directory.';

/** Questions: they change nothing, and whatever the answer is, they end with 0. */
export const ASK: readonly CommandSpec[] = [
  {
    name: 'who-can',
    group: 'ask',
    args: [CAPABILITY],
    summary: 'everyone who can, and through what',
    details: [FILES],
    flags: [
      {
        name: 'in',
        value: 'GROUP',
        summary: 'of the people of this group; of capabilities that reach nobody: people who are in it',
      },
      ...FLAGS,
    ],
    load: async () => (await import('./commands/who-can.js')).whoCan,
  },
  {
    name: 'access',
    group: 'ask',
    args: [{ name: '[USER]', summary: USER.summary }],
    summary: 'all that one person can see, do and reach',
    details: [FILES],
    flags: [
      { name: 'all', summary: 'everybody, people who have the same in one row' },
      {
        name: 'about',
        value: 'TOPIC',
        choices: ['integrations'],
        summary: 'with --all: who can change integration settings, what roles see, who sees logs and contacts',
      },
      ...FLAGS,
    ],
    load: async () => (await import('./commands/access.js')).access,
  },
  {
    name: 'explain',
    group: 'ask',
    args: [
      { name: '<SUBJECT>', summary: 'address of a person, id or name of a profile or group' },
      { name: '[FIELD]', summary: 'such as snooze, dashboard.pages.logs or groups (default: all that are stated)' },
    ],
    summary: 'why a value is as it is, to file and line',
    details: [
      'Which line decides, what it overrides, and whom else it reaches. The files alone are asked; --live compares with the account. -C names another account directory.',
    ],
    flags: [{ ...LIVE, summary: 'compare with the account' }, formatFlag('human', 'json', 'csv')],
    load: async () => (await import('./commands/explain.js')).explain,
  },
  {
    name: 'why-not',
    group: 'ask',
    args: [USER, CAPABILITY],
    summary: 'the smallest change that would allow it',
    details: ['Each change was tried on the state and the question asked again.', FILES],
    flags: FLAGS,
    load: async () => (await import('./commands/why-not.js')).whyNot,
  },
  {
    name: 'coverage',
    group: 'ask',
    args: [],
    summary: 'which fields are managed, and how they are written',
    details: [
      'Without --live what cannot be read is not known, and people of the account who stand in no file are not counted. -C names another account directory.',
    ],
    flags: FLAGS,
    load: async () => (await import('./commands/coverage.js')).coverage,
  },
  {
    name: 'ping',
    group: 'ask',
    args: [DIR],
    summary: 'what the key may read of the account',
    details: [
      'Asks each route once, right by right, and says whether that is enough to plan; if not it ends with 8. It writes nothing, and needs no file but ringctl.yaml.',
    ],
    flags: [
      {
        name: 'shapes',
        summary: 'names and types of the fields of each answer, and no value, to compare with the docs',
      },
      formatFlag('human', 'json'),
    ],
    load: async () => (await import('./commands/ping.js')).ping,
  },
];
