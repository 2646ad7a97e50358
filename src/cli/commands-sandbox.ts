import type { CommandSpec } from './command-spec.js';
import { ALLOW_DELETE, DIR, TARGETS } from './commands-shared.js';
import { formatFlag } from './flags.js';

export const SANDBOX: readonly CommandSpec[] = [
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
