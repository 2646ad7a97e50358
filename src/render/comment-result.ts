import { type HandStep, type Plan, type Report, type Step, type StepResult, waitingSteps } from '../model/index.js';
import { countedInForce, countedPeople } from './access-headline.js';
import { accessPage, accessTables } from './access-markdown.js';
import { outcomeOf, skippedOf, tally } from './apply-report.js';
import { commentMarker } from './comment.js';
import { COMMENT_LIMIT } from './comment-fit.js';
import { handSentence } from './hand-step.js';
import { codeSpan } from './inert.js';
import type { PlanFacts } from './plan-human.js';
import { folded } from './plan-markdown.js';
import { type PersonName, stepSentence } from './step-sentence.js';
import { handBlock, waitsIn } from './steps.js';
import { count, digits, duration, listed, moment, shortDigest } from './words.js';

/** What became of a plan that was merged. */
export interface CommentResult {
  readonly plan: Plan;
  readonly facts: PlanFacts;
  readonly report: Report;
  /** Planned again from a new read; undefined when the account could not be read. */
  readonly after: Plan | undefined;
  /** What the plan leaves to people, by the names under which it was handed out. */
  readonly byHand?: readonly HandStep[];
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

interface Part {
  readonly text: string;
  /** What it is, where it may be left out. */
  readonly name?: string;
}

/** The comment once the plan was applied: what is in force, what waits for a person, and what failed. */
export function renderResult(result: CommentResult): string {
  const { plan, facts, report, byHand = [] } = result;
  const named = { ...facts, personName: facts.personName ?? ((email: string) => email) };
  const { personName } = named;
  const parts: readonly Part[] = [
    { text: `${commentMarker(plan.account)}\n### \`${plan.account}\`: ${resultHeading(report)}` },
    { text: resultAlert(result) },
    { text: problemBlock(report, personName), name: 'what failed' },
    { text: byHandTable(byHand, personName), name: 'the steps by hand' },
    { text: accessTables(accessPage(inForce(result), named)).join('\n\n'), name: 'who can now do what' },
    { text: howBlock(result, personName), name: 'how the steps by hand are done' },
    { text: stepsBlock(report, personName), name: 'the steps one by one' },
    { text: `<sub>${resultPrint(result)}</sub>` },
  ];
  return fitted(
    parts.filter(({ text }) => text !== ''),
    result.run,
  );
}

/** What is looked at last is left out first, whole and by its name: half a table could say something else. */
function fitted(parts: readonly Part[], run: string): string {
  const out: string[] = [];
  for (let kept = parts; ; ) {
    const text = `${[...kept.map((part) => part.text), ...shortened(out, run)].join('\n\n')}\n`;
    const last = kept.findLast(({ name }) => name !== undefined);
    if (text.length <= COMMENT_LIMIT || last?.name === undefined) return text;
    out.unshift(last.name);
    kept = kept.filter((part) => part !== last);
  }
}

const shortened = (out: readonly string[], run: string): readonly string[] =>
  out.length === 0
    ? []
    : [
        `> [!WARNING]\n> **This comment is shortened.** Left out, to stay below ${digits(COMMENT_LIMIT)} characters: ${listed(out)}. All of it: \`ringctl history show ${run}\`.`,
      ];

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

function problemBlock(report: Report, personName: PersonName): string {
  const rows = report.results.flatMap((one, index) => {
    const outcome = outcomeOf(one);
    if (!outcome || outcome.kind === 'done') return [];
    return [`- ${index + 1}. ${said(one.step, personName)}: ${codeSpan(outcome.message)}`];
  });
  return rows.length === 0 ? '' : `**Failed:**\n${rows.join('\n')}`;
}

const said = (step: Step, personName: PersonName): string => codeSpan(stepSentence(step, String, personName));

function byHandTable(byHand: readonly HandStep[], personName: PersonName): string {
  const rows = byHand.map(
    (step) => `| ${step.id ?? ''} | ${codeSpan(handSentence(step, { show: (text) => text, personName }))} |`,
  );
  return rows.length === 0 ? '' : ['| | Step by hand |', '| :-- | :-- |', ...rows].join('\n');
}

function howBlock({ byHand = [], plan, after }: CommentResult, personName: PersonName): string {
  if (byHand.length === 0) return '';
  const waitsOf = waitsIn({ byHand, steps: (after ?? plan).steps }, codeSpan);
  const blocks = byHand.map((step) => handBlock(step, { personName }, waitsOf(step)));
  return folded(`<b>How ${byHand.length === 1 ? 'it is' : 'they are'} done</b>`, blocks.join('\n\n'));
}

function stepsBlock(report: Report, personName: PersonName): string {
  const { done, total, byHand, waiting } = tally(report);
  if (report.results.length === 0) return '';
  const rows = report.results.map((one, index) => `| ${index + 1} | ${said(one.step, personName)} | ${stateOf(one)} |`);
  const parts = [
    `${done} done`,
    ...(byHand > 0 ? [`${byHand} by hand open`] : []),
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? 'waits' : 'wait'} for that`] : []),
  ];
  return folded(
    `<b>${count(total + byHand + waiting, 'step')}</b>: ${listed(parts)}`,
    ['| # | Step | Result |', '| --: | :-- | :-- |', ...rows].join('\n'),
  );
}

function stateOf(one: StepResult): string {
  const outcome = outcomeOf(one);
  if (outcome) return outcome.kind;
  const because = skippedOf(one)?.because;
  if (because === 'by-hand') return 'by hand';
  return because === 'waiting' ? 'waits for a step by hand' : 'not begun';
}

function resultPrint({ plan, after, run, startedAt, endedAt, commit, approved, runUrl }: CommentResult): string {
  const left = after && after.steps.filter(({ mode }) => mode === 'automatic').length - waitingSteps(after.steps).size;
  const parts = [
    `Applied ${moment(startedAt.toISOString())} in ${duration(endedAt.getTime() - startedAt.getTime())}, run ${run}, commit ${commit.slice(0, 7)}`,
    `digest ${shortDigest(plan.digest)}, ${approved}`,
    left === undefined
      ? 'the account could not be read again'
      : left === 0
        ? `read again: no changes are left${(after?.steps.length ?? 0) > 0 ? ' but those by hand' : ''}`
        : `read again: ${count(left, 'step')} left`,
    ...(runUrl === undefined ? [] : [`[run](${runUrl})`]),
    `ringctl ${plan.tool.version}`,
  ];
  return parts.join(' · ');
}
