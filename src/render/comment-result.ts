import type { Plan, Report, Step, StepResult } from '../model/index.js';
import { countedInForce, countedPeople } from './access-headline.js';
import { accessPage, accessTables } from './access-markdown.js';
import { outcomeOf, skippedOf, tally } from './apply-report.js';
import { COMMENT_LIMIT, commentMarker } from './comment.js';
import { codeSpan } from './inert.js';
import type { PlanFacts } from './plan-human.js';
import { folded } from './plan-markdown.js';
import { type PersonName, stepSentence } from './step-sentence.js';
import { count, digits, duration, listed, moment, shortDigest } from './words.js';

/** What became of a plan that was merged. */
export interface CommentResult {
  readonly plan: Plan;
  readonly facts: PlanFacts;
  readonly report: Report;
  /** Planned again from a new read; undefined when the account could not be read. */
  readonly after: Plan | undefined;
  readonly run: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly commit: string;
  /** In words of ours: whose approval, of which plan. */
  readonly approved: string;
  /** Number of the issue in which steps by hand are ticked off. */
  readonly stepsIssue: number | undefined;
  readonly runUrl: string | undefined;
}

/** The comment once the plan was applied: what is in force, what waits for a person, and what failed. */
export function renderResult(result: CommentResult): string {
  const { plan, facts, report } = result;
  const named = { ...facts, personName: facts.personName ?? ((email: string) => email) };
  const page = accessPage(inForce(result), named);
  const blocks = [
    `${commentMarker(plan.account)}\n### \`${plan.account}\`: ${resultHeading(report)}`,
    resultAlert(result),
    ...problemBlock(report, named.personName),
    ...byHandTable(report, named.personName),
    ...accessTables(page),
    stepsBlock(report, named.personName),
    `<sub>${resultPrint(result)}</sub>`,
  ].filter((block) => block !== '');
  const text = `${blocks.join('\n\n')}\n`;
  if (text.length <= COMMENT_LIMIT) return text;
  const short = [...blocks.slice(0, 2), ...problemBlock(report, named.personName).slice(0, 1), blocks.at(-1)];
  return `${short.join('\n\n').slice(0, COMMENT_LIMIT)}\n`;
}

/** `applied, 2 steps by hand are still open`. */
export function resultHeading(report: Report): string {
  const { done, total, byHand } = tally(report);
  const open = byHand === 0 ? '' : `, ${count(byHand, 'step')} by hand ${byHand === 1 ? 'is' : 'are'} still open`;
  if (done === total) return `applied${open}`;
  return `${done === 0 ? 'not applied' : 'partly applied'}, ${digits(done)} of ${count(total, 'step')} done${open}`;
}

function resultAlert({ plan, report, after, stepsIssue }: CommentResult): string {
  const { done, total, byHand } = tally(report);
  const { people } = plan.summary;
  const left = after?.summary.people;
  const words =
    !people || (done === total && byHand === 0)
      ? countedPeople({ ...(people ?? NOBODY), uncertain: 0 }, 'past')
      : left
        ? countedInForce(people, left)
        : [];
  const said = words.map(({ sign, text }) => `${sign} ${text}`).join(' · ');
  if (done === total && byHand === 0) return said === '' ? '' : `**${said}.**`;
  const where = byHand > 0 && stepsIssue !== undefined ? ` They can be ticked off in #${stepsIssue}.` : '';
  const what =
    done === total
      ? `The rest follows when the steps below are done.${where}`
      : 'Run the workflow again to go on: what is done is not done again.';
  return `> [!WARNING]\n> ${said === '' ? '' : `**${said}.** `}${what}`;
}

const NOBODY = Object.freeze({ gain: 0, lose: 0, privileged: 0, uncertain: 0 });

/** Without those whom the plan that is left still names. */
function inForce({ plan, after }: CommentResult): Plan {
  const open = new Set((after?.access ?? []).map(({ user }) => user));
  return { ...plan, access: (plan.access ?? []).filter(({ user }) => after !== undefined && !open.has(user)) };
}

function problemBlock(report: Report, personName: PersonName): string[] {
  const rows = report.results.flatMap((one, index) => {
    const outcome = outcomeOf(one);
    if (!outcome || outcome.kind === 'done') return [];
    return [`- ${index + 1}. ${codeSpan(stepSentence(one.step, String, personName))}: ${codeSpan(outcome.message)}`];
  });
  return rows.length === 0 ? [] : [`**Failed:**\n${rows.join('\n')}`];
}

const isByHand = (one: StepResult): boolean => skippedOf(one)?.because === 'by-hand';

function byHandTable(report: Report, personName: PersonName): string[] {
  const steps = report.results.filter(isByHand).map(({ step }) => step);
  if (steps.length === 0) return [];
  return [['| Step by hand |', '| :-- |', ...steps.map((step) => `| ${said(step, personName)} |`)].join('\n')];
}

const said = (step: Step, personName: PersonName): string => codeSpan(stepSentence(step, String, personName));

function stepsBlock(report: Report, personName: PersonName): string {
  const { done, total, byHand } = tally(report);
  if (report.results.length === 0) return '';
  const rows = report.results.map((one, index) => {
    const outcome = outcomeOf(one);
    const state = outcome ? (outcome.kind === 'done' ? 'done' : outcome.kind) : isByHand(one) ? 'by hand' : 'not begun';
    return `| ${index + 1} | ${said(one.step, personName)} | ${state} |`;
  });
  const parts = [`${done} done`, ...(byHand > 0 ? [`${byHand} by hand open`] : [])];
  return folded(
    `<b>${count(total + byHand, 'step')}</b>: ${listed(parts)}`,
    ['| # | Step | Result |', '| --: | :-- | :-- |', ...rows].join('\n'),
  );
}

function resultPrint({
  plan,
  report,
  after,
  run,
  startedAt,
  endedAt,
  commit,
  approved,
  runUrl,
}: CommentResult): string {
  const left = after === undefined ? undefined : after.steps.filter(({ mode }) => mode === 'automatic').length;
  const parts = [
    `Applied ${moment(startedAt.toISOString())} in ${duration(endedAt.getTime() - startedAt.getTime())}, run ${run}, commit ${commit.slice(0, 7)}`,
    `digest ${shortDigest(plan.digest)}, ${approved}`,
    left === undefined
      ? 'the account could not be read again'
      : left === 0
        ? `read again: no changes are left${tally(report).byHand > 0 ? ' but those by hand' : ''}`
        : `read again: ${count(left, 'step')} left`,
    ...(runUrl === undefined ? [] : [`[run](${runUrl})`]),
    `ringctl ${plan.tool.version}`,
  ];
  return parts.join(' · ');
}
