import { type HandStep, instant } from '../../model/index.js';
import {
  handSentence,
  inert,
  jsonText,
  listed,
  maskHandStep,
  moment,
  renderSteps,
  renderStepsMarkdown,
  stepsDocument,
} from '../../render/index.js';
import {
  openSteps,
  type StepsDone,
  type StepsRequest,
  type StepsUndone,
  stepsDone,
  stepsUndone,
} from '../../run/steps.js';
import { type Directory, directoryOf } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { interruptsOf } from '../interrupt.js';
import { type ExitCode, formatOf, type Invocation, print } from '../invocation.js';
import { lockedFailure } from '../locked-failure.js';
import { lockRequest, openLedger } from '../open-ledger.js';
import { maskOf } from '../people.js';
import { shownPlan } from '../plan-output.js';
import { planRequest } from '../plan-request.js';
import { invalidSection } from './validate.js';

/** What is left to be done by hand. */
export async function steps(invocation: Invocation): Promise<ExitCode> {
  const { args, io, flags, log } = invocation;
  const directory = directoryOf(invocation, args[0] ?? '.');
  const planned = await openSteps(planRequest(invocation, directory));
  if (!planned.ok) return (await invalidSection(invocation, directory, planned.diagnostics)).code;
  log.settle();
  const { plan: shown, facts } = shownPlan(invocation, planned);
  const names = { ...facts, personName: facts.personName ?? ((email: string) => email) };
  const format = formatOf(invocation);
  if (format === 'json') print(invocation, jsonText(stepsDocument(shown)));
  else if (format === 'markdown') print(invocation, renderStepsMarkdown(shown, names));
  else print(invocation, renderSteps(shown, names, faceOf(io.stdout, io, flags)));
  return 0;
}

/** Records that steps by hand were done. */
export const done = (invocation: Invocation): Promise<ExitCode> =>
  recording(invocation, async (request) => {
    const result = await stepsDone(request);
    switch (result.kind) {
      case 'unknown':
        throw unknownStep(result.ids, namesOf(result.open));
      case 'waits':
        throw new Failure(`${result.step.id} waits for something else: ${waitsFor(result)}.`, {
          hint: 'Nothing was recorded. ringctl steps shows what comes first.',
        });
      case 'not-so':
        throw new Failure(`The account still shows otherwise: ${sentence(invocation, result.step)}.`, {
          hint: 'Nothing was recorded. What the service shows needs no record: look whether it was saved.',
        });
      case 'recorded': {
        const ids = namesOf(result.steps);
        const at = moment(instant(invocation.io.now()));
        return { ...result, ids, words: ['recorded', `recorded as done by ${inert(request.by)}, ${at}`] };
      }
      case 'invalid':
      case 'locked':
        return result;
      default:
        return result satisfies never;
    }
  });

/** Takes back that steps by hand were done. */
export const undone = (invocation: Invocation): Promise<ExitCode> =>
  recording(invocation, async (request) => {
    const result = await stepsUndone(request);
    if (result.kind === 'unknown')
      throw new Failure(`Nobody recorded ${listed(result.ids.map(inert))} as done.`, { hint: 'Nothing was changed.' });
    return result.kind === 'recorded' ? { ...result, words: ['undone', 'recorded as not done'] } : result;
  });

/** What was recorded, with the key and the words in which it is told. */
type Recorded = Extract<StepsUndone, { kind: 'recorded' }> & { readonly words: readonly [key: string, text: string] };

async function recording(
  invocation: Invocation,
  work: (request: StepsRequest) => Promise<Recorded | Extract<StepsDone, { kind: 'invalid' | 'locked' }>>,
): Promise<ExitCode> {
  const directory = directoryOf(invocation, '.');
  const result = await withInterrupts(invocation, directory, work);
  switch (result.kind) {
    case 'invalid':
      return (await invalidSection(invocation, directory, result.diagnostics)).code;
    case 'locked':
      throw lockedFailure(result.by);
    case 'recorded':
      tell(invocation, result);
      return 0;
    default:
      return result satisfies never;
  }
}

function tell(invocation: Invocation, { ids, planned, run, words: [key, text] }: Recorded): void {
  const open = namesOf(planned.plan.byHand ?? []);
  if (formatOf(invocation) === 'json') print(invocation, jsonText({ formatVersion: 1, run, [key]: ids, open }));
  else print(invocation, `${listed(ids)} ${text}. ${openWords(open)}\n`);
}

async function withInterrupts<T>(
  invocation: Invocation,
  directory: Directory,
  work: (request: StepsRequest) => Promise<T>,
): Promise<T> {
  const interrupts = interruptsOf(invocation);
  const lock = lockRequest(invocation);
  try {
    return await work({
      ...planRequest(invocation, directory),
      ...lock,
      openLedger: openLedger(invocation),
      clock: invocation.io.now,
      signal: interrupts.signal,
      onStep: () => {},
      ids: invocation.args,
      by: lock.holder.by,
    });
  } finally {
    interrupts.end();
    invocation.log.settle();
  }
}

const namesOf = (open: readonly HandStep[]): readonly string[] => open.flatMap(({ id }) => id ?? []);

function unknownStep(ids: readonly string[], open: readonly string[]): Failure {
  const hint = open.length === 0 ? 'None is open.' : `Open: ${open.join(', ')}.`;
  return new Failure(`There is no open step ${listed(ids.map(inert))}.`, { hint: `Nothing was recorded. ${hint}` });
}

function waitsFor({ step, open }: Extract<StepsDone, { kind: 'waits' }>): string {
  const others = open.filter(({ steps: own }) => own.some((id) => step.after.includes(id)));
  const owned = new Set(others.flatMap(({ steps: own }) => own));
  const needsApply = step.after.some((id) => !owned.has(id));
  return listed([...namesOf(others), ...(needsApply ? ['ringctl apply'] : [])]);
}

const sentence = (invocation: Invocation, step: HandStep): string => {
  const mask = maskOf(invocation, '', {});
  return handSentence(mask ? maskHandStep(step, mask) : step, { show: inert, personName: String });
};

function openWords(open: readonly string[]): string {
  if (open.length === 0) return 'No other step is open.';
  return `${open.length === 1 ? '1 step is' : `${open.length} steps are`} open: ${open.join(', ')}.`;
}
