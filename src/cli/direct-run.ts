import type { Live, Plan } from '../model/index.js';
import {
  count,
  type Mask,
  maskPlan,
  maskReport,
  type PlanFacts,
  planJson,
  renderPlan,
  renderReport,
} from '../render/index.js';
import type { StepEvent } from '../run/apply.js';
import type { CarriedOut } from '../run/carry-out.js';
import { stepProgress } from './apply-progress.js';
import { faceOf } from './face-of.js';
import { Failure } from './failure.js';
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

export function mustBeAttended({ io, flags }: Invocation, command: string): void {
  if (flags.has('auto-approve') || (io.ask && !flags.has('format'))) return;
  throw new Failure('Nobody is there to say yes.', { hint: `Add --auto-approve: ringctl ${command} --auto-approve.` });
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
      const mask = maskFor(invocation, asked);
      const name = mask ? mask.person : personNames({ live: asked.live });
      state.onStep = stepProgress(invocation, { name, mask: mask?.text ?? ((text) => text) });
      show(invocation, asked);
      if (flags.has('auto-approve')) return true;
      const steps = asked.plan.steps.filter(({ mode }) => mode === 'automatic').length;
      return (await io.ask?.(`Apply ${count(steps, 'step')} to ${asked.plan.account}? Type yes: `))?.trim() === 'yes';
    },
    tell: (asked, { report, after, startedAt, endedAt, run }) => {
      invocation.log.settle();
      const mask = maskFor(invocation, asked);
      const shown = mask ? maskReport(report, mask) : report;
      if (formatOf(invocation) === 'json') return;
      const facts = {
        milliseconds: endedAt.getTime() - startedAt.getTime(),
        after,
        personName: mask ? (email: string) => email : personNames({ live: asked.live }),
        people: asked.plan.summary.people,
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
  const mask = maskFor(invocation, asked);
  const personName = mask ? (email: string) => email : personNames({ live: asked.live });
  const plan = mask ? maskPlan(asked.plan, mask) : asked.plan;
  print(invocation, renderPlan(plan, { personName, ...asked.facts }, faceOf(io.stdout, io, flags)));
  const notes = (asked.notes ?? []).map((note) => `${mask ? mask.text(note) : note}\n`);
  print(invocation, notes.join(''));
}

export const documentOf = (invocation: Invocation, asked: Asked): unknown => {
  const mask = maskFor(invocation, asked);
  return planJson(mask ? maskPlan(asked.plan, mask) : asked.plan);
};

const maskFor = (invocation: Invocation, { plan, live }: Asked): Mask | undefined =>
  maskOf(invocation, plan.account, { live });
