import type { AccountFiles } from '../config/account-files.js';
import type { RunRecord } from '../ledger/index.js';
import {
  type AccountState,
  type Diagnostic,
  day,
  instant,
  type Live,
  type Plan,
  type ResourceKey,
  type Settings,
  userKey,
} from '../model/index.js';
import { planTowards } from '../plan/direct.js';
import { withHolds } from '../plan/held.js';
import { type AcceptableLimit, type Exceeded, exceededLimits } from '../plan/limits.js';
import type { Made } from '../plan/make-plan.js';
import { withStatedSuperAdmins } from '../plan/unseen.js';
import { readAccountFiles } from './account-files.js';
import { type ApplyRequest, isSameDigest } from './apply.js';
import { type CarriedOut, carryOut, finishRun } from './carry-out.js';
import { type Compiled, compile } from './compile.js';
import { type LockedAccount, type LockedOut, type LockedRequest, onLockedAccount } from './locked-account.js';
import { policyDiagnostics } from './policies.js';
import { withRecorded } from './recorded.js';
import { recordingOf } from './run-facts.js';
import { type FilesBack, filesBack } from './undo-files.js';
import { asLeft, type Stays, wayBack } from './way-back.js';
import { type Written, writeEdited } from './write-changes.js';

export type { FilesBack, Said } from './undo-files.js';
export type { Stays } from './way-back.js';
export type { Written } from './write-changes.js';

export interface UndoRequest
  extends LockedRequest,
    Pick<ApplyRequest, 'tool' | 'approvals' | 'acceptedLimits' | 'expectedDigest'> {
  readonly run: string;
  readonly accept: { readonly [limit in AcceptableLimit]?: number };
  readonly confirm: (undoing: Undoing) => Promise<boolean>;
}

export interface Undoing {
  readonly plan: Plan;
  readonly live: Live;
  readonly record: RunRecord;
  /** What stays as the run left it: nobody can take back an invitation, a deletion or a sign-out. */
  readonly stays: readonly Stays[];
  /** Edits after which the files no longer ask for it. */
  readonly files: FilesBack;
}

export type Undone =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | LockedOut
  | { readonly kind: 'no-run' }
  /** The run was cut off and nobody has found out yet what became of it. */
  | { readonly kind: 'unfinished'; readonly record: RunRecord }
  /** These are no longer as the run left them: nothing was sent. */
  | { readonly kind: 'changed-since'; readonly keys: readonly ResourceKey[] }
  | ({ readonly kind: 'refused'; readonly exceeded: readonly Exceeded[] } & Undoing)
  | ({ readonly kind: 'stale'; readonly expected: string } & Undoing)
  | ({ readonly kind: 'declined' } & Undoing)
  /** The account is back already. Written is what the files still asked for, undefined where they ask for nothing. */
  | ({ readonly kind: 'nothing'; readonly written: Written | undefined } & Undoing)
  | ({
      readonly kind: 'undone';
      /** Undefined where the files were left as they are, because not all of it was undone. */
      readonly written: Written | undefined;
    } & Undoing &
      CarriedOut);

/**
 * Leads back to what a run changed, as far as it can be taken back and nobody has changed it since, and takes it back in the files too. Limits
 * and policies count as for every other plan, as far as going back makes something worse.
 */
export async function undo(request: UndoRequest): Promise<Undone> {
  const found = await readAccountFiles(request.dir);
  const compiled = await compile(found, request.tool);
  if (!compiled.ok) return { kind: 'invalid', diagnostics: compiled.diagnostics };
  const { settings } = compiled.value.desired;
  const files = { found, compiled };
  return onLockedAccount(request, settings, (locked) => undoLocked({ ...request, settings, files }, locked));
}

interface Request extends UndoRequest {
  readonly settings: Settings;
  readonly files: { readonly found: AccountFiles; readonly compiled: Compiled };
}

async function undoLocked(request: Request, { account, ledger, carrying }: LockedAccount): Promise<Undone> {
  const { files, settings } = request;
  const unfinished = await ledger.unfinished();
  if (unfinished)
    await finishRun(unfinished, { ...carrying, lastGood: await ledger.lastGood(), facts: await ledger.facts() });
  const record = await ledger.run(request.run);
  if (!record) return { kind: 'no-run' };
  if (!record.end) return { kind: 'unfinished', record };
  const known = (read: Live, facts: Parameters<typeof withRecorded>[1]): Live =>
    withRecorded(withStatedSuperAdmins(read, files.compiled.value.desired), facts);
  const live = known(await account.read(), await ledger.facts());
  const way = wayBack(record, live.state);
  if (way.changed.length > 0) return { kind: 'changed-since', keys: way.changed };
  const held = new Set((await ledger.holds()).map(({ email }) => userKey(email)));
  const making = { live, held, settings, request };
  const made = madeBack(way.state, making);
  const plan = { ...made.plan, diagnostics: [...made.plan.diagnostics, ...worsePolicies(made, files.compiled)] };
  const undoing: Undoing = { plan, live, record, stays: way.stays, files: backIn(made, { ...making, record }) };
  if (plan.steps.length === 0) return filesAlone(undoing, request);
  const refusal = await reasonNotTo(undoing, { made, settings, request });
  if (refusal) return refusal;
  const carried = await carryOut(carrying, {
    command: 'undo',
    plan,
    states: made,
    recording: await recordingOf(ledger, { by: request.holder.by }),
    approvals: request.approvals,
    accepted: request.acceptedLimits,
    reason: `undo of ${request.run}`,
    planAgain: (now, { facts }) => {
      const shown = known(now, facts);
      return madeBack(wayBack(record, shown.state).state, { ...making, live: shown }).plan;
    },
    changes: () => [],
  });
  const written = isWhole(carried) ? await writeEdited(request.dir, undoing.files.changes) : undefined;
  return { kind: 'undone', ...undoing, ...carried, written };
}

function worsePolicies({ plan, before, after }: Made, { value, conditions }: Compiled): readonly Diagnostic[] {
  const { policies } = value.desired;
  const book = { policies, conditions, locate: value.locate, onlyWorse: true } as const;
  return policyDiagnostics([book], { before, after, access: plan.access ?? [], at: plan.inputs.at }, value);
}

/** By all that the run did, whether or not the account is back already. */
function backIn(
  { after }: Made,
  making: Making & { readonly request: Request; readonly record: RunRecord },
): FilesBack {
  const { live, request, record } = making;
  const { files, clock } = request;
  const { plan } = madeBack(after, { ...making, live: { ...live, state: asLeft(record, live.state) } });
  return filesBack({
    files: files.found,
    config: files.compiled.value,
    live: { ...live, state: after },
    plan,
    now: clock(),
  });
}

async function filesAlone(undoing: Undoing, { dir, signal, confirm }: Request): Promise<Undone> {
  const { changes } = undoing.files;
  if (changes.length === 0) return { kind: 'nothing', ...undoing, written: undefined };
  if (signal.aborted || !(await confirm(undoing))) return { kind: 'declined', ...undoing };
  return { kind: 'nothing', ...undoing, written: await writeEdited(dir, changes) };
}

/** Steps by hand are still to be done, and nothing speaks against them. */
const isWhole = ({ report: { results, halted } }: CarriedOut): boolean =>
  !halted &&
  results.every((result) =>
    'outcome' in result
      ? result.outcome.kind === 'done'
      : result.skipped.because === 'by-hand' || result.skipped.because === 'waiting',
  );

interface Making {
  readonly live: Live;
  readonly held: ReadonlySet<ResourceKey>;
  readonly settings: Settings;
  readonly request: UndoRequest;
}

/** A way back is a plan too: it gives nothing to whoever is held. */
function madeBack(state: AccountState, { live, held, settings, request }: Making): Made {
  const now = request.clock();
  const { after, diagnostics } = withHolds(live.state, state, held);
  const made = planTowards(after, live, {
    settings,
    tool: request.tool,
    createdAt: instant(now),
    at: day(now.toISOString().slice(0, 10)),
    reason: `undo of ${request.run}`,
  });
  return { ...made, plan: { ...made.plan, diagnostics } };
}

async function reasonNotTo(
  undoing: Undoing,
  { made, settings, request }: { readonly made: Made; readonly settings: Settings; readonly request: UndoRequest },
): Promise<Undone | undefined> {
  const { plan } = undoing;
  const facts = { ...made, access: plan.access ?? [], actingAs: plan.actingAs, released: [] };
  const exceeded = exceededLimits(facts, settings.limits, request.accept);
  const isWrong = plan.diagnostics.some(({ severity }) => severity === 'error');
  if (isWrong || exceeded.length > 0) return { kind: 'refused', exceeded, ...undoing };
  const { expectedDigest: expected } = request;
  if (expected !== undefined && !isSameDigest(plan.digest, expected)) return { kind: 'stale', expected, ...undoing };
  return request.signal.aborted || !(await request.confirm(undoing)) ? { kind: 'declined', ...undoing } : undefined;
}
