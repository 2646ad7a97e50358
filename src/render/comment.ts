import { type Diagnostic, isError, type Plan } from '../model/index.js';
import { authorLine } from './access-author.js';
import { type AccessPage, accessPage, accessTables, foldedNames, openNames, releasedTable } from './access-markdown.js';
import { isCounted } from './access-places.js';
import { allowBlock, approvalAlert, approvalBullets, type CommentApprovals } from './comment-approvals.js';
import { type SinceLast, sinceBlock } from './comment-since.js';
import { codeSpan } from './inert.js';
import { isLimit, refusalsOf } from './limit-refusal.js';
import { diffLines } from './plan-diff.js';
import { isNothing, type PlanFacts } from './plan-human.js';
import {
  alert,
  authorBullet,
  byHandBlock,
  changeCount,
  diagnosticBullets,
  folded,
  heading,
  limitBullets,
  releasedBlock,
} from './plan-markdown.js';
import { isRuleChange, ruleBlock } from './rule-changes.js';
import { count, digits, moment, shortDigest } from './words.js';

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

/** GitHub refuses a comment of more than 65,536 characters. */
export const COMMENT_LIMIT = 60_000;

export const commentMarker = (account: string): string => `<!-- ringctl plan ${account} -->`;

/** The comment of one account. Verdict and people stand first; what is cut is counted, and what must be seen is never cut. */
export function renderComment(plan: Plan, facts: PlanFacts, frame: CommentFrame, limit = COMMENT_LIMIT): Comment {
  const page = pageOf(plan, facts);
  const whole: Left = { changes: plan.changes, names: foldedNames(page).length, places: true };
  const text = (left: Left) => assembled({ plan, facts, frame, page, left, whole });
  if (text(whole).length <= limit) return { kind: 'whole', text: text(whole) };
  const heaviest = byWeight(plan);
  const kept = silentDeletions(plan).size;
  const fits = (left: Left) => text(left).length <= limit;
  const few = (number: number): Left => ({ ...whole, changes: heaviest.slice(0, Math.max(number, kept)) });
  const named = (number: number): Left => ({ ...few(0), names: number });
  const without: Left = { ...named(0), places: false };
  const left = fits(few(0))
    ? few(most(heaviest.length, (number) => fits(few(number))))
    : fits(named(0))
      ? named(most(whole.names, (number) => fits(named(number))))
      : without;
  if (fits(left)) return { kind: 'shortened', text: text(left) };
  const rows = accessTables(page).reduce((sum, table) => sum + table.split('\n').length - 2, 0);
  return { kind: 'too-large', text: tooLarge(plan, { rows, deletions: kept }, frame), rows };
}

function pageOf(plan: Plan, facts: PlanFacts): AccessPage {
  return accessPage(plan, { ...facts, personName: facts.personName ?? ((email) => email) });
}

/** What is left of what may be cut. */
interface Left {
  readonly changes: Plan['changes'];
  /** How many of the folded lists of names. */
  readonly names: number;
  /** All places of a row, or the first alone. */
  readonly places: boolean;
}

interface Assembling {
  readonly plan: Plan;
  readonly facts: PlanFacts;
  readonly frame: CommentFrame;
  readonly page: AccessPage;
  readonly left: Left;
  readonly whole: Left;
}

function assembled({ plan, facts, frame, page, left, whole }: Assembling): string {
  const refusals = refusalsOf(facts.exceeded ?? [], plan.diagnostics);
  const diagnostics = plan.diagnostics.filter((one) => !isRuleChange(one) && !isAsked(one, refusals.length > 0));
  const shown = left.places ? page : { ...page, groups: page.groups.map(firstPlace) };
  const author = authorLine(plan, facts.author, page);
  const errors = diagnostics.filter(isError).length;
  const bullets = [
    ...(author?.isGain ? authorBullet(author) : []),
    ...limitBullets(refusals, { ...plan, base: frame.base.branch }),
    ...approvalBullets(frame.approvals, page),
    ...(author && !author.isGain ? authorBullet(author) : []),
    ...diagnosticBullets(diagnostics),
  ];
  const asks = errors === 0 && refusals.length === 0 ? approvalAlert(plan, frame) : undefined;
  const blocks = [
    `${commentMarker(plan.account)}\n### \`${plan.account}\`: ${heading(plan)}`,
    asks ?? alert(plan, facts, { errors, refusals }),
    frame.note === undefined ? '' : frame.note,
    sinceBlock(frame.since),
    ...ruleBlock(plan),
    ...accessTables(shown),
    ...releasedTable(plan, page),
    ...laterBlocks(frame.later),
    ...openNames(page),
    [...allowBlock(refusals, plan, frame), ...bullets].join('\n'),
    ...releasedBlock(plan),
    [...byHandBlock(plan), ...nameBlocks(page, left.names), ...changesBlock(plan, left.changes, page)].join('\n'),
    leftOut({ plan, page, left, whole, frame }),
    `<sub>${smallPrint(plan, facts, frame)}</sub>`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Told by the frame in words of its own. */
const isAsked = (one: Diagnostic, isRefused: boolean): boolean =>
  one.code === 'APPROVAL_NEEDED' || (isRefused && isLimit(one));

/** A row that counts its people by their lines keeps them: its words would be wrong without. */
const firstPlace = (group: AccessPage['groups'][number]): AccessPage['groups'][number] =>
  isCounted(group) && group.profile === undefined ? group : { ...group, places: group.places.slice(0, 1) };

function laterBlocks(later: CommentFrame['later']): string[] {
  return later.flatMap(({ day, plan, facts }) => {
    const tables = accessTables(pageOf(plan, facts));
    return tables.length === 0 ? [] : [`**From ${day} on**, by what this change states:`, ...tables];
  });
}

function nameBlocks(page: AccessPage, number: number): string[] {
  return foldedNames(page)
    .slice(0, number)
    .map(({ summary, body }) => folded(summary, body));
}

function changesBlock(plan: Plan, changes: Plan['changes'], { people }: AccessPage): string[] {
  if (changes.length === 0) return [];
  const body = ['```diff', ...diffLines(changes, people), '```'].join('\n');
  return [folded(`<b>${count(plan.changes.length, 'change')}</b>: ${changeCount(plan)}`, body)];
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

/** The largest number up to `highest` for which it still holds; it holds for 0. */
function most(highest: number, holds: (number: number) => boolean): number {
  let [low, high] = [0, highest];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function leftOut({ page, left, whole, frame }: Omit<Assembling, 'facts'>): string {
  const changes = whole.changes.length - left.changes.length;
  const names = foldedNames(page)
    .slice(left.names)
    .reduce((sum, { body }) => sum + body.split('`, `').length, 0);
  const parts = [
    ...(names > 0 ? [`${count(names, 'name')} in rows that count people`] : []),
    ...(changes > 0 ? [`${count(changes, 'change')} to fields`] : []),
    ...(left.places ? [] : ['further lines of files in a row']),
  ];
  if (parts.length === 0) return '';
  return `> [!WARNING]\n> **This comment is shortened.** Every gain and every loss stands above. Left out, to stay below ${digits(COMMENT_LIMIT)} characters: ${parts.join(', ')}. ${frame.artifact}`;
}

function tooLarge(
  plan: Plan,
  { rows, deletions }: { readonly rows: number; readonly deletions: number },
  frame: CommentFrame,
): string {
  const what = `${count(rows, 'row')} of gains and losses${deletions === 0 ? '' : ` and ${count(deletions, 'deletion')}`}`;
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
