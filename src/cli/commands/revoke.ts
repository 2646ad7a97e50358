import { inert, limitWords, listed } from '../../render/index.js';
import { type Revoked, type Revoking, revoke as run } from '../../run/revoke.js';
import { carriedDocument } from '../apply-document.js';
import { reportExitCode } from '../apply-exit.js';
import {
  commandLine,
  type DirectRun,
  directRun,
  masked,
  maskOfAsked,
  printDocument,
  resultOf,
  tellDeclined,
} from '../direct-run.js';
import { directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { interruptsOf } from '../interrupt.js';
import { type ExitCode, formatOf, type Invocation, print, TOOL } from '../invocation.js';
import { lockedFailure } from '../locked-failure.js';
import { openAccount } from '../open-account.js';
import { lockRequest, openLedger } from '../open-ledger.js';
import { invalidSection } from './validate.js';

/** Cuts people off now, and holds them. */
export async function revoke(invocation: Invocation): Promise<ExitCode> {
  const { args, flags, io } = invocation;
  const reason = flags.text('reason')?.trim() ?? '';
  if (reason === '') throw new Failure('revoke needs a --reason.', { hint: 'It is kept with the hold and the run.' });
  const directory = directoryOf(invocation, '.');
  const interrupts = interruptsOf(invocation);
  const direct = directRun(invocation, interrupts);
  try {
    const revoked = await run({
      dir: directory.path,
      emails: args,
      reason,
      by: io.user,
      open: openAccount(invocation),
      openLedger: openLedger(invocation),
      ...lockRequest(invocation),
      clock: io.now,
      signal: interrupts.signal,
      onStep: direct.onStep,
      tool: TOOL,
      approvals: [`revoke by ${io.user}`],
      confirm: (revoking) => direct.confirm(asked(revoking, args)),
    });
    if (revoked.kind === 'invalid') return (await invalidSection(invocation, directory, revoked.diagnostics)).code;
    if ('plan' in revoked && formatOf(invocation) === 'json') tellProgram(invocation, revoked);
    return tell(invocation, revoked, { direct, isAborted: interrupts.signal.aborted });
  } finally {
    interrupts.end();
  }
}

const asked = (revoking: Revoking, emails: readonly string[]) => ({ ...revoking, notes: notes(revoking, emails) });

const notes = ({ refusedLater }: Revoking, emails: readonly string[]): readonly string[] => [
  `From then on no plan gives ${listed(emails.map(inert))} anything, until: ringctl hold release EMAIL --reason "…"`,
  ...refusedLater.map(({ message }) => `From then on every plan of these files is refused: ${inert(message)}`),
];

interface Telling {
  readonly direct: DirectRun;
  readonly isAborted: boolean;
}

function tell(
  invocation: Invocation,
  revoked: Exclude<Revoked, { kind: 'invalid' }>,
  { direct, isAborted }: Telling,
): ExitCode {
  switch (revoked.kind) {
    case 'locked':
      throw lockedFailure(revoked.by);
    case 'unknown':
      throw new Failure(
        masked(invocation, `The account has nobody with the address ${revoked.emails.map(inert).join(', ')}.`),
        {
          hint: 'Nobody was cut off. Correct the address and run it again.',
        },
      );
    case 'protected':
      throw new Failure(masked(invocation, protectedText(revoked)), {
        code: 4,
        hint: 'Nobody was cut off, and nobody is held.',
      });
    case 'declined':
      tellDeclined(invocation, words(invocation));
      return isAborted ? 130 : 1;
    case 'held':
      if (formatOf(invocation) !== 'json') print(invocation, 'Held. They are archived: there was nothing to take.\n');
      return 0;
    case 'revoked':
      direct.tell(revoked, revoked);
      return reportExitCode(revoked);
    default:
      return revoked satisfies never;
  }
}

const words = ({ args, flags }: Invocation): readonly string[] => [
  'revoke',
  ...args,
  '--reason',
  flags.text('reason') ?? '',
];

function tellProgram(invocation: Invocation, revoked: Extract<Revoked, Revoking>): void {
  const { kind, refusedLater, plan } = revoked;
  printDocument(invocation, revoked, {
    result: kind === 'revoked' ? resultOf(revoked, kind) : kind,
    digest: plan.digest,
    ...(kind === 'revoked' && carriedDocument(revoked, maskOfAsked(invocation, revoked))),
    ...(kind === 'declined' && { command: commandLine(invocation, words(invocation)) }),
    refusedLater,
  });
}

function protectedText({ exceeded, superAdmins }: Extract<Revoked, { kind: 'protected' }>): string {
  if (superAdmins.length > 0) return `${superAdmins.map(inert).join(', ')} is the superadministrator.`;
  return `${exceeded.map((limit) => `${limit.limit}: ${limitWords(limit)}`).join('; ')}.`;
}
