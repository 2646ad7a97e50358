import { addMembers, removeMembers } from '../../operations/groups.js';
import { groupById } from '../../records.js';
import { refuse } from '../../refusals.js';
import { mayJoin } from '../../rules/things.js';
import { askOf } from '../asking.js';
import type { PageAnswer, PageRoute, Visit } from '../page.js';
import { idOf } from '../pages/sheet.js';
import { savedWords } from '../words.js';
import { type Act, back, call, closeWindow, hangUp, pickUp, queue, record, ring, snooze, tag } from './acts.js';
import { has } from './app-rows.js';
import { done, refused } from './outcome.js';
import { usedPhone } from './owner.js';
import { recording } from './recordings.js';
import { seesPage } from './sees.js';

/** The account's own operation: whoever does it in the phone of somebody else has to be allowed to place people as well. */
const placing =
  (isMember: boolean): Act =>
  (visit, person) => {
    if (!has(person, 'joinOpenGroups'))
      return refused(person, 'joinOpenGroups', 'There is no Groups section in this phone.');
    const group = groupById(visit.database, idOf(visit, 'group')) ?? refuse('NOT_FOUND');
    mayJoin(person, group);
    const ask = askOf(visit, { id: group.id, body: { users: [person.id] } });
    if (isMember) addMembers(ask);
    else removeMembers(ask);
    return done(isMember ? `group ${group.name} joined` : `group ${group.name} left`);
  };

const ACTS: readonly (readonly [string, Act])[] = [
  ['snooze', snooze],
  ['back', back],
  ['call', call],
  ['ring', ring],
  ['queue', queue],
  ['pick-up', pickUp],
  ['record', record],
  ['tag', tag],
  ['hang-up', hangUp],
  ['close-window', closeWindow],
  ['join', placing(true)],
  ['leave', placing(false)],
];

function perform(visit: Visit, act: Act): PageAnswer {
  const outcome = act(visit, usedPhone(visit));
  if (outcome.kind === 'refused') return seesPage(visit, outcome);
  return { kind: 'saved', to: `/users/${visit.id}/sees#phone`, message: savedWords(visit.now, outcome.message) };
}

/** What a person sees, and their phone. */
export const PHONE_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/users/:id/sees', run: (visit) => seesPage(visit) },
  { method: 'GET', path: '/users/:id/phone/recording', run: (visit) => recording(visit, 'play') },
  { method: 'GET', path: '/users/:id/phone/download', run: (visit) => recording(visit, 'download') },
  ...ACTS.map(
    ([name, act]): PageRoute => ({
      method: 'POST',
      path: `/users/:id/phone/${name}`,
      run: (visit) => perform(visit, act),
    }),
  ),
];
