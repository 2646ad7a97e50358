import { type HandRow, type HandStep, nameOf } from '../model/index.js';
import { pageKind } from './assumptions.js';
import type { PersonName } from './step-sentence.js';
import { controlValue, fieldName, isUnknown, type Show, shownValue } from './values.js';
import { capitalised, count, listed } from './words.js';

export interface HandVoice {
  readonly show: Show;
  readonly personName: PersonName;
}

/** What a step by hand does, in one line: `profile Sales agent: set showDownloadButton, link 14 people`. */
export function handSentence(step: HandStep, { show, personName }: HandVoice): string {
  const parts: string[] = [];
  for (const operation of new Set(step.rows.map((row) => row.operation)))
    parts.push(
      ...actionOf(
        step.rows.filter((row) => row.operation === operation),
        { show, personName },
      ),
    );
  return `${pageKind(step)} ${show(nameOf(step.key))}: ${listed(parts)}`;
}

/** Of rows of one operation. */
function actionOf(rows: readonly HandRow[], voice: HandVoice): readonly string[] {
  const [first] = rows;
  if (!first) return [];
  const { operation } = first;
  switch (operation) {
    case 'createUser':
      return rows.some(({ path, after }) => path === 'external' && after === true) ? ['create, external'] : ['create'];
    case 'createProfile':
    case 'createGroup':
      return ['create'];
    case 'setPermissions':
      return [`set ${namedOrCounted(rows, 'permission')}`];
    case 'setDashboard':
      return ['set dashboard access'];
    case 'setProfileTemplate':
      return ['set what people get who are linked from now on'];
    case 'link':
      return [`link ${whoIn(rows, voice)}`];
    case 'unlink':
      return ['unlink from the profile, and set own permissions'];
    case 'setOpenAccess':
      return [first.after === true ? 'let people join by themselves' : 'let nobody join by themselves'];
    case 'addMember':
      return ['add members'];
    case 'removeMember':
      return ['remove members'];
    case 'rename':
      return [
        `set ${listed(rows.map(({ path, after }) => `${fieldName(path)} ${shownValue(path, after, voice.show)}`))}`,
      ];
    case 'archive':
    case 'delete':
      return [operation];
    case 'signOut':
      return ['sign out everywhere'];
    default:
      return operation satisfies never;
  }
}

/** More are counted. */
const NAMED = 3;

const namedOrCounted = (rows: readonly HandRow[], word: string): string =>
  rows.length <= NAMED ? listed(rows.map(({ path }) => fieldName(path))) : count(rows.length, word);

function whoIn(rows: readonly HandRow[], { show, personName }: HandVoice): string {
  const people = rows.flatMap(({ user }) => (user === undefined ? [] : [user]));
  if (people.length > NAMED) return count(people.length, 'person', 'people');
  return listed(people.map((user) => show(personName(nameOf(user)))));
}

/** One line of the table, in columns. */
export interface HandLine {
  readonly section: string;
  /** Its number in the list of permissions of the service; empty for everything else. */
  readonly position: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

export const handLines = (step: HandStep, voice: HandVoice): readonly HandLine[] =>
  step.rows.map((row) => lineOf(row, voice));

function lineOf(row: HandRow, { show, personName }: HandVoice): HandLine {
  const { operation, path, position, user, before, after } = row;
  const label = user === undefined ? show(row.label ?? labelOf(row)) : show(personName(nameOf(user)));
  return {
    section: sectionOf(row),
    position: position === undefined ? '' : String(position),
    label,
    before: isUnknown(before)
      ? 'not known'
      : before === null && operation.startsWith('create')
        ? ''
        : controlValue(path, before, show),
    after: path === '' ? (after === null ? '' : controlValue(path, after, show)) : controlValue(path, after, show),
  };
}

function sectionOf({ path, section, operation, label }: HandRow): string {
  if (path.startsWith('dashboard'))
    return label === undefined ? 'Dashboard access' : `Dashboard access, ${capitalised(section ?? '')} pages`;
  if (section !== undefined) return section;
  return operation === 'link' ? 'People to link' : '';
}

const LABELS: Readonly<Record<string, string>> = {
  'dashboard.level': 'Level',
  'dashboard.scope.groups': 'Groups',
  'dashboard.scope.ivrs': 'IVRs',
  'dashboard.scope.lines': 'Lines',
  groups: 'Groups of whoever is linked',
  profile: 'Profile',
  email: 'E-mail address',
  name: 'Name',
  firstName: 'First name',
  lastName: 'Last name',
  external: 'External user',
  number: 'Number',
  plan: 'Plan',
  users: 'People',
  openAccess: 'Can be joined by everybody',
};

const WHOLE: Readonly<Partial<Record<HandRow['operation'], string>>> = {
  archive: 'Archive',
  delete: 'Delete',
  signOut: 'Sign out',
};

const labelOf = ({ path, operation }: HandRow): string =>
  LABELS[path] ?? (path === '' ? (WHOLE[operation] ?? 'Create') : fieldName(path));
