import { PAGES, type PageId } from '../../model/index.js';
import { may, NEWCOMER } from '../deciding.js';
import type { Person } from '../people.js';
import type { NavigationId } from './page.js';

export interface Entry {
  readonly id: NavigationId;
  readonly href: string;
  readonly label: string;
  /** Above it and those that follow it. */
  readonly heading?: 'Configuration';
}

/** `callTags` is at `/call-tags`. */
export const addressOfPage = (id: PageId): string => `/${id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The order in which people look for them: what one watches first, then what one sets up. */
const ORDER: readonly PageId[] = [
  ...PAGES.filter(({ level }) => level === 'supervisor').map(({ id }) => id),
  ...PAGES.filter(({ level }) => level !== 'supervisor').map(({ id }) => id),
];

/** What one sets up, below the heading that steps by hand name. */
const CONFIGURATION: ReadonlySet<NavigationId> = new Set(
  PAGES.filter(({ level }) => level === 'technical').map(({ id }) => id),
);

/** What is there for this person, and nothing else. */
export function navigationOf(actor: Person): readonly Entry[] {
  const pages = ORDER.filter((id) => may(actor, `page.${id}.read`)).flatMap((id) => entriesOf(id, actor));
  const first = pages.findIndex(({ id }) => CONFIGURATION.has(id));
  return [
    { id: 'home', href: '/', label: 'Home' },
    ...pages.map((entry, index) => (index === first ? { ...entry, heading: 'Configuration' as const } : entry)),
    ...(actor.external ? [] : [{ id: 'phone', href: `/users/${actor.id}/sees`, label: 'Your phone' } as const]),
  ];
}

function entriesOf(id: PageId, actor: Person): readonly Entry[] {
  const label = PAGES.find((page) => page.id === id)?.label ?? id;
  const entry: Entry = { id, href: addressOfPage(id), label };
  if (id !== 'users') return [entry];
  const groups: Entry = { id: 'groups', href: '/groups', label: 'Groups' };
  return seesProfiles(actor)
    ? [entry, { id: 'profiles', href: '/profiles', label: 'User profiles' }, groups]
    : [entry, groups];
}

/** Profiles belong to the whole account: who sees a part of its people has no view of them. */
export const seesProfiles = (actor: Person): boolean => may(actor, 'page.users.read', { person: NEWCOMER });
