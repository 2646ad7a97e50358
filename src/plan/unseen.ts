import {
  type Change,
  CODES,
  type Code,
  type Desired,
  type DesiredUser,
  type Diagnostic,
  type Live,
  nameOf,
  type Plan,
  type ResourceKey,
  type Settings,
  userKey,
} from '../model/index.js';
import type { ManagedPaths } from './released.js';

/** What the real service does not show, and what a plan may therefore not conclude from a list. */

const isUnseen = ({ provider }: Settings): boolean => provider.kind === 'ringover';

export type StatedPerson = Pick<DesiredUser, 'key' | 'superAdmin' | 'previously'>;

interface Stated extends Pick<Desired, 'settings'> {
  readonly users: ReadonlyMap<ResourceKey, StatedPerson>;
}

/**
 * The service tells nobody who the superadministrator is: whoever the files state as such is taken for them, so that no plan archives them or
 * touches their access. Others are taken for nobody special, so that no right is counted that nobody has seen.
 */
export function withStatedSuperAdmins(live: Live, { settings, users: stated }: Stated): Live {
  if (!isUnseen(settings)) return live;
  const users = new Map(live.state.users);
  for (const { key, superAdmin, previously } of stated.values()) {
    if (!superAdmin) continue;
    for (const one of [key, ...previously]) {
      const have = users.get(one);
      if (have) users.set(one, { ...have, superAdmin: true });
    }
  }
  const { actingAs } = live.identity;
  const superAdmin = actingAs !== undefined && users.get(userKey(actingAs))?.superAdmin === true;
  return { ...live, identity: { ...live.identity, superAdmin }, state: { ...live.state, users } };
}

export interface Unseen {
  readonly settings: Settings;
  readonly plan: Pick<Plan, 'changes' | 'steps'>;
  /** What was managed when the files were last applied, of people who were in the account then. */
  readonly managed: readonly ManagedPaths[];
  readonly locate: (key: ResourceKey, path: string) => Diagnostic['source'] | undefined;
}

/** What has to be said where a list does not show everybody, and where nobody has looked yet whether it is right. */
export function unseenDiagnostics({ settings, plan, managed, locate }: Unseen): readonly Diagnostic[] {
  if (!isUnseen(settings)) return [];
  const wereThere = new Set(managed.map(({ key }) => key));
  const invited = plan.changes.filter(isInvited);
  const gone = invited.filter(({ key }) => wereThere.has(key));
  return [
    ...gone.map(({ key }) => personGone(key, locate(key, ''))),
    ...maybeArchived(invited.length - gone.length),
    ...notVerified(settings, plan),
  ];
}

const isInvited = ({ action, kind, fields }: Change): boolean =>
  action === 'create' && kind === 'user' && !fields.some(({ path, after }) => path === 'external' && after === true);

function personGone(key: ResourceKey, source: Diagnostic['source'] | undefined): Diagnostic {
  return {
    ...of('PERSON_GONE'),
    message: `"${nameOf(key)}" was in the account when these files were last applied, and its list does not show them any more: archived people and people who became external are in no list.`,
    hint: 'State ensure: archived. To invite them anew, apply once without them.',
    ...(source && { source }),
  };
}

function maybeArchived(count: number): readonly Diagnostic[] {
  if (count === 0) return [];
  const who = count === 1 ? '1 person is' : `${count} people are`;
  const message = `The service does not list archived people, and ${who} to be invited.`;
  return [{ ...of('ARCHIVED_NOT_LISTED'), message, hint: 'Look for them on the dashboard before you apply this.' }];
}

function notVerified({ provider }: Settings, { steps }: Unseen['plan']): readonly Diagnostic[] {
  const isVerified = provider.kind !== 'ringover' || provider.verified !== undefined;
  if (isVerified || steps.every(({ mode }) => mode === 'by-hand')) return [];
  const message = 'Nothing is written to this team before a person has compared what is read of it with the dashboard.';
  const hint =
    'Compare this plan with the dashboard, then add to provider in ringctl.yaml the day: verified: YYYY-MM-DD.';
  return [{ ...of('NOT_VERIFIED'), message, hint }];
}

const of = <C extends Code>(code: C): { readonly code: C; readonly severity: Diagnostic['severity'] } => ({
  code,
  severity: CODES[code].severity,
});
