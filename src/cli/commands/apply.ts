import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plan } from '../../model/index.js';
import {
  count,
  inert,
  isMasked,
  type Mask,
  maskHandStep,
  maskReport,
  renderReport,
  shortDigest,
} from '../../render/index.js';
import { type Applied, type ApplyRequest, apply as run } from '../../run/apply.js';
import type { PlannedLive } from '../../run/plan.js';
import { acceptedLimits } from '../accept.js';
import { applyDocument } from '../apply-document.js';
import { applyExitCode } from '../apply-exit.js';
import { stepProgress } from '../apply-progress.js';
import { type Directory, eachDirectory, type Section } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { type Interrupts, interruptsOf } from '../interrupt.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print } from '../invocation.js';
import { lockedFailure } from '../locked-failure.js';
import { lockRequest, openLedger } from '../open-ledger.js';
import { maskOf, personNames } from '../people.js';
import { readPlanFile } from '../plan-file.js';
import { printPlan, shownPlan } from '../plan-output.js';
import { planRequest } from '../plan-request.js';
import { invalidSection } from './validate.js';

export async function apply(invocation: Invocation): Promise<ExitCode> {
  const { args, flags, io } = invocation;
  if (flags.has('at'))
    throw new Failure('apply has no --at: the account is changed as of today.', {
      hint: 'plan --at shows another day.',
    });
  if (!flags.has('auto-approve') && (!io.ask || formatOf(invocation) === 'json')) {
    throw new Failure('Nobody is there to say yes.', { hint: 'Review the plan, then: ringctl apply --auto-approve.' });
  }
  const approved = await approvedPlan(invocation);
  const interrupts = interruptsOf(invocation);
  try {
    return await eachDirectory(invocation, approved ? ['.'] : args, (directory) =>
      applyTo(invocation, directory, { approved, interrupts }),
    );
  } finally {
    interrupts.end();
  }
}

/** A saved plan, where the one word after `apply` is a file. */
async function approvedPlan({ args, base, flags }: Invocation): Promise<Plan | undefined> {
  const paths = args.map((name) => resolve(base, name));
  const areFiles = await Promise.all(paths.map(async (path) => (await stat(path)).isFile()));
  if (!areFiles.includes(true)) return undefined;
  const [path] = paths;
  if (path === undefined || paths.length > 1)
    throw new Failure('One saved plan can be applied at a time.', { hint: 'Name its account directory with -C.' });
  for (const flag of ['digest', 'target', 'exclude', 'allow-delete']) {
    if (flags.has(flag))
      throw new Failure(`--${flag} is part of the saved plan.`, { hint: 'Leave it out, or plan again.' });
  }
  const { plan } = await readPlanFile(path);
  if (isMasked(plan))
    throw new Failure('The plan is masked: it is for reading only.', {
      hint: 'Write one without --mask-personal-data.',
    });
  if (plan.base !== undefined)
    throw new Failure('The plan compares two revisions of the files, not the account.', {
      hint: 'Write one without --base.',
    });
  return plan;
}

interface Run {
  readonly approved: Plan | undefined;
  readonly interrupts: Interrupts;
}

async function applyTo(invocation: Invocation, directory: Directory, { approved, interrupts }: Run): Promise<Section> {
  if (interrupts.signal.aborted) return { code: 130 };
  const request = planRequest(invocation, directory);
  const accept = acceptedLimits(invocation.flags);
  const reason = invocation.flags.text('reason') ?? '';
  let onStep: ApplyRequest['onStep'] = () => {};
  const applied = await run({
    ...request,
    ...(approved && {
      targets: approved.inputs.targets,
      excludes: approved.inputs.excludes,
      allowDelete: approved.inputs.allowDelete,
    }),
    ...lockRequest(invocation),
    openLedger: openLedger(invocation),
    resume: invocation.flags.has('resume'),
    approvals: approvals(invocation),
    accept,
    acceptedLimits: Object.entries(accept).map(([limit, number]) => ({ limit, number, reason })),
    expectedDigest: approved?.digest ?? invocation.flags.text('digest'),
    signal: interrupts.signal,
    clock: invocation.io.now,
    onStep: (event) => {
      interrupts.writingBegins();
      onStep(event);
    },
    confirm: (planned) => {
      onStep = progressFor(invocation, planned);
      return confirm(invocation, planned);
    },
  });
  if (applied.kind === 'invalid') return invalidSection(invocation, directory, applied.diagnostics);
  if (!('planned' in applied)) return unplanned(applied);
  tell(invocation, applied);
  const isDetailed = invocation.flags.has('detailed-exitcode');
  const code = applyExitCode(applied, { isInterrupted: interrupts.signal.aborted, isDetailed });
  return { code, document: applyDocument(applied, maskFor(invocation, applied.planned)) };
}

/** The word of the person at the terminal, or of whoever typed that none is needed. */
function approvals({ io, flags }: Invocation): readonly string[] {
  return [flags.has('auto-approve') ? `--auto-approve by ${io.user}` : `yes by ${io.user}`];
}

type Unplanned = Exclude<Applied, { readonly planned: PlannedLive } | { readonly kind: 'invalid' }>;

/** There was nothing to show yet: the lock, or an earlier run, stands before it. */
function unplanned(applied: Unplanned): never {
  switch (applied.kind) {
    case 'locked':
      throw lockedFailure(applied.by);
    case 'unresolved':
      throw new Failure(
        `Run ${applied.run.id} was cut off, and the account does not tell what became of ${count(applied.steps.length, 'step')}.`,
        { code: 8, hint: 'Nothing was sent. Try again when the account answers, or look at it: ringctl history show.' },
      );
    case 'nothing-to-resume':
      throw new Failure('There is no run that was cut off.', { hint: 'Leave --resume out.' });
    default:
      return applied satisfies never;
  }
}

function maskFor(invocation: Invocation, { config, live }: PlannedLive): Mask | undefined {
  return maskOf(invocation, config.desired.settings.account, { desired: config.desired, live });
}

function progressFor(invocation: Invocation, planned: PlannedLive): ApplyRequest['onStep'] {
  const mask = maskFor(invocation, planned);
  const name = mask ? mask.person : personNames({ desired: planned.config.desired, live: planned.live });
  return stepProgress(invocation, { name, mask: mask?.text ?? ((text) => text) });
}

async function confirm(invocation: Invocation, planned: PlannedLive): Promise<boolean> {
  const { io, flags, log } = invocation;
  log.settle();
  const { plan, facts } = shownPlan(invocation, planned);
  printPlan(invocation, plan, facts);
  if (formatOf(invocation) !== 'json') print(invocation, acceptedLine(flags));
  if (flags.has('auto-approve')) return true;
  const steps = plan.steps.filter(({ mode }) => mode === 'automatic').length;
  if (steps === 0) return true;
  const answer = await io.ask?.(`Apply ${count(steps, 'step')} to ${plan.account}? Type yes: `);
  return answer?.trim() === 'yes';
}

/** `Allowed once: privilegedGains=3, "CHG-4471".` */
function acceptedLine(flags: Invocation['flags']): string {
  const limits = flags.list('accept');
  return limits.length === 0 ? '' : `Allowed once: ${limits.join(', ')}, "${inert(flags.text('reason') ?? '')}".\n`;
}

type WithPlan = Extract<Applied, { readonly planned: PlannedLive }>;

function tell(invocation: Invocation, applied: WithPlan): void {
  invocation.log.settle();
  if (formatOf(invocation) === 'json') return;
  const { plan, facts } = shownPlan(invocation, applied.planned);
  switch (applied.kind) {
    case 'refused':
    case 'nothing':
      printPlan(invocation, plan, facts);
      break;
    case 'stale':
      printPlan(invocation, plan, facts);
      print(invocation, staleText(plan, applied.expected));
      break;
    case 'declined':
      print(invocation, 'Nothing was changed.\n');
      break;
    case 'applied':
      printReport(invocation, applied);
      break;
    default:
      applied satisfies never;
  }
}

const staleText = (plan: Plan, expected: string): string =>
  `Stale: the plan is ${shortDigest(plan.digest)} by now, and ${inert(shortDigest(expected))} was approved. Nothing was changed.\nReview this plan, and apply it if it is what you want.\n`;

function printReport(invocation: Invocation, applied: Extract<Applied, { kind: 'applied' }>): void {
  const { io, flags } = invocation;
  const { report, planned, after, startedAt, endedAt } = applied;
  const mask = maskFor(invocation, planned);
  const personName = mask
    ? (email: string) => email
    : personNames({ desired: planned.config.desired, live: planned.live });
  const facts = {
    milliseconds: endedAt.getTime() - startedAt.getTime(),
    after,
    personName,
    people: planned.plan.summary.people,
    byHand: applied.byHand.map((step) => (mask ? maskHandStep(step, mask) : step)),
    ...(applied.recovered && { recovered: applied.recovered }),
  };
  const text = renderReport(mask ? maskReport(report, mask) : report, facts, faceOf(io.stdout, io, flags));
  print(invocation, isQuiet(invocation) ? text.slice(0, text.indexOf('\n') + 1) : text);
}
