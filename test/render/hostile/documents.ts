// Everything that is shown on GitHub, of one account in which names of every kind stand in every place that has one.
import {
  type AccessChange,
  type Change,
  type Diagnostic,
  groupKey,
  type HandStep,
  membershipKey,
  type Plan,
  profileKey,
  type Report,
  type ResourceKey,
  userKey,
} from '../../../src/model/index.js';
import { renderAdoption } from '../../../src/render/adoption.js';
import { type CommentFrame, renderComment } from '../../../src/render/comment.js';
import { renderDriftIssue, renderEndings, renderStepsIssue } from '../../../src/render/comment-issues.js';
import { renderResult } from '../../../src/render/comment-result.js';
import { type PlanFacts, renderPlanMarkdown, renderStepsMarkdown } from '../../../src/render/index.js';
import { diagnosticBullets } from '../../../src/render/plan-markdown.js';
import { create, field, makePlan, NOW, remove, step, update } from '../plans.js';
import { groupScope, person, row, source } from '../story.js';

/** Where names stand; each has a mark in the account, which gives way to the name. */
export const SLOTS = [
  'person',
  'email',
  'group',
  'profile',
  'ivr',
  'number',
  'file',
  'word',
  'reason',
  'login',
  'team',
  'policy',
  'branch',
  'target',
  'hint',
] as const;
export type Slot = (typeof SLOTS)[number];
export type Names = Readonly<Record<Slot, string>>;

const mark = (slot: Slot): string => `mark-${slot}-x`;
export const MARKS: Names = Object.freeze(
  Object.fromEntries(SLOTS.map((slot) => [slot, mark(slot)])) as Record<Slot, string>,
);

/** Each mark in all texts of a value, keys of objects too, replaced by its name. */
function renamed<T>(value: T, names: Names): T;
function renamed(value: unknown, names: Names): unknown {
  if (typeof value === 'string') return named(value, names);
  if (Array.isArray(value)) return value.map((one) => renamed(one, names));
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [named(key, names), renamed(one, names)]));
}

export const named = (text: string, names: Names): string =>
  text.includes('mark-') ? text.replace(/mark-(\w+)-x/g, (_, slot: Slot) => names[slot]) : text;

const ADA = userKey(mark('email'));
const GROUP = groupKey(mark('group'));
const PROFILE = profileKey(mark('profile'));
const at = (name: string): ResourceKey => userKey(`${name}@acme.example`);
const FILE = `${mark('file')}:7`;
const link = { of: ADA, path: 'profile', at: FILE };
const dashboard = { of: ADA, path: 'dashboard', at: FILE };
const ivr = { groups: 'all' as const, ivrs: [mark('ivr')], lines: 'ivr' as const };

/** Agents who gain by the profile: counted, so their names are folded. */
const AGENTS = ['bo', 'cy', 'di', 'ed'].map((name) => `${name}@acme.example`);
const byProfile = (path: string, after: boolean): AccessChange =>
  row(`app.${path}`, !after, after, { of: PROFILE, path: `permissions.${path}`, at: FILE });

const ACCESS: Plan['access'] = [
  person(mark('email'), {
    gains: [
      row('users.manage', false, true, dashboard, {
        privileged: true,
        scope: groupScope(mark('group')),
        targets: [at('bo')],
      }),
      row('page.logs.read', 'none', 'read', dashboard, { scope: ivr }),
      row('app.sipAccount', false, true, link),
      row('groups.member', false, true, { of: ADA, path: 'groups', at: FILE }, { targets: [GROUP] }),
    ],
    losses: [row('app.showWaitingList', true, false, link)],
    uncertain: [row('page.logs.read', 'none', 'read', dashboard, { scope: groupScope(mark('group')) })],
  }),
  person('flo@acme.example', {
    gains: [
      row(
        'recordings.play',
        false,
        true,
        { of: at('flo'), at: FILE },
        { privileged: true, scope: groupScope('care'), targets: [ADA] },
      ),
    ],
    losses: [row('groups.member', true, false, { of: at('flo'), path: 'groups', at: FILE }, { targets: [GROUP] })],
  }),
  ...AGENTS.map((email) =>
    person(email, { gains: [byProfile('snooze', true)], losses: [byProfile('showWaitingList', false)] }),
  ),
  person('gus@acme.example', { gains: [row('account.signIn', false, true, { of: at('gus'), at: FILE })] }),
  person('hal@acme.example', { losses: [row('account.signIn', true, false, { of: at('hal'), at: FILE })] }),
];

const from = (change: Change): Change => ({ ...change, source: source(FILE) });

const CHANGES: readonly Change[] = [
  from(update(ADA, field('profile', 'lead', mark('profile')), field('firstName', mark('person'), mark('word')))),
  from(update(ADA, field('dashboard.scope.groups', [mark('group')], ['care', mark('group')]))),
  from(
    update(
      PROFILE,
      field('name', mark('profile'), mark('word')),
      field('permissions.callWith', mark('ivr'), [mark('number')]),
    ),
  ),
  from(update(GROUP, field('name', null, mark('group')))),
  from(
    create(
      at('gus'),
      field('number', null, mark('number')),
      field('plan', null, mark('word')),
      field('profile', null, mark('profile')),
    ),
  ),
  from(create(profileKey(`${mark('profile')} 2`), field('permissions.callWith', null, mark('number')))),
  create(membershipKey(mark('group'), mark('email'))),
  remove(membershipKey(mark('group'), 'flo@acme.example'), 'delete'),
  from(remove(at('hal'), 'archive', `until ${mark('reason')}`)),
  from(remove(groupKey(`${mark('group')} 2`), 'delete', mark('reason'))),
];

const ADDING = step(GROUP, 'addMember', { users: [mark('email'), 'bo@acme.example'] });
const RENAMING = step(ADA, 'rename', { firstName: mark('person'), email: mark('email') });

const STEPS = [
  step(ADA, 'link', { profile: mark('profile') }),
  ADDING,
  RENAMING,
  step(PROFILE, 'setPermissions', { permissions: { [`permissions.${mark('word')}`]: true } }, { mode: 'by-hand' }),
  step(GROUP, 'rename', { name: mark('group') }, { mode: 'by-hand' }),
  step(ADA, 'link', { profile: mark('profile') }, { mode: 'by-hand' }),
];

const BY_HAND: readonly HandStep[] = [
  {
    id: 'S1',
    key: PROFILE,
    steps: [],
    after: [],
    digest: 'd1',
    rows: [
      {
        operation: 'setPermissions',
        path: 'permissions.callWith',
        label: mark('word'),
        section: 'Calls',
        position: 7,
        before: mark('ivr'),
        after: mark('number'),
      },
      { operation: 'link', path: 'profile', user: ADA, before: null, after: mark('profile') },
    ],
  },
  {
    key: ADA,
    steps: [RENAMING.id],
    after: [],
    digest: 'd2',
    rows: [{ operation: 'rename', path: 'lastName', before: mark('person'), after: mark('word') }],
  },
  {
    key: GROUP,
    steps: [],
    after: [RENAMING.id, ADDING.id],
    digest: 'd3',
    rows: [{ operation: 'createGroup', path: '', before: null, after: null }],
  },
];

const about = `User "${mark('email')}" has ${mark('word')}, which no file defines`;
const WARNINGS: readonly Diagnostic[] = [
  {
    code: 'UNKNOWN_PROFILE',
    severity: 'warning',
    message: `${about}.`,
    hint: `Did you mean "${mark('hint')}"?\nOr ${mark('hint')}?`,
    source: source(FILE),
  },
  {
    code: 'RULE_LOOSENED',
    severity: 'warning',
    message: `Policy ${mark('policy')} is gone.`,
    source: source(FILE),
    related: [{ message: mark('word'), source: source(FILE) }],
  },
  { code: 'RULE_CHANGED', severity: 'warning', message: mark('policy'), source: source(FILE) },
];
const REFUSED: readonly Diagnostic[] = [
  { code: 'LIMIT_EXCEEDED', severity: 'error', message: `privilegedGains: ${mark('person')}`, source: source(FILE) },
];

const counted = (plan: Plan): Plan => ({
  ...plan,
  summary: { ...plan.summary, byHand: 3, people: { gain: 7, lose: 7, privileged: 2, uncertain: 1 } },
});

/** One plan against the account, in the words of which every name occurs. */
export const PLAN: Plan = counted(
  makePlan({
    changes: CHANGES,
    access: ACCESS,
    steps: STEPS,
    byHand: BY_HAND,
    diagnostics: WARNINGS,
    released: [
      { key: ADA, path: 'profile', value: mark('profile'), source: source(FILE) },
      { key: ADA, path: 'groups', value: [mark('group'), 'care'], source: source(FILE) },
      { key: PROFILE, path: 'permissions.callWith', value: mark('number') },
    ],
    inputs: { ...makePlan().inputs, targets: [mark('target')], excludes: [mark('target')] },
  }),
);

const EXCEEDED = [{ limit: 'privilegedGains', count: 2, allowed: 1, who: [ADA], isAcceptable: true }] as const;

const HEAD = '4f1c2aa'.padEnd(40, '0');
const BASE = { branch: mark('branch'), commit: '9be01d7'.padEnd(40, '0') };

const frame: CommentFrame = {
  head: HEAD,
  base: BASE,
  runUrl: 'https://github.example/acme/telephony/actions/runs/1',
  number: 2,
  approvals: {
    asks: [
      { what: { kind: 'privileged', count: 2 }, from: [`@${mark('team')}`, 'sam@acme.example'], by: [] },
      { what: { kind: 'policy', policy: mark('policy'), people: [ADA] }, from: [`@${mark('team')}`], by: [] },
    ],
    notCounted: [{ login: mark('login'), why: 'they wrote a part of the change' }],
    from: [`@${mark('team')}`],
  },
  later: [],
  artifact: 'The whole plan is `plan-acme.json`, among the files of the run.',
};

const agreed = (by: readonly string[]): CommentFrame => ({
  ...frame,
  approvals: { ...frame.approvals, asks: frame.approvals.asks.map((ask) => ({ ...ask, by })) },
});

const REPORT: Report = {
  results: STEPS.map((one, index) =>
    index === 0
      ? { step: one, outcome: { kind: 'done' } }
      : index < 3
        ? {
            step: one,
            outcome: { kind: 'refused', reason: mark('reason'), message: `The account says: ${mark('reason')}` },
          }
        : { step: one, skipped: { because: 'by-hand' } },
  ),
  interrupted: false,
};

const WHOLE: Report = {
  results: STEPS.slice(0, 3).map((one) => ({ step: one, outcome: { kind: 'done' } })),
  interrupted: false,
};

const factsFor = (names: Names): PlanFacts => ({
  files: 11,
  people: 60,
  author: { login: names.login, email: 'nina.roth@acme.example' },
  personName: (email) => (email === names.email ? names.person : email),
});

/** Every text for GitHub with these names in it, by what it is; or those that are wanted, by their place in the list. */
export function documentsWith(
  names: Names,
  isWanted: (index: number) => boolean = () => true,
): ReadonlyMap<string, string> {
  const plan = renamed(PLAN, names);
  const facts = factsFor(names);
  const refusedPlan = { ...plan, diagnostics: [...plan.diagnostics, ...renamed(REFUSED, names)] };
  const refused = { ...facts, exceeded: renamed(EXCEEDED, names) };
  const off: Plan = { ...plan, base: names.branch };
  const since = { head: HEAD, plan: { ...off, access: off.access?.slice(0, 1) ?? [] }, facts, withBase: true };
  const later = [{ day: '2026-12-01', plan: off, facts }];
  const named = <T>(value: T): T => renamed(value, names);
  const result = {
    plan,
    facts,
    run: 'r-0143',
    startedAt: NOW,
    endedAt: NOW,
    commit: HEAD,
    byHand: plan.byHand ?? [],
    stepsIssue: 131,
    runUrl: undefined,
  };
  const approved = 'the one that was reviewed';
  const known = new Map([
    [renamed(ADA, names), new Map([['', { at: '2026-11-20T10:00:00Z', by: names.person, action: names.word }]])],
  ]);
  const comment = (given: Plan, more: PlanFacts, around: CommentFrame, limit?: number) =>
    renderComment(given, more, named(around), limit).text;
  const gains = { ...facts, author: { login: names.login, email: names.email } };
  const all: readonly (readonly [string, () => string])[] = [
    ['plan', () => renderPlanMarkdown(plan, facts)],
    ['plan that is refused', () => renderPlanMarkdown(refusedPlan, refused)],
    ['plan without the account', () => renderPlanMarkdown(off, { ...facts, author: { login: names.login } })],
    ['plan of an author who gains', () => renderPlanMarkdown(plan, gains)],
    ['comment, first', () => comment(refusedPlan, refused, frame)],
    ['comment after a push', () => renderComment(plan, facts, { ...named(frame), since, later }).text],
    ['comment, approved', () => comment(plan, facts, agreed([mark('login'), 'sam']))],
    ['comment without the account', () => comment(off, facts, { ...frame, note: 'This job has no key.' })],
    ['comment, shortened', () => comment(plan, facts, frame, 200_000)],
    ['comment, too large', () => comment(plan, facts, frame, 100)],
    ['result, partly', () => renderResult({ ...result, approved, report: named(REPORT), after: plan })],
    ['result, whole', () => renderResult({ ...result, approved, report: named(WHOLE), after: makePlan() })],
    ['result, not read again', () => renderResult({ ...result, approved, report: named(REPORT), after: undefined })],
    ['steps by hand', () => renderStepsMarkdown(plan, { personName: facts.personName ?? String })],
    ['issue of steps', () => renderStepsIssue(plan, facts.personName) ?? ''],
    [
      'issue of drift',
      () =>
        renderDriftIssue(
          { ...plan, diagnostics: [] },
          { ...facts, history: { known, unasked: 2, failure: names.reason } },
        ) ?? '',
    ],
    [
      'issue of endings',
      () =>
        renderEndings(
          [{ key: renamed(ADA, names), name: names.person, until: plan.inputs.at }],
          [`The exception of ${names.person} ends.`],
        ) ?? '',
    ],
    [
      'adoption',
      () =>
        renderAdoption({
          account: 'acme',
          issue: 7,
          by: names.login,
          severity: 'privileged',
          added: plan.changes.map(({ key }) => key),
          changed: plan.changes.flatMap(({ key, fields }) => fields.map(({ path }) => ({ key, path }))),
          remaining: plan.changes,
          unstated: [names.person, names.email, names.number],
        }),
    ],
    ['mistakes in files', () => diagnosticBullets([...plan.diagnostics, ...named(REFUSED)]).join('\n')],
  ];
  return new Map(all.flatMap(([name, text], index) => (isWanted(index) ? [[name, text()] as const] : [])));
}

export const planWith = (names: Names): Plan => renamed(PLAN, names);

export const diagnosticsWith = (names: Names): readonly Diagnostic[] => renamed([...WARNINGS, ...REFUSED], names);
