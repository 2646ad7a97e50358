import { type Config, readConfig } from '../config/read-config.js';
import type { Split } from '../edit/account/layout.js';
import { portraitOf, type Sitter, type Unsaid, vocabularyOf } from '../edit/account/portrait.js';
import type { Vocabulary } from '../edit/account/words.js';
import type { AccountState, Change, Live, ResourceKey, Source } from '../model/index.js';
import { dayOf } from './plan.js';
import { addEntries, type NotAdded } from './pull-additions.js';
import { type Correction, correctionsFor, type Left } from './pull-changes.js';
import { type Desk, editEach } from './pull-desk.js';
import { type Refused, refusalsIn } from './pull-refusals.js';
import { statesOf } from './pull-states.js';
import { toldOf } from './pull-told.js';

export interface PullOptions {
  readonly now: Date;
  /** How new files are divided; undefined puts what is new beside its likes. */
  readonly split: Split | undefined;
  /** Also what is otherwise only proposed. */
  readonly takesProposals: boolean;
  /** Of what no file names: what is written. Default: all of it. */
  readonly only?: (key: ResourceKey) => boolean;
}

export interface PullReport {
  readonly added: readonly ResourceKey[];
  readonly changed: readonly Placed[];
  readonly proposed: readonly Proposal[];
  readonly left: readonly (Left & Placed)[];
  readonly refused: readonly Refused[];
  /** Values of what was added that no file can state. */
  readonly unsaid: readonly Unsaid[];
  readonly notAdded: readonly NotAdded[];
  /** What a plan of the files would change now. */
  readonly remaining: readonly Change[];
  /** People who are archived in the account and stand in no file. */
  readonly archived: number;
  /** Of how many the account does not show what they may do. */
  readonly unreadable: { readonly people: number; readonly profiles: number };
  /** Those people. */
  readonly unreadablePeople: readonly ResourceKey[];
}

interface Placed {
  readonly key: ResourceKey;
  readonly path: string;
  readonly source: Source | undefined;
}

/** A correction that is left to a person. `source` is the line that says otherwise. */
export type Proposal = Placed & Pick<Correction, 'file' | 'edits'>;

export interface Work {
  readonly desk: Desk;
  readonly live: Live;
  /** With what was recorded where nothing is shown: it is written of what is new, and never against what the files state. Default: nothing is recorded. */
  readonly known?: Live;
  /** The account without what a person said of it; undefined where nobody did. */
  readonly read?: Live | undefined;
  readonly options: PullOptions;
  /** Of the files as they were. */
  readonly config: Config;
}

/** A correction may bring another difference to light: whoever is not linked any more has own permissions. */
const ROUNDS = 8;

/** Edits the files on the desk until they say what the account has, as far as they may. */
export function pullInto(work: Work): PullReport {
  const { desk, live, known = live } = work;
  const { only } = work.options;
  const refused = refusalsIn(live, work.config.desired).filter(({ key }) => !only || (key !== undefined && only(key)));
  const added = addNew(work, refused);
  const told = sayTold(work);
  const changed: Placed[] = [...told.changed];
  const impossible = new Map<string, Correction>();
  let last = compared(work, desk.changes().length === 0 ? work.config : (configOf(desk) ?? work.config));
  let found = correctionsFor({ ...last, desk });
  for (let round = 0; round < ROUNDS; round += 1) {
    const due = byTurn(found.corrections.filter((one) => isTaken(work, one) && !impossible.has(nameOfField(one))));
    if (due.length === 0) break;
    for (const one of correct(desk, due)) impossible.set(nameOfField(one), one);
    const config = configOf(desk);
    if (!config) break;
    last = compared(work, config);
    const done = due.filter((one) => !impossible.has(nameOfField(one)));
    changed.push(...done.map(({ key, path }) => ({ key, path, source: sourceOf(config, key, path) })));
    found = correctionsFor({ ...last, desk });
  }
  const { config, state } = last;
  const open = [
    ...told.impossible,
    ...found.corrections.filter((one) => !isTaken(work, one) || impossible.has(nameOfField(one))),
  ];
  return {
    ...added,
    changed,
    proposed: open.map(({ key, path, file, edits, says }) => ({
      ...{ key, path, file, edits },
      source: says && config.locate(says, 'key'),
    })),
    left: found.left.map((one) => ({ ...one, source: sourceOf(config, one.key, one.path) })),
    refused,
    remaining: (known === live ? last : compared({ ...work, live: known }, config)).changes,
    archived: archivedIn(state, config),
    ...unreadableIn(known, config),
  };
}

const archivedIn = ({ users }: AccountState, { desired }: Config): number =>
  [...users.values()].filter(({ key, status }) => status === 'archived' && !desired.users.has(key)).length;

/** First of all: it is what decides about the rest. */
function sayTold(work: Work): { readonly changed: readonly Placed[]; readonly impossible: readonly Correction[] } {
  const { desk, live, read, config } = work;
  if (!read) return { changed: [], impossible: [] };
  const { vocabulary } = compared(work, config);
  const told = toldOf({ config, vocabulary, read, live });
  const impossible = correct(desk, told);
  const changed = told
    .filter((one) => !impossible.includes(one))
    .map(({ key, path, says }) => ({ key, path, source: says && config.locate(says, 'key') }));
  return { changed, impossible };
}

const isTaken = ({ options }: Work, { kind }: Correction): boolean => kind === 'in-place' || options.takesProposals;
const nameOfField = ({ key, path }: Correction): string => `${key} ${path}`;

function sourceOf({ placeOf, locate }: Config, key: ResourceKey, path: string): Source | undefined {
  const place = placeOf(key, path) ?? placeOf(key, '');
  return place && locate(place, 'key');
}

/** Undefined where the files are not in order any more: the caller compiles them again and says why. */
function configOf(desk: Desk): Config | undefined {
  const read = readConfig(desk.files());
  return read.ok ? read.value : undefined;
}

export interface Compared {
  readonly config: Config;
  readonly state: AccountState;
  readonly changes: readonly Change[];
  readonly vocabulary: Vocabulary;
  readonly sitter: Sitter;
}

export function compared({ desk, live, options }: Work, config: Config): Compared {
  const at = dayOf({ at: undefined, now: options.now }, config.desired.settings.timeZone);
  const { before: state, changes } = statesOf(config.desired, live, at);
  const sitter = sitterOf(live, { config, state, desk });
  return { config, state, changes, vocabulary: vocabularyOf(sitter), sitter };
}

function sitterOf(live: Live, { config, state, desk }: { config: Config; state: AccountState; desk: Desk }): Sitter {
  const { users, profiles, groups } = config.desired;
  const ids = (section: string) =>
    desk.files().files.flatMap(({ path }) => Object.keys(Object(desk.valueAt(path, [section]) ?? {})));
  const isStated = (key: ResourceKey) => users.has(key) || profiles.has(key) || groups.has(key);
  return {
    state,
    ambiguous: live.ambiguous,
    ivrs: live.ivrs,
    numbers: live.numbers,
    files: {
      idOf: (key) => profiles.get(key)?.id ?? groups.get(key)?.id,
      profileIds: ids('profiles'),
      groupIds: ids('groups'),
      given: (key) => profiles.get(key),
    },
    isWanted: (key) => !isStated(key) && !live.ambiguous.has(key) && state.users.get(key)?.status !== 'archived',
  };
}

function addNew(work: Work, refused: readonly Refused[]): Pick<PullReport, 'added' | 'unsaid' | 'notAdded'> {
  const { desk, options, config, known = work.live } = work;
  const { sitter, vocabulary, state } = compared({ ...work, live: known }, config);
  const keys = new Set(refused.map(({ key }) => key));
  const { only = () => true } = options;
  const isWanted = (key: ResourceKey) => sitter.isWanted(key) && !keys.has(key) && only(key);
  const portrait = portraitOf({ ...sitter, isWanted }, vocabulary);
  const comments = refused.map(({ name, why }) => `Not managed: "${name}", since ${why}.`);
  const { desired } = config;
  const notAdded = addEntries({ portrait, state, desired, vocabulary, split: options.split, comments, desk });
  const failed = new Set(notAdded.map(({ key }) => key));
  const entries = [...portrait.groups, ...portrait.profiles, ...portrait.users];
  return { added: entries.map(({ key }) => key).filter((key) => !failed.has(key)), unsaid: portrait.unsaid, notAdded };
}

/** Profiles and groups first: what their people still have otherwise is seen after that. */
function byTurn(due: readonly Correction[]): readonly Correction[] {
  const first = due.filter(({ key }) => !key.startsWith('user:'));
  return first.length > 0 ? first : due;
}

/** Those that cannot be edited, such as a value that an alias shares with others. Nothing keeps the others out. */
export function correct(desk: Desk, due: readonly Correction[]): readonly Correction[] {
  const files = new Map<string, Correction[]>();
  for (const one of due) files.set(one.file, [...(files.get(one.file) ?? []), one]);
  return [...files].flatMap(([file, all]) => [
    ...all.filter(({ edits }) => edits.length === 0),
    ...editEach(desk, file, {
      items: all.filter(({ edits }) => edits.length > 0),
      editsOf: ({ edits }) => edits,
    }).map(({ item }) => item),
  ]);
}

/** What nobody could read and the files do not state either. The dashboard access of linked people is that of their profile. */
function unreadableIn({ state }: Live, { desired }: Config): Pick<PullReport, 'unreadable' | 'unreadablePeople'> {
  const people = [...state.users.values()].filter(({ key, status, profile, dashboard }) => {
    const { link = { to: 'unmanaged' }, dashboard: own, superAdmin = false } = desired.users.get(key) ?? {};
    if (status !== 'active' || link.to === 'profile' || superAdmin) return false;
    return (!profile.known && link.to === 'unmanaged') || !(dashboard.known || own);
  });
  const profiles = [...state.profiles.values()].filter(
    ({ key, permissions }) =>
      Object.keys(permissions).length + Object.keys(desired.profiles.get(key)?.permissions ?? {}).length === 0,
  );
  return {
    unreadable: { people: people.length, profiles: profiles.length },
    unreadablePeople: people.map(({ key }) => key).sort(),
  };
}
