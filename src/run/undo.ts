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
import type { ApplyRequest } from './apply.js';
import { type CarriedOut, carryOut, finishRun } from './carry-out.js';
import { type LockedAccount, type LockedOut, type LockedRequest, onLockedAccount } from './locked-account.js';
import { settingsAlone } from './settings-alone.js';
import { type Stays, wayBack } from './way-back.js';

export type { Stays } from './way-back.js';

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
  | ({ readonly kind: 'nothing' | 'declined' } & Undoing)
  | ({ readonly kind: 'undone' } & Undoing & CarriedOut);

/** Leads back to what a run changed, as far as it can be taken back and nobody has changed it since. */
export async function undo(request: UndoRequest): Promise<Undone> {
  const checked = await settingsAlone(request.dir);
  if (!checked.ok) return { kind: 'invalid', diagnostics: checked.diagnostics };
  const settings = checked.value;
  return onLockedAccount(request, settings, (locked) => undoLocked(request, settings, locked));
}

async function undoLocked(
  request: UndoRequest,
  settings: Settings,
  { account, ledger, carrying }: LockedAccount,
): Promise<Undone> {
  const unfinished = await ledger.unfinished();
  if (unfinished) await finishRun(unfinished, { ...carrying, lastGood: await ledger.lastGood() });
  const record = await ledger.run(request.run);
  if (!record) return { kind: 'no-run' };
  if (!record.end) return { kind: 'unfinished', record };
  const live = await account.read();
  const way = wayBack(record, live.state);
  if (way.changed.length > 0) return { kind: 'changed-since', keys: way.changed };
  const held = new Set((await ledger.holds()).map(({ email }) => userKey(email)));
  const made = madeBack(way.state, { live, held, settings, request });
  const undoing: Undoing = { plan: made.plan, live, record, stays: way.stays };
  const refusal = await reasonNotTo(undoing, { made, settings, request });
  if (refusal) return refusal;
  const carried = await carryOut(carrying, {
    command: 'undo',
    plan: made.plan,
    states: made,
    approvals: request.approvals,
    accepted: request.acceptedLimits,
    reason: `undo of ${request.run}`,
    planAgain: (now) => madeBack(wayBack(record, now.state).state, { live: now, held, settings, request }).plan,
    changes: () => [],
  });
  return { kind: 'undone', ...undoing, ...carried };
}

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
  const { plan } = made;
  if (plan.steps.length === 0) return { kind: 'nothing', ...undoing };
  const facts = { ...made, access: plan.access ?? [], actingAs: plan.actingAs, released: [] };
  const exceeded = exceededLimits(facts, settings.limits, request.accept);
  const isWrong = plan.diagnostics.some(({ severity }) => severity === 'error');
  if (isWrong || exceeded.length > 0) return { kind: 'refused', exceeded, ...undoing };
  const { expectedDigest: expected } = request;
  if (expected !== undefined && !plan.digest.slice('sha256:'.length).startsWith(expected.replace(/^sha256:/, '')))
    return { kind: 'stale', expected, ...undoing };
  return request.signal.aborted || !(await request.confirm(undoing)) ? { kind: 'declined', ...undoing } : undefined;
}
