import { groupKey, type ResourceKey, userKey } from '../../model/index.js';
import { type Draft, draft } from '../draft.js';
import type { Turn } from './phases.js';

/** A draft on its way to become a step. */
export interface Write {
  readonly draft: Draft;
  /** Earlier steps that write the same value, or without which this one would be another. */
  readonly after: number[];
  readonly rank: number;
  /** One administrator more, or fewer, afterwards. */
  readonly admins: -1 | 0 | 1;
  /** Takes from an administrator what a later step gives back. */
  readonly isBack: boolean;
  /** Of a step that exists only for the order. */
  readonly why: string | undefined;
  /** One of several people who enter or leave a group: they may share a request. */
  readonly member: { readonly group: string; readonly email: string } | undefined;
}

/** What there is to write, by number, and for what reason something goes by way of a detour. */
export interface Book {
  readonly writes: Write[];
  readonly detours: ReadonlyMap<string, string>;
}

/** Among equals: what gives back what another step takes, what comes into being, what only gives, what does both, what only takes, who leaves, what goes. */
export const RANK = {
  back: -1,
  rename: 0,
  create: 1,
  grant: 2,
  mixed: 3,
  awaited: 4,
  revoke: 5,
  archive: 6,
  delete: 7,
} as const;

/** Added to a rank: what would take something from somebody, required administrators, and whoever acts come after everything else. */
export const LATER = { soft: 100, required: 500, acting: 1000 } as const;

export interface WriteFacts {
  readonly after?: readonly (number | undefined)[];
  readonly rank?: number;
  readonly admins?: Write['admins'];
  readonly isBack?: boolean;
  readonly why?: string | undefined;
  readonly member?: Write['member'];
}

/** Enters a draft and gives its number. */
export function enter(book: Book, one: Draft, facts: WriteFacts = {}): number {
  const { after = [], rank = rankOf(one), admins = 0, isBack = false, why, member } = facts;
  const earlier = after.filter((step) => step !== undefined);
  return book.writes.push({ draft: one, after: earlier, rank, admins, isBack, why, member }) - 1;
}

/** Enters somebody's entering or leaving of a group. */
export function enterMember(
  book: Book,
  { group, email, isIn }: { readonly group: string; readonly email: string; readonly isIn: boolean },
  facts: WriteFacts,
): number {
  const operation = isIn ? 'addMember' : 'removeMember';
  const use = { reads: [groupKey(group)], writes: [userKey(email)] };
  const content = { input: { users: [email] }, precondition: { member: !isIn } };
  return enter(book, draft(operation, groupKey(group), content, use), { ...facts, member: { group, email } });
}

export const turn = (step: number, detour?: string): Turn => ({ step, detour });

/** Every resource that the step names. */
export const mentionsOf = ({ key, writes, reads, frees }: Draft): ReadonlySet<ResourceKey> =>
  new Set([key, ...writes, ...reads, ...frees]);

function rankOf({ operation }: Draft): number {
  switch (operation) {
    case 'rename':
      return RANK.rename;
    case 'createUser':
    case 'createProfile':
    case 'createGroup':
    case 'setProfileTemplate':
      return RANK.create;
    case 'addMember':
      return RANK.grant;
    case 'setPermissions':
    case 'setDashboard':
    case 'link':
    case 'unlink':
    case 'setOpenAccess':
      return RANK.mixed;
    case 'removeMember':
      return RANK.revoke;
    case 'archive':
      return RANK.archive;
    case 'delete':
    case 'signOut':
      return RANK.delete;
    default:
      return operation satisfies never;
  }
}
