import { APP_FACTS, APP_PARTS, type PartRule } from '../../../access/app-parts.js';
import { hasPermission } from '../../../access/effective.js';
import { CATALOGUE, type PermissionId } from '../../../model/index.js';
import { accessOfPerson } from '../../deciding.js';
import type { Person } from '../../people.js';
import type { State } from '../parts.js';
import { labelOf, valueIn, valueWords } from '../words.js';

/** Where in the phone application a part is, as the guide to permissions describes it. */
export const PLACES = ['Tabs', 'Dialer', 'During a call', 'Call log', 'Settings'] as const;
export type Place = (typeof PLACES)[number];

const PLACE_OF: { readonly [permission in PermissionId]?: Place } = {
  chatTab: 'Tabs',
  videoCallsTab: 'Tabs',
  analyticsTab: 'Tabs',
  contactsTab: 'Tabs',
  oneWayTexting: 'Tabs',
  startStopRecording: 'During a call',
  tagCalls: 'During a call',
  showDownloadButton: 'Call log',
  businessHours: 'Settings',
  editCallForwarding: 'Settings',
  joinOpenGroups: 'Settings',
  powerDialerTab: 'Settings',
  voicemailDrop: 'Settings',
};

/** One permission as it shows in the phone of a person. */
export interface AppRow {
  readonly permission: string;
  /** As the dashboard calls the permission. */
  readonly label: string;
  readonly value: string;
  /** Permissions that it is of no use without, and that are off. */
  readonly lacks: readonly string[];
}

export interface PartRow extends AppRow {
  readonly part: string;
  readonly place: Place;
  readonly state: State;
}

/** Parts that are there or not, may be used or not. */
export const partRows = (person: Person): readonly PartRow[] =>
  APP_PARTS.map((rule) => ({
    ...rowOf(person, rule.permission),
    part: rule.part,
    place: PLACE_OF[rule.permission] ?? 'Dialer',
    state: stateOf(rule, person),
  }));

function stateOf({ does, permission }: PartRule, person: Person): State {
  const isOn = hasPermission(accessOfPerson(person), permission) === true;
  if (does === 'shows') return isOn ? 'shown' : 'hidden';
  return isOn ? 'clickable' : 'frozen';
}

/** Permissions without a part of their own, and the one that is an action. */
export const factRows = (person: Person): readonly AppRow[] => [
  ...APP_FACTS.map((permission) => rowOf(person, permission)),
  ...CATALOGUE.filter(({ kind }) => kind === 'action').map(({ id, label }) => ({
    permission: id,
    label,
    value: 'done on the page of the person, and no state',
    lacks: [],
  })),
];

function rowOf(person: Person, permission: PermissionId): AppRow {
  const access = accessOfPerson(person);
  const needs = CATALOGUE.find(({ id }) => id === permission)?.needs ?? [];
  const isOn = hasPermission(access, permission) === true;
  const isOff = (id: string) => [false, 0, 'none'].some((off) => off === valueIn(access.permissions, id));
  return {
    permission,
    label: labelOf(permission),
    value: valueWords(permission, access.permissions[permission]),
    lacks: isOn ? needs.filter(isOff).map(labelOf) : [],
  };
}

/** Whether the part that a permission shows is there. */
export const has = (person: Person, permission: PermissionId): boolean =>
  hasPermission(accessOfPerson(person), permission) === true;
