import type { CommandSpec } from './command-spec.js';
import { DIR } from './commands-shared.js';
import { type FlagSpec, formatFlag } from './flags.js';

const LIVE: FlagSpec = { name: 'live', summary: 'what the files do not say is taken from the account' };
const NEW = {
  name: '<NEW>',
  summary: 'id of the new profile, or its name in the account: the id is made of it',
};
const HERE = 'The files are those of this directory; -C names another one.';

export const PULL: readonly CommandSpec[] = [
  {
    name: 'pull',
    group: 'write',
    args: [DIR],
    summary: 'write the account into the files',
    details: [
      'Reads the account and edits the files until they say what it has: comments, order and every other byte stay. What is new is added, values that changed are replaced where they are stated. What a template or a profile says of others too is only proposed; nothing is ever deleted. It sends nothing that writes.',
      'Without ringctl.yaml, --account begins a directory. What the service does not show can come from a table: --people takes CSV with the columns address, profile and level, and begins the file where it does not exist yet.',
    ],
    flags: [
      formatFlag('human', 'json'),
      {
        name: 'split',
        value: 'HOW',
        choices: ['team', 'kind', 'one'],
        summary: 'new files by team, by kind, or one for all (default: beside their likes, else by kind)',
      },
      { name: 'people', value: 'CSV', summary: 'a table of what the account does not show of people' },
      { name: 'proposed', summary: 'write the proposals too' },
      { name: 'account', value: 'NAME', summary: 'begin a directory for the account of this short name' },
      {
        name: 'team',
        value: 'ID',
        summary:
          'with --account: of the real service, by the id of the team; another id than that of the key is refused and told the right one',
      },
      {
        name: 'url',
        value: 'URL',
        summary: 'with --team: an embedded account that is served on this machine, in the place of the service',
      },
      { name: 'dry-run', summary: 'show what would be written, and write nothing' },
    ],
    load: async () => (await import('./commands/pull.js')).pull,
  },
  {
    name: 'profile duplicate',
    group: 'write',
    args: [{ name: '<PROFILE>', summary: 'id or name of a profile or template' }, NEW],
    summary: 'a profile once more, under another name',
    details: ['Nobody is linked to it.', HERE],
    flags: [formatFlag('human', 'json')],
    load: async () => (await import('./commands/profile.js')).duplicateProfile,
  },
  {
    name: 'profile from-user',
    group: 'write',
    args: [{ name: '<EMAIL>', summary: 'address of a person of the files who has own permissions' }, NEW],
    summary: 'a profile of what a person has',
    details: ['The person is linked to it, as the account itself does it; their access stays as it is.', HERE],
    flags: [formatFlag('human', 'json'), LIVE],
    load: async () => (await import('./commands/profile.js')).profileFromUser,
  },
  {
    name: 'profile suggest',
    group: 'write',
    args: [],
    summary: 'profiles for those who have own permissions',
    details: [
      'Finds the fewest profiles and exceptions that say what people have, names near-duplicates and people like nobody else, and proves that nobody gets other access. Writes only with --write.',
      HERE,
    ],
    flags: [
      formatFlag('human', 'json'),
      LIVE,
      { name: 'write', summary: 'write the suggestion into the files' },
      {
        name: 'allow-widening',
        summary: 'people may follow a profile that differs in up to 3 permissions: says who gains and loses what',
        isTypedOnly: true,
      },
    ],
    load: async () => (await import('./commands/profile.js')).suggestProfiles,
  },
];
