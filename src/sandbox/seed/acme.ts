import type { AccountSeed } from './account-seed.js';
import { ACME_CONTENT } from './acme-content.js';
import { ACME_PEOPLE } from './acme-people.js';
import { ACME_PROFILES } from './acme-profiles.js';

const membersOf = (group: string) =>
  ACME_PEOPLE.filter(({ status, groups }) => status === 'active' && groups.includes(group)).map(({ email }) => email);

/** The company of the examples before the change set of examples/acme. Every name, address and number in it is made up. */
export const ACME: AccountSeed = {
  team: { id: '48213', name: 'Acme' },
  // The names of the plans are the only two that a source mentions; the counts are ours.
  licences: [
    { plan: 'Business', total: 60 },
    { plan: 'Advanced', total: 10 },
  ],
  freeNumbers: [
    '+33199000060',
    '+33199000061',
    '+33199000062',
    '+33199000063',
    '+33199000064',
    '+33199000065',
    '+33199000066',
  ],
  otherNumbers: [],
  ivrs: [
    { name: 'Paris desk', numbers: ['+33199000080', '+33199000081'], users: membersOf('Sales') },
    { name: 'Support line', numbers: ['+33199000082'], users: membersOf('Support') },
    { name: 'Field dispatch', numbers: ['+33199000083'], users: membersOf('Field') },
  ],
  groups: [
    { name: 'Sales', openAccess: false },
    { name: 'Support', openAccess: true },
    { name: 'Field', openAccess: false },
    { name: 'Finance', openAccess: false },
    { name: 'IT', openAccess: true },
    { name: 'Management', openAccess: false },
  ],
  profiles: ACME_PROFILES,
  users: ACME_PEOPLE,
  content: ACME_CONTENT,
};
