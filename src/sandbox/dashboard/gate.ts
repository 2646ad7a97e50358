import { PAGES, type PageAccess, type PageId } from '../../model/index.js';
import { may } from '../deciding.js';
import type { Person } from '../people.js';
import { refuse } from '../refusals.js';

/** Refuses unless the person may open the page; says which access it needs. */
export function opens(actor: Person, page: PageId, access: PageAccess = 'read'): void {
  if (!may(actor, `page.${page}.${access}`)) refuse('NOT_ALLOWED', needed(page, access));
}

/** `the access "write" to the page Numbers` */
export const needed = (page: PageId, access: PageAccess): string =>
  `the access "${access}" to the page ${PAGES.find(({ id }) => id === page)?.label ?? page}`;
