import type { CommandSpec } from './command-spec.js';
import { ASK } from './commands-ask.js';
import { type FlagSpec, formatFlag } from './flags.js';

export type { Command, CommandSpec } from './command-spec.js';

const DIR = { name: '[DIR]', summary: 'account directory (default: here)' };
const DIRS = { name: '[DIR...]', summary: 'account directories (default: here)' };

const TARGETS: readonly FlagSpec[] = [
  {
    name: 'target',
    value: 'KEY',
    isMany: true,
    summary: 'only this resource, and what it needs, such as user:ada@acme.example (may be repeated)',
  },
  { name: 'exclude', value: 'KEY', isMany: true, summary: 'without this resource (may be repeated)' },
];
const ALLOW_DELETE: FlagSpec = {
  name: 'allow-delete',
  summary: 'people with ensure: absent are deleted, with their recordings, not archived',
  isTypedOnly: true,
};

const WRITE: readonly CommandSpec[] = [
  {
    name: 'init',
    group: 'write',
    args: [DIR],
    summary: 'start an account directory',
    details: [
      'Writes ringctl.yaml and a file each for profiles, groups and users, with schemas for the editor. A file that exists is never overwritten.',
    ],
    flags: [{ name: 'account', value: 'NAME', summary: 'short name of the account (default: name of the directory)' }],
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

const CHANGE: readonly CommandSpec[] = [
  {
    name: 'apply',
    group: 'change',
    args: [
      {
        name: '[DIR|PLANFILE...]',
        summary: 'account directories, or one saved plan of the directory that -C names (default: here)',
      },
    ],
    summary: 'carry out the plan you reviewed',
    details: [
      'Plans again, shows the plan, asks, carries out its steps and reads the account again. On a terminal it asks for "yes"; elsewhere it needs --auto-approve.',
      'With a saved plan, or a digest, it refuses whatever is not exactly that plan. Ctrl-C finishes the step under way; a second one stops at once.',
    ],
    flags: [
      formatFlag('human', 'json'),
      { name: 'auto-approve', short: 'y', summary: 'do not ask', isTypedOnly: true },
      { name: 'digest', value: 'SHA', summary: 'only the plan with this digest', isTypedOnly: true },
      {
        name: 'accept',
        value: 'LIMIT=NUMBER',
        isMany: true,
        isTypedOnly: true,
        summary: 'allow the plan of --digest to exceed a limit for exactly so many people (may be repeated)',
      },
      { name: 'reason', value: 'TEXT', summary: 'why it is accepted', isTypedOnly: true },
      ...TARGETS,
      ALLOW_DELETE,
      { name: 'at', value: 'DAY', summary: 'refused: the account is changed as of today', isHidden: true },
    ],
    load: async () => (await import('./commands/apply.js')).apply,
  },
  {
    name: 'sign-out',
    group: 'change',
    args: [{ name: '<EMAIL...>', summary: 'addresses of people of the account' }],
    summary: 'sign people out of all devices, now',
    details: ['An action, not a state: it stands in no file and in no plan. Use -C to name another account directory.'],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/sign-out.js')).signOut,
  },
];

const SANDBOX: readonly CommandSpec[] = [
  {
    name: 'sandbox seed',
    group: 'sandbox',
    args: [DIR],
    summary: 'fill the embedded account with a company',
    details: [
      'Replaces whatever the embedded account holds. It is a file below the account directory, which git ignores.',
    ],
    flags: [
      {
        name: 'seed',
        value: 'NAME',
        choices: ['acme', 'small-team', 'empty'],
        summary: 'which company (default: acme)',
      },
      { name: 'from', value: 'SNAPSHOT', summary: 'the account of a file that sandbox snapshot wrote' },
    ],
    load: async () => (await import('./commands/sandbox.js')).seed,
  },
  {
    name: 'sandbox reset',
    group: 'sandbox',
    args: [DIR],
    summary: 'put it back to how it was filled',
    details: [],
    flags: [],
    load: async () => (await import('./commands/sandbox.js')).reset,
  },
  {
    name: 'sandbox serve',
    group: 'sandbox',
    args: [DIR],
    summary: 'its dashboard and its APIs, on this machine',
    details: [
      'Listens on 127.0.0.1 until Ctrl-C, and prints the addresses, the API keys and how to point ringctl at it. With --format json they are one document.',
    ],
    flags: [
      formatFlag('human', 'json'),
      { name: 'port', value: 'PORT', summary: 'port to listen on; 0 takes a free one (default: 8080)' },
      { name: 'store', value: 'FILE', summary: 'the account of this file (default: that of the directory)' },
      { name: 'rate', value: 'RATE', summary: 'requests a second for each key, such as 2/s, or none (default: none)' },
      {
        name: 'seed',
        value: 'NAME',
        choices: ['acme', 'small-team', 'empty'],
        summary: 'fill it with this company first, whatever it holds',
      },
    ],
    load: async () => (await import('./commands/sandbox-serve.js')).serve,
  },
  {
    name: 'sandbox snapshot',
    group: 'sandbox',
    args: [DIR],
    summary: 'write all of it to a file',
    details: [
      'People, values, calls and the action log, without API keys. sandbox seed --from fills an account with it.',
    ],
    flags: [{ name: 'out', value: 'FILE', summary: 'write it to FILE (default: account.snapshot)' }],
    load: async () => (await import('./commands/sandbox.js')).snapshot,
  },
  {
    name: 'sandbox rehearse',
    group: 'sandbox',
    args: [DIR],
    summary: 'apply the plan to a copy of the account',
    details: [
      'Reads the account, copies it into memory, applies the plan there and plans again. The account itself is only read. Says how many requests an apply makes and how long they take.',
    ],
    flags: [
      formatFlag('human', 'json'),
      { name: 'rate', value: 'RATE', summary: 'requests a second that the account allows (default: 2/s)' },
      ...TARGETS,
      ALLOW_DELETE,
    ],
    load: async () => (await import('./commands/sandbox-rehearse.js')).rehearse,
  },
  {
    name: 'completion',
    group: 'sandbox',
    args: [{ name: '<SHELL>', summary: 'your shell', choices: ['bash', 'zsh', 'fish'] }],
    summary: 'a script that completes commands and flags',
    details: [
      'bash: source <(ringctl completion bash). zsh: the same with zsh. fish: ringctl completion fish | source.',
    ],
    flags: [],
    load: async () => (await import('./commands/completion.js')).completion,
  },
  {
    name: 'version',
    group: 'sandbox',
    args: [],
    summary: 'the version of ringctl',
    details: [],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/version.js')).version,
  },
];

export const COMMANDS: readonly CommandSpec[] = [...WRITE, ...REVIEW, ...CHANGE, ...ASK, ...SANDBOX];
