import { byText, type Change, type Kind, nameOf, type Plan } from '../model/index.js';

const ACTIONS: readonly Change['action'][] = ['create', 'update', 'delete'];
/** What others refer to comes first when it is added, and last when it goes. */
const KINDS: readonly Kind[] = ['group', 'profile', 'user', 'membership'];

const place = ({ action, kind }: Change): number => {
  const index = KINDS.indexOf(kind);
  return ACTIONS.indexOf(action) * KINDS.length + (action === 'delete' ? KINDS.length - index : index);
};

/** In the order of reading: added, changed, destroyed; then by kind; then by key. */
export function sortedChanges(changes: readonly Change[]): Change[] {
  return [...changes].sort((one, other) => place(one) - place(other) || byText(one.key, other.key));
}

export const SIGNS = { create: '+', update: '~', delete: '-' } as const;

export interface Members {
  readonly group: string;
  readonly emails: readonly string[];
}

/** `membership:Sales/ada@acme.example` by group; no address contains a "/". */
export function membersByGroup(changes: readonly Change[]): Members[] {
  const groups = new Map<string, string[]>();
  for (const { key } of changes) {
    const name = nameOf(key);
    const end = name.lastIndexOf('/');
    const group = name.slice(0, end);
    const emails = groups.get(group) ?? [];
    groups.set(group, emails);
    emails.push(name.slice(end + 1));
  }
  return [...groups].map(([group, emails]) => ({ group, emails }));
}

/** Every name that stands in a plan's keys, so that none is cut to look like another. */
export function namesIn(plan: Plan): string[] {
  const keys = [...plan.changes, ...plan.released].map(({ key }) => nameOf(key));
  return [
    ...keys,
    ...membersByGroup(plan.changes.filter(({ kind }) => kind === 'membership')).flatMap(({ group, emails }) => [
      group,
      ...emails,
    ]),
  ];
}

export const requestsOf = (plan: Plan): number =>
  plan.steps.reduce((sum, step) => sum + (step.mode === 'automatic' ? step.requests : 0), 0);
