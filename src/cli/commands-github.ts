import type { CommandSpec } from './command-spec.js';
import { DIRS } from './commands-shared.js';
import { formatFlag } from './flags.js';

export const GITHUB: readonly CommandSpec[] = [
  {
    name: 'doctor github',
    group: 'review',
    args: [DIRS],
    summary: 'what is weak in the settings of the repository',
    details: [
      'Reads the settings of the repository with GITHUB_TOKEN, its workflows and its CODEOWNERS, and says where a change could pass without a review or a key could leave. Changes nothing. Ends with 1 where something is weaker than recommended.',
    ],
    flags: [
      formatFlag('human', 'json'),
      { name: 'repository', value: 'OWNER/NAME', summary: 'which one (default: where the remote origin leads)' },
    ],
    load: async () => (await import('./commands/doctor.js')).doctorGitHub,
  },
];
