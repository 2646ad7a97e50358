import { suggest } from '../config/suggest.js';
import {
  type AskedCapability,
  CAPABILITY_WORDS,
  groupKey,
  isFault,
  nameOf,
  profileKey,
  type ResourceKey,
  readCapability,
  type UserState,
  userKey,
} from '../model/index.js';
import { jsonText, type Mask } from '../render/index.js';
import { type Labels, labelsFor, type NamesOfFiles } from '../render/labels.js';
import { type Asked, asking, groupNamed, namesIn, personIn, spotOf } from '../run/question.js';
import { compiledCache } from './cache-directory.js';
import { invalidSection } from './commands/validate.js';
import { directoryOf } from './directories.js';
import { faceOf } from './face-of.js';
import { Failure } from './failure.js';
import { type ExitCode, formatOf, type Invocation, print } from './invocation.js';
import { openAccount } from './open-account.js';
import { maskOf, personNames } from './people.js';
import { readProgress, remember } from './plan-request.js';

/** An answer, and how it is said. */
export interface Answered<Answer> {
  readonly answer: Answer;
  /** Everybody whom it may name. */
  readonly people: (answer: Answer) => Iterable<ResourceKey>;
  readonly human: (answer: Answer, labels: Labels) => string;
  readonly csv: (answer: Answer, labels: Labels) => string;
}

/** Asks the files, or with --live the account. What cannot be asked is a Failure; whatever the answer is, it ends with 0. */
export async function answering<Answer>(
  invocation: Invocation,
  work: (asked: Asked) => Answered<Answer>,
): Promise<ExitCode> {
  const { io, flags } = invocation;
  const directory = directoryOf(invocation, '.');
  const open = flags.has('live') ? openAccount(invocation) : undefined;
  const format = formatOf(invocation);
  const lines: 'all' | 'shown' = format === 'human' && !flags.has('mask-personal-data') ? 'shown' : 'all';
  const request = { dir: directory.path, now: io.now(), open, remember: remember(invocation), lines };
  const cache = compiledCache(invocation);
  const asked = await asking({ ...request, cache, onProgress: readProgress(invocation) });
  if (!asked.ok) return (await invalidSection(invocation, directory, asked.diagnostics)).code;
  const { desired } = asked.config;
  const known = { desired, ...(asked.live && { live: asked.live }) };
  const mask = maskOf(invocation, desired.settings.account, known);
  const { answer, people, human, csv } = withMaskedFailures(mask, () => work(asked));
  const shown = mask ? masked(answer, mask) : answer;
  if (format === 'json') print(invocation, jsonText(shown));
  else {
    const personName = mask ? (email: string) => email : personNames(known);
    const labels = labelsFor(faceOf(io.stdout, io, flags), { personName, ...wordsOf(asked) }, people(shown));
    print(invocation, format === 'csv' ? csv(shown, labels) : human(shown, labels));
  }
  asked.keep();
  return 0;
}

/** Every text of it: keys, names, and what files say. */
function masked<Answer>(answer: Answer, mask: Mask): Answer {
  return JSON.parse(JSON.stringify(answer), (_, value: unknown) =>
    typeof value === 'string' ? mask.text(value) : value,
  );
}

function withMaskedFailures<Result>(mask: Mask | undefined, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!mask || !(error instanceof Failure)) throw error;
    const { message, hint, code } = error;
    throw new Failure(mask.text(message), { code, ...(hint !== undefined && { hint: mask.text(hint) }) });
  }
}

function wordsOf(asked: Asked): Omit<NamesOfFiles, 'personName'> {
  const { profiles, groups } = asked.config.desired;
  const groupIds = new Map([...groups.values()].map(({ name, id }) => [name, id]));
  return {
    profileId: (key) => profiles.get(key)?.id ?? nameOf(key),
    groupId: (name) => groupIds.get(name) ?? name,
    spotOf: (cause) => cause.source ?? spotOf(asked, cause),
  };
}

/** The capability that was typed, or a Failure that says what is wrong with it. */
export function capabilityTyped(asked: Asked, text: string): AskedCapability {
  const read = readCapability(text.trim(), namesIn(asked));
  if (!isFault(read)) return read;
  const { fault, word, takes } = read;
  switch (fault) {
    case 'name':
      throw new Failure(`There is no capability "${word}".`, {
        hint:
          didYouMean(suggest(word, CAPABILITY_WORDS)) ??
          'They are such as recordings.play, billing.see or app.snooze; .github/docs/capabilities.md lists them.',
      });
    case 'argument':
      throw new Failure(`"${word}" cannot stand in the brackets.`, {
        hint: `This capability takes ${takes ?? 'no argument'}.`,
      });
    case 'group':
      throw unknownGroup(asked, word);
    case 'user':
      throw unknownUser(asked, word);
    default:
      return fault satisfies never;
  }
}

export const didYouMean = (nearest: string | undefined): string | undefined =>
  nearest === undefined ? undefined : `Did you mean "${nearest}"?`;

/** The group that was typed, by id or name. */
export function groupTyped(asked: Asked, word: string): string {
  const name = groupNamed(asked, word);
  if (name === undefined) throw unknownGroup(asked, word);
  return name;
}

function unknownGroup({ config, state }: Asked, word: string): Failure {
  const { groups } = config.desired;
  const unstated = [...state.groups.values()].filter(({ key }) => !groups.has(key));
  const names = [...[...groups.values()].map(({ id }) => id), ...unstated.map(({ name }) => name)];
  const hint = didYouMean(suggest(word, names));
  return new Failure(`There is no group "${word}".`, hint === undefined ? {} : { hint });
}

/** The person with the address that was typed. */
export function personTyped(asked: Asked, word: string): UserState {
  const key = userKey(word.replace(/^user:/, ''));
  const user = personIn(asked, key);
  if (!user) throw unknownUser(asked, word);
  return user;
}

function unknownUser({ state, config, basis }: Asked, word: string): Failure {
  const emails = new Set([...config.desired.users.values(), ...state.users.values()].map(({ email }) => email));
  const asks = basis.of === 'files' ? 'The files alone were asked: --live asks the account.' : undefined;
  const hint = [didYouMean(suggest(word, emails)), asks].filter((part) => part !== undefined).join(' ');
  return new Failure(`There is nobody with the address "${word}".`, hint === '' ? {} : { hint });
}

/** The person, profile or group that was typed: an address, an id, a name, or a key such as `profile:Sales agent`. */
export function subjectTyped(asked: Asked, word: string): ResourceKey {
  const { config, state } = asked;
  const { users, profiles } = config.desired;
  if (word.includes('@') || word.startsWith('user:')) {
    const key = userKey(word.replace(/^user:/, ''));
    if (!users.has(key) && !state.users.has(key)) throw unknownUser(asked, word);
    return key;
  }
  const [, kind, name = ''] = /^(profile|group):(.+)$/.exec(word) ?? [undefined, undefined, word];
  const profile = [...profiles.values()].find(({ id }) => id === name)?.key ?? profileKey(name);
  if (kind !== 'group' && (profiles.has(profile) || state.profiles.has(profile))) return profile;
  const group = kind === 'profile' ? undefined : groupNamed(asked, name);
  if (group !== undefined) return groupKey(group);
  throw unknownSubject(asked, word);
}

function unknownSubject({ config }: Asked, word: string): Failure {
  const { users, profiles, groups } = config.desired;
  const names = [
    ...[...profiles.values(), ...groups.values()].map(({ id }) => id),
    ...[...users.values()].map(({ email }) => email),
  ];
  return new Failure(`"${word}" is no address of a person, no profile and no group.`, {
    hint:
      didYouMean(suggest(word, names)) ??
      'Give an address, or the id or name of a profile or group. A template has no people of its own: ask about a profile that extends it.',
  });
}
