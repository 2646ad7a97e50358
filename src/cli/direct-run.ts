import { isError, type Live, type Plan } from '../model/index.js';
import {
  count,
  inert,
  jsonText,
  type Mask,
  maskFor,
  maskHandStep,
  maskPlan,
  maskReport,
  outcomeOf,
  type PlanFacts,
  planJson,
  planLine,
  renderPlan,
  renderReport,
  tally,
} from '../render/index.js';
import type { StepEvent } from '../run/apply.js';
import type { CarriedOut } from '../run/carry-out.js';
import { stepProgress } from './apply-progress.js';
import { faceOf } from './face-of.js';
import type { Interrupts } from './interrupt.js';
import { formatOf, type Invocation, isQuiet, print } from './invocation.js';
import { maskOf, personNames } from './people.js';

/** Plans that no file states: shown, asked for, carried out and told as apply does. */
export interface DirectRun {
  readonly confirm: (asked: Asked) => Promise<boolean>;
  readonly onStep: (event: StepEvent) => void;
  readonly tell: (asked: Asked, carried: CarriedOut) => void;
}

export interface Asked {
  readonly plan: Plan;
  readonly live: Live;
  /** Lines after the plan, such as what cannot be taken back. */
  readonly notes?: readonly string[];
  readonly facts?: PlanFacts;
}

/** Whether somebody is there to say yes. Where nobody is, the plan is shown and nothing done. */
const isAttended = (invocation: Invocation): boolean =>
  invocation.io.ask !== undefined && formatOf(invocation) !== 'json';

/** What a person said no to, or what nobody was asked. */
export function tellDeclined(invocation: Invocation, command: readonly string[]): void {
  if (formatOf(invocation) === 'json') return;
  const how = isAttended(invocation)
    ? ''
    : `Nobody was asked. To carry it out: ${inert(commandLine(invocation, command))}\n`;
  print(invocation, `Nothing was changed.\n${masked(invocation, how)}`);
}

/** As a shell takes it. */
export const commandLine = ({ base, io }: Invocation, words: readonly string[]): string =>
  ['ringctl', ...words, ...(base === io.cwd ? [] : ['-C', base]), '--auto-approve'].map(quoted).join(' ');

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`);

/** `whole` where nothing is left; `by-hand` where only people have something left to do. */
export function resultOf<Whole extends string>(
  { report }: CarriedOut,
  whole: Whole,
): Whole | 'by-hand' | 'partly' | 'failed' {
  const { total, done, byHand, waiting } = tally(report);
  if (done === total && !report.halted) return byHand + waiting === 0 ? whole : 'by-hand';
  const kinds = report.results.map((result) => outcomeOf(result)?.kind);
  return kinds.some((kind) => kind === 'done' || kind === 'ambiguous') ? 'partly' : 'failed';
}

/** The text with nobody's name or address in it, where that was asked for. */
export const masked = (invocation: Invocation, text: string): string =>
  invocation.flags.has('mask-personal-data') ? maskFor('', []).text(text) : text;

/** Prints one JSON document, masked as a whole. */
export function printDocument(invocation: Invocation, asked: Asked, document: object): void {
  const mask = maskOfAsked(invocation, asked);
  const text = jsonText({ formatVersion: 1, ...document, plan: documentOf(invocation, asked) });
  print(invocation, mask ? mask.text(text) : text);
}

export function directRun(invocation: Invocation, interrupts: Interrupts): DirectRun {
  const { io, flags } = invocation;
  const state: { onStep: (event: StepEvent) => void } = { onStep: () => {} };
  return {
    onStep: (event) => {
      interrupts.writingBegins();
      state.onStep(event);
    },
    confirm: async (asked) => {
      const mask = maskOfAsked(invocation, asked);
      const name = mask ? mask.person : personNames({ live: asked.live });
      state.onStep = stepProgress(invocation, { name, mask: mask?.text ?? ((text) => text) });
      show(invocation, asked);
      if (flags.has('auto-approve')) return true;
      if (!isAttended(invocation)) return false;
      const steps = asked.plan.steps.filter(({ mode }) => mode === 'automatic').length;
      const question =
        steps === 0 ? `Go on with ${asked.plan.account}?` : `Apply ${count(steps, 'step')} to ${asked.plan.account}?`;
      return (await io.ask?.(`${question} Type yes: `))?.trim() === 'yes';
    },
    tell: (asked, { report, after, startedAt, endedAt, run, byHand }) => {
      invocation.log.settle();
      const mask = maskOfAsked(invocation, asked);
      const shown = mask ? maskReport(report, mask) : report;
      if (formatOf(invocation) === 'json') return;
      const facts = {
        milliseconds: endedAt.getTime() - startedAt.getTime(),
        after,
        personName: mask ? (email: string) => email : personNames({ live: asked.live }),
        people: asked.plan.summary.people,
        byHand: byHand.map((step) => (mask ? maskHandStep(step, mask) : step)),
      };
      const text = renderReport(shown, facts, faceOf(io.stdout, io, flags));
      print(invocation, isQuiet(invocation) ? text.slice(0, text.indexOf('\n') + 1) : `${text}Run ${run}.\n`);
    },
  };
}

/** The plan as a person reads it, with the notes below it; nothing where the result is JSON. */
export function show(invocation: Invocation, asked: Asked): void {
  const { io, flags, log } = invocation;
  log.settle();
  if (formatOf(invocation) === 'json') return;
  if (isQuiet(invocation) && !asked.plan.diagnostics.some(isError)) {
    print(invocation, `${planLine(asked.plan)}\n`);
    return;
  }
  const mask = maskOfAsked(invocation, asked);
  const personName = mask ? (email: string) => email : personNames({ live: asked.live });
  const plan = mask ? maskPlan(asked.plan, mask) : asked.plan;
  print(invocation, renderPlan(plan, { personName, ...asked.facts }, faceOf(io.stdout, io, flags)));
  const notes = (asked.notes ?? []).map((note) => `${mask ? mask.text(note) : note}\n`);
  print(invocation, notes.join(''));
}

const documentOf = (invocation: Invocation, asked: Asked): unknown => {
  const mask = maskOfAsked(invocation, asked);
  return planJson(mask ? maskPlan(asked.plan, mask) : asked.plan);
};

export const maskOfAsked = (invocation: Invocation, { plan, live }: Pick<Asked, 'plan' | 'live'>): Mask | undefined =>
  maskOf(invocation, plan.account, { live });
