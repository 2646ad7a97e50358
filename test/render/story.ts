import {
  type AccessChange,
  type Change,
  type Diagnostic,
  EVERYWHERE,
  groupKey,
  type Json,
  membershipKey,
  type PersonAccess,
  type Plan,
  profileKey,
  type ResourceKey,
  type Scope,
  type Source,
  userKey,
} from '../../src/model/index.js';
import { create, field, makePlan, remove, step, update } from './plans.js';

/** The story that the reference of all output tells: fourteen people gain a permission, two change profile, one joins, one leaves … */

export const source = (place: string): Source => {
  const [file = '', line = '1'] = place.split(':');
  return { file, line: Number(line), column: 3, length: 1, excerpt: '' };
};

interface Cause {
  readonly of: ResourceKey;
  readonly path?: string;
  readonly at?: string;
}

export function row(
  capability: string,
  before: Json,
  after: Json,
  cause: Cause,
  parts: Partial<AccessChange> = {},
): AccessChange {
  const { of, path = '', at } = cause;
  return {
    capability,
    before,
    after,
    privileged: false,
    ...parts,
    cause: { change: of, path, ...(at && { source: source(at) }) },
  };
}

export const person = (email: string, parts: Partial<Omit<PersonAccess, 'user'>>): PersonAccess => ({
  user: userKey(email),
  gains: [],
  losses: [],
  uncertain: [],
  ...parts,
});

export const groupScope = (...groups: readonly string[]): Scope => ({ ...EVERYWHERE, groups });

const at = (name: string): string => `${name}@acme.example`;
const key = (name: string): ResourceKey => userKey(at(name));

const AGENTS = [
  'amira.haddad',
  'ben.okafor',
  'chloé.petit',
  'diego.ruiz',
  'elif.kaya',
  'farid.benali',
  'giulia.rossi',
  'hugo.lambert',
  'inês.duarte',
  'julia.novak',
  'kenji.mori',
  'lucas.meyer',
  'nadia.sahli',
  'pauline.martin',
];
const SUPPORT = Array.from({ length: 17 }, (_, index) => `agent${index}`);

export const personName = (email: string): string => {
  if (email.startsWith('claire@')) return 'Claire Fontaine';
  if (email.startsWith('lea.')) return 'Léa Moreau';
  if (email.startsWith('agent')) return email;
  const name = email.slice(0, email.indexOf('@'));
  return name
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');
};

const jonas = { of: key('jonas.weber'), path: 'groups', at: 'users/field.yaml:31' };
const heard = { privileged: true, scope: groupScope('sales'), targets: [key('jonas.weber')] };

function mover(name: string, line: number): PersonAccess {
  const link = { of: key(name), path: 'profile', at: `users/field.yaml:${line}` };
  const groups = { of: key(name), path: 'groups', at: 'profiles/field.yaml:6' };
  return person(at(name), {
    gains: [
      row('app.editCallForwarding', false, true, link),
      row('app.sipAccount', false, true, link),
      row('groups.member', false, true, groups, { targets: [groupKey('field')] }),
    ],
    losses: [
      row('app.showWaitingList', true, false, link),
      row('groups.member', true, false, groups, { targets: [groupKey('support')] }),
    ],
  });
}

const dana = { of: key('dana.kowalski'), path: 'dashboard', at: 'users/support.yaml:41' };
const support = { privileged: true, scope: groupScope('support') };
const claire = { of: userKey('claire@compta-plus.example'), at: 'users/finance.yaml:22' };
const lea = { of: key('lea.moreau'), at: 'users/support.yaml:58' };

export const STORY_ACCESS: readonly PersonAccess[] = [
  ...AGENTS.map((name) =>
    person(at(name), {
      gains: [
        row('recordings.download', false, true, {
          of: profileKey('sales-agent'),
          path: 'permissions.showDownloadButton',
          at: 'profiles/sales.yaml:9',
        }),
      ],
    }),
  ),
  person('claire@compta-plus.example', {
    gains: [
      row('billing.see', 'none', 'write', { ...claire, path: 'dashboard' }, { privileged: true, scope: EVERYWHERE }),
      row('account.signIn', false, true, claire),
    ],
  }),
  person(at('dana.kowalski'), {
    gains: [
      row('page.users.write', 'none', 'write', dana, support),
      row('users.manage', false, true, dana, { ...support, targets: [...SUPPORT.map(key), key('dana.kowalski')] }),
    ],
  }),
  mover('iris.lindqvist', 12),
  person(at('jonas.weber'), { gains: [row('groups.member', false, true, jonas, { targets: [groupKey('sales')] })] }),
  person(at('lea.moreau'), {
    gains: [
      row('recordings.play', 'none', 'own', lea),
      row('account.signIn', false, true, lea),
      row('app.maxChannels', 0, 2, lea),
      row(
        'groups.member',
        false,
        true,
        { ...lea, path: 'groups', at: 'profiles/support.yaml:6' },
        { targets: [groupKey('support')] },
      ),
    ],
  }),
  mover('marco.bianchi', 20),
  person(at('priya.shah'), {
    gains: [row('recordings.play', false, true, jonas, heard), row('recordings.download', false, true, jonas, heard)],
  }),
  person(at('tom.becker'), {
    losses: [row('account.signIn', true, false, { of: key('tom.becker'), at: 'users/support.yaml:63' })],
  }),
];

const from = (place: string, change: Change): Change => ({ ...change, source: source(place) });

const STORY_CHANGES: readonly Change[] = [
  from(
    'users/support.yaml:58',
    create(
      key('lea.moreau'),
      field('number', null, '+33199000061'),
      field('plan', null, 'Business'),
      field('profile', null, 'support-agent'),
    ),
  ),
  from(
    'users/finance.yaml:22',
    create(
      claire.of,
      field('external', null, true),
      field('dashboard.level', null, 'billing'),
      field('dashboard.pages.billing', 'none', 'write'),
    ),
  ),
  ...['iris.lindqvist', 'marco.bianchi'].map((name) => create(membershipKey('field', at(name)))),
  create(membershipKey('sales', at('jonas.weber'))),
  create(membershipKey('support', at('lea.moreau'))),
  from(
    'profiles/sales.yaml:9',
    update(profileKey('sales-agent'), field('permissions.showDownloadButton', false, true)),
  ),
  from('users/support.yaml:41', update(dana.of, field('dashboard.pages.users', 'none', 'write'))),
  from('users/field.yaml:12', update(key('iris.lindqvist'), field('profile', 'support-agent', 'field-engineer'))),
  from('users/field.yaml:20', update(key('marco.bianchi'), field('profile', 'support-agent', 'field-engineer'))),
  ...['iris.lindqvist', 'marco.bianchi'].map((name) => remove(membershipKey('support', at(name)), 'delete')),
  from('users/support.yaml:63', remove(key('tom.becker'), 'archive')),
];

const DIAGNOSTICS: readonly Diagnostic[] = [
  {
    code: 'ANSWER_WITHOUT_LIST',
    severity: 'warning',
    message: 'Profile "field-engineer" lets people answer waiting calls, but hides the list.',
    source: source('profiles/field.yaml:12'),
  },
  {
    code: 'LIMIT_EXCEEDED',
    severity: 'error',
    message: 'privilegedGains: 3 people, the limit is 2.',
    source: source('ringctl.yaml:9'),
  },
];

export const EXCEEDED = [
  {
    limit: 'privilegedGains',
    count: 3,
    allowed: 2,
    who: [claire.of, dana.of, key('priya.shah')],
    isAcceptable: true,
  },
] as const;

export const STORY_FACTS = { files: 11, people: 60, personName, exceeded: EXCEEDED };

export function story(parts: Partial<Plan> = {}): Plan {
  const plan = makePlan({
    changes: STORY_CHANGES,
    access: STORY_ACCESS,
    diagnostics: DIAGNOSTICS,
    steps: Array.from({ length: 12 }, () => step(groupKey('field'), 'addMember')),
    ...parts,
  });
  return { ...plan, summary: { ...plan.summary, people: { gain: 21, lose: 3, privileged: 3, uncertain: 0 } } };
}
