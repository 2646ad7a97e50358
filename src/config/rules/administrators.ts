import type { User } from '../../model/generated/files.js';
import { type Place, type ResourceKey, userKey } from '../../model/index.js';
import { SETTINGS_FILE } from '../account-files.js';
import type { Entry } from '../declared.js';
import { quoted } from '../finding.js';
import { below, type Given, type Rule } from './rule.js';

export const requiredAdministratorsStay: Rule = (given) => {
  for (const [index, email] of given.settings.limits.requiredAdmins.entries()) {
    const key = userKey(email);
    const entry = given.declared.users.get(key);
    const fault = entry && faultOf(given, key, entry);
    if (!fault) continue;
    const required = { file: SETTINGS_FILE, path: ['limits', 'requiredAdmins', index] };
    const message = `${quoted(email)} must always be an administrator, but the files ${fault.what}.`;
    const related = [{ message: 'It is required here.', place: required }];
    given.report.add('REQUIRED_ADMIN', fault.place, {
      message,
      hint: 'Correct it, or limits.requiredAdmins.',
      related,
    });
  }
};

interface Fault {
  readonly place: Place;
  readonly what: string;
}

function faultOf(given: Given, key: ResourceKey, { input, place }: Entry<User>): Fault | undefined {
  if (input.ensure === 'archived' || input.ensure === 'absent')
    return { place: below(place, 'ensure'), what: 'let them go' };
  if (input.until !== undefined) return { place: below(place, 'until'), what: `let them go after ${input.until}` };
  if (input.external) return { place: below(place, 'external'), what: 'say that they are external' };
  if (input.superAdmin) return undefined;
  const own = given.inherit.statement(input).dashboard;
  const dashboard = own ?? given.inherit.profile(input.profile ?? '').dashboard;
  if (!dashboard || dashboard.level === 'admin') return undefined;
  return { place: given.placeOf(key, 'dashboard') ?? place, what: `give them the dashboard level ${dashboard.level}` };
}
