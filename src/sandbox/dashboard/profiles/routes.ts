import type { PageRoute } from '../page.js';
import { ASSIGNMENT_PAGES } from './assignment.js';
import { CREATION_PAGES } from './creation.js';
import { editPage } from './edit.js';
import { listPage } from './list.js';
import { proposePermissions, savePermissions } from './permissions.js';
import { remove, rename, saveTemplate, unlinkOne } from './saving.js';

/** Creating stands before the addresses with an id, which would take its last part for one. */
export const PROFILE_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/profiles', run: listPage },
  ...CREATION_PAGES,
  { method: 'GET', path: '/profiles/:id', run: (visit) => editPage(visit) },
  { method: 'POST', path: '/profiles/:id/permissions', run: proposePermissions },
  { method: 'POST', path: '/profiles/:id/save', run: savePermissions },
  { method: 'POST', path: '/profiles/:id/template', run: saveTemplate },
  { method: 'POST', path: '/profiles/:id/name', run: rename },
  { method: 'POST', path: '/profiles/:id/unlink', run: unlinkOne },
  { method: 'POST', path: '/profiles/:id/delete', run: remove },
  ...ASSIGNMENT_PAGES,
];
