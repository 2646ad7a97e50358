import { count, duration, tally } from '../../render/index.js';
import { type Rehearsed, rehearse as run } from '../../run/rehearse.js';
import { copyOf } from '../account-copy.js';
import { eachDirectory, type Section } from '../directories.js';
import { type ExitCode, errorExitCode } from '../exit-code.js';
import { interruptsOf } from '../interrupt.js';
import { formatOf, type Invocation, print } from '../invocation.js';
import { printPlan, shownPlan } from '../plan-output.js';
import { planRequest } from '../plan-request.js';
import { rateOf } from '../rate.js';
import { invalidSection } from './validate.js';

/** The vendor's limit, as the sources state it. */
const USUAL_RATE = '2/s';

/** Ends with 0 when the copy is as the files say afterwards. */
export async function rehearse(invocation: Invocation): Promise<ExitCode> {
  const rate = rateOf(invocation.flags.text('rate') ?? USUAL_RATE);
  const interrupts = interruptsOf(invocation);
  try {
    return await eachDirectory(invocation, invocation.args, async (directory) => {
      const rehearsed = await run({
        ...planRequest(invocation, directory),
        copyOf: (live) => copyOf(live, invocation.io.now),
        isFinal: (diagnostic) => errorExitCode([diagnostic]) === 3,
        signal: interrupts.signal,
      });
      invocation.log.settle();
      if (rehearsed.kind === 'invalid') return invalidSection(invocation, directory, rehearsed.diagnostics);
      return section(invocation, rehearsed, rate);
    });
  } finally {
    interrupts.end();
  }
}

function section(
  invocation: Invocation,
  rehearsed: Exclude<Rehearsed, { kind: 'invalid' }>,
  rate: number | undefined,
): Section {
  const { plan, facts } = shownPlan(invocation, rehearsed.planned);
  printPlan(invocation, plan, { ...facts, ...(rate !== undefined && { rate }) });
  const { digest } = plan;
  if (rehearsed.kind === 'impossible')
    return { code: errorExitCode(plan.diagnostics) ?? 3, document: { formatVersion: 1, result: 'impossible', digest } };
  const { total, done } = tally(rehearsed.report);
  const left = rehearsed.after.steps.length;
  const { requests } = rehearsed;
  const milliseconds = rate === undefined ? undefined : (requests / rate) * 1000;
  if (formatOf(invocation) !== 'json') print(invocation, told({ total, done, left, requests, milliseconds, rate }));
  return {
    code: done === total && left === 0 ? 0 : 1,
    document: {
      formatVersion: 1,
      result: 'rehearsed',
      digest,
      steps: total,
      done,
      requests,
      ...(milliseconds !== undefined && { seconds: milliseconds / 1000 }),
      left,
    },
  };
}

interface Told {
  readonly total: number;
  readonly done: number;
  readonly left: number;
  readonly requests: number;
  readonly milliseconds: number | undefined;
  readonly rate: number | undefined;
}

function told({ total, done, left, requests, milliseconds, rate }: Told): string {
  const time = milliseconds === undefined ? '' : `, ${duration(milliseconds)} at ${rate} a second`;
  const end =
    left === 0
      ? 'Planned again on the copy: No changes.'
      : `Planned again on the copy: ${count(left, 'step')} would still be left.`;
  return `\nRehearsed on a copy: ${done} of ${count(total, 'step')} done, ${count(requests, 'request')}${time}.\n${end}\nThe account itself was only read.\n`;
}
