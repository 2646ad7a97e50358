import type { Dashboard, User } from '../../model/generated/files.js';
import type { Place } from '../../model/index.js';
import type { Entry } from '../declared.js';
import { quoted } from '../finding.js';
import { sentenceSubject, subject } from '../subject.js';
import { flowYaml } from '../yaml-text.js';
import { below, type Given, type Rule } from './rule.js';

export const profilesComeAlone: Rule = ({ declared, report }) => {
  for (const { id, input, place } of declared.users.values()) {
    const { profile, permissions } = input;
    if (profile === undefined || profile === 'none' || (permissions === undefined && input.extends === undefined))
      continue;
    const what = permissions === undefined ? 'a parent' : 'own permissions';
    const message = `${sentenceSubject(place.path)} has a profile and ${what}. Once linked, permissions come from the profile and only from it.`;
    const key = permissions === undefined ? 'extends' : 'permissions';
    report.add('PROFILE_AND_PERMISSIONS', below(place, key), {
      message,
      hint: twoLegalForms(id, profile, permissions),
    });
  }
};

/** Ready to paste, with the values of this person. */
function twoLegalForms(email: string, profile: string, permissions: User['permissions']): string {
  const own = `${profile}-${email.slice(0, email.lastIndexOf('@')).replace(/[^A-Za-z0-9._-]/g, '-')}`.slice(0, 64);
  const stated = permissions === undefined ? [] : [`    permissions: ${flowYaml(permissions)}`];
  return [
    'Either give them a profile of its own, which extends the first:',
    'profiles:',
    `  ${own}:`,
    `    extends: ${profile}`,
    ...stated,
    'users:',
    `  ${email}:`,
    `    profile: ${own}`,
    'Or let them follow the profile in the files, without a link in the account:',
    'users:',
    `  ${email}:`,
    `    extends: ${profile}`,
    ...stated,
  ].join('\n');
}

const EXTERNAL_LEVELS: ReadonlySet<string> = new Set(['none', 'billing', 'accountant', 'technical']);

export const externalUsersHaveNoLicence: Rule = (given) => {
  for (const { input, place } of given.declared.users.values()) {
    if (!input.external) continue;
    if (input.invite) refuseExternal(given, below(place, 'invite'), 'a number and a plan');
    if (input.profile !== undefined && input.profile !== 'none')
      refuseExternal(given, below(place, 'profile'), 'a profile');
    if (input.extends !== undefined) refuseExternal(given, below(place, 'extends'), 'permissions of a profile');
    if (input.permissions) refuseExternal(given, below(place, 'permissions'), 'permissions');
    if (input.superAdmin) refuseExternal(given, below(place, 'superAdmin'), 'the rights of the superadministrator');
    const level = levelOf(input.dashboard);
    if (level !== undefined && !EXTERNAL_LEVELS.has(level)) {
      refuseExternal(given, below(place, 'dashboard'), `the level ${level}`);
    }
  }
};

const levelOf = (dashboard: Dashboard | undefined): string | undefined =>
  typeof dashboard === 'object' ? dashboard.level : dashboard;

function refuseExternal({ report }: Given, place: Place, what: string): void {
  const message = `${sentenceSubject(place.path.slice(0, 2))} is external and cannot have ${what}.`;
  const hint = 'External people have no licence: only the dashboard levels none, billing and technical.';
  report.add('EXTERNAL_USER', place, { message, hint });
}

export const superAdminIsOnlyChecked: Rule = ({ declared, report }) => {
  for (const { input, place } of declared.users.values()) {
    if (!input.superAdmin) continue;
    const leaves = input.ensure !== undefined && input.ensure !== 'present' ? 'ensure' : 'until';
    for (const key of ['dashboard', leaves] as const) {
      if (input[key] === undefined) continue;
      const message = `${sentenceSubject(place.path)} is the superadministrator, whose ${key === 'dashboard' ? 'access' : 'leaving'} ringctl never writes.`;
      report.add('SUPERADMIN_NOT_WRITTEN', below(place, key), { message, hint: `Delete ${key}.` });
    }
  }
};

export const numbersAreInvitedOnce: Rule = ({ declared, report }) => {
  const first = new Map<string, Entry<User>>();
  for (const entry of declared.users.values()) {
    const number = entry.input.invite?.number;
    if (number === undefined) continue;
    const other = first.get(number);
    if (!other) first.set(number, entry);
    else {
      const message = `${sentenceSubject(entry.place.path)} is invited with the number ${number}, as is ${subject(other.place.path)}.`;
      const related = [{ message: 'It is first used here.', place: below(other.place, 'invite', 'number') }];
      const words = { message, hint: 'Give one of them another number.', related, part: 'value' } as const;
      report.add('NUMBER_TWICE', below(entry.place, 'invite', 'number'), words);
    }
  }
};

export const daysExist: Rule = ({ declared, report }) => {
  const check = (day: string | undefined, place: Place, ...steps: readonly string[]) => {
    if (day === undefined || isDay(day)) return;
    report.add('NO_SUCH_DAY', below(place, ...steps), {
      message: `The calendar has no day ${quoted(day)}.`,
      part: 'value',
    });
  };
  const { provider } = declared.config;
  if (provider?.kind === 'ringover') check(provider.verified, { file: 'ringctl.yaml', path: ['provider', 'verified'] });
  for (const { input, place } of declared.users.values()) {
    check(input.from, place, 'from');
    check(input.until, place, 'until');
  }
  for (const { input, place } of declared.policies.values()) {
    for (const [email, { until }] of Object.entries(input.except ?? {})) check(until, place, 'except', email, 'until');
  }
};

/** 2027-02-30 becomes the 2nd of March, and so gives itself away. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export const daysAreInOrder: Rule = ({ declared, report }) => {
  for (const { input, place } of declared.users.values()) {
    if (input.from === undefined || input.until === undefined || input.from <= input.until) continue;
    const message = `${sentenceSubject(place.path)} is there from ${input.from} until ${input.until}, which is earlier.`;
    report.add('FROM_AFTER_UNTIL', below(place, 'until'), {
      message,
      hint: 'Exchange the days, or correct one.',
      part: 'value',
    });
  }
};
