import { accessChanges } from '../access/differences.js';
import { type AccountState, type Diagnostic, nameOf, type ResourceKey } from '../model/index.js';
import type { Renames } from './renames.js';

/**
 * While a hold stands, a plan gives that person nothing: whatever it would change of them stays as it is, unless it takes them out of the account.
 * What would reach them all the same, through a profile or a group, is an error.
 */
export function withHolds(
  before: AccountState,
  after: AccountState,
  held: ReadonlySet<ResourceKey>,
): { readonly after: AccountState; readonly diagnostics: readonly Diagnostic[] } {
  if (held.size === 0) return { after, diagnostics: [] };
  const users = new Map(after.users);
  const diagnostics: Diagnostic[] = [];
  for (const key of held) {
    const have = before.users.get(key);
    const want = after.users.get(key);
    if (have === want || want === undefined || (have && want.status === 'archived')) continue;
    if (have) users.set(key, have);
    else users.delete(key);
    diagnostics.push(leftOut(key));
  }
  const kept = { ...after, users };
  const gainers = accessChanges(before, kept).filter(({ user, gains }) => held.has(user) && gains.length > 0);
  return { after: kept, diagnostics: [...diagnostics, ...gainers.map(({ user }) => reached(user))] };
}

/** Under a new address nobody would be held any more. */
export const heldRenames = (renames: Renames, held: ReadonlySet<ResourceKey>): readonly Diagnostic[] =>
  [...renames].flatMap(([key, previous]): Diagnostic[] => {
    if (!held.has(previous)) return [];
    const message = `${nameOf(previous)} is held and cannot become ${nameOf(key)} meanwhile: the hold would no longer be theirs.`;
    return [
      {
        code: 'HELD_GAINS',
        severity: 'error',
        message,
        hint: 'Release the hold first, or leave the address as it is.',
      },
    ];
  });

const leftOut = (key: ResourceKey): Diagnostic => ({
  code: 'HELD',
  severity: 'warning',
  message: `${nameOf(key)} is held: what this plan would change of them is left out.`,
  hint: `ringctl hold list says why. When it is over: ringctl hold release ${nameOf(key)} --reason "…"`,
});

const reached = (key: ResourceKey): Diagnostic => ({
  code: 'HELD_GAINS',
  severity: 'error',
  message: `${nameOf(key)} is held, and would gain access through a profile or a group that this plan changes.`,
  hint: 'Take them out of it first: ringctl revoke does.',
});
