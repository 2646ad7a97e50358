import { html } from 'hono/html';
import { canonicalDashboard, isSame } from '../../../model/index.js';
import { personOf, pick } from '../../ask.js';
import { integer, text } from '../../database.js';
import { addMembers, removeMembers } from '../../operations/groups.js';
import { renameUser, setUserDashboard, setUserPermissions, signOutUser } from '../../operations/users.js';
import type { Person } from '../../people.js';
import { refuse } from '../../refusals.js';
import { hasOwnPermissions } from '../../rules/people.js';
import { askOf } from '../asking.js';
import { dashboardFrom } from '../dashboard-form.js';
import { orAgain } from '../errors.js';
import type { Saved, Visit } from '../page.js';
import { entriesOf, permissionsFrom, sectionNamed } from '../permission-form.js';
import { changesBetween, changeWords, dashboardWords, listWords, savedWords } from '../words.js';
import { editPage, personToShow } from './edit.js';

export const backTo = (visit: Visit, what: string, id = visit.id): Saved => ({
  kind: 'saved',
  to: `/users/${id}`,
  message: savedWords(visit.now, what),
});

/** The write; refused, the person is shown as they are, with the reason. */
export const orPerson = (work: () => Saved): Saved => orAgain(work, (again, reason) => editPage(again, { reason }));

const unchanged = (visit: Visit): Saved => ({
  kind: 'saved',
  to: `/users/${visit.id}`,
  message: 'Nothing was different, so nothing was saved.',
});

/** The permissions of one section. Those that differ are written; the tag speaks of the whole section. */
export function savePermissions(visit: Visit): Saved {
  const person = personToShow(visit);
  const section = sectionNamed(visit.field('section')) ?? refuse('BODY_INVALID', 'the section');
  const entered = permissionsFrom(visit, section);
  const work = (): Saved => {
    hasOwnPermissions(person);
    const permissions = changesBetween(person.effective, entered);
    const keys = Object.keys(permissions);
    if (keys.length === 0) return unchanged(visit);
    const shown = pick(
      person.effective,
      entriesOf(section).map(({ id }) => id),
    );
    setUserPermissions(askOf(visit, { body: { permissions }, parameters: { keys: keys.join(',') }, shown }));
    return backTo(visit, changeWords(person.effective, pick(personOf(askOf(visit, {})).effective, keys)));
  };
  return orAgain(work, (again, reason) =>
    editPage(again, { reason: html`${reason}<p class="muted small">${KEPT}</p>`, draft: draftFor(again, entered) }),
  );
}

const KEPT = 'What you entered and was not saved stands in the form below, unless the person changed meanwhile.';

/** Entered values make sense only beside those that they were entered for. */
const draftFor = (visit: Visit, entered: ReturnType<typeof permissionsFrom>) => {
  const { effective, profile } = personToShow(visit);
  const section = sectionNamed(visit.field('section'));
  const shown =
    section &&
    pick(
      effective,
      entriesOf(section).map(({ id }) => id),
    );
  return profile === null && shown && isShown(visit, shown) ? entered : undefined;
};

function isShown(visit: Visit, shown: unknown): boolean {
  try {
    askOf(visit, { shown }).unchanged(undefined);
    return true;
  } catch {
    return false;
  }
}

export function saveNames(visit: Visit): Saved {
  return orPerson(() => {
    const before = personToShow(visit);
    const names = ['email', 'firstName', 'lastName'] as const;
    const body = Object.fromEntries(names.map((name) => [name, visit.field(name) ?? before[name]]));
    renameUser(askOf(visit, { body }));
    const after = personOf(askOf(visit, {}));
    return backTo(visit, `${fullNameOf(before)} → ${fullNameOf(after)}`);
  });
}

const fullNameOf = ({ firstName, lastName, email }: Person): string => `${firstName} ${lastName} <${email}>`.trim();

export function saveDashboard(visit: Visit): Saved {
  return orPerson(() => {
    const before = personToShow(visit);
    const dashboard = dashboardFrom(visit, before.dashboard);
    if (isSame(canonicalDashboard(dashboard), before.dashboard)) return unchanged(visit);
    setUserDashboard(askOf(visit, { body: { dashboard } }));
    const after = personOf(askOf(visit, {}));
    return backTo(visit, `Dashboard access, ${dashboardWords(before.dashboard)} → ${dashboardWords(after.dashboard)}`);
  });
}

/** Each group that is joined or left is a change of that group. */
export function saveGroups(visit: Visit): Saved {
  return orPerson(() => {
    const before = personToShow(visit);
    askOf(visit, {}).unchanged({ groups: before.groups });
    const wanted = new Set(visit.fields('group').map(Number));
    for (const { id, isMember } of membershipsOf(visit)) {
      if (wanted.has(id) === isMember) continue;
      const ask = askOf(visit, { id, body: { users: [visit.id] } });
      if (isMember) removeMembers(ask);
      else addMembers(ask);
    }
    const after = personOf(askOf(visit, {}));
    const words = `Groups, ${listWords(before.groups)} → ${listWords(after.groups)}`;
    return listWords(before.groups) === listWords(after.groups) ? unchanged(visit) : backTo(visit, words);
  });
}

function membershipsOf({ database, id }: Visit): readonly { readonly id: number; readonly isMember: boolean }[] {
  const sql = `SELECT g.id, g.name, EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.user_id = ?) AS member
FROM groups g ORDER BY g.name, g.id`;
  return database
    .all(sql, id)
    .filter((row) => text(row, 'name') !== '')
    .map((row) => ({ id: integer(row, 'id'), isMember: integer(row, 'member') === 1 }));
}

export function signOut(visit: Visit): Saved {
  return orPerson(() => {
    personToShow(visit);
    signOutUser(askOf(visit, {}));
    return backTo(visit, 'signed out of every device');
  });
}
