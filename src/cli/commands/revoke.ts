import { inert, jsonText, limitWords, listed } from '../../render/index.js';
import { type Revoked, revoke as run } from '../../run/revoke.js';
import { reportExitCode } from '../apply-exit.js';
import { type Asked, directRun, documentOf, mustBeAttended } from '../direct-run.js';
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
  mustBeAttended(invocation, `revoke ${args.map(inert).join(' ')} --reason "…"`);
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
      confirm: (revoking) => direct.confirm({ ...revoking, notes: notes(args) }),
    });
    if (revoked.kind === 'invalid') return (await invalidSection(invocation, directory, revoked.diagnostics)).code;
    return tell(invocation, revoked, { told: direct.tell, isAborted: interrupts.signal.aborted });
  } finally {
    interrupts.end();
  }
}

const notes = (emails: readonly string[]): readonly string[] => [
  `From then on no plan gives ${listed(emails.map(inert))} anything, until: ringctl hold release EMAIL --reason "…"`,
];

interface Telling {
  readonly told: (asked: Asked, carried: Extract<Revoked, { kind: 'revoked' }>) => void;
  readonly isAborted: boolean;
}

function tell(
  invocation: Invocation,
  revoked: Exclude<Revoked, { kind: 'invalid' }>,
  { told, isAborted }: Telling,
): ExitCode {
  switch (revoked.kind) {
    case 'locked':
      throw lockedFailure(revoked.by);
    case 'unknown':
      throw new Failure(`The account has nobody active with the address ${revoked.emails.map(inert).join(', ')}.`, {
        hint: 'Nobody was cut off. Correct the address and run it again.',
      });
    case 'protected':
      throw new Failure(protectedText(revoked), { code: 4, hint: 'Nobody was cut off, and nobody is held.' });
    case 'declined':
      if (formatOf(invocation) !== 'json') print(invocation, 'Nothing was changed.\n');
      return isAborted ? 130 : 1;
    case 'revoked':
      told(revoked, revoked);
      if (formatOf(invocation) === 'json')
        print(
          invocation,
          jsonText({ formatVersion: 1, result: 'revoked', run: revoked.run, plan: documentOf(invocation, revoked) }),
        );
      return reportExitCode(revoked);
    default:
      return revoked satisfies never;
  }
}

function protectedText({ exceeded, superAdmins }: Extract<Revoked, { kind: 'protected' }>): string {
  if (superAdmins.length > 0) return `${superAdmins.map(inert).join(', ')} is the superadministrator.`;
  return `${exceeded.map((limit) => `${limit.limit}: ${limitWords(limit)}`).join('; ')}.`;
}
