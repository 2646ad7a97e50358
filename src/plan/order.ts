import { byText, type Operation, type ResourceKey, type Step } from '../model/index.js';
import { stepDigest } from './digest.js';
import type { Draft } from './draft.js';

/**
 * In which order the operations are sent. What is used must be there before, what is left must be left before it goes:
 *
 *     rename ─► create groups ─► create profiles ─► unlink ─► edit profiles ─► create people
 *        ─► link ─► edit people ─► enter groups ─► leave groups ─► archive ─► delete
 *
 * People are unlinked before profiles are edited, since they keep the values of that moment; and linked afterwards, since a link
 * hands over the dashboard and the groups of that moment.
 */
const LEVELS: readonly (readonly [Operation, 'user' | 'profile' | 'group' | 'any'])[] = [
  ['rename', 'any'],
  ['createGroup', 'any'],
  ['createProfile', 'any'],
  ['unlink', 'any'],
  ['setPermissions', 'profile'],
  ['setProfileTemplate', 'any'],
  ['createUser', 'any'],
  ['link', 'any'],
  ['setPermissions', 'user'],
  ['setDashboard', 'any'],
  ['addMember', 'any'],
  ['removeMember', 'any'],
  ['setOpenAccess', 'any'],
  ['archive', 'any'],
  ['delete', 'user'],
  ['delete', 'profile'],
  ['delete', 'group'],
  ['signOut', 'any'],
];

/** Steps in order; each waits for the earlier ones that write what it uses, or use what it writes. */
export function orderSteps(drafts: readonly Draft[], modeOf: (draft: Draft) => Step['mode']): Step[] {
  const ranked = drafts.map((draft) => ({ draft, level: levelOf(draft), digest: stepDigest(draft) }));
  ranked.sort(
    (one, other) =>
      one.level - other.level || byText(one.draft.key, other.draft.key) || byText(one.digest, other.digest),
  );
  const uses: Uses = { writer: new Map(), users: new Map() };
  return ranked.map(({ draft, digest }) => {
    const id = digest.slice(0, 12);
    const { operation, key, input, precondition } = draft;
    return {
      id,
      after: enter(uses, draft, id),
      key,
      operation,
      input,
      precondition,
      mode: modeOf(draft),
      requests: 1,
      digest,
    };
  });
}

/** By resource: the step that wrote it last, and the steps since then that rest on it. */
interface Uses {
  readonly writer: Map<ResourceKey, string>;
  readonly users: Map<ResourceKey, string[]>;
}

function enter({ writer, users }: Uses, draft: Draft, id: string): string[] {
  const after = new Set<string>();
  for (const key of [...draft.reads, ...draft.writes]) {
    const last = writer.get(key);
    if (last !== undefined) after.add(last);
  }
  for (const key of draft.writes) for (const user of users.get(key) ?? []) after.add(user);
  for (const key of [...draft.reads, ...draft.frees]) {
    const list = users.get(key);
    if (list) list.push(id);
    else users.set(key, [id]);
  }
  for (const key of draft.writes) {
    writer.set(key, id);
    users.delete(key);
  }
  return [...after].sort(byText);
}

function levelOf({ operation, key }: Draft): number {
  const kind = key.slice(0, key.indexOf(':'));
  return LEVELS.findIndex(([level, of]) => level === operation && (of === 'any' || of === kind));
}
