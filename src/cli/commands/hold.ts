import { userKey } from '../../model/index.js';
import { inert, jsonText, maskFor, renderHolds } from '../../render/index.js';
import { whileLocked } from '../../run/locked.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print } from '../invocation.js';
import { lockedFailure } from '../locked-failure.js';
import { lockRequest } from '../open-ledger.js';
import { withLedger } from '../with-ledger.js';

/** Whom no plan gives anything. */
export function listHolds(invocation: Invocation): Promise<ExitCode> {
  const { io, flags } = invocation;
  return withLedger(invocation, async ({ ledger, settings }) => {
    const holds = (await ledger?.holds()) ?? [];
    const isJson = formatOf(invocation) === 'json';
    const text = isJson ? jsonText({ formatVersion: 1, holds }) : renderHolds(holds, faceOf(io.stdout, io, flags));
    print(invocation, flags.has('mask-personal-data') ? maskFor(settings.account, []).text(text) : text);
    return 0;
  });
}

/** From now on plans give the person what the files say again; nothing is given by this itself. */
export function releaseHolds(invocation: Invocation): Promise<ExitCode> {
  const { args, flags, io } = invocation;
  const reason = flags.text('reason')?.trim() ?? '';
  if (reason === '') throw new Failure('hold release needs a --reason.', { hint: 'It is kept in the audit trail.' });
  return withLedger(invocation, async ({ ledger, settings }) => {
    const isMasked = flags.has('mask-personal-data');
    const shown = (email: string) => (isMasked ? maskFor(settings.account, []).text(email) : inert(email));
    const held = new Map((await ledger?.holds())?.map(({ email }) => [userKey(email), email]));
    const emails = [...new Set(args.map((email) => held.get(userKey(email)) ?? notHeld(shown(email))))];
    if (!ledger) return 0;
    const result = await whileLocked(ledger, lockRequest(invocation), async (locked) => {
      for (const email of emails) await locked.record({ kind: 'holdReleased', email, by: io.user, reason });
    });
    if (result) throw lockedFailure(result.by);
    if (!isQuiet(invocation))
      print(invocation, `Released: ${emails.map(shown).join(', ')}. The next plan gives what the files say.\n`);
    return 0;
  });
}

function notHeld(shown: string): never {
  throw new Failure(`${shown} is not held.`, { hint: 'ringctl hold list shows who is.' });
}
