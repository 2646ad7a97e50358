import { type Diagnostic, isError, once, type Plan } from '../model/index.js';
import { authorLine } from './access-author.js';
import { type AccessPage, accessPage, accessTables, foldedNames, openNames, releasedTable } from './access-markdown.js';
import { isCounted } from './access-places.js';
import { allowBlock, approvalAlert, approvalBullets, type CommentApprovals } from './comment-approvals.js';
import { COMMENT_LIMIT, cutToFit, type Left } from './comment-fit.js';
import { type SinceLast, sinceBlock } from './comment-since.js';
import { codeSpan } from './inert.js';
import { isLimit, refusalsOf } from './limit-refusal.js';
import { isNothing, type PlanFacts } from './plan-human.js';
import {
  alert,
  authorBullet,
  byHandBlock,
  changesBlock,
  diagnosticBullets,
  folded,
  heading,
  limitBullets,
  releasedBlock,
} from './plan-markdown.js';
import { isRuleChange, ruleBlock } from './rule-changes.js';
import { count, digits, listed, moment, shortDigest } from './words.js';

export { COMMENT_LIMIT };

/** What stands around a plan on a pull request. All of it is made inert here but what is ours. */
export interface CommentFrame {
  /** Commits, in full. */
  readonly head: string;
  readonly base: { readonly branch: string; readonly commit: string };
  readonly runUrl: string | undefined;
  /** 1 for the first plan of the pull request. */
  readonly number: number;
  readonly approvals: CommentApprovals;
  readonly since?: SinceLast;
  /** What begins on a later day by what this change states, earliest first. */
  readonly later: readonly { readonly day: string; readonly plan: Plan; readonly facts: PlanFacts }[];
  /** Why the account was not read, in a sentence of ours. */
  readonly note?: string;
  /** Where the whole plan is found; our own words. */
  readonly artifact: string;
}

export type Comment =
  | { readonly kind: 'whole' | 'shortened'; readonly text: string }
  /** Not even what must be seen fits: nobody can review it. `text` says so. */
  | { readonly kind: 'too-large'; readonly text: string; readonly rows: number };

export const commentMarker = (account: string): string => `<!-- ringctl plan ${account} -->`;

/** The comment of one account. Verdict and people stand first; what is cut is counted, and what must be seen is never cut. */
export function renderComment(plan: Plan, facts: PlanFacts, frame: CommentFrame, limit = COMMENT_LIMIT): Comment {
  const draft = draftOf(plan, facts, frame);
  const text = (left: Cut) => assembled(draft, left);
  const left = cutToFit(draft.whole, draft.least, (one) => text(one).length <= limit);
  if (left === undefined) return { kind: 'too-large', text: tooLarge(draft), rows: rowsIn(draft) };
  return { kind: left === draft.whole ? 'whole' : 'shortened', text: text(left) };
}

function pageOf(plan: Plan, facts: PlanFacts): AccessPage {
  return accessPage(plan, { ...facts, personName: facts.personName ?? ((email) => email) });
}

/** What may be cut: changes by their weight, folded lists of names, further places of a row (1 or 0), and messages. */
type Cut = Left<'changes' | 'names' | 'places' | 'messages'>;

/** What stands in the comment, rendered once, with what may be cut of it apart. */
interface Draft {
  readonly plan: Plan;
  readonly facts: PlanFacts;
  readonly frame: CommentFrame;
  readonly page: AccessPage;
  readonly later: readonly { readonly day: string; readonly page: AccessPage }[];
  readonly whole: Cut;
  /** In the order in which it is cut, each with what stays at least. */
  readonly least: readonly (readonly [keyof Cut, number])[];
  readonly above: readonly string[];
  readonly tables: { readonly whole: () => readonly string[]; readonly short: () => readonly string[] };
  readonly below: readonly string[];
  readonly bullets: readonly string[];
  readonly messages: readonly string[];
  readonly released: readonly string[];
  readonly byHand: readonly string[];
  readonly names: readonly { readonly summary: string; readonly body: string }[];
  readonly heaviest: Plan['changes'];
}

function draftOf(plan: Plan, facts: PlanFacts, frame: CommentFrame): Draft {
  const refusals = refusalsOf(facts.exceeded ?? [], plan.diagnostics);
  const diagnostics = plan.diagnostics.filter((one) => !isRuleChange(one) && !isAsked(one, refusals.length > 0));
  const page = pageOf(plan, facts);
  const author = authorLine(plan, facts.author, page);
  const errors = diagnostics.filter(isError).length;
  const asks = errors === 0 && refusals.length === 0 ? approvalAlert(plan, frame) : undefined;
  const later = frame.later.map((one) => ({ day: one.day, page: pageOf(one.plan, one.facts) }));
  const messages = diagnosticBullets(diagnostics);
  const names = foldedNames(page);
  return {
    ...{ plan, facts, frame, page, later, messages, names },
    whole: { changes: plan.changes.length, names: names.length, places: 1, messages: messages.length },
    least: [
      ['changes', silentDeletions(plan).size],
      ['names', 0],
      ['places', 0],
      ['messages', Math.min(errors, FIRST_ERRORS)],
    ],
    above: [
      `${commentMarker(plan.account)}\n### \`${plan.account}\`: ${heading(plan)}`,
      asks ?? alert(plan, facts, { errors, refusals }),
      frame.note ?? '',
      sinceBlock(frame.since),
      ...ruleBlock(plan, frame.base.branch),
    ],
    tables: { whole: once(() => accessTables(page)), short: once(() => accessTables(withFirstPlaces(page))) },
    below: [...releasedTable(plan, page), ...laterBlocks(later), ...openNames(page)],
    bullets: [
      ...allowBlock(refusals, plan, frame),
      ...(author?.isGain ? authorBullet(author) : []),
      ...limitBullets(refusals, frame.base.branch),
      ...approvalBullets(frame.approvals, page),
      ...(author && !author.isGain ? authorBullet(author) : []),
    ],
    released: releasedBlock(plan),
    byHand: byHandBlock(plan),
    heaviest: byWeight(plan),
  };
}

/** Of many errors the first are never cut. */
const FIRST_ERRORS = 5;

function assembled(draft: Draft, left: Cut): string {
  const { plan, facts, frame, page, tables } = draft;
  const folds = [
    ...draft.byHand,
    ...draft.names.slice(0, left.names).map(({ summary, body }) => folded(summary, body)),
    ...changesBlock(plan, page, draft.heaviest.slice(0, left.changes)),
  ];
  const blocks = [
    ...draft.above,
    ...(left.places === 1 ? tables.whole() : tables.short()),
    ...draft.below,
    [...draft.bullets, ...draft.messages.slice(0, left.messages)].join('\n'),
    ...draft.released,
    folds.join('\n'),
    leftOut(draft, left),
    `<sub>${smallPrint(plan, facts, frame)}</sub>`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Told by the frame in words of its own. */
const isAsked = (one: Diagnostic, isRefused: boolean): boolean =>
  one.code === 'APPROVAL_NEEDED' || (isRefused && isLimit(one));

const withFirstPlaces = (page: AccessPage): AccessPage => ({ ...page, groups: page.groups.map(firstPlace) });

/** A row that counts its people by their lines keeps them: its words would be wrong without. */
const firstPlace = (group: AccessPage['groups'][number]): AccessPage['groups'][number] =>
  isCounted(group) && group.profile === undefined ? group : { ...group, places: group.places.slice(0, 1) };

function laterBlocks(later: Draft['later']): string[] {
  return later.flatMap(({ day, page }) => {
    const tables = accessTables(page);
    return tables.length === 0 ? [] : [`**From ${day} on**, by what this change states:`, ...tables];
  });
}

/** What goes without a row that tells it: an empty group, a profile that nobody has. Such a line is never cut. */
function silentDeletions({ changes, access = [] }: Plan): ReadonlySet<Plan['changes'][number]> {
  const told = new Set(access.flatMap(({ user, losses }) => (losses.length > 0 ? [user] : [])));
  return new Set(
    changes.filter(({ action, kind, key }) => action === 'delete' && kind !== 'membership' && !told.has(key)),
  );
}

/** What goes untold first, then what gives somebody privileged access, then what gives or takes any. */
function byWeight(plan: Plan): Plan['changes'] {
  const { changes, access = [] } = plan;
  const silent = silentDeletions(plan);
  const weights = new Map<string, number>();
  for (const { gains, losses } of access)
    for (const { cause, privileged } of [...gains, ...losses])
      weights.set(cause.change, Math.max(weights.get(cause.change) ?? 0, privileged ? 2 : 1));
  const weight = (change: Plan['changes'][number]) =>
    silent.has(change) ? 4 : change.action === 'delete' ? 3 : (weights.get(change.key) ?? 0);
  return changes.toSorted((one, other) => weight(other) - weight(one));
}

function leftOut({ frame, whole, names, messages }: Draft, left: Cut): string {
  const cutNames = names.slice(left.names).reduce((sum, { body }) => sum + body.split('`, `').length, 0);
  const [changes, cutMessages] = [whole.changes - left.changes, messages.length - left.messages];
  const parts = [
    ...(cutNames > 0 ? [`${count(cutNames, 'name')} in rows that count people`] : []),
    ...(changes > 0 ? [`${count(changes, 'change')} to fields`] : []),
    ...(left.places === 1 ? [] : ['further lines of files in a row']),
    ...(cutMessages > 0 ? [`${count(cutMessages, 'error or warning', 'errors and warnings')}`] : []),
  ];
  if (parts.length === 0) return '';
  return `> [!WARNING]\n> **This comment is shortened.** Every gain and every loss stands above. Left out, to stay below ${digits(COMMENT_LIMIT)} characters: ${parts.join(', ')}. ${frame.artifact}`;
}

const rowsIn = ({ page, later }: Draft): number =>
  [page, ...later.map((one) => one.page)].reduce((sum, { groups }) => sum + groups.length, 0);

function tooLarge(draft: Draft): string {
  const { plan, frame } = draft;
  const parts = [
    [rowsIn(draft), 'row of gains and losses', 'rows of gains and losses'],
    [silentDeletions(plan).size, 'deletion', 'deletions'],
    [plan.byHand?.length ?? 0, 'step by hand', 'steps by hand'],
    [plan.released.length, 'value that is released', 'values that are released'],
    [plan.diagnostics.filter(isRuleChange).length, 'change of a rule', 'changes of rules'],
  ] as const;
  const what = listed(parts.flatMap(([number, one, many]) => (number === 0 ? [] : [count(number, one, many)])));
  return [
    `${commentMarker(plan.account)}\n### \`${plan.account}\`: ${heading(plan)}`,
    `> [!CAUTION]\n> **Too large to review: ${what} do not fit into one comment.** Split the pull request, or plan a part with \`--target\`.`,
    frame.artifact,
    `<sub>${smallPrint(plan, {}, frame)}</sub>\n`,
  ].join('\n\n');
}

const GOOD_FOR_HOURS = 24;
export const shortCommit = (commit: string): string => commit.slice(0, 7);

function smallPrint(plan: Plan, { people }: PlanFacts, frame: CommentFrame): string {
  const { head, base, runUrl, number } = frame;
  const { recorded, unreadable } = plan.coverage;
  const parts = [
    plan.readAt === undefined || plan.base !== undefined
      ? 'The account was not read'
      : `Account read ${moment(plan.readAt)}${people === undefined ? '' : `: ${count(people, 'person', 'people')}`}, complete`,
    `files at ${shortCommit(head)} against ${codeSpan(base.branch)} ${shortCommit(base.commit)}`,
    ...(plan.summary.unmanaged === 0 ? [] : [`${count(plan.summary.unmanaged, 'user')} not managed, left alone`]),
    ...(recorded === 0 ? [] : [`${count(recorded, 'field')} recorded, not read`]),
    ...(unreadable === 0 || plan.base !== undefined ? [] : [`${count(unreadable, 'field')} unreadable`]),
    ...(isNothing(plan) || plan.base !== undefined
      ? []
      : [`digest ${shortDigest(plan.digest)}, good for ${GOOD_FOR_HOURS} h`]),
    ...(runUrl === undefined ? [] : [`[run](${runUrl})`]),
    ...(number > 1 ? [`plan ${number} of this pull request, older ones are under "edited"`] : []),
    `ringctl ${plan.tool.version}`,
  ];
  return parts.join(' · ');
}
