import type {
  AccessTest,
  AccountFile as AccountContent,
  ConfigFile,
  Group,
  Policy,
  Profile,
  User,
} from '../model/generated/files.js';
import { type Place, type ResourceKey, userKey } from '../model/index.js';
import { comparable } from './address.js';
import type { Content } from './entries.js';
import { quoted } from './finding.js';
import { firstDefined, type Report } from './report.js';

export interface Entry<Input> {
  /** Its key in the files. */
  readonly id: string;
  readonly input: Input;
  readonly place: Place;
}

/** Everything that the files of one account define, each id once, in the form in which it was written. */
export interface Declared {
  readonly config: ConfigFile;
  readonly callerIds: ReadonlyMap<string, Entry<readonly string[]>>;
  readonly profiles: ReadonlyMap<string, Entry<Profile>>;
  /** By the comparable form of the address. */
  readonly users: ReadonlyMap<ResourceKey, Entry<User>>;
  readonly groups: ReadonlyMap<string, Entry<Group>>;
  readonly policies: ReadonlyMap<string, Entry<Policy>>;
  readonly tests: readonly Entry<AccessTest>[];
  /** False when a part of the files could not be read, so that what seems to be missing may stand there. */
  readonly isWhole: boolean;
}

/** One set of definitions from many files. A key that two files define is reported, and the first stays. */
export function declare(given: {
  config: ConfigFile;
  contents: readonly Content[];
  isWhole: boolean;
  report: Report;
}): Declared {
  const { config, contents, isWhole, report } = given;
  const merge = <Input, Key>(section: Section, inputs: Inputs<Input>, keyOf: (id: string) => Key) =>
    merged({ section, contents, report, inputs, keyOf });
  const sameId = (id: string) => id;
  return {
    config,
    callerIds: merge('callerIds', (content) => content.callerIds, sameId),
    profiles: merge('profiles', (content) => content.profiles, sameId),
    users: merge(
      'users',
      (content) => content.users,
      (id) => userKey(comparable(id)),
    ),
    groups: merge('groups', (content) => content.groups, sameId),
    policies: merge('policies', (content) => content.policies, sameId),
    tests: contents.flatMap(testsOf),
    isWhole,
  };
}

const testsOf = ({ file, content }: Content): Entry<AccessTest>[] =>
  (content.tests ?? []).map((input, index) => ({
    id: String(index + 1),
    input,
    place: { file, path: ['tests', index] },
  }));

type Section = Exclude<keyof AccountContent, 'tests'>;
type Inputs<Input> = (content: AccountContent) => { readonly [id: string]: Input } | undefined;

const KINDS: { readonly [section in Section]: string } = {
  callerIds: 'The list',
  profiles: 'Profile',
  users: 'User',
  groups: 'Group',
  policies: 'Policy',
};

function merged<Input, Key>(given: {
  section: Section;
  contents: readonly Content[];
  report: Report;
  inputs: Inputs<Input>;
  keyOf: (id: string) => Key;
}): ReadonlyMap<Key, Entry<Input>> {
  const { section, report } = given;
  const entries = new Map<Key, Entry<Input>>();
  for (const { file, content } of given.contents) {
    for (const [id, input] of Object.entries(given.inputs(content) ?? {})) {
      const key = given.keyOf(id);
      const place = { file, path: [section, id] };
      const first = entries.get(key);
      if (!first) entries.set(key, { id, input, place });
      else {
        const message = `${KINDS[section]} ${quoted(id)} is defined twice.`;
        const related = [{ message: 'It is first defined here.', place: first.place }];
        report.add('DUPLICATE_KEY', place, { message, hint: firstDefined(report.locate(first.place)), related });
      }
    }
  }
  return entries;
}
