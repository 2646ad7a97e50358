import type { CommandSpec } from './command-spec.js';
import { DIR } from './commands-shared.js';
import { formatFlag } from './flags.js';

const IDS = { name: '<ID...>', summary: 'steps, as ringctl steps prints them, such as S1' };

export const STEPS: readonly CommandSpec[] = [
  {
    name: 'steps',
    group: 'change',
    args: [DIR],
    summary: 'what a person has to do on the dashboard',
    details: [
      'Plans, and shows the steps by hand that are left, a page of the dashboard each. Apply hands them out: it gives them the names by which they are recorded. Sends nothing that writes.',
    ],
    flags: [formatFlag('human', 'markdown', 'json')],
    load: async () => (await import('./commands/steps.js')).steps,
  },
  {
    name: 'steps done',
    group: 'change',
    args: [IDS],
    summary: 'record that steps by hand were done',
    details: [
      'Keeps in the ledger who said so and when, and that it is so from now on. Sends nothing that writes. Use -C to name another account directory.',
    ],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/steps.js')).done,
  },
  {
    name: 'steps undone',
    group: 'change',
    args: [IDS],
    summary: 'take back that steps by hand were done',
    details: ['What was recorded before holds again, and the steps are open again. Sends nothing that writes.'],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/steps.js')).undone,
  },
  {
    name: 'baseline',
    group: 'change',
    args: [DIR],
    summary: 'record that the account is as the files say',
    details: [
      'For what the service does not show: prints a sheet a profile and a person, and a person confirms that the dashboard says the same. The ledger keeps who, when and how it was checked. Sends nothing that writes. On a terminal it asks for "yes"; elsewhere it needs --confirm-as, --how and --auto-approve.',
    ],
    flags: [
      formatFlag('human', 'json'),
      {
        name: 'profile',
        value: 'NAME',
        isMany: true,
        summary: 'only this profile, by its name, and its people (may be repeated)',
      },
      { name: 'user', value: 'EMAIL', isMany: true, summary: 'only this person (may be repeated)' },
      { name: 'people', value: 'CSV', summary: 'the table of pull: what it says as the files do is not shown again' },
      {
        name: 'confirm-as',
        value: 'EMAIL',
        isTypedOnly: true,
        summary: 'who confirms it (on a terminal: whoever is there)',
      },
      {
        name: 'how',
        value: 'HOW',
        choices: ['seen', 'trusted'],
        isTypedOnly: true,
        summary: 'seen: each value was looked at on the dashboard; trusted: it is taken for right',
      },
      { name: 'auto-approve', short: 'y', summary: 'do not ask', isTypedOnly: true },
    ],
    load: async () => (await import('./commands/baseline.js')).baseline,
  },
];
