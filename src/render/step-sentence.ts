import { type Json, nameOf, type Step } from '../model/index.js';
import { fieldName, type Show, shownValue } from './values.js';
import { count, listed } from './words.js';

/** How people are called, by address. */
export type PersonName = (email: string) => string;

/** What a step does, in one line: `group field: add Iris Lindqvist and Marco Bianchi`. */
export function stepSentence(step: Step, show: Show, personName: PersonName = (email) => email): string {
  const kind = step.key.slice(0, step.key.indexOf(':'));
  return `${kind} ${show(nameOf(step.key))}: ${action(step, show, (email) => show(personName(email)))}`;
}

function action(step: Step, show: Show, personName: PersonName): string {
  const { operation, input } = step;
  switch (operation) {
    case 'createUser':
      return input.external === true ? 'create, external' : 'create';
    case 'createProfile':
    case 'createGroup':
      return 'create';
    case 'setPermissions':
      return permissionsAction(input.permissions ?? null);
    case 'setDashboard':
      return 'set dashboard access';
    case 'setProfileTemplate':
      return `set ${listed(Object.keys(input))} for people linked from now on`;
    case 'link':
      return `link to profile ${shownValue('', input.profile ?? null, show)}`;
    case 'unlink':
      return 'unlink from the profile';
    case 'addMember':
      return `add ${people(input.users ?? null, personName)}`;
    case 'removeMember':
      return `remove ${people(input.users ?? null, personName)}`;
    case 'setOpenAccess':
      return input.openAccess === true ? 'let people join by themselves' : 'let nobody join by themselves';
    case 'rename':
      return renameAction(input, show);
    case 'archive':
      return 'archive';
    case 'delete':
      return 'delete';
    case 'signOut':
      return 'sign out everywhere';
    default:
      return operation satisfies never;
  }
}

function permissionsAction(permissions: Json): string {
  const ids = Object.keys(permissions ?? {}).map(fieldName);
  return ids.length <= 3 ? `set ${listed(ids)}` : `set ${count(ids.length, 'permission')}`;
}

const NAMED = 3;

function people(users: Json, personName: PersonName): string {
  const emails = Array.isArray(users) ? users.map(String) : [];
  return emails.length <= NAMED ? listed(emails.map(personName)) : count(emails.length, 'person', 'people');
}

function renameAction(input: Step['input'], show: Show): string {
  const names = ['email', 'name', 'firstName', 'lastName'].filter((field) => field in input);
  if (names.length === 1 && !('firstName' in input || 'lastName' in input))
    return `rename to ${shownValue('', input[names[0] ?? ''] ?? null, show)}`;
  return `set ${listed(names.map((field) => `${field} ${shownValue('', input[field] ?? null, show)}`))}`;
}
