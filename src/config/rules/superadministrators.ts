import { SETTINGS_FILE } from '../account-files.js';
import type { Rule } from './rule.js';

/** The real service does not tell who the superadministrator is: whoever is in no file could be that one. */
export const superAdminIsStatedWhereUnseen: Rule = ({ declared, settings, report }) => {
  const { provider, authority } = settings;
  if (provider.kind !== 'ringover' || authority.users !== 'authoritative') return;
  if ([...declared.users.values()].some(({ input }) => input.superAdmin === true)) return;
  report.add(
    'SUPERADMIN_NOT_STATED',
    { file: SETTINGS_FILE, path: ['authority', 'users'] },
    {
      message:
        'People who are not in the files would be archived, and the files do not say who is the superadministrator, which the service does not tell.',
      hint: 'Add superAdmin: true to that person, or leave authority.users additive.',
      part: 'value',
    },
  );
};
