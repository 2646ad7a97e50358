import { CODES, type Day, type Diagnostic, day, isError, type Plan, type ResourceKey } from '../model/index.js';
import { type Author, authorLine } from './access-author.js';
import { type AccessView, accessLines, accessView, headlineLines } from './access-human.js';
import { checkedSentence } from './checked.js';
import { diagnosticLines, placeOf } from './diagnostic-human.js';
import { sortedDiagnostics } from './diagnostic-order.js';
import { type Face, finish, nameFor, sentenceFor } from './face.js';
import { styled, wrap } from './layout.js';
import {
  type ExceededLimit,
  isLimit,
  type Refusal,
  type RefusalView,
  refusalLines,
  refusalsOf,
} from './limit-refusal.js';
import { byHandLines, changeLines } from './plan-changes.js';
import { requestsOf } from './plan-order.js';
import { isRuleChange, ruleHeadline, ruleLines } from './rule-changes.js';
import type { PersonName } from './step-sentence.js';
import { about, count, moment, shortDigest } from './words.js';

/** What a plan itself does not carry. */
export interface PlanFacts {
  readonly files?: number;
  /** People of the account who were read. */
  readonly people?: number;
  readonly personName?: PersonName;
  /** Whether somebody else of the account is called the same. */
  readonly sharesName?: (email: string) => boolean;
  readonly author?: Author;
  /** When the plan was made, in the time zone of the account; without it the day in UTC stands for that. */
  readonly today?: Day;
  /** Limits that refuse the plan; each has its diagnostic, in the same order. */
  readonly exceeded?: readonly ExceededLimit[];
  /** What carries the plan out; `ringctl apply` when nothing is said. */
  readonly command?: string;
  /** Requests a second that the account takes; by default what its provider is known to take. */
  readonly rate?: number;
}

export function renderPlan(plan: Plan, facts: PlanFacts, face: Face): string {
  const refusals = refusalsOf(facts.exceeded ?? [], plan.diagnostics);
  const errors = plan.diagnostics.filter((one) => isError(one) && !(refusals.length > 0 && isLimit(one)));
  const view = accessView(plan, { ...facts, personName: facts.personName ?? ((email) => email) }, face);
  const lines = [
    ...wrap(headLine(plan, facts), { width: face.width, indent: 0, hanging: 2 }),
    ...scopeLines(plan, facts, face),
    ...(isNothing(plan) ? [] : headlineLines(plan, face)),
    ...ruleHeadline(plan, face),
    ...refusedLines(errors, refusals, face),
    ...authorLines(plan, facts.author, view),
  ];
  const rules = ruleLines(plan, face);
  if (rules.length > 0) lines.push('', ...rules, ...(isNothing(plan) ? [''] : []));
  if (isNothing(plan)) lines.push(...nothingLines(plan, face), ...warningLines(plan.diagnostics, face));
  else lines.push(...somethingLines(plan, facts, view));
  if (errors.length > 0) lines.push('', ...diagnosticLines(errors, face), '', refusal(errors));
  if (refusals.length > 0)
    lines.push('', ...refusalLines(refusals, plan.digest, { ...refusalView(view), command: facts.command }));
  return finish(lines, face);
}

/** What refuses the plan is named above the first name, and told at the end. */
function refusedLines(errors: readonly Diagnostic[], refusals: readonly Refusal[], { width }: Face): string[] {
  const parts = [
    ...(errors.length > 0 ? [count(errors.length, 'error')] : []),
    ...(refusals.length > 0
      ? [`${count(refusals.length, 'limit')} ${refusals.length === 1 ? 'is' : 'are'} exceeded`]
      : []),
  ];
  if (parts.length === 0) return [];
  return wrap(styled('boldRed', `Refused: ${parts.join(', ')}, see the end.`), { width, indent: 0, hanging: 2 });
}

function authorLines(plan: Plan, author: Author | undefined, view: AccessView): string[] {
  const line = authorLine(plan, author, view);
  if (!line) return [];
  const text = line.verdict === '' ? line.text : `${styled('bold', line.verdict)} ${line.text}`;
  return wrap(text, { width: view.face.width, indent: 0, hanging: 2 });
}

/** People as they are called above, in the order of the rows above. */
function refusalView({ face, people, groups, voice }: AccessView): RefusalView {
  const places = new Map<ResourceKey, number>();
  for (const group of groups) for (const key of group.people) if (!places.has(key)) places.set(key, places.size);
  const shown = (key: ResourceKey) => (key.startsWith('user:') ? people.shown(key) : voice.name(key));
  return { face, shown, place: (key) => places.get(key) ?? places.size };
}

export const isNothing = (plan: Plan): boolean =>
  plan.changes.length === 0 && plan.steps.length === 0 && plan.released.length === 0;

export const refusal = (errors: readonly Diagnostic[]): string =>
  `Refused: ${count(errors.length, 'error')}. Nothing was changed.`;

const PROVIDERS = { sandbox: 'embedded account', ringover: 'Ringover' } as const;

/** `acme · embedded account · 11 files · 60 people read, complete` */
export function headLine(plan: Plan, { files, people }: PlanFacts): string {
  const parts = [
    styled('bold', plan.account),
    PROVIDERS[plan.provider],
    ...(files === undefined ? [] : [count(files, 'file')]),
    ...(people === undefined ? [] : [`${count(people, 'person', 'people')} read, complete`]),
    ...(files === undefined ? [`planned ${moment(plan.createdAt)}`] : []),
  ];
  return parts.join(' · ');
}

/** What narrows the plan must be seen before what it says. */
function scopeLines(plan: Plan, { today = day(plan.createdAt.slice(0, 10)) }: PlanFacts, face: Face): string[] {
  const { targets, excludes, allowDelete } = plan.inputs;
  const show = nameFor(face);
  const lines = [
    plan.base === undefined ? '' : `Against revision ${show(plan.base)} of the files: the account was not read.`,
    targets.length === 0 ? '' : `Only ${targets.map(show).join(', ')} and what they need.`,
    excludes.length === 0 ? '' : `Without ${excludes.map(show).join(', ')}.`,
    today === plan.inputs.at ? '' : `For ${plan.inputs.at}.`,
    allowDelete ? 'With --allow-delete: people may be deleted with their recordings.' : '',
  ];
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => wrap(line, { width: face.width, indent: 0, hanging: 2 }));
}

export function asStated({ base, inputs, diagnostics }: Plan): string {
  if (base !== undefined) return 'Both revisions ask for the same.';
  // A plan that no file states.
  if (inputs.filesDigest === '') return 'Nothing is left to do.';
  const isHeld = diagnostics.some(({ code }) => code === 'HELD');
  return isHeld ? 'But for people who are held, the account is as the files say.' : 'The account is as the files say.';
}

function nothingLines(plan: Plan, face: Face): string[] {
  return wrap([`No changes. ${asStated(plan)}`, ...checked(plan), ...notManaged(plan)].join(' '), {
    width: face.width,
    indent: 0,
    hanging: 2,
  });
}

/** Where something could not be read, "no changes" says how much was compared. */
function checked(plan: Plan): string[] {
  const sentence = checkedSentence(plan);
  return sentence === undefined ? [] : [sentence];
}

const notManaged = ({ summary }: Plan): string[] =>
  summary.unmanaged === 0 ? [] : [`Not managed: ${count(summary.unmanaged, 'user')}, left alone.`];

function somethingLines(plan: Plan, facts: PlanFacts, view: AccessView): string[] {
  const { face } = view;
  const access = accessLines(plan, view);
  const byHand = byHandLines(plan, face, facts.personName ?? ((email) => email));
  const unreadable = plan.coverage.unreadable === 0 ? 'none' : count(plan.coverage.unreadable, 'field');
  const rest = plan.base === undefined ? [...notManaged(plan), `Unreadable: ${unreadable}.`] : [];
  return [
    '',
    ...access,
    ...(access.length === 0 ? [] : ['']),
    styled('bold', 'Changes'),
    ...changeLines(plan, face),
    ...(byHand.length === 0 ? [] : [styled('bold', 'By hand'), ...byHand]),
    ...warningLines(plan.diagnostics, face),
    ...wrap(rest.join(' '), { width: face.width, indent: 0, hanging: 2 }).filter((line) => line !== ''),
    '',
    ...summaryLines(plan, facts, face.width),
  ];
}

/** Those of the files are told in full by `validate`; those of the account only here. */
function warningLines(diagnostics: readonly Diagnostic[], face: Face): string[] {
  const sentence = sentenceFor(face);
  return sortedDiagnostics(diagnostics.filter((one) => !isError(one) && !isRuleChange(one))).flatMap((one) => {
    const place = one.source ? `, ${placeOf(one.source, face).replace(/:\d+$/, '')}` : '';
    const told =
      CODES[one.code].phase === 'files'
        ? ' (ringctl validate shows it)'
        : `: ${sentence([one.message, one.hint ?? ''].join(' ').trim())}`;
    const [first = '', ...rest] = wrap(`Warning  ${one.code}${place}${told}`, {
      width: face.width,
      indent: 0,
      hanging: 2,
    });
    return [first.replace('Warning', styled('boldYellow', 'Warning')), ...rest];
  });
}

export function planLine({ summary }: Plan): string {
  return `Plan: ${summary.add} to add, ${summary.change} to change, ${summary.destroy} to destroy.`;
}

function summaryLines(plan: Plan, facts: PlanFacts, width: number): string[] {
  const requests = requestsOf(plan);
  const { byHand } = plan.summary;
  const time = plan.base === undefined ? `, ${about(pacedMs(plan, facts) ?? requests * UNPACED_MS)}` : '';
  const work = [
    `${count(requests, 'request')}${time}`,
    ...(byHand === 0 ? [] : [`and ${count(byHand, 'step')} by hand`]),
  ].join(', ');
  const sum = `${work}. Digest ${styled('dim', shortDigest(plan.digest))}.`;
  return [styled('bold', planLine(plan)), ...wrap(sum, { width, indent: 0, hanging: 2 })];
}

/** Requests a second that a provider is known to take, so that each of them has its time. */
const RATES = { sandbox: undefined, ringover: 2 } as const;
/** What a request takes of an account that answers at once. */
const UNPACED_MS = 5;

/** How long the requests of a plan take under the limit of the account; undefined where none is known. */
export function pacedMs(plan: Plan, { rate = RATES[plan.provider] }: PlanFacts): number | undefined {
  return rate === undefined ? undefined : (requestsOf(plan) * 1000) / rate;
}
