import type { AccountFiles } from '../config/account-files.js';
import { type Config, readConfig } from '../config/read-config.js';
import { type Change, type Live, type Plan, type ResourceKey, type Source, userKey } from '../model/index.js';
import { type Correction, correctionsFor } from './pull-changes.js';
import { type Desk, deskOf, isOwnFile } from './pull-desk.js';
import { compared, correct, type Work } from './pull-rounds.js';
import type { EditedFile } from './write-changes.js';

/** What the files say of one field. */
export interface Said {
  readonly key: ResourceKey;
  /** As a plan has it; empty for the whole. */
  readonly path: string;
  readonly source: Source | undefined;
}

export interface FilesBack {
  /** Not written yet. */
  readonly changes: readonly EditedFile[];
  /** Lines, as they are now, that these changes take back. */
  readonly changed: readonly Said[];
  /** Lines that still ask for what is undone, and that a person has to change: they say it of others as well, or no edit of ours fits. */
  readonly left: readonly Said[];
}

export interface GoingBack {
  readonly files: AccountFiles;
  readonly config: Config;
  /** As the account is when all is undone. */
  readonly live: Live;
  /** The plan that undoes. */
  readonly plan: Plan;
  readonly now: Date;
}

/** A correction may bring another difference to light. */
const ROUNDS = 8;

/** Edits of the files after which they no longer ask for what a plan undoes. What else they ask for stays. */
export function filesBack({ files, config, live, plan, now }: GoingBack): FilesBack {
  const desk = deskOf(files);
  const work: Work = { desk, live, config, options: { now, split: undefined, takesProposals: false } };
  const isUndone = undoneBy(plan);
  const changed: Said[] = [];
  const impossible = new Set<string>();
  let latest = config;
  for (let round = 0; round < ROUNDS; round += 1) {
    const last = compared(work, latest);
    const changes = last.changes.flatMap(isUndone);
    const due = correctionsFor({ ...last, changes, desk }).corrections.filter(
      (one) => one.kind === 'in-place' && isOwnFile(one.file) && !impossible.has(nameOf(one.key, one.path)),
    );
    if (due.length === 0) break;
    const failed = new Set(correct(desk, due));
    for (const one of failed) impossible.add(nameOf(one.key, one.path));
    const read = readConfig(desk.files());
    // Files that would not be in order any more are left as they were.
    if (!read.ok) return { changes: [], changed: [], left: changes.flatMap((one) => saidOf(config, one)) };
    changed.push(...due.filter((one) => !failed.has(one)).map((one) => placed(config, one)));
    latest = read.value;
  }
  const removed = withoutEntries(desk, latest, plan);
  const left = compared(work, removed.config).changes.flatMap(isUndone);
  return {
    changes: desk.changes(),
    changed: [...changed, ...removed.keys.map((key) => ({ key, path: '', source: sourceOf(config, key, '') }))],
    left: left.flatMap((one) => saidOf(removed.config, one)),
  };
}

const nameOf = (key: ResourceKey, path: string): string => `${key} ${path}`;
const fieldOf = (path: string): string => (path.startsWith('dashboard') ? 'dashboard' : path);
const memberOf = (key: ResourceKey): ResourceKey => userKey(key.slice(key.lastIndexOf('/') + 1));

/** Leaves of a change what the plan undoes. Whoever is linked elsewhere has all of that from there. */
function undoneBy({ changes }: Plan): (change: Change) => readonly Change[] {
  const undone = new Set(
    changes.flatMap((change) => {
      if (change.kind === 'membership') return [nameOf(memberOf(change.key), 'groups')];
      if (change.action !== 'update') return [nameOf(change.key, '')];
      return change.fields.map(({ path }) => nameOf(change.key, fieldOf(path)));
    }),
  );
  const has = (key: ResourceKey, path: string) => undone.has(nameOf(key, path)) || undone.has(nameOf(key, 'profile'));
  return (change) => {
    if (change.kind === 'membership') return has(memberOf(change.key), 'groups') ? [change] : [];
    if (change.action !== 'update') return undone.has(nameOf(change.key, '')) ? [change] : [];
    const fields = change.fields.filter(({ path }) => has(change.key, fieldOf(path)));
    return fields.length === 0 ? [] : [{ ...change, fields }];
  };
}

/** Without the profiles and groups that are there no longer, where nothing refers to them. */
function withoutEntries(
  desk: Desk,
  config: Config,
  { changes }: Plan,
): { readonly config: Config; readonly keys: readonly ResourceKey[] } {
  const keys: ResourceKey[] = [];
  let latest = config;
  for (const { key, kind, action } of changes) {
    const place = action === 'delete' && (kind === 'profile' || kind === 'group') ? latest.placeOf(key, '') : undefined;
    const before = place && isOwnFile(place.file) ? desk.text(place.file) : undefined;
    if (!place || before === undefined) continue;
    const edited = desk.edit(place.file, [{ kind: 'remove', path: place.path }]);
    const read = edited.ok ? readConfig(desk.files()) : undefined;
    if (read?.ok) {
      keys.push(key);
      latest = read.value;
    } else desk.put(place.file, before);
  }
  return { config: latest, keys };
}

const placed = (config: Config, { key, path }: Correction): Said => ({
  key,
  path,
  source: sourceOf(config, key, path),
});

function saidOf(config: Config, change: Change): readonly Said[] {
  if (change.kind === 'membership') {
    const key = memberOf(change.key);
    return [{ key, path: 'groups', source: sourceOf(config, key, 'groups') }];
  }
  const paths = change.action === 'update' ? [...new Set(change.fields.map(({ path }) => fieldOf(path)))] : [''];
  return paths.map((path) => ({ key: change.key, path, source: sourceOf(config, change.key, path) }));
}

function sourceOf({ placeOf, locate }: Config, key: ResourceKey, path: string): Source | undefined {
  const place = placeOf(key, path) ?? placeOf(key, '');
  return place && locate(place, 'key');
}
