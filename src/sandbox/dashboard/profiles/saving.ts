import { personOf, pick } from '../../ask.js';
import { setLink } from '../../operations/links.js';
import { deleteProfile, renameProfileTo, setProfileTemplate } from '../../operations/profiles.js';
import { askOf } from '../asking.js';
import { dashboardFrom } from '../dashboard-form.js';
import { orAgain } from '../errors.js';
import { nameOf } from '../layout.js';
import type { Saved, Visit } from '../page.js';
import { dashboardWords, listWords, savedWords } from '../words.js';
import { editPage } from './edit.js';
import { profileToShow } from './sight.js';

const saved = (visit: Visit, what: string, to = `/profiles/${visit.id}`): Saved => ({
  kind: 'saved',
  to,
  message: savedWords(visit.now, what),
});

/** The dashboard access, or the groups, of those who are linked from now on. */
export function saveTemplate(visit: Visit): Saved {
  return orAgain(() => {
    const before = profileToShow(visit);
    const isGroups = visit.field('part') === 'groups';
    const body = isGroups ? { groups: visit.fields('group') } : { dashboard: dashboardFrom(visit, before.dashboard) };
    setProfileTemplate(askOf(visit, { body, shown: pick(before, Object.keys(body)) }));
    const after = profileToShow(visit);
    const what = isGroups
      ? `Groups for people linked from now on, ${listWords(before.groups)} → ${listWords(after.groups)}`
      : `Dashboard access for people linked from now on, ${dashboardWords(before.dashboard)} → ${dashboardWords(after.dashboard)}`;
    return saved(visit, what);
  }, editPage);
}

export function rename(visit: Visit): Saved {
  return orAgain(() => {
    const before = profileToShow(visit);
    const name = visit.field('name') ?? '';
    renameProfileTo(askOf(visit, { body: { name } }));
    return saved(visit, `Name, ${before.name} → ${name}`);
  }, editPage);
}

/** The person keeps what the profile gave them. */
export function unlinkOne(visit: Visit): Saved {
  return orAgain(() => {
    profileToShow(visit);
    const given = visit.field('user') ?? '';
    const ask = askOf(visit, { id: /^[1-9]\d{0,14}$/.test(given) ? Number(given) : 0, body: { profile: null } });
    const person = personOf(ask);
    setLink(ask);
    return saved(visit, `${nameOf(person)} is unlinked; the permissions stay, as their own`);
  }, editPage);
}

export function remove(visit: Visit): Saved {
  return orAgain(() => {
    const { name } = profileToShow(visit);
    deleteProfile(askOf(visit, {}));
    return saved(visit, `profile ${name} is deleted`, '/profiles');
  }, editPage);
}
