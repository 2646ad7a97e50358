import type { Profile, User } from '../../model/generated/files.js';
import type { Place } from '../../model/index.js';
import { SETTINGS_FILE } from '../account-files.js';
import type { Entry } from '../declared.js';
import { quoted } from '../finding.js';
import { sentenceSubject } from '../subject.js';
import { isListName } from '../value.js';
import { below, type Given, meant, type Rule } from './rule.js';

export const profilesExist: Rule = ({ declared, report }) => {
  if (!declared.isWhole) return;
  for (const { input, place } of declared.users.values()) {
    const { profile } = input;
    if (profile === undefined || profile === 'none' || declared.profiles.has(profile)) continue;
    const message = `${sentenceSubject(place.path)} has the profile ${quoted(profile)}, which no file defines.`;
    const hint = meant(report, profile, declared.profiles);
    report.add('UNKNOWN_PROFILE', below(place, 'profile'), { message, hint, part: 'value' });
  }
};

export const parentsExist: Rule = ({ declared, report }) => {
  if (!declared.isWhole) return;
  for (const { input, place } of holders(declared)) {
    const parent = input.extends;
    if (parent === undefined || declared.profiles.has(parent)) continue;
    const message = `${sentenceSubject(place.path)} extends ${quoted(parent)}, which no file defines.`;
    const hint = meant(report, parent, declared.profiles);
    report.add('UNKNOWN_PARENT', below(place, 'extends'), { message, hint, part: 'value' });
  }
};

export const listsExist: Rule = ({ declared, report }) => {
  if (!declared.isWhole) return;
  for (const { input, place } of holders(declared)) {
    const ids = input.permissions?.editCallerId;
    if (!Array.isArray(ids)) continue;
    for (const [index, id] of ids.entries()) {
      if (!isListName(id) || declared.callerIds.has(id)) continue;
      const message = `${sentenceSubject(place.path)} names the list ${quoted(id)}, which callerIds does not have.`;
      const isNumber = /^[0-9]+$/.test(id);
      const hint = isNumber ? 'A number is written with plus and country code.' : meant(report, id, declared.callerIds);
      report.add('UNKNOWN_LIST', below(place, 'permissions', 'editCallerId', index), { message, hint, part: 'value' });
    }
  }
};

export const groupsExist: Rule = (given) => {
  const { declared } = given;
  if (!declared.isWhole) return;
  for (const { input, place } of holders(declared)) {
    if (input.groups) checkGroups(given, input.groups, place, 'groups');
    const { dashboard } = input;
    const scope = typeof dashboard === 'object' ? dashboard.scope?.groups : undefined;
    if (typeof scope === 'object') checkGroups(given, scope, place, 'dashboard', 'scope', 'groups');
  }
};

export const rightsNameWhatExists: Rule = (given) => {
  const { declared, report } = given;
  if (!declared.isWhole) return;
  for (const [glob, rights] of Object.entries(declared.config.files ?? {})) {
    const place = { file: SETTINGS_FILE, path: ['files', glob] };
    checkGroups(given, rights.groups ?? [], place, 'groups');
    for (const [index, profile] of (rights.profiles ?? []).entries()) {
      if (declared.profiles.has(profile)) continue;
      const message = `The rights of the files ${quoted(glob)} name the profile ${quoted(profile)}, which no file defines.`;
      const hint = meant(report, profile, declared.profiles);
      report.add('UNKNOWN_PROFILE', below(place, 'profiles', index), { message, hint, part: 'value' });
    }
  }
};

function checkGroups({ declared, report }: Given, ids: readonly string[], place: Place, ...steps: string[]): void {
  if (ids.every((id) => declared.groups.has(id))) return;
  for (const [index, id] of ids.entries()) {
    if (declared.groups.has(id)) continue;
    const owner = sentenceSubject(place.path.slice(0, place.path[0] === 'files' ? undefined : 2));
    const hint = meant(report, id, declared.groups);
    const message = `${owner} names the group ${quoted(id)}, which no file defines.`;
    report.add('UNKNOWN_GROUP', below(place, ...steps, index), { message, hint, part: 'value' });
  }
}

export const templatesAreNotLinked: Rule = ({ declared, report }) => {
  for (const { input, place } of declared.users.values()) {
    const profile = declared.profiles.get(input.profile ?? '');
    if (!profile?.input.template) continue;
    const message = `${sentenceSubject(place.path)} has the profile ${quoted(profile.id)}, which is a template and never created in the account.`;
    const hint = `Write extends: ${profile.id} instead, or link to a profile that extends it.`;
    report.add('LINK_TO_TEMPLATE', below(place, 'profile'), { message, hint, part: 'value' });
  }
};

export const parentsEndSomewhere: Rule = ({ declared, report }) => {
  const checked = new Set<string>();
  for (const start of declared.profiles.keys()) {
    const line: string[] = [];
    let next: string | undefined = start;
    while (next !== undefined && !checked.has(next)) {
      line.push(next);
      checked.add(next);
      next = declared.profiles.get(next)?.input.extends;
    }
    const from = next === undefined ? -1 : line.indexOf(next);
    if (from < 0) continue;
    const circle = line.slice(from);
    const entry = declared.profiles.get(circle[0] ?? '');
    const message = `Profiles extend each other in a circle: ${circleText([...circle, circle[0] ?? ''])}.`;
    if (entry) report.add('EXTENDS_CIRCLE', below(entry.place, 'extends'), { message, hint: 'Take one extends out.' });
  }
};

/** A circle of any length in one sentence. */
function circleText(ids: readonly string[]): string {
  const shown = ids.length <= 12 ? ids : [...ids.slice(0, 6), `${ids.length - 11} more`, ...ids.slice(-5)];
  return shown.join(' → ');
}

function* holders(declared: Given['declared']): Iterable<Entry<Profile | User>> {
  yield* declared.profiles.values();
  yield* declared.users.values();
}
