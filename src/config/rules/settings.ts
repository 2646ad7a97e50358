import type { Profile, User } from '../../model/generated/files.js';
import type { FileRights, Place } from '../../model/index.js';
import { SETTINGS_FILE } from '../account-files.js';
import type { Entry } from '../declared.js';
import { quoted } from '../finding.js';
import { isIncluded } from '../include.js';
import { pathMatcher } from '../path-glob.js';
import { didYouMean } from '../report.js';
import { sentenceSubject } from '../subject.js';
import { versionRange } from '../version-range.js';
import { below, type Given, type Rule } from './rule.js';

const setting = (...path: readonly string[]): Place => ({ file: SETTINGS_FILE, path });

export const timeZoneExists: Rule = ({ declared, report }) => {
  const { timeZone } = declared.config;
  if (timeZone === undefined || timeZone === 'UTC' || isTimeZone(timeZone)) return;
  const hint =
    didYouMean(report.nearest(timeZone, Intl.supportedValuesOf('timeZone'))) ?? 'Use a name such as Europe/Paris.';
  report.add('UNKNOWN_TIME_ZONE', setting('timeZone'), {
    message: `There is no time zone ${quoted(timeZone)}.`,
    hint,
    part: 'value',
  });
};

/** Names only: an offset such as +02:00 is right for half of the year. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const versionIsWanted: Rule = ({ declared, version, report }) => {
  const { requires } = declared.config;
  if (requires === undefined) return;
  const isInRange = versionRange(requires);
  if (!isInRange) {
    const hint = 'Write it as ">=1.0 <2": comparisons with spaces between them, all of which must hold.';
    report.add('REQUIRES_RANGE', setting('requires'), {
      message: `${quoted(requires)} is not a range of versions.`,
      hint,
      part: 'value',
    });
  } else if (version !== undefined && !isInRange(version)) {
    const message = `These files ask for ringctl ${requires}, and this is ${version}.`;
    const hint = 'Install a version in the range, or change requires.';
    report.add('REQUIRES_VERSION', setting('requires'), { message, hint, part: 'value' });
  }
};

export const filesStateWhatTheyMay: Rule = (given) => {
  const { callerIds, profiles, users, groups, policies, tests } = given.declared;
  for (const [glob, rights] of Object.entries(given.rights ?? given.settings.files)) {
    const isMeant = pathMatcher(glob);
    const isBound = ({ place }: Entry<unknown>) => !isIncluded(place.file) && isMeant(place.file);
    const bound = { given, glob, rights };
    const others = [...callerIds.values(), ...groups.values(), ...policies.values(), ...tests];
    for (const entry of others.filter(isBound)) mayStand({ ...bound, entry });
    for (const entry of [...profiles.values(), ...users.values()].filter(isBound)) {
      if (mayStand({ ...bound, entry })) checkHolder({ ...bound, entry });
    }
  }
};

interface Bound<Input> {
  readonly given: Given;
  readonly glob: string;
  readonly rights: FileRights;
  readonly entry: Entry<Input>;
}

function refuse({ given, glob, entry }: Bound<unknown>, place: Place, what: string): void {
  const owner = entry.place.path[0] === 'tests' ? 'This test' : sentenceSubject(entry.place.path);
  const message = `${owner} ${what}, which files of ${quoted(glob)} may not state.`;
  const related = given.rights ? [] : [{ message: 'It is said here.', place: setting('files', glob) }];
  given.report.add('FILE_MAY_NOT', place, {
    message,
    hint: 'Move it to another file, or change files in ringctl.yaml.',
    related,
  });
}

function mayStand(bound: Bound<unknown>): boolean {
  const { rights, entry } = bound;
  const kind = String(entry.place.path[0]);
  const ids = kind === 'profiles' ? rights.profiles : kind === 'groups' ? rights.groups : undefined;
  const isRefused = (rights.kinds && !rights.kinds.includes(kind)) || (ids && !ids.includes(entry.id));
  if (isRefused) refuse(bound, entry.place, `stands under ${kind}`);
  return !isRefused;
}

function checkHolder(bound: Bound<Profile | User>): void {
  const { rights, entry } = bound;
  const { input, place } = entry;
  if (rights.dashboard === false && input.dashboard !== undefined) {
    refuse(bound, below(place, 'dashboard'), 'states dashboard access');
  }
  const linked = 'profile' in input && input.profile !== 'none' ? input.profile : undefined;
  for (const [key, profile] of [
    ['profile', linked],
    ['extends', input.extends],
  ] as const) {
    if (profile === undefined || !rights.profiles || rights.profiles.includes(profile)) continue;
    refuse(bound, below(place, key), `has the profile ${quoted(profile)}`);
  }
  for (const [index, group] of (input.groups ?? []).entries()) {
    if (!rights.groups || rights.groups.includes(group)) continue;
    refuse(bound, below(place, 'groups', index), `names the group ${quoted(group)}`);
  }
}
