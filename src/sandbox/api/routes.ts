import type { Answer, Ask } from '../ask.js';
import {
  addMembers,
  createGroup,
  removeGroup,
  removeMembers,
  renameGroupTo,
  setOpenAccess,
} from '../operations/groups.js';
import { createIvr, renameIvrTo } from '../operations/ivrs.js';
import { orderLicences } from '../operations/licences.js';
import { setLink } from '../operations/links.js';
import { createNumber, setNumberUse } from '../operations/numbers.js';
import {
  createProfile,
  createProfileFromUser,
  deleteProfile,
  renameProfileTo,
  setProfilePermissions,
  setProfileTemplate,
} from '../operations/profiles.js';
import {
  createUser,
  removeUser,
  renameUser,
  setUserDashboard,
  setUserPermissions,
  signOutUser,
} from '../operations/users.js';

export interface WriteRoute {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Whether If-Match must name the current value of what is written. */
  readonly match: boolean;
  readonly run: (ask: Ask) => Answer;
}

/** Every write of the account. */
export const WRITES: readonly WriteRoute[] = [
  { method: 'POST', path: '/users', match: false, run: createUser },
  { method: 'PATCH', path: '/users/:id', match: true, run: renameUser },
  { method: 'PATCH', path: '/users/:id/permissions', match: true, run: setUserPermissions },
  { method: 'PUT', path: '/users/:id/dashboard', match: true, run: setUserDashboard },
  { method: 'PUT', path: '/users/:id/link', match: true, run: setLink },
  { method: 'DELETE', path: '/users/:id', match: true, run: removeUser },
  { method: 'POST', path: '/users/:id/sign-out', match: false, run: signOutUser },
  { method: 'POST', path: '/profiles', match: false, run: createProfile },
  { method: 'POST', path: '/profiles/from-user', match: false, run: createProfileFromUser },
  { method: 'PATCH', path: '/profiles/:id', match: true, run: renameProfileTo },
  { method: 'PATCH', path: '/profiles/:id/permissions', match: true, run: setProfilePermissions },
  { method: 'PUT', path: '/profiles/:id/template', match: true, run: setProfileTemplate },
  { method: 'DELETE', path: '/profiles/:id', match: true, run: deleteProfile },
  { method: 'POST', path: '/groups', match: false, run: createGroup },
  { method: 'PATCH', path: '/groups/:id', match: true, run: renameGroupTo },
  { method: 'PUT', path: '/groups/:id/open-access', match: true, run: setOpenAccess },
  { method: 'DELETE', path: '/groups/:id', match: true, run: removeGroup },
  { method: 'PUT', path: '/groups/:id/members', match: false, run: addMembers },
  { method: 'DELETE', path: '/groups/:id/members', match: false, run: removeMembers },
  { method: 'POST', path: '/numbers', match: false, run: createNumber },
  { method: 'PUT', path: '/numbers/:id/use', match: true, run: setNumberUse },
  { method: 'POST', path: '/ivrs', match: false, run: createIvr },
  { method: 'PATCH', path: '/ivrs/:id', match: true, run: renameIvrTo },
  { method: 'POST', path: '/licences', match: false, run: orderLicences },
];
