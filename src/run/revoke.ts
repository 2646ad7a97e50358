import type { Hold, Locked } from '../ledger/index.js';
import {
  type Diagnostic,
  instant,
  type Live,
  nameOf,
  type Plan,
  type ResourceKey,
  type Settings,
  userKey,
} from '../model/index.js';
import { type Exceeded, exceededLimits } from '../plan/limits.js';
import type { Made } from '../plan/make-plan.js';
import { withStatedSuperAdmins } from '../plan/unseen.js';
import type { ApplyRequest } from './apply.js';
import { type CarriedOut, carryOut } from './carry-out.js';
import { withNames } from './hand-outs.js';
import { type LockedAccount, type LockedOut, type LockedRequest, onLockedAccount } from './locked-account.js';
import { heldKeys, type Memory } from './memory.js';
import { withRecorded } from './recorded.js';
import { lookedInto } from './recording-run.js';
import { refusedLater } from './refused-later.js';
import { cutOffPlan } from './revoke-plan.js';
import { statedSuperAdmins } from './revoke-stated.js';
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

async function revokeLocked(request: RevokeRequest, settings: Settings, locked: LockedAccount): Promise<Revoked> {
  // What is still unknown of a run that was cut off must not keep anybody from being cut off.
  const { live: seen, memory } = await lookedInto(locked);
  const stated = { settings, users: await statedSuperAdmins(request.dir) };
  const shown = (now: Live, facts: Memory['facts']) => withRecorded(withStatedSuperAdmins(now, stated), facts);
  const live = shown(seen, memory.facts);
  const keys = [...new Set(request.emails.map(userKey))];
  const active = keys.filter((key) => live.state.users.get(key)?.status === 'active');
  const { tool, clock } = request;
  const cutting = { keys: active, settings, tool, now: clock(), reason: `revoked: ${request.reason}` };
  const made = cutOffPlan({ ...cutting, live, signsOut: true });
  const refused = whoCannotBe(live, request.emails) ?? whoMustStay(made, settings, heldKeys(memory));
  if (refused) return refused;
  const emails = keys.map((key) => live.state.users.get(key)?.email ?? nameOf(key));
  const later = await refusedLater({ request: { ...request, now: clock() }, memory, live, made, emails });
  const revoking = { plan: made.plan, live, refusedLater: later };
  if (request.signal.aborted || !(await request.confirm(revoking))) return { kind: 'declined', ...revoking };
  const { carrying, ledger } = locked;
  await hold({ ...request, emails }, carrying.locked, memory.holds);
  if (made.plan.steps.length === 0) return { kind: 'held', ...revoking };
  const carried = await carryOut(carrying, {
    command: 'revoke',
    plan: made.plan,
    states: made,
    recording: await recordingOf(ledger, { by: request.holder.by }),
    approvals: request.approvals,
    accepted: [],
    reason: request.reason,
    planAgain: (now, { facts, handOuts }) =>
      withNames(cutOffPlan({ ...cutting, live: shown(now, facts), signsOut: false }).plan, handOuts),
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

function whoMustStay(made: Made, { limits }: Settings, held: ReadonlySet<ResourceKey>): Revoked | undefined {
  const facts = { ...made, access: [], actingAs: made.plan.actingAs, released: [], held };
  const exceeded = exceededLimits(facts, limits).filter(
    ({ limit }) => limit === 'minAdmins' || limit === 'actingIdentity',
  );
  return exceeded.length > 0 ? { kind: 'protected', exceeded, superAdmins: [] } : undefined;
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
