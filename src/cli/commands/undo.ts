import { type Diagnostic, nameOf } from '../../model/index.js';
import { count, inert, jsonText } from '../../render/index.js';
import { undo as run, type Stays, type Undoing, type Undone } from '../../run/undo.js';
import { acceptedLimits } from '../accept.js';
import { reportExitCode } from '../apply-exit.js';
import { type Asked, directRun, documentOf, mustBeAttended, show } from '../direct-run.js';
import { directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { interruptsOf } from '../interrupt.js';
import { type ExitCode, formatOf, type Invocation, print, TOOL } from '../invocation.js';
import { lockedFailure } from '../locked-failure.js';
import { openAccount } from '../open-account.js';
import { lockRequest, openLedger } from '../open-ledger.js';
import { invalidSection } from './validate.js';

/** Leads back to what a run changed. */
export async function undo(invocation: Invocation): Promise<ExitCode> {
  const { args, flags, io } = invocation;
  const [id = ''] = args;
  mustBeAttended(invocation, `undo ${inert(id)}`);
  const directory = directoryOf(invocation, '.');
  const interrupts = interruptsOf(invocation);
  const direct = directRun(invocation, interrupts);
  const accept = acceptedLimits(flags);
  const reason = flags.text('reason') ?? '';
  try {
    const undone = await run({
      dir: directory.path,
      run: id,
      accept,
      acceptedLimits: Object.entries(accept).map(([limit, number]) => ({ limit, number, reason })),
      expectedDigest: flags.text('digest'),
      open: openAccount(invocation),
      openLedger: openLedger(invocation),
      ...lockRequest(invocation),
      clock: io.now,
      signal: interrupts.signal,
      onStep: direct.onStep,
      tool: TOOL,
      approvals: [`undo by ${io.user}`],
      confirm: (undoing) => direct.confirm(asked(undoing)),
    });
    if (undone.kind === 'invalid') return (await invalidSection(invocation, directory, undone.diagnostics)).code;
    if (formatOf(invocation) === 'json' && 'plan' in undone) print(invocation, jsonText(document(invocation, undone)));
    if (undone.kind !== 'undone') return refused(invocation, undone, id);
    direct.tell(asked(undone), undone);
    return reportExitCode(undone);
  } finally {
    interrupts.end();
  }
}

function document(invocation: Invocation, undone: Extract<Undone, Undoing>): unknown {
  const { kind, stays } = undone;
  return {
    formatVersion: 1,
    result: kind,
    ...(kind === 'undone' && { run: undone.run }),
    ...(kind === 'refused' && { exceeded: undone.exceeded }),
    stays,
    plan: documentOf(invocation, asked(undone)),
  };
}

const asked = (undoing: Undoing): Asked => ({
  ...undoing,
  notes: [...stayNotes(undoing.stays), ...(undoing.record.command === 'apply' ? fileNotes : [])],
});

const fileNotes = [
  'The files still say what that run applied: take the change back there too, or the next plan brings it again.',
];

const BECAUSE: { readonly [because in Stays['because']]: string } = {
  invited: 'was invited: an invitation cannot be taken back. To remove the person, state ensure: archived',
  deleted: 'was deleted: what is deleted does not come back',
  archived: 'was archived: state the person again with invite, and they are brought back',
  renamed: 'was renamed: state the earlier name with previously',
  'in-use': 'was created, and is in use by now',
  'signed-out': 'was signed out: they sign in again by themselves',
};

const stayNotes = (stays: readonly Stays[]): readonly string[] =>
  stays.map(({ key, because }) => `Stays: ${inert(nameOf(key))} ${BECAUSE[because]}.`);

function refused(
  invocation: Invocation,
  undone: Exclude<Undone, { kind: 'invalid' | 'undone' }>,
  id: string,
): ExitCode {
  switch (undone.kind) {
    case 'locked':
      throw lockedFailure(undone.by);
    case 'no-run':
      throw new Failure(`There is no run "${inert(id)}".`, { hint: 'ringctl history lists them.' });
    case 'unfinished':
      throw new Failure(`Run ${inert(id)} was cut off, and the account does not tell what became of it.`, {
        code: 8,
        hint: 'Nothing was sent. Try again when the account answers.',
      });
    case 'changed-since':
      throw new Failure(
        `Since run ${inert(id)} something else has changed ${undone.keys.map((key) => inert(nameOf(key))).join(', ')}.`,
        { code: 5, hint: 'Nothing was sent. Change the files instead, and review the plan.' },
      );
    case 'nothing':
      show(invocation, asked(undone));
      return 0;
    case 'refused':
      showRefused(invocation, undone, id);
      return 4;
    case 'stale':
      show(invocation, asked(undone));
      throw new Failure(`The plan is another one by now than ${inert(undone.expected)}.`, {
        code: 5,
        hint: 'Nothing was sent. Review this plan.',
      });
    case 'declined':
      if (formatOf(invocation) !== 'json') print(invocation, 'Nothing was changed.\n');
      return 1;
    default:
      return undone satisfies never;
  }
}

function showRefused(invocation: Invocation, undone: Extract<Undone, { kind: 'refused' }>, id: string): void {
  const { exceeded } = undone;
  const diagnostics = exceeded.map(
    ({ limit, count: number, allowed }): Diagnostic => ({
      code: 'LIMIT_EXCEEDED',
      severity: 'error',
      message: `${limit}: ${count(number, 'person', 'people')}, the limit is ${allowed}.`,
    }),
  );
  const facts = { exceeded, command: `ringctl undo ${inert(id)}` };
  show(invocation, {
    ...asked(undone),
    plan: { ...undone.plan, diagnostics: [...undone.plan.diagnostics, ...diagnostics] },
    facts,
  });
}
