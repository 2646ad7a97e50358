import type { Outcome } from '../../model/index.js';
import { count, jsonText, type Mask, maskFor, nameFor } from '../../render/index.js';
import { signOut as run, type SignedOut } from '../../run/sign-out.js';
import { directoryOf } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { interruptsOf } from '../interrupt.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print } from '../invocation.js';
import { openAccount } from '../open-account.js';
import { invalidSection } from './validate.js';

export async function signOut(invocation: Invocation): Promise<ExitCode> {
  const directory = directoryOf(invocation, '.');
  const interrupts = interruptsOf(invocation);
  try {
    const open = openAccount(invocation);
    const { sleep } = invocation.io;
    const request = { dir: directory.path, emails: invocation.args, sleep, signal: interrupts.signal };
    const signedOut = await run({
      ...request,
      open: async (settings, dir) => {
        const account = await open(settings, dir);
        interrupts.writingBegins();
        return account;
      },
    });
    if (signedOut.kind === 'invalid') return (await invalidSection(invocation, directory, signedOut.diagnostics)).code;
    return tell(invocation, signedOut);
  } finally {
    interrupts.end();
  }
}

function tell(invocation: Invocation, signedOut: Exclude<SignedOut, { kind: 'invalid' }>): ExitCode {
  const { io, flags } = invocation;
  const mask: Mask | undefined = flags.has('mask-personal-data') ? maskFor('', []) : undefined;
  const show = (email: string) => nameFor(faceOf(io.stdout, io, flags))(mask ? mask.person(email) : email);
  if (signedOut.kind === 'unknown') {
    throw new Failure(`The account has nobody active with the address ${signedOut.emails.map(show).join(', ')}.`, {
      hint: 'Nobody was signed out. Correct the address and run it again.',
    });
  }
  const { results } = signedOut;
  const failed = results.filter(({ outcome }) => outcome.kind !== 'done');
  if (formatOf(invocation) === 'json')
    print(
      invocation,
      jsonText({
        formatVersion: 1,
        results: results.map(({ email, outcome }) => ({ email: mask ? mask.person(email) : email, ...outcome })),
      }),
    );
  else printResults(invocation, results, show);
  return failed.length === 0
    ? 0
    : failed.length < results.length || failed.some(({ outcome }) => outcome.kind === 'ambiguous')
      ? 6
      : 1;
}

function printResults(
  invocation: Invocation,
  results: readonly { readonly email: string; readonly outcome: Outcome }[],
  show: (email: string) => string,
): void {
  const failed = results.filter(({ outcome }) => outcome.kind !== 'done');
  const lines = failed.map(
    ({ email, outcome }) => `  failed  ${show(email)}: ${outcome.kind === 'done' ? '' : show(outcome.message)}\n`,
  );
  const done = results.length - failed.length;
  const verdict =
    failed.length === 0
      ? `Signed out: ${count(done, 'person', 'people')}.`
      : `Signed out: ${done} of ${count(results.length, 'person', 'people')}.`;
  print(invocation, `${verdict}\n${isQuiet(invocation) ? '' : lines.join('')}`);
}
