import type { Place } from '../model/index.js';

const CAPABILITY = 'a capability such as billing.see or calls.listen(sales)';
const ASKED = `${CAPABILITY}, or { when: a condition }`;
const SOME = `${CAPABILITY}, or a list of them`;

const BY_KEY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    deny: ASKED,
    warn: ASKED,
    'require-approval': ASKED,
    conflict: 'a list of two or more capabilities',
    from: 'a list of teams such as "@acme/security", or of addresses',
    for: 'a mapping with groups, profiles, users or external',
    outside: 'a mapping with groups, profiles, users or external',
    groups: 'a list of ids of groups',
    profiles: 'a list of ids of profiles',
    users: 'a list of addresses',
    external: 'true',
    except: 'a mapping of addresses, each with a reason and a last day',
    until: 'day',
    when: 'a condition in CEL, at most 2,000 characters',
    nobody: SOME,
    everybody: SOME,
    can: SOME,
    cannot: SOME,
    user: 'address',
    group: 'the id of a group',
    profile: 'the id of a profile',
  }),
);

const BY_LIST: ReadonlyMap<string, string> = new Map(
  Object.entries({
    conflict: ASKED,
    from: 'a team such as "@acme/security", or an address',
    groups: 'the id of a group',
    profiles: 'the id of a profile',
    users: 'address',
  }),
);

/** What may stand below `policies` and `tests`, after "must be"; `address` and `day` stand for their words. */
export function inPolicies(path: Place['path']): string | undefined {
  if (path[0] !== 'policies' && path[0] !== 'tests') return undefined;
  const key = path.at(-1);
  if (typeof key === 'string') return path.length > 2 ? BY_KEY.get(key) : undefined;
  return path.length > 3 ? (BY_LIST.get(String(path.at(-2))) ?? CAPABILITY) : undefined;
}
