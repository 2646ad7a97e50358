import { type AccountState, type Change, type Day, type Desired, type Live, nameOf } from '../model/index.js';
import { operationFor } from '../plan/coverage.js';
import { diff } from '../plan/diff.js';
import { fill } from '../plan/fill.js';
import { findRenames, type Renames, withNewNames } from '../plan/renames.js';

/** What a plan compares, without the order in which it would be carried out. */
export interface States {
  /** The account under the names of the files. */
  readonly before: AccountState;
  /** What the files want, and what the account has of the rest. */
  readonly after: AccountState;
  readonly changes: readonly Change[];
  readonly renames: Renames;
}

export function statesOf(desired: Desired, live: Live, at: Day): States {
  const { renames } = findRenames(desired, live);
  const before = withNewNames(live.state, renames, desired);
  const { after, reasons } = fill(desired, before, { at, allowDelete: false });
  const modeOf: Parameters<typeof diff>[2]['modeOf'] = (key, path) => live.coverage.operations[operationFor(key, path)];
  const changes = diff(before, after, { reasons, modeOf, locate: () => undefined, unknown: 'unreadable' });
  return { before, after, changes: [...changes, ...renamed(renames)], renames };
}

const renamed = (renames: Renames): readonly Change[] =>
  [...renames].map(([key, previous]) => {
    const kind = key.startsWith('user:') ? 'user' : key.startsWith('profile:') ? 'profile' : 'group';
    const field = { path: kind === 'user' ? 'email' : 'name', before: nameOf(previous), after: nameOf(key) };
    const fields = [{ ...field, mode: 'by-hand' as const }];
    return { key, kind, action: 'update', fields, reason: `was ${nameOf(previous)}` };
  });
