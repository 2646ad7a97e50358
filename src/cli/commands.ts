import type { CommandSpec } from './command-spec.js';
import { ASK } from './commands-ask.js';
import { CHANGE } from './commands-change.js';
import { EDIT } from './commands-edit.js';
import { GITHUB } from './commands-github.js';
import { PULL } from './commands-pull.js';
import { SANDBOX } from './commands-sandbox.js';
import { ALLOW_DELETE, DIRS, TARGETS } from './commands-shared.js';
import { STEPS } from './commands-steps.js';
import { formatFlag } from './flags.js';

export type { Command, CommandSpec } from './command-spec.js';

const WRITE: readonly CommandSpec[] = [
  {
    name: 'init',
    group: 'write',
    args: [DIRS],
    summary: 'start an account directory',
    details: [
      'Writes ringctl.yaml and a file each for profiles, groups and users, with schemas for the editor. A file that exists is never overwritten.',
      'With --github: the workflows of a repository whose account directories these are, the Action that they use, and CODEOWNERS from files: in ringctl.yaml.',
    ],
    flags: [
      { name: 'account', value: 'NAME', summary: 'short name of the account (default: name of the directory)' },
      { name: 'github', summary: 'workflows, Action and CODEOWNERS for directories that exist' },
      {
        name: 'owner',
        value: 'WHO',
        isMany: true,
        summary:
          'with --github: who approves changes of rules, such as @acme/telephony; of one pattern of files: "GLOB=@acme/sales"',
      },
      { name: 'branch', value: 'NAME', summary: 'with --github: the default branch (default: main)' },
      {
        name: 'action',
        value: 'REF',
        summary: 'with --github: OWNER/NAME/PATH@COMMIT instead of a copy of the Action',
      },
    ],
    load: async () => (await import('./commands/init.js')).init,
  },
  {
    name: 'schema',
    group: 'write',
    args: [],
    summary: 'schemas that complete and check in an editor',
    details: [
      'Prints the schema of account files. With --for it also completes and checks the names that this account has.',
    ],
    flags: [
      { name: 'for', value: 'DIR', summary: 'with the names of profiles, groups and lists of this account' },
      { name: 'config', summary: 'the schema of ringctl.yaml instead' },
      { name: 'out', value: 'FILE', summary: 'write it to FILE' },
    ],
    load: async () => (await import('./commands/schema.js')).schema,
  },
];

const REVIEW: readonly CommandSpec[] = [
  {
    name: 'validate',
    group: 'review',
    args: [DIRS],
    summary: 'check the files, without network',
    details: [
      'Reports every mistake at once, each with its place and what to do, and what policies say of the access that the files give.',
    ],
    flags: [formatFlag('human', 'json', 'github')],
    load: async () => (await import('./commands/validate.js')).validate,
  },
  {
    name: 'plan',
    alias: 'diff',
    group: 'review',
    args: [DIRS],
    summary: 'what would change in the account',
    details: ['Checks the files, reads the account and shows the difference. Changes nothing.'],
    flags: [
      formatFlag('human', 'json', 'markdown'),
      { name: 'out', value: 'FILE', summary: 'write the plan to FILE, for show and apply' },
      {
        name: 'detailed-exitcode',
        summary: 'end with 2 when changes are pending, with 9 when only steps by hand are left',
      },
      ...TARGETS,
      { name: 'at', value: 'DAY', summary: 'as of this day, such as 2026-12-01 (default: today)' },
      ALLOW_DELETE,
      {
        name: 'accept',
        value: 'shrink=NUMBER',
        isMany: true,
        isTypedOnly: true,
        summary: 'so many people are all that the account has, although it had many more',
      },
      { name: 'base', value: 'REV', summary: 'against the files of a git revision, without the account' },
      {
        name: 'author',
        value: 'WHO',
        summary: 'who wrote the change, an address or a login of people: in ringctl.yaml; own gains are said first',
      },
    ],
    load: async () => (await import('./commands/plan.js')).plan,
  },
  {
    name: 'drift',
    group: 'review',
    args: [DIRS],
    summary: 'what the account has that the files do not say',
    details: ['The same difference as a plan, told from the side of the account. Ends with 2 when there is one.'],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/drift.js')).drift,
  },
  {
    name: 'test',
    group: 'review',
    args: [DIRS],
    summary: 'check the tests of the files, without network',
    details: [
      'Names the people and the reason where one is not, and ends with 1. What the files do not say is not true.',
    ],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/test.js')).test,
  },
  {
    name: 'show',
    group: 'review',
    args: [{ name: '<PLANFILE>', summary: 'file that plan --out wrote' }],
    summary: 'a saved plan',
    details: ['Reads neither the files nor the account.'],
    flags: [formatFlag('human', 'json', 'markdown')],
    load: async () => (await import('./commands/show.js')).show,
  },
];

export const COMMANDS: readonly CommandSpec[] = [
  ...WRITE,
  ...EDIT,
  ...PULL,
  ...REVIEW,
  ...GITHUB,
  ...CHANGE,
  ...STEPS,
  ...ASK,
  ...SANDBOX,
];
