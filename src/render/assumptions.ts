import type { HandStep } from '../model/index.js';

/** What no source says of the dashboard of the service and the text relies on all the same. Correct it here. */
export const DASHBOARD_ASSUMPTIONS = {
  profilesStandBelowUsers:
    'Profiles are edited below Configuration, Users, on a page of their own with all permissions in one list.',
  dashboardStandsWithThePerson: 'The dashboard access of a person is set on the page on which their rights are edited.',
  groupsStandInConfiguration: 'Groups are made and named on a page of their own below Configuration.',
  callsIsASection:
    'The permissions of calls stand under a heading Calls: the service announces it, and its own list prints no such heading.',
  searchFindsLabels: 'The search box of the list of permissions finds them by words of their English label.',
  savesAtOnce: 'What is changed on these pages counts at once.',
} as const;

/** Where a page is, up to the name. */
export function placeWords(page: 'user' | 'profile' | 'group'): readonly string[] {
  switch (page) {
    case 'profile':
      return ['Configuration', 'Users', 'User profiles'];
    case 'user':
      return ['Configuration', 'Users'];
    case 'group':
      return ['Configuration', 'Groups'];
    default:
      return page satisfies never;
  }
}

export const pageKind = ({ key }: Pick<HandStep, 'key'>): 'user' | 'profile' | 'group' =>
  key.startsWith('user:') ? 'user' : key.startsWith('profile:') ? 'profile' : 'group';
