import { asciiLower, type Plan, type ResourceKey, type Settings, userKey } from '../model/index.js';
import { ACCEPTABLE_LIMITS, type AcceptableLimit } from '../plan/limits.js';
import type { Ask, CommentApprovals } from '../render/comment-approvals.js';
import type { NeededApproval } from '../run/policies.js';

export type Accepted = { readonly [limit in AcceptableLimit]?: number };

/** Somebody who agreed to a commit. */
export interface Approver {
  readonly login: string;
  /** What they wrote. */
  readonly body: string;
}

/** Who approved a commit: the last word of each person, and only about this commit. */
export function approversOf(
  reviews: readonly {
    readonly login: string;
    readonly isPerson: boolean;
    readonly state: string;
    readonly commit: string;
    readonly body: string;
  }[],
  head: string,
): readonly Approver[] {
  const last = new Map<string, (typeof reviews)[number]>();
  for (const review of reviews)
    if (review.isPerson && review.state !== 'COMMENTED' && review.state !== 'PENDING')
      last.set(asciiLower(review.login), review);
  return [...last.values()].filter(({ state, commit }) => state === 'APPROVED' && commit === head);
}

/** `ringctl accept privilegedGains=3 DIGEST16`, a line of its own, for the plan of this digest. */
export function acceptedIn({ body }: Approver, digest: string): Accepted {
  const accepted: { [limit in AcceptableLimit]?: number } = {};
  for (const line of body.split(/\r?\n/)) {
    const [, limits = '', digits = ''] =
      /^\s*ringctl accept((?: +[a-zA-Z]+=[1-9]\d{0,8})+) +([0-9a-f]{16,64})\s*$/.exec(line) ?? [];
    if (digits === '' || !digest.slice('sha256:'.length).startsWith(digits)) continue;
    for (const word of limits.trim().split(/ +/)) {
      const [name, number] = word.split('=');
      const limit = ACCEPTABLE_LIMITS.find((one) => one === name);
      if (limit) accepted[limit] = Number(number);
    }
  }
  return accepted;
}

export interface Electorate {
  /** Who wrote the change: they agree to nothing in it. */
  readonly authors: readonly string[];
  /** By the base revision. */
  readonly people: Settings['people'];
  /** Everybody who gains anything, or of whom nobody can tell. */
  readonly gainers: ReadonlySet<ResourceKey>;
  readonly isMember: (organisation: string, team: string, login: string) => Promise<boolean>;
  readonly mayWrite: (login: string) => Promise<boolean>;
}

export interface Question {
  readonly needed: readonly NeededApproval[];
  /** People who gain something privileged. */
  readonly privileged: number;
  /** Limits that were accepted, with the digest for which that counts. */
  readonly accepted: Accepted;
  readonly digest: string;
  /** Who agrees to privileged gains and accepts limits; nobody named is whoever may write. */
  readonly from: readonly string[];
  readonly approvers: readonly Approver[];
}

/** Who agreed to what must be agreed to, and whose word does not count. */
export async function judgeApprovals(question: Question, electorate: Electorate): Promise<CommentApprovals> {
  const { approvers, needed, privileged, accepted, from } = question;
  const faults = new Map(approvers.map((approver) => [approver, faultOf(approver.login, electorate)] as const));
  const good = approvers.filter((approver) => faults.get(approver) === undefined);
  const by = async (list: readonly string[], who = good) => {
    const found: string[] = [];
    for (const { login } of who) if (await isAmong(login, list, electorate)) found.push(login);
    return found;
  };
  const limits = Object.entries(accepted).map(([limit, number]) => ({ limit, number }));
  const asks: Ask[] = [];
  for (const { policy, from: list, people } of needed)
    asks.push({ what: { kind: 'policy', policy, people }, from: list, by: await by(list) });
  if (privileged > 0) asks.push({ what: { kind: 'privileged', count: privileged }, from, by: await by(from) });
  for (const { limit, number } of limits) {
    const who = good.filter((one) =>
      Object.entries(acceptedIn(one, question.digest)).some(([name, of]) => name === limit && of === number),
    );
    asks.push({ what: { kind: 'limit', limit, number }, from, by: await by(from, who) });
  }
  const notCounted =
    asks.length === 0
      ? []
      : approvers.flatMap((approver) => {
          const why = faults.get(approver);
          return why === undefined ? [] : [{ login: approver.login, why }];
        });
  return { asks, notCounted, from };
}

/** Why somebody may not agree to the change; undefined where nothing stands against it. */
function faultOf(login: string, { authors, people, gainers }: Electorate): string | undefined {
  if (authors.some((author) => isSameLogin(author, login))) return 'they wrote a part of the change';
  const email = emailOf(login, people);
  if (email === undefined)
    return 'nobody knows who they are in the account: `people` in ringctl.yaml does not name them on the base branch';
  return gainers.has(userKey(email)) ? 'they gain something by it' : undefined;
}

const isSameLogin = (one: string, other: string): boolean => asciiLower(one) === asciiLower(other);

function emailOf(login: string, people: Settings['people']): string | undefined {
  return Object.entries(people).find(([known]) => isSameLogin(known, login))?.[1];
}

async function isAmong(login: string, from: readonly string[], electorate: Electorate): Promise<boolean> {
  if (from.length === 0) return electorate.mayWrite(login);
  const email = emailOf(login, electorate.people);
  for (const one of from) {
    const [, organisation, team] = /^@([^/]+)\/(.+)$/.exec(one) ?? [];
    if (organisation !== undefined && team !== undefined) {
      if (await electorate.isMember(organisation, team, login)) return true;
    } else if (email !== undefined && userKey(email) === userKey(one)) return true;
  }
  return false;
}

/** Everybody who gains anything by these plans, or of whom nobody can tell that they do not. */
export const gainersIn = (plans: readonly Pick<Plan, 'access'>[]): ReadonlySet<ResourceKey> =>
  new Set(
    plans.flatMap(({ access = [] }) =>
      access.filter(({ gains, uncertain }) => gains.length + uncertain.length > 0).map(({ user }) => user),
    ),
  );

/** How many people gain something privileged by any of these plans. */
export const privilegedIn = (plans: readonly Pick<Plan, 'access'>[]): number =>
  new Set(
    plans.flatMap(({ access = [] }) =>
      access.filter(({ gains }) => gains.some(({ privileged }) => privileged)).map(({ user }) => user),
    ),
  ).size;

/** In words of ours, for the ledger: `approved by sam-ortega in #12`. */
export const approvalWords = ({ asks }: CommentApprovals, where: string): readonly string[] =>
  [...new Set(asks.flatMap(({ by }) => by))].map((login) => `approved by ${login} in ${where}`);
