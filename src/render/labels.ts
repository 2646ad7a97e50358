import type { Basis, Deciding, Of, Spot, Through } from '../model/answers.js';
import { nameOf, type ResourceKey, type Scope } from '../model/index.js';
import { namedWords, peopleCount } from './access-voice.js';
import { type Face, nameFor } from './face.js';
import { shortened } from './layout.js';
import { moment } from './words.js';

/** How the things that an answer names are shown: inert, and as the files call them. */
export interface Labels {
  readonly face: Face;
  readonly person: (key: ResourceKey) => string;
  /** With the address, where that is not the name already. */
  readonly personInFull: (key: ResourceKey) => string;
  readonly profile: (key: ResourceKey) => string;
  readonly group: (name: string) => string;
  readonly text: (text: string) => string;
  /** Its line; of an answer that carries none, looked up when it is shown. */
  readonly spotOf: (cause: Deciding) => Spot | undefined;
}

export interface NamesOfFiles {
  readonly personName: (email: string) => string;
  /** Its id in the files; its name where no file has it. */
  readonly profileId: (key: ResourceKey) => string;
  readonly groupId: (name: string) => string;
  readonly spotOf: Labels['spotOf'];
}

/** `people` are those whom the answer names: two of one name are told apart by their addresses. */
export function labelsFor(face: Face, names: NamesOfFiles, people: Iterable<ResourceKey>): Labels {
  const text = nameFor(face);
  const called = new Map([...new Set(people)].map((key) => [key, names.personName(nameOf(key))] as const));
  const cut = shortened(called.values(), text);
  const seen = new Map<string, number>();
  for (const name of called.values()) seen.set(cut(name), (seen.get(cut(name)) ?? 0) + 1);
  const name = (key: ResourceKey): string => cut(called.get(key) ?? names.personName(nameOf(key)));
  const inFull = (key: ResourceKey): string =>
    name(key) === text(nameOf(key)) ? name(key) : `${name(key)} <${text(nameOf(key))}>`;
  return {
    face,
    text,
    spotOf: names.spotOf,
    person: (key) => ((seen.get(name(key)) ?? 0) > 1 ? inFull(key) : name(key)),
    personInFull: inFull,
    profile: (key) => text(names.profileId(key)),
    group: (group) => text(names.groupId(group)),
  };
}

export const spotWords = (spot: Spot | undefined, { text }: Pick<Labels, 'text'>): string =>
  spot ? `${text(spot.file)}:${spot.line}` : '';

/** `of everyone`, `of 15 people`, `of all IVRs`, `own`. */
export function ofWords(of: Of, labels: Labels): string {
  switch (of.kind) {
    case 'everyone':
      return 'of everyone';
    case 'own':
      return 'own';
    case 'ivrs':
      return of.ivrs === 'all' ? 'of all IVRs' : `of ${namedWords('IVR', of.ivrs, { ...VOICE, name: labels.text })}`;
    case 'people':
      return of.count === 0 ? 'of nobody yet' : `of ${peopleCount(of.count)}`;
    default:
      return of satisfies never;
  }
}

const VOICE = { person: String, strong: String, unknown: '', told: 'plan' } as const;

const LINES = { all: '', direct: 'direct lines', ivr: 'IVR lines' } as const;

/** `group sales, IVR Paris desk, direct lines`; nothing where nothing is narrowed. */
export function scopeWords({ groups, ivrs, lines }: Scope, labels: Labels): string {
  const parts = [
    groups === 'all' ? '' : namedWords('group', groups, { ...VOICE, name: labels.group }),
    ivrs === 'all' ? '' : namedWords('IVR', ivrs, { ...VOICE, name: labels.text }),
    LINES[lines],
  ];
  return parts.filter((part) => part !== '').join(', ');
}

export function throughWords(through: Through, labels: Labels): string {
  switch (through.kind) {
    case 'superadmin':
      return 'superadministrator';
    case 'profile':
      return `profile ${labels.profile(through.profile)}`;
    case 'own':
      return 'own permissions';
    case 'dashboard':
      return 'own dashboard access';
    case 'membership':
      return 'member';
    case 'signIn':
      return 'active';
    case 'admin':
      return 'admin';
    default:
      return through satisfies never;
  }
}

export function basisWords(basis: Basis): string {
  return basis.of === 'files' ? 'as the files say' : `as the account was read ${moment(basis.readAt)}`;
}

/** The last line of an answer that counts people. */
export function basisLine(basis: Basis): string {
  return basis.of === 'files'
    ? `As the files say on ${basis.at}: people who stand in no file are not counted.`
    : `As the account was read ${moment(basis.readAt)}.`;
}
