import type { Hold, Locked } from '../ledger/index.js';
import {
  type Diagnostic,
  day,
  instant,
  type Live,
  nameOf,
  type Plan,
  type ResourceKey,
  type Settings,
  type Step,
  userKey,
} from '../model/index.js';
import { withoutAccess } from '../plan/cut-off.js';
import { singleStep } from '../plan/digest.js';
import { planTowards } from '../plan/direct.js';
import { draft } from '../plan/draft.js';
import { type Exceeded, exceededLimits } from '../plan/limits.js';
import type { Made } from '../plan/make-plan.js';
import type { ApplyRequest } from './apply.js';
import { type CarriedOut, carryOut, finishRun } from './carry-out.js';
import { type LockedAccount, type LockedOut, type LockedRequest, onLockedAccount } from './locked-account.js';
import { memoryOf } from './memory.js';
import { withRecorded } from './recorded.js';
import { refusedLater } from './refused-later.js';
import { recordingOf } from './run-facts.js';
import { settingsAlone } from './settings-alone.js';

export interface RevokeRequest extends LockedRequest, Pick<ApplyRequest, 'tool' | 'approvals'> {
  readonly emails: readonly string[];
  readonly reason: string;
  readonly by: string;
  readonly confirm: (revoking: Revoking) => Promise<boolean>;
}

export interface Revoking {
  readonly plan: Plan;
  readonly live: Live;
  /** What every plan of the files is refused for from then on. */
  readonly refusedLater: readonly Diagnostic[];
}

export type Revoked =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | LockedOut
  /** Addresses of nobody: nobody was cut off. */
  | { readonly kind: 'unknown'; readonly emails: readonly string[] }
  /** The superadministrator, the last administrators, or whoever carries it out. */
  | { readonly kind: 'protected'; readonly exceeded: readonly Exceeded[]; readonly superAdmins: readonly string[] }
  /** They are archived already: there was nothing to take, and from now on nothing is given back. */
  | ({ readonly kind: 'declined' | 'held' } & Revoking)
  | ({ readonly kind: 'revoked' } & Revoking & CarriedOut);

/**
 * Cuts people off now: no page, no group, no profile, of every permission what grants least, and signed out everywhere. They are held first, so
 * that no plan gives anything back while this is under way or after it. Only the last administrators and whoever acts are protected.
 */
export async function revoke(request: RevokeRequest): Promise<Revoked> {
  const checked = await settingsAlone(request.dir);
  if (!checked.ok) return { kind: 'invalid', diagnostics: checked.diagnostics };
  const settings = checked.value;
  return onLockedAccount(request, settings, (locked) => revokeLocked(request, settings, locked));
}

async function revokeLocked(
  request: RevokeRequest,
  settings: Settings,
  { account, ledger, carrying }: LockedAccount,
): Promise<Revoked> {
  const unfinished = await ledger.unfinished();
  // What is still unknown of it must not keep anybody from being cut off.
  if (unfinished)
    await finishRun(unfinished, { ...carrying, lastGood: await ledger.lastGood(), facts: await ledger.facts() });
  const live = withRecorded(await account.read(), await ledger.facts());
  const keys = [...new Set(request.emails.map(userKey))];
  const active = keys.filter((key) => live.state.users.get(key)?.status === 'active');
  const made = cutOffPlan({ live, keys: active, request, settings });
  const refused = whoCannotBe(live, request.emails) ?? whoMustStay(made, settings);
  if (refused) return refused;
  const { plan } = made;
  const emails = keys.map((key) => live.state.users.get(key)?.email ?? nameOf(key));
  const cutting = { request: { ...request, now: request.clock() }, memory: await memoryOf(ledger), live, made, emails };
  const revoking = { plan, live, refusedLater: await refusedLater(cutting) };
  if (request.signal.aborted || !(await request.confirm(revoking))) return { kind: 'declined', ...revoking };
  await hold({ ...request, emails }, carrying.locked, await ledger.holds());
  if (plan.steps.length === 0) return { kind: 'held', ...revoking };
  const carried = await carryOut(carrying, {
    command: 'revoke',
    plan,
    states: made,
    recording: await recordingOf(ledger, { by: request.holder.by }),
    approvals: request.approvals,
    accepted: [],
    reason: request.reason,
    planAgain: (now, known) =>
      cutOffPlan({ live: withRecorded(now, known.facts), keys: active, request, settings, signsOut: false }).plan,
    changes: () => [],
  });
  return { kind: 'revoked', ...revoking, ...carried };
}

function whoCannotBe({ state }: Live, emails: readonly string[]): Revoked | undefined {
  const of = (email: string) => state.users.get(userKey(email));
  const unknown = emails.filter((email) => of(email) === undefined);
  if (unknown.length > 0) return { kind: 'unknown', emails: unknown };
  const superAdmins = emails.filter((email) => of(email)?.superAdmin);
  return superAdmins.length > 0 ? { kind: 'protected', exceeded: [], superAdmins } : undefined;
}

function whoMustStay(made: Made, { limits }: Settings): Revoked | undefined {
  const facts = { ...made, access: [], actingAs: made.plan.actingAs, released: [] };
  const exceeded = exceededLimits(facts, limits).filter(
    ({ limit }) => limit === 'minAdmins' || limit === 'actingIdentity',
  );
  return exceeded.length > 0 ? { kind: 'protected', exceeded, superAdmins: [] } : undefined;
}

interface CutOff {
  readonly live: Live;
  readonly keys: readonly ResourceKey[];
  readonly request: Pick<RevokeRequest, 'tool' | 'clock' | 'reason'>;
  readonly settings: Settings;
  readonly signsOut?: boolean;
}

function cutOffPlan({ live, keys, request, settings, signsOut = true }: CutOff): Made {
  const now = request.clock();
  const made = planTowards(withoutAccess(live.state, keys), live, {
    settings,
    tool: request.tool,
    createdAt: instant(now),
    at: day(now.toISOString().slice(0, 10)),
    reason: `revoked: ${request.reason}`,
  });
  const signOuts = signsOut ? keys.map((key): Step => singleStep(draft('signOut', key))) : [];
  return { ...made, plan: { ...made.plan, steps: [...made.plan.steps, ...signOuts] } };
}

async function hold(
  { emails, clock, by, reason }: RevokeRequest,
  locked: Locked,
  holds: readonly Hold[],
): Promise<void> {
  const held = new Set(holds.map(({ email }) => userKey(email)));
  const since = instant(clock());
  for (const email of emails)
    if (!held.has(userKey(email))) await locked.record({ kind: 'hold', hold: { email, since, by, reason } });
}
