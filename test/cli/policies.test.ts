import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.js';
import { readAccountFiles } from '../../src/run/account-files.js';
import { compile } from '../../src/run/compile.js';
import { planned } from '../../src/run/plan.js';
import { live, liveGroup, liveUser } from '../support/accounts.js';
import { CONFIG, emptyDirectory, NOW, run, write } from './world.js';

const RULES = `policies:
  care-never-downloads: { deny: recordings.download, for: { groups: [care] }, message: Ask security. }
`;
const person = (download: boolean, groups = 'care') => `groups:
  care: { name: Care }
  sales: {}
users:
  ada@acme.example:
    permissions: { playRecordings: own, showDownloadButton: ${download} }
    groups: [${groups}]
`;
const kept = { 'ringctl.yaml': CONFIG, 'rules.yaml': RULES, 'people.yaml': person(false) };
const broken = { ...kept, 'people.yaml': person(true) };

describe('validate', () => {
  test('ends with 0 where policies are kept, with 4 where they alone are broken, with 3 where a file is wrong as well', async () => {
    const code = async (files: Readonly<Record<string, string>>) =>
      (await run(['validate'], { cwd: write(emptyDirectory(), files) })).code;
    expect(await code(kept)).toBe(0);
    expect(await code(broken)).toBe(4);
    expect(await code({ ...broken, 'more.yaml': 'profiles:\n  a: { extends: b }\n' })).toBe(3);
  });

  test('names policy, person, line and reason', async () => {
    const { out } = await run(['validate'], { cwd: write(emptyDirectory(), broken) });
    for (const words of [
      'care-never-downloads',
      'ada@acme.example',
      'rules.yaml:2',
      'people.yaml:6',
      'Ask security.',
      'Refused by policies',
    ])
      expect(out).toContain(words);
    const json = await run(['validate', '--format', 'json'], { cwd: write(emptyDirectory(), broken) });
    expect(JSON.parse(json.out)).toMatchObject({ valid: false, diagnostics: [{ code: 'POLICY_DENIED' }] });
  });

  test('names nobody when it is to mask them', async () => {
    const { code, out } = await run(['validate', '--mask-personal-data'], { cwd: write(emptyDirectory(), broken) });
    expect(code).toBe(4);
    expect(out).not.toContain('ada@');
  });
});

/** A repository in which one state of the files is committed and another stands in the directory. */
function changed(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string {
  const cwd = write(emptyDirectory(), before);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@acme.example', ...args], { cwd, stdio: 'pipe' });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'base');
  return write(cwd, after);
}

async function againstBase(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const { code, out } = await run(['plan', '--base', 'HEAD', '--format', 'json'], { cwd: changed(before, after) });
  const { diagnostics }: Pick<Plan, 'diagnostics'> = JSON.parse(out);
  return { code, codes: diagnostics.map((one) => one.code) };
}

describe('under --base the rules of the base revision count', () => {
  test('so that a policy is not loosened and used in one change', async () => {
    const gone = await againstBase(kept, { 'rules.yaml': 'policies: {}\n', 'people.yaml': person(true) });
    expect(gone).toEqual({ code: 4, codes: ['RULE_LOOSENED', 'POLICY_DENIED'] });
    const exception = RULES.replace(
      'message:',
      'except: { ada@acme.example: { reason: x, until: 2027-06-30 } }, message:',
    );
    expect(await againstBase(kept, { 'rules.yaml': exception, 'people.yaml': person(true) })).toEqual({
      code: 4,
      codes: ['RULE_LOOSENED', 'POLICY_DENIED'],
    });
  });

  test('also where what they name has another name by now', async () => {
    const renamed = person(true).replace('name: Care', 'name: Customer care');
    expect(await againstBase(kept, { 'rules.yaml': 'policies: {}\n', 'people.yaml': renamed })).toMatchObject({
      code: 4,
    });
    const moved = person(true).replaceAll('care', 'help').replace('name: Care', 'name: Help, previously: [Care]');
    expect(await againstBase(kept, { 'rules.yaml': 'policies: {}\n', 'people.yaml': moved })).toMatchObject({
      code: 4,
    });
  });

  test('but a policy can be loosened by itself, and a new one counts at once', async () => {
    const loosened = { code: 0, codes: ['RULE_LOOSENED'] };
    expect(await againstBase(kept, { 'rules.yaml': 'policies: {}\n' })).toEqual(loosened);
    expect(await againstBase(broken, { 'rules.yaml': 'policies: {}\n' })).toEqual(loosened);
    expect(await againstBase({ ...broken, 'rules.yaml': 'policies: {}\n' }, { 'rules.yaml': RULES })).toEqual({
      code: 4,
      codes: ['RULE_CHANGED', 'POLICY_DENIED'],
    });
  });

  test('what both revisions refuse is said once', async () => {
    expect(await againstBase(kept, { 'people.yaml': person(true) })).toEqual({ code: 4, codes: ['POLICY_DENIED'] });
  });

  test('and conditions are answered in the words of both', async () => {
    const when = RULES.replace(
      'recordings.download, for: { groups: [care] }',
      `{ when: '"care" in person.groups && person.can("recordings.download")' }`,
    );
    const renamed = person(true).replace('name: Care', 'name: Customer care');
    const after = { 'rules.yaml': 'policies: {}\n', 'people.yaml': renamed };
    expect(await againstBase({ ...kept, 'rules.yaml': when }, after)).toEqual({
      code: 4,
      codes: ['RULE_LOOSENED', 'POLICY_DENIED'],
    });
  });

  test('and what files may state is what they might before', async () => {
    const before = {
      ...kept,
      'ringctl.yaml': `${CONFIG}files: { "teams/**": { kinds: [groups] } }\n`,
      'teams/a.yaml': 'groups:\n  extra: {}\n',
    };
    const after = {
      'ringctl.yaml': `${CONFIG}files: { "teams/**": { kinds: [groups, users] } }\n`,
      'teams/a.yaml': 'users:\n  bob@acme.example: {}\n',
    };
    const { code, out } = await run(['plan', '--base', 'HEAD'], { cwd: changed(before, after) });
    expect(code).toBe(3);
    expect(out).toContain('FILE_MAY_NOT');
  });
});

describe('who needs approval is said, and nothing stops', () => {
  const approval = `${RULES.replace('deny', 'require-approval').replace('message: Ask security.', 'from: ["@acme/security"]')}`;
  const files = { 'ringctl.yaml': CONFIG, 'rules.yaml': approval, 'people.yaml': person(false) };

  test('in a plan of a change that gives it', async () => {
    const { code, out } = await run(['plan', '--base', 'HEAD'], {
      cwd: changed(files, { 'people.yaml': person(true) }),
    });
    expect(code).toBe(0);
    expect(out).toContain('APPROVAL_NEEDED');
    expect(out).toContain('@acme/security');
  });

  test('and not of one that gives something else', async () => {
    expect(await againstBase(files, { 'people.yaml': person(false, 'care, sales') })).toEqual({ code: 0, codes: [] });
  });
});

describe('test', () => {
  const tests = (text: string) => ({ ...kept, 'tests.yaml': `tests:\n  - { user: ada@acme.example, ${text} }\n` });

  test.each([
    ['can: recordings.play', 0, '1 test passed.'],
    ['cannot: recordings.download', 0, '1 test passed.'],
    ['can: recordings.download', 1, 'people.yaml:6'],
    ['cannot: billing.see', 1, 'cannot be told'],
    ['cannot: bling.see', 3, 'UNKNOWN_CAPABILITY'],
  ])('%s ends with %i', async (text, expected, words) => {
    const { code, out } = await run(['test'], { cwd: write(emptyDirectory(), tests(text)) });
    expect(code).toBe(expected);
    expect(out).toContain(words);
  });

  test('ends with the worst of several directories', async () => {
    const cwd = emptyDirectory();
    write(`${cwd}/a`, tests('can: recordings.play'));
    write(`${cwd}/b`, tests('can: billing.see'));
    expect((await run(['test', 'a', 'b'], { cwd })).code).toBe(1);
    const { out } = await run(['test', 'a', 'b', '--format', 'json'], { cwd });
    expect(JSON.parse(out)).toMatchObject([
      { summary: { passed: 1, failed: 0 } },
      { summary: { passed: 0, failed: 1 } },
    ]);
  });

  test('names people and reasons as data, or nobody', async () => {
    const cwd = write(emptyDirectory(), tests('can: recordings.download'));
    const { out } = await run(['test', '--format', 'json'], { cwd });
    const reason = {
      user: 'ada@acme.example',
      capability: 'recordings.download',
      wanted: 'can',
      answer: 'no',
      source: { file: 'people.yaml', line: 6 },
    };
    expect(JSON.parse(out)).toMatchObject({
      account: 'acme',
      tests: [{ passed: false, source: { file: 'tests.yaml', line: 2 }, reasons: [reason] }],
    });
    const masked = await run(['test', '--format', 'json', '--mask-personal-data'], { cwd });
    expect(masked.out).not.toContain('ada@');
  });
});

describe('a plan for an account', () => {
  const request = {
    now: NOW,
    tool: { name: 'ringctl', version: '1.0.0' },
    at: undefined,
    targets: [],
    excludes: [],
    allowDelete: false,
  };
  const codesFor = async (files: Readonly<Record<string, string>>, ...people: Parameters<typeof liveUser>[]) => {
    const dir = write(emptyDirectory(), files);
    const compiled = await compile(await readAccountFiles(dir), { version: '1.0.0' });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    const account = live({
      users: people.map((facts) => liveUser(...facts)),
      groups: [liveGroup('Care')],
      ivrs: [{ name: 'Paris desk', numbers: [] }],
    });
    return planned({ files: compiled, live: account, request: { dir, ...request } }).plan.diagnostics.map(
      ({ code }) => code,
    );
  };
  const downloads = { permissions: { playRecordings: 'own', showDownloadButton: true }, groups: ['Care'] };
  const rules = (text: string) => ({
    'ringctl.yaml': CONFIG,
    'rules.yaml': `groups:\n  care: { name: Care }\n${text}`,
  });

  test('judges people whom no file names', async () => {
    expect(await codesFor(rules(RULES), ['bob@acme.example', downloads])).toEqual(['POLICY_DENIED']);
    expect(await codesFor(rules(RULES), ['bob@acme.example', { groups: ['Care'] }])).toEqual([]);
  });

  test('knows what the files alone do not say', async () => {
    const files = rules('policies:\n  money: { deny: billing.see }\nusers:\n  ada@acme.example: {}\n');
    expect(await codesFor(files, ['ada@acme.example', {}])).toEqual([]);
    const { out } = await run(['validate'], { cwd: write(emptyDirectory(), files) });
    expect(out).toContain('POLICY_UNCERTAIN');
  });

  test('refuses a rule of an IVR that is not there', async () => {
    const files = (ivr: string) => rules(`policies:\n  p: { deny: "calls.listen(ivr:${ivr})" }\n`);
    expect(await codesFor(files('Paris desk'))).toEqual([]);
    expect(await codesFor(files('Pariss desk'))).toEqual(['UNKNOWN_IVR']);
  });
});
