import type { CommandSpec } from './command-spec.js';
import { ALLOW_DELETE, TARGETS } from './commands-shared.js';
import { formatFlag } from './flags.js';

export const CHANGE: readonly CommandSpec[] = [
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
      { name: 'resume', summary: 'only what is left of the run that was cut off' },
      { name: 'detailed-exitcode', summary: 'end with 9 when steps by hand are left' },
      ...TARGETS,
      ALLOW_DELETE,
      { name: 'at', value: 'DAY', summary: 'refused: the account is changed as of today', isHidden: true },
    ],
    load: async () => (await import('./commands/apply.js')).apply,
  },
  {
    name: 'revoke',
    group: 'change',
    args: [{ name: '<EMAIL...>', summary: 'addresses of people of the account' }],
    summary: 'cut people off now, and hold them',
    details: [
      'Takes every page, group and permission from them and signs them out, whatever the files say and whatever is wrong with them. Past every limit but those on the last administrators and on whoever acts. While they are held no plan gives them anything. Whoever is archived is only held. Without a terminal and without --auto-approve it shows the plan and does nothing.',
    ],
    flags: [
      formatFlag('human', 'json'),
      { name: 'reason', value: 'TEXT', summary: 'why; needed, and kept', isTypedOnly: true },
      { name: 'auto-approve', short: 'y', summary: 'do not ask', isTypedOnly: true },
    ],
    load: async () => (await import('./commands/revoke.js')).revoke,
  },
  {
    name: 'undo',
    group: 'change',
    args: [{ name: '<RUN>', summary: 'a run, as ringctl history prints it' }],
    summary: 'lead back to what a run changed',
    details: [
      'Shows the plan that leads back, carries it out and takes the change back in the files. Refuses where something else has changed since, and says what cannot be taken back. Without a terminal and without --auto-approve it shows the plan and does nothing.',
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
    ],
    load: async () => (await import('./commands/undo.js')).undo,
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
  {
    name: 'history',
    group: 'change',
    args: [
      {
        name: '[VIEW]',
        summary:
          'show: one run, step by step; verify: whether anybody altered the audit trail; renew: begin anew where the ledger is gone',
        choices: ['show', 'verify', 'renew'],
      },
      { name: '[RUN]', summary: 'with show: its name, such as r-0142 (default: the last one)' },
    ],
    summary: 'what was applied, when and by whom',
    details: ['Reads the ledger only. Use -C to name another account directory.'],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/history.js')).history,
  },
  {
    name: 'lock',
    group: 'change',
    args: [],
    summary: 'who is writing to the account now',
    details: ['Shows the lock that apply takes; it takes none itself.'],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/lock.js')).lock,
  },
  {
    name: 'unlock',
    group: 'change',
    args: [{ name: '<ID>', summary: 'the lock, as ringctl lock prints it' }],
    summary: 'take the lock from a run that surely ended',
    details: ['A run that still holds it can send nothing more: what it would write down is refused.'],
    flags: [],
    load: async () => (await import('./commands/lock.js')).unlock,
  },
  {
    name: 'hold list',
    group: 'change',
    args: [],
    summary: 'people whom no plan gives anything',
    details: ['revoke puts them there.'],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/hold.js')).listHolds,
  },
  {
    name: 'hold release',
    group: 'change',
    args: [{ name: '<EMAIL...>', summary: 'addresses of people who are held' }],
    summary: 'let plans give them again what the files say',
    details: ['Gives nothing by itself: the next plan shows what would come back.'],
    flags: [{ name: 'reason', value: 'TEXT', summary: 'why, for the audit trail', isTypedOnly: true }],
    load: async () => (await import('./commands/hold.js')).releaseHolds,
  },
];
