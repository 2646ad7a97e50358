import { inert, jsonText, maskFor, renderRun, renderRuns } from '../../render/index.js';
import { directoryOf } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { type ExitCode, formatOf, type Invocation, print } from '../invocation.js';
import { renewLedger } from '../open-ledger.js';
import { type LedgerUse, withLedger } from '../with-ledger.js';

/** `history`, `history show RUN`, `history verify`, `history renew`. */
export async function history(invocation: Invocation): Promise<ExitCode> {
  const [view, run, ...others] = invocation.args;
  const [tooMany] = view === 'show' || run === undefined ? others : [run];
  if (tooMany !== undefined)
    throw new Failure(`"${inert(tooMany)}" is one word too many.`, {
      hint: 'ringctl history --help shows what it takes.',
    });
  if (view === 'renew') return renew(invocation);
  return withLedger(invocation, (use) => {
    if (view === 'verify') return verify(invocation, use);
    return view === 'show' ? showRun(invocation, use, run) : listRuns(invocation, use);
  });
}

/** For a ledger that is gone and cannot be had back. */
async function renew(invocation: Invocation): Promise<ExitCode> {
  if (!(await renewLedger(invocation, directoryOf(invocation, '.').path)))
    throw new Failure('No ledger is gone.', { hint: 'A ledger that is there is never thrown away by ringctl.' });
  print(
    invocation,
    'The next run begins a new ledger. Whom the one before held is held no longer: revoke them again.\n',
  );
  return 0;
}

async function listRuns(invocation: Invocation, use: LedgerUse): Promise<ExitCode> {
  const { io, flags } = invocation;
  const runs = (await use.ledger?.runs()) ?? [];
  const isJson = formatOf(invocation) === 'json';
  say(invocation, use, isJson ? jsonText({ formatVersion: 1, runs }) : renderRuns(runs, faceOf(io.stdout, io, flags)));
  return 0;
}

async function showRun(invocation: Invocation, use: LedgerUse, id: string | undefined): Promise<ExitCode> {
  const { io, flags } = invocation;
  const wanted = id ?? (await use.ledger?.runs())?.[0]?.id;
  const run = wanted === undefined ? undefined : await use.ledger?.run(wanted);
  if (!run)
    throw new Failure(id === undefined ? 'There is no run yet.' : `There is no run "${inert(id)}".`, {
      hint: 'ringctl history lists them.',
    });
  const isJson = formatOf(invocation) === 'json';
  const face = faceOf(io.stdout, io, flags);
  say(invocation, use, isJson ? jsonText({ formatVersion: 1, ...run }) : renderRun(run, (email) => email, face));
  return 0;
}

/** Ends with 1 when a record is not as it was written. */
async function verify(invocation: Invocation, use: LedgerUse): Promise<ExitCode> {
  const verification = (await use.ledger?.verify()) ?? { ok: true, records: 0, erased: 0, head: undefined };
  if (formatOf(invocation) === 'json') {
    print(invocation, jsonText({ formatVersion: 1, ...verification }));
    return verification.ok ? 0 : 1;
  }
  if (!verification.ok)
    throw new Failure(`Record ${verification.seq} of the audit trail was ${verification.why}.`, {
      hint: 'Whoever can write to the ledger can do that. Compare it with a backup before it is used again.',
    });
  const { records, erased, head } = verification;
  const without = erased === 0 ? '' : `, ${erased} of them without the person they were about`;
  print(invocation, `The audit trail is whole: ${records} records${without}.${head ? ` Head ${head}.` : ''}\n`);
  return 0;
}

function say(invocation: Invocation, { settings }: LedgerUse, text: string): void {
  const isMasked = invocation.flags.has('mask-personal-data');
  print(invocation, isMasked ? maskFor(settings.account, []).text(text) : text);
}
