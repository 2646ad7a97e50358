import {
  type AccountState,
  type Dashboard,
  nameOf,
  type OpenWindow,
  type Operation,
  type PermissionSet,
  type Step,
  userKey,
} from '../../../src/model/index.js';
import { INITIAL } from '../../../src/plan/fill.js';
import { type Ordered, type OrderOptions, orderSteps } from '../../../src/plan/order.js';
import type { Ends } from '../../../src/plan/path/journeys.js';
import { type LiveFacts, live, liveGroup, liveUser, type UserFacts } from '../../support/accounts.js';

/** Two states in a few words, and what comes of them in as few. */

const OPTIONS: OrderOptions = { modeOf: () => 'automatic', minAdmins: 1, requiredAdmins: [], actingAs: undefined };
const GROUPS = ['Sales', 'Support'].map((name) => liveGroup(name));

export const state = (facts: LiveFacts): AccountState => live({ groups: GROUPS, ...facts }).state;
export const person = (local: string, facts: UserFacts = {}) => liveUser(`${local}@acme.example`, facts);
export const key = (local: string) => userKey(`${local}@acme.example`);
export const all = (set: PermissionSet): PermissionSet => ({ ...INITIAL, ...set });

export const watches = (...groups: readonly string[]): Dashboard => ({
  level: 'supervisor',
  pages: { users: 'read' },
  scope: { groups, ivrs: 'all', lines: 'all' },
});

export function ordered(
  before: AccountState,
  after: AccountState,
  options: Partial<OrderOptions> = {},
  names: Partial<Pick<Ends, 'renames' | 'live'>> = {},
): Ordered {
  return orderSteps({ before, after, renames: new Map(), live: before, ...names }, { ...OPTIONS, ...options });
}

/** Everybody is there before and afterwards. */
export function ends(
  people: readonly (readonly [string, UserFacts, UserFacts])[],
): readonly [AccountState, AccountState] {
  return [
    state({ users: people.map(([local, before]) => person(local, before)) }),
    state({ users: people.map(([local, , after]) => person(local, after)) }),
  ];
}

/** `link ada Lead`, `addMember Sales bo`, `setDashboard xan none`; a star where the step exists only for the order. */
export const told = ({ steps }: Pick<Ordered, 'steps'>): readonly string[] => steps.map(toldStep);

function toldStep({ operation, key: of, input, why }: Step): string {
  const { users, profile, dashboard, name } = input;
  const short = (text: unknown) => String(text).replace('@acme.example', '');
  const rest = [
    ...(Array.isArray(users) ? users.map(short) : []),
    ...(profile === undefined || profile === null ? [] : [short(profile)]),
    ...(operation === 'setDashboard' ? [seen(dashboard as unknown as Dashboard)] : []),
    ...(operation === 'rename' ? [short(name ?? input.email)] : []),
  ];
  return [operation, short(nameOf(of)), ...rest, ...(why === undefined ? [] : ['*'])].join(' ');
}

function seen({ level, scope }: Dashboard): string {
  if (level !== 'supervisor') return level;
  return scope.groups === 'all' ? 'all' : `[${scope.groups.join(' ')}]`;
}

/** For each step the numbers of those that it waits for. */
export const waits = ({ steps }: Pick<Ordered, 'steps'>): readonly (readonly number[])[] =>
  steps.map(({ after }) => after.map((id) => steps.findIndex((step) => step.id === id)).sort());

/** `gain handover bo level.admin 0-1`: between the steps of these numbers. */
export const open = ({ steps, leftOpen }: Ordered, kind: OpenWindow['kind']): readonly string[] =>
  leftOpen
    .filter((one) => one.kind === kind)
    .map(({ why, user, capability, opensWith, closesWith }) => {
      const [from, to] = [opensWith, closesWith].map((id) => steps.findIndex((step) => step.id === id));
      return `${why} ${nameOf(user).replace('@acme.example', '')} ${capability} ${from}-${to}`;
    });

export const byHand = (...operations: readonly Operation[]): Pick<OrderOptions, 'modeOf'> => ({
  modeOf: ({ operation }) => (operations.includes(operation) ? 'by-hand' : 'automatic'),
});
