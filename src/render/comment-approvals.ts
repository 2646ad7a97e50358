import type { Plan, ResourceKey } from '../model/index.js';
import type { AccessPage } from './access-markdown.js';
import { peopleWords } from './access-voice.js';
import { codeSpan } from './inert.js';
import { CANNOT_BE_ALLOWED, isAllowable, type Refusal } from './limit-refusal.js';
import { smaller } from './plan-markdown.js';
import { count, listed, shortDigest } from './words.js';

/** Something that people must agree to before it is applied. */
export interface Ask {
  readonly what:
    | { readonly kind: 'privileged'; readonly count: number }
    | { readonly kind: 'policy'; readonly policy: string; readonly people: readonly ResourceKey[] }
    | { readonly kind: 'limit'; readonly limit: string; readonly number: number };
  /** Teams as `@acme/security`, or addresses; nobody named is whoever may write to the repository. */
  readonly from: readonly string[];
  /** Logins of those who approved. */
  readonly by: readonly string[];
}

export interface CommentApprovals {
  readonly asks: readonly Ask[];
  /** Who approved or accepted, and why it does not count; our own words around the login. */
  readonly notCounted: readonly { readonly login: string; readonly why: string }[];
  /** Who may accept limits. */
  readonly from: readonly string[];
}

export const openAsks = ({ asks }: CommentApprovals): readonly Ask[] => asks.filter(({ by }) => by.length === 0);

/** `someone of acme/security`. */
export function fromWords(from: readonly string[]): string {
  if (from.length === 0) return 'someone who may write to this repository';
  const words = from.map((one) => (one.startsWith('@') ? `someone of ${codeSpan(one.slice(1))}` : codeSpan(one)));
  return listed(words, 'or');
}

interface Framed {
  readonly head: string;
  readonly approvals: CommentApprovals;
}

/** The alert where nothing stands against the plan but what people must agree to; undefined where there is nothing of the kind. */
export function approvalAlert(plan: Plan, { head, approvals }: Framed): string | undefined {
  const { asks } = approvals;
  if (asks.length === 0) return undefined;
  const privileged = plan.summary.people?.privileged ?? 0;
  const what = privileged > 0 ? ` ${count(privileged, 'gain')} ${privileged === 1 ? 'is' : 'are'} privileged (!)` : '';
  const accepted = asks.some((ask) => ask.what.kind === 'limit');
  const open = openAsks(approvals);
  const start = accepted ? 'Allowed once by a review.' : 'Within all limits.';
  const commit = `\`${head.slice(0, 7)}\``;
  if (open.length === 0) {
    const by = listed([...new Set(asks.flatMap((ask) => ask.by))].map(codeSpan));
    return `> [!IMPORTANT]\n> **${start}${what}${what === '' ? '' : '.'}** Approved for commit ${commit} by ${by}.`;
  }
  const who = [...new Set(open.map(({ from }) => fromWords(from)))].join(', and ');
  return `> [!IMPORTANT]\n> **${start}${what === '' ? '' : `${what}:`}** ${who}, who is not the author and gains nothing here, must approve commit ${commit}.`;
}

export function approvalBullets({ asks, notCounted }: CommentApprovals, { voice }: AccessPage): string[] {
  const state = ({ by, from }: Ask) =>
    by.length > 0 ? `approved by ${listed(by.map(codeSpan))}` : `open, ${fromWords(from)} must approve`;
  const rows = asks.flatMap((ask) => {
    const { what } = ask;
    switch (what.kind) {
      case 'privileged':
        return [];
      case 'policy':
        return [`- Policy ${codeSpan(what.policy)}, for ${peopleWords(what.people, voice)}: ${state(ask)}.`];
      case 'limit':
        return [`- Limit \`${what.limit}\`: ${what.number} allowed once, ${state(ask)}.`];
      default:
        return what satisfies never;
    }
  });
  return [
    ...rows,
    ...notCounted.map(({ login, why }) => `- The approval of ${codeSpan(login)} does not count: ${why}.`),
  ];
}

/** The line for a review that allows exactly this plan. */
export const acceptLine = (refusals: readonly Pick<Refusal, 'limit' | 'count'>[], digest: string): string =>
  `ringctl accept ${refusals.map(({ limit, count: number }) => `${limit}=${number}`).join(' ')} ${shortDigest(digest)}`;

export function allowBlock(refusals: readonly Refusal[], plan: Plan, { head, approvals }: Framed): string[] {
  if (refusals.length === 0) return [];
  if (!isAllowable(refusals)) return [CANNOT_BE_ALLOWED];
  if (plan.base !== undefined) return [`**To allow it:** ${smaller(refusals)}, or wait for the plan of the account.`];
  return [
    `**To allow it:** ${smaller(refusals)}, or let ${fromWords(approvals.from)}, who is not the author and gains nothing here, approve commit \`${head.slice(0, 7)}\` with this line in the review:\n\`\`\`text\n${acceptLine(refusals, plan.digest)}\n\`\`\``,
  ];
}
