import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../src/config/read-config.js';
import { ruleChanges } from '../../src/run/rule-changes.js';

interface Texts {
  readonly settings?: string;
  readonly rules?: string;
}

const SETTINGS = 'version: 1\naccount: acme\n';
const PEOPLE = `groups:
  care: { name: Care }
  sales: { name: Sales }
users:
  ada@acme.example: {}
  bob@acme.example: {}
`;

function config({ settings = '', rules = '' }: Texts, people = PEOPLE): Config {
  const texts = { 'ringctl.yaml': SETTINGS + settings, 'people.yaml': people, 'rules.yaml': rules };
  const files = Object.entries(texts).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
  const read = readConfig({ files, diagnostics: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  return read.value;
}

/** `loosened` or `changed`, and the lines of both sides; `-` where the rule stands on one side only. */
function found(before: Texts, after: Texts, people?: string): readonly string[] {
  const changes = ruleChanges(config(after, people), config(before), 'main');
  return changes.map(({ code, message, source, related }) => {
    const line = (place: typeof source) => (place ? `${place.file}:${place.line}` : '-');
    const [rule = ''] = message.split(':');
    return `${code === 'RULE_LOOSENED' ? '! ' : ''}${rule.replace(/\.$/, '')} ${line(source)} ${line(related?.[0]?.source)}`;
  });
}

/** What one setting or policy becomes: the word alone. */
function word(before: Texts, after: Texts): string | undefined {
  const [one, ...others] = found(before, after).map((text) => text.replace(/^(! )?.* is (\w+) .*$/, '$1$2'));
  return others.length > 0 ? `${others.length + 1} changes` : one;
}

const limit = (text: string): Texts => ({ settings: `limits: { ${text} }\n` });

describe('a limit', () => {
  test.each([
    ['removals: { percent: 5, atLeast: 3 }', 'removals: { percent: 100, atLeast: 3 }', '! loosened'],
    ['removals: { percent: 5, atLeast: 3 }', 'removals: { percent: 5, atLeast: 4 }', '! loosened'],
    ['removals: { percent: 5, atLeast: 3 }', 'removals: { percent: 6, atLeast: 0 }', '! loosened'],
    ['removals: { percent: 5, atLeast: 3 }', 'removals: { percent: 5, atLeast: 2 }', 'tightened'],
    ['losses: { percent: 30, atLeast: 15 }', 'losses: { percent: 31, atLeast: 15 }', '! loosened'],
    ['changes: { percent: 50, atLeast: 25 }', 'changes: { percent: 49, atLeast: 25 }', 'tightened'],
    ['privilegedGains: 2', 'privilegedGains: 3', '! loosened'],
    ['invites: 10', 'invites: 9', 'tightened'],
    ['minAdmins: 2', 'minAdmins: 1', '! loosened'],
    ['minAdmins: 2', 'minAdmins: 3', 'tightened'],
    ['shrink: 10%', 'shrink: 11%', '! loosened'],
    ['recordedMaxAge: 90d', 'recordedMaxAge: 91d', '! loosened'],
    ['releases: refuse', 'releases: allow', '! loosened'],
    ['releases: allow', 'releases: refuse', 'tightened'],
    ['requiredAdmins: [ada@acme.example]', 'requiredAdmins: []', '! loosened'],
    ['requiredAdmins: [ada@acme.example]', 'requiredAdmins: [bob@acme.example]', '! loosened'],
    ['requiredAdmins: []', 'requiredAdmins: [ada@acme.example]', 'tightened'],
    ['privilegedGains: 2', 'invites: 10', undefined],
  ])('%s that becomes %s: %s', (before, after, expected) => {
    expect(word(limit(before), limit(after))).toBe(expected);
  });

  test('is shown where it stands on both sides, and not where only its default counts', () => {
    expect(found(limit('invites: 1'), { settings: 'people: {}\nlimits:\n  invites: 2\n' })).toEqual([
      '! Limit "invites" is loosened ringctl.yaml:5 ringctl.yaml:3',
    ]);
    expect(found(limit('invites: 1'), limit('minAdmins: 2'))).toEqual([
      '! Limit "invites" is loosened - ringctl.yaml:3',
    ]);
    expect(found({}, limit('invites: 1'))).toEqual(['Limit "invites" is tightened ringctl.yaml:3 -']);
  });
});

const policy = (text: string): Texts => ({ rules: `policies:\n  p: { ${text} }\n` });

describe('a policy', () => {
  const FOUNDER = (until: string, reason = 'x') =>
    `except: { ada@acme.example: { reason: ${reason}, until: ${until} } }`;
  test.each([
    ['deny: billing.see', 'warn: billing.see', '! loosened'],
    ['warn: billing.see', 'deny: billing.see', 'tightened'],
    ['warn: billing.see', 'require-approval: billing.see, from: ["@acme/x"]', '! loosened'],
    ['deny: billing.see', 'deny: rights.grant', '! loosened'],
    ['deny: { when: "true" }', 'deny: { when: "false" }', '! loosened'],
    ['conflict: [billing.see, rights.grant]', 'conflict: [rights.grant, billing.see]', undefined],
    ['conflict: [billing.see, rights.grant]', 'conflict: [billing.see, rights.grant, calls.listen]', '! loosened'],
    ['conflict: [billing.see, rights.grant, calls.listen]', 'conflict: [billing.see, rights.grant]', 'tightened'],
    [
      'require-approval: billing.see, from: ["@acme/x"]',
      'require-approval: billing.see, from: ["@acme/x", "@acme/y"]',
      '! loosened',
    ],
    [
      'require-approval: billing.see, from: ["@acme/x", "@acme/y"]',
      'require-approval: billing.see, from: ["@acme/x"]',
      'tightened',
    ],
    ['deny: billing.see', 'deny: billing.see, for: { groups: [care] }', '! loosened'],
    ['deny: billing.see, for: { groups: [care] }', 'deny: billing.see', 'tightened'],
    ['deny: billing.see, for: { groups: [care, sales] }', 'deny: billing.see, for: { groups: [care] }', '! loosened'],
    [
      'deny: billing.see, for: { groups: [care] }',
      'deny: billing.see, for: { groups: [care], external: true }',
      'tightened',
    ],
    ['deny: billing.see', 'deny: billing.see, outside: { groups: [care] }', '! loosened'],
    ['deny: billing.see, outside: { users: [ada@acme.example] }', 'deny: billing.see', 'tightened'],
    ['deny: billing.see', `deny: billing.see, ${FOUNDER('2027-06-30')}`, '! loosened'],
    [`deny: billing.see, ${FOUNDER('2027-06-30')}`, `deny: billing.see, ${FOUNDER('2027-07-01')}`, '! loosened'],
    [`deny: billing.see, ${FOUNDER('2027-06-30')}`, `deny: billing.see, ${FOUNDER('2027-06-29')}`, 'tightened'],
    [`deny: billing.see, ${FOUNDER('2027-06-30')}`, 'deny: billing.see', 'tightened'],
    [`deny: billing.see, ${FOUNDER('2027-06-30')}`, `deny: billing.see, ${FOUNDER('2027-06-30', 'y')}`, 'changed'],
    ['deny: billing.see, message: a', 'deny: billing.see, message: b', 'changed'],
    ['deny: billing.see', 'warn: billing.see, for: { groups: [care] }, message: b', '! loosened'],
  ])('{ %s } that becomes { %s }: %s', (before, after, expected) => {
    expect(word(policy(before), policy(after))).toBe(expected);
  });

  test('that comes is added, and one that goes is a risk', () => {
    expect(found({}, policy('deny: billing.see'))).toEqual(['Policy "p" is added rules.yaml:2 -']);
    expect(found(policy('deny: billing.see'), {})).toEqual(['! Policy "p" is removed - rules.yaml:2']);
  });

  test('is the same while what it names has only got another name', () => {
    const rules = policy('deny: billing.see, for: { groups: [care], users: [ada@acme.example] }');
    const renamed = PEOPLE.replace('name: Care', 'name: Customer care');
    expect(found(rules, rules, renamed)).toEqual([]);
    const moved = renamed.replace('ada@acme.example: {}', 'eve@acme.example: { previously: [ada@acme.example] }');
    const eve = { rules: (rules.rules ?? '').replace('ada@', 'eve@') };
    expect(found(rules, eve, moved)).toEqual([]);
    expect(found(rules, eve, PEOPLE.replace('bob@', 'eve@'))).toEqual([
      '! Policy "p" is loosened rules.yaml:2 rules.yaml:2',
    ]);
  });
});

const rights = (text: string): Texts => ({ settings: `files: { "teams/**": { ${text} } }\n` });

describe('what files may state', () => {
  test.each([
    ['kinds: [users]', 'kinds: [users, groups]', '! loosened'],
    ['kinds: [users, groups]', 'kinds: [users]', 'tightened'],
    ['groups: [care]', 'kinds: [users, groups]', '! loosened'],
    ['kinds: [users]', 'kinds: [users], profiles: []', 'tightened'],
    ['dashboard: false', 'dashboard: true', '! loosened'],
    ['kinds: [users]', 'kinds: [users], dashboard: false', 'tightened'],
    ['kinds: [users]', 'kinds: [users], dashboard: true', undefined],
  ])('%s that becomes %s: %s', (before, after, expected) => {
    expect(word(rights(before), rights(after))).toBe(expected);
  });

  test('is a restriction: one that comes is harmless, one that goes is a risk', () => {
    expect(word({}, rights('kinds: [users]'))).toBe('added');
    expect(word(rights('kinds: [users]'), {})).toBe('! removed');
  });
});

describe('who a login stands for', () => {
  const people = (text: string): Texts => ({ settings: `people: { ${text} }\n` });

  test.each([
    ['', 'ada-gh: ada@acme.example', '! added'],
    ['ada-gh: ada@acme.example', '', '! removed'],
    ['ada-gh: ada@acme.example', 'ada-gh: bob@acme.example', '! changed'],
    ['ada-gh: ada@acme.example', 'ada-gh: ADA@acme.example', undefined],
  ])('{ %s } that becomes { %s }: %s', (before, after, expected) => {
    expect(word(people(before), people(after))).toBe(expected);
  });

  test('is the same person under a new address', () => {
    const moved = PEOPLE.replace('ada@acme.example: {}', 'eve@acme.example: { previously: [ada@acme.example] }');
    expect(found(people('x: ada@acme.example'), people('x: eve@acme.example'), moved)).toEqual([]);
  });
});
