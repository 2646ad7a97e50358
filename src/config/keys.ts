import type {
  AccessTest,
  AccountFile,
  Authority,
  Condition,
  ConfigFile,
  DashboardDetails,
  Exception,
  FileRights,
  Group,
  Invite,
  Limits,
  Policy,
  Profile,
  RingoverProvider,
  SandboxProvider,
  Scope,
  Selector,
  User,
} from '../model/generated/files.js';
import { CATALOGUE, PAGES, type Place } from '../model/index.js';
import { SETTINGS_FILE } from './account-files.js';

type KeysOf<T> = { readonly [key in keyof Required<T>]: true };

/** Which keys stand where: for suggestions only, the schemas decide. The types keep these lists complete. */
const ACCOUNT: KeysOf<AccountFile> = {
  callerIds: true,
  profiles: true,
  users: true,
  groups: true,
  policies: true,
  tests: true,
};
const CONFIG: KeysOf<ConfigFile> = {
  version: true,
  requires: true,
  account: true,
  timeZone: true,
  provider: true,
  authority: true,
  complete: true,
  limits: true,
  people: true,
  files: true,
  include: true,
};
const PROFILE: KeysOf<Profile> = {
  template: true,
  name: true,
  previously: true,
  extends: true,
  permissions: true,
  dashboard: true,
  groups: true,
};
const USER: KeysOf<User> = {
  previously: true,
  firstName: true,
  lastName: true,
  profile: true,
  extends: true,
  permissions: true,
  dashboard: true,
  groups: true,
  ensure: true,
  from: true,
  until: true,
  invite: true,
  external: true,
  superAdmin: true,
};
const GROUP: KeysOf<Group> = { name: true, openAccess: true, previously: true };
const POLICY: KeysOf<Policy> = {
  deny: true,
  warn: true,
  'require-approval': true,
  conflict: true,
  from: true,
  for: true,
  outside: true,
  except: true,
  message: true,
};
const TEST: KeysOf<AccessTest> = {
  nobody: true,
  everybody: true,
  user: true,
  group: true,
  profile: true,
  can: true,
  cannot: true,
  atLeast: true,
  outside: true,
};
const SELECTOR: KeysOf<Selector> = { groups: true, profiles: true, users: true, external: true };
const EXCEPTION: KeysOf<Exception> = { reason: true, until: true };
const CONDITION: KeysOf<Condition> = { when: true };
const INVITE: KeysOf<Invite> = { number: true, plan: true };
const DASHBOARD: KeysOf<DashboardDetails> = { level: true, pages: true, scope: true };
const SCOPE: KeysOf<Scope> = { groups: true, ivrs: true, lines: true };
const AUTHORITY: KeysOf<Authority> = { users: true, profiles: true, groups: true, memberships: true };
const PROVIDER: KeysOf<SandboxProvider> & KeysOf<RingoverProvider> = {
  kind: true,
  as: true,
  url: true,
  store: true,
  team: true,
  verified: true,
  assignMethod: true,
  region: true,
};
const LIMITS: KeysOf<Limits> = {
  removals: true,
  losses: true,
  changes: true,
  privilegedGains: true,
  invites: true,
  minAdmins: true,
  requiredAdmins: true,
  shrink: true,
  recordedMaxAge: true,
  releases: true,
};
const RIGHTS: KeysOf<FileRights> = { kinds: true, groups: true, profiles: true, dashboard: true };

const SHARE = { percent: true, atLeast: true };

export const isAccountKey = (key: string): boolean => Object.hasOwn(ACCOUNT, key);
export const isSettingsKey = (key: string): boolean => Object.hasOwn(CONFIG, key);

/** The keys that the mapping at a path may have. */
export function keysAt({ file, path }: Place): readonly string[] {
  const inSettings = file === SETTINGS_FILE;
  const last = path.at(-1);
  if (path.length === 0) return Object.keys(inSettings ? CONFIG : ACCOUNT);
  if (inSettings) return Object.keys(settingsKeys(path));
  if (path[0] === 'policies' || path[0] === 'tests') return Object.keys(ruleKeys(path));
  if (path.length === 2) return Object.keys(path[0] === 'users' ? USER : path[0] === 'profiles' ? PROFILE : GROUP);
  if (last === 'permissions') return CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id }) => id);
  if (last === 'pages') return PAGES.map(({ id }) => id);
  return Object.keys(last === 'invite' ? INVITE : last === 'scope' ? SCOPE : DASHBOARD);
}

function ruleKeys(path: Place['path']): object {
  const key = path[2];
  if (key === undefined) return path[0] === 'policies' ? POLICY : TEST;
  if (key === 'for' || key === 'outside') return SELECTOR;
  return key === 'except' ? EXCEPTION : CONDITION;
}

function settingsKeys(path: Place['path']): object {
  const [section] = path;
  if (section === 'limits') return path.length === 1 ? LIMITS : SHARE;
  if (section === 'provider') return PROVIDER;
  return section === 'authority' ? AUTHORITY : RIGHTS;
}

/** Other words for a key: the vendor's labels and the words of its interface. */
export function keyByOtherWord({ path }: Place, word: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = plain(word);
  const last = path.at(-1);
  if (last === 'pages') {
    return PAGES.find(({ label, aliases }) => [label, ...aliases].some((alias) => plain(alias) === wanted))?.id;
  }
  if (last !== 'permissions') return undefined;
  return CATALOGUE.find(({ label, kind }) => kind !== 'action' && plain(label) === wanted)?.id;
}
