import {
  CATALOGUE,
  type PermissionId,
  type PermissionSet,
  type PermissionValue,
  type Place,
  type ResourceKey,
} from '../../model/index.js';
import type { Declared } from '../declared.js';
import type { FileCode } from '../finding.js';
import { keyOfProfile } from '../places.js';
import { isUnlinked } from '../resolve.js';
import { sentenceSubject, subject } from '../subject.js';
import { isPermission } from '../value.js';
import type { Given, Rule } from './rule.js';

/** Two permissions that make no sense together: the first is on while the second is stated as off. */
interface Pair {
  readonly code: FileCode;
  readonly on: PermissionId;
  readonly off: PermissionId;
  /** After `Profile "agent"`, and after `The permissions of user "…"`. */
  readonly profile: string;
  readonly person: string;
  readonly remedy: string;
}

const PAIRS: readonly Pair[] = [
  {
    code: 'TAG_REQUIRED_WITHOUT_TAGS',
    on: 'tagsRequired',
    off: 'tagCalls',
    profile: 'makes people choose a tag, but gives them no field for tags',
    person: 'make them choose a tag, but give them no field for tags',
    remedy: 'Set tagCalls to true',
  },
  {
    code: 'TAG_REQUIRED_WITHOUT_WINDOW',
    on: 'tagsRequired',
    off: 'afterCallWorkDuration',
    profile: 'makes people choose a tag in the After-Call window, but gives them no time after a call',
    person: 'make them choose a tag in the After-Call window, but give them no time after a call',
    remedy: 'Set afterCallWorkDuration to a time',
  },
  {
    code: 'NOTE_REQUIRED_WITHOUT_WINDOW',
    on: 'noteRequired',
    off: 'afterCallWorkDuration',
    profile: 'makes people write a note in the After-Call window, but gives them no time after a call',
    person: 'make them write a note in the After-Call window, but give them no time after a call',
    remedy: 'Set afterCallWorkDuration to a time',
  },
  {
    code: 'ANSWER_WITHOUT_LIST',
    on: 'pickUpWaitingListCalls',
    off: 'showWaitingList',
    profile: 'lets people answer waiting calls, but hides the list in which these calls stand',
    person: 'let them answer waiting calls, but hide the list in which these calls stand',
    remedy: 'Set showWaitingList to true',
  },
  {
    code: 'DOWNLOAD_WITHOUT_PLAYING',
    on: 'showDownloadButton',
    off: 'playRecordings',
    profile: 'lets people download recordings, but lets them play none',
    person: 'let them download recordings, but let them play none',
    remedy: 'Set playRecordings to own or allIvr',
  },
  {
    code: 'CONTROL_WITHOUT_RECORDING',
    on: 'startStopRecording',
    off: 'allowToRecord',
    profile: 'lets people start and stop a recording, but their calls are not recorded',
    person: 'let them start and stop a recording, but their calls are not recorded',
    remedy: 'Set allowToRecord to true',
  },
  {
    code: 'NOTICE_WITHOUT_RECORDING',
    on: 'notifyWhenRecording',
    off: 'allowToRecord',
    profile: 'has callers told of a recording, but calls are not recorded',
    person: 'have callers told of a recording, but calls are not recorded',
    remedy: 'Set allowToRecord to true',
  },
  {
    code: 'VOLUME_WITHOUT_RECORDING',
    on: 'callRecordingVolume',
    off: 'allowToRecord',
    profile: 'has a share of calls recorded, but calls are not recorded',
    person: 'have a share of calls recorded, but calls are not recorded',
    remedy: 'Set allowToRecord to true',
  },
];

/** Blocks of a person's own settings, by what the catalogue says they need. */
const SETTINGS_PAIRS: readonly Pair[] = CATALOGUE.filter(({ needs }) => needs.includes('editSettings')).flatMap(
  ({ id, phrase }) => {
    const then = `${phrase}, but not open their settings, in which this stands`;
    const words = { profile: `lets people ${then}`, person: `let them ${then}`, remedy: 'Set editSettings to true' };
    return isPermission(id) ? [{ code: 'SETTING_OUT_OF_REACH', on: id, off: 'editSettings', ...words } as const] : [];
  },
);

export const permissionsMakeSenseTogether: Rule = (given) => {
  const faults = new Map<PermissionSet, readonly Pair[]>();
  const reported = new Set<string>();
  for (const holder of holders(given)) {
    const known = faults.get(holder.permissions) ?? faultsOf(holder.permissions);
    faults.set(holder.permissions, known);
    for (const pair of known) {
      const place = given.placeOf(holder.key, `permissions.${pair.on}`) ?? holder.place;
      const once = JSON.stringify([pair.code, pair.on, place]);
      if (reported.has(once)) continue;
      reported.add(once);
      const { path } = holder.place;
      const message = holder.isProfile
        ? `${sentenceSubject(path)} ${pair.profile}.`
        : `The permissions of ${subject(path)} ${pair.person}.`;
      given.report.add(pair.code, place, { message, hint: `${pair.remedy}, or remove this line.` });
    }
  }
};

const faultsOf = (permissions: PermissionSet): readonly Pair[] =>
  [...PAIRS, ...SETTINGS_PAIRS].filter(({ on, off }) => isOn(permissions[on]) && isOff(permissions[off]));

const isOn = (value: PermissionValue | undefined): boolean => value !== undefined && !isOff(value);
const isOff = (value: PermissionValue | undefined): boolean =>
  value === false || value === 0 || value === 'none' || (Array.isArray(value) && value.length === 0);

interface Holder {
  readonly key: ResourceKey;
  readonly place: Place;
  readonly isProfile: boolean;
  readonly permissions: PermissionSet;
}

function* holders({ declared, inherit }: Given): Iterable<Holder> {
  for (const entry of declared.profiles.values()) {
    if (entry.input.template) continue;
    yield {
      key: keyOfProfile(entry),
      place: entry.place,
      isProfile: true,
      permissions: inherit.profile(entry.id).permissions,
    };
  }
  yield* unlinkedUsers(declared, inherit);
}

function* unlinkedUsers(declared: Declared, inherit: Given['inherit']): Iterable<Holder> {
  for (const [key, { input, place }] of declared.users) {
    if (!isUnlinked(input) || input.ensure === 'archived' || input.ensure === 'absent') continue;
    yield { key, place, isProfile: false, permissions: inherit.statement(input).permissions };
  }
}

const ALL = CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id }) => id);

/** Only where ringctl.yaml asks for it; templates need not be complete. */
export const everythingIsStated: Rule = (given) => {
  if (!given.settings.complete || !given.declared.isWhole) return;
  for (const { place, permissions } of holders(given)) {
    const missing = ALL.filter((id) => !Object.hasOwn(permissions, id));
    if (missing.length === 0) continue;
    const states = `states ${ALL.length - missing.length} of ${ALL.length} permissions`;
    const message = `${sentenceSubject(place.path)} ${states}, and complete: true asks for all of them.`;
    const more = missing.length > 8 ? ` and ${missing.length - 8} more` : '';
    given.report.add('INCOMPLETE', place, { message, hint: `Not stated: ${missing.slice(0, 8).join(', ')}${more}.` });
  }
};
