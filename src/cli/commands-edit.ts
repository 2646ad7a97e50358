import type { CommandSpec } from './command-spec.js';
import { DIRS } from './commands-shared.js';
import type { FlagSpec } from './flags.js';

const EMAIL = { name: '<EMAIL>', summary: 'address of a person' };
const GROUP: FlagSpec = { name: 'group', value: 'ID', isMany: true, summary: 'id of a group (may be repeated)' };
const FILES =
  'Edits the files, keeps their comments, and writes nothing unless the files are right afterwards. The account is not asked. -C names another account directory.';

/** Commands that edit files: each shows what it changed, and what to type next. */
export const EDIT: readonly CommandSpec[] = [
  {
    name: 'fmt',
    group: 'write',
    args: [DIRS],
    summary: 'lay the files out in one way',
    details: [
      'Order of keys, indentation, quotes and blank lines; comments and meaning stay. People and profiles keep their order unless --sort.',
    ],
    flags: [
      { name: 'check', summary: 'write nothing; end with 1 and show what would change' },
      { name: 'sort', summary: 'people, profiles, groups and lists of numbers in the order of their names' },
      { name: 'upgrade', summary: 'replace keys that are deprecated (none is, so far)' },
    ],
    load: async () => (await import('./commands/fmt.js')).fmt,
  },
  {
    name: 'user add',
    group: 'write',
    args: [EMAIL],
    summary: 'a new person in the files',
    details: [FILES, 'They stand beside those with the same profile, in a file that may hold them.'],
    flags: [
      { name: 'first-name', value: 'NAME', summary: 'first name' },
      { name: 'last-name', value: 'NAME', summary: 'last name' },
      { name: 'profile', value: 'ID', summary: 'profile to link to' },
      GROUP,
      { name: 'number', value: 'NUMBER', summary: 'free number of the account to invite them with' },
      { name: 'plan', value: 'PLAN', summary: 'licence plan to invite them with' },
      { name: 'file', value: 'FILE', summary: 'file below the account directory' },
    ],
    load: async () => (await import('./commands/user.js')).userAdd,
  },
  {
    name: 'user move',
    group: 'write',
    args: [EMAIL],
    summary: 'another profile for a person',
    details: [FILES, 'Who follows a profile without a link follows the other one, and keeps their exceptions.'],
    flags: [{ name: 'profile', value: 'ID', summary: 'the other profile' }, GROUP],
    load: async () => (await import('./commands/user.js')).userMove,
  },
  {
    name: 'user leave',
    group: 'write',
    args: [EMAIL],
    summary: 'a person leaves',
    details: [
      FILES,
      'They are archived, and taken out of what names them where no rule means something else by it; the rest is listed.',
    ],
    flags: [
      { name: 'on', value: 'DAY', summary: 'last day, such as 2026-12-01; until then nothing else changes' },
      { name: 'absent', summary: 'delete instead of archive: recordings are lost' },
    ],
    load: async () => (await import('./commands/user.js')).userLeave,
  },
  {
    name: 'user except',
    group: 'write',
    args: [EMAIL, { name: '<PERMISSION=VALUE...>', summary: 'such as snooze=false' }],
    summary: 'other permissions for one person',
    details: [FILES],
    flags: [
      {
        name: 'as',
        value: 'FORM',
        choices: ['profile', 'unlinked'],
        summary: 'a profile of their own, or no link (default), which follows the profile in the files',
      },
    ],
    load: async () => (await import('./commands/user-except.js')).userExcept,
  },
  {
    name: 'user rename',
    group: 'write',
    args: [EMAIL, { name: '<NEW>', summary: 'their new address' }],
    summary: 'another address for the same person',
    details: [FILES, 'The earlier address stays under previously, so that nobody is invited a second time.'],
    flags: [],
    load: async () => (await import('./commands/user.js')).userRename,
  },
];
