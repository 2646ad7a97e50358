import type { PageRoute } from '../page.js';
import { CREATION_PAGES } from './creation.js';
import { editPage } from './edit.js';
import { LINK_PAGES } from './links.js';
import { listPage } from './list.js';
import { REMOVAL_PAGES } from './removal.js';
import { saveDashboard, saveGroups, saveNames, savePermissions, signOut } from './saving.js';

/** Creating stands before the addresses with an id, which would take its last part for one. */
export const USER_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/users', run: listPage },
  ...CREATION_PAGES,
  { method: 'GET', path: '/users/:id', run: (visit) => editPage(visit) },
  { method: 'POST', path: '/users/:id/names', run: saveNames },
  { method: 'POST', path: '/users/:id/permissions', run: savePermissions },
  { method: 'POST', path: '/users/:id/dashboard', run: saveDashboard },
  { method: 'POST', path: '/users/:id/groups', run: saveGroups },
  { method: 'POST', path: '/users/:id/sign-out', run: signOut },
  ...LINK_PAGES,
  ...REMOVAL_PAGES,
];
