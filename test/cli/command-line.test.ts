import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { worst } from '../../src/cli/exit-code.js';
import { CONFIG, emptyDirectory, run, write } from './world.js';

const VALID = { 'ringctl.yaml': CONFIG };
const BROKEN = { ...VALID, 'users.yaml': 'users:\n  ada@acme.example: { profile: nobody }\n' };

describe('wrong usage ends with 1 and says what was probably meant', () => {
  test.each([
    [['plna'], 'plan'],
    [['plan', '--uot', 'x'], '--out'],
    [['plan', '--fromat', 'json'], '--format'],
    [['validate', '--format', 'markdown'], 'human, json, github'],
    [['version', 'x'], 'too many arguments'],
    [['show'], 'PLANFILE'],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
    [['plan', '--at', 'tomorrow'], '2026-12-01'],
    [['plan', '--at', '2026-02-30'], '2026-12-01'],
    [['apply', '--at', '2026-12-01', '-y'], 'plan --at'],
    [['plan', '--out', 'x', 'a', 'b'], 'several'],
    [['schema', '--config', '--for', '.'], 'exclude'],
    [['init', '--account', 'Not A Name'], 'lower-case'],
    [['sandbox', 'sede'], 'seed'],
    [[], 'Usage: ringctl'],
  ])('%j', async (argv, words) => {
    const { code, out, err } = await run(argv, { cwd: write(emptyDirectory(), VALID) });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(words);
    expect(err).not.toContain('Internal');
  });
});

describe('variables of the environment', () => {
  test.each([
    ['RINGCTL_FROMAT', 'json', 'RINGCTL_FORMAT'],
    ['RINGCTL_ALLOW_DELETE', '1', '--allow-delete'],
    ['RINGCTL_AUTO_APPROVE', '1', '--auto-approve'],
    ['RINGCTL_DIGEST', 'abc', '--digest'],
    ['RINGCTL_LEDGR', 'file:x', 'RINGCTL_LEDGER'],
    ['RINGCTL_FORMAT', 'xml', 'human, json, github'],
    ['RINGCTL_QUIET', 'perhaps', '1 or 0'],
  ])('%s=%s is an error', async (name, value, words) => {
    const { code, err } = await run(['validate'], { cwd: write(emptyDirectory(), VALID), env: { [name]: value } });
    expect(code).toBe(1);
    expect(err).toContain(words);
  });

  test.each([
    [{ RINGCTL_FORMAT: 'json' }, [], '{'],
    [{ RINGCTL_FORMAT: 'json' }, ['--format', 'human'], 'V'],
    [{ RINGCTL_QUIET: '1' }, [], undefined],
    [{ RINGCTL_QUIET: '0' }, [], 'V'],
    [{ RINGCTL_OUT: 'a file of another command' }, [], 'V'],
    [{ SOME_RINGCTL_WORD: 'x' }, [], 'V'],
  ])('%j with %j begins with %s', async (env, flags, first) => {
    const { code, out } = await run(['validate', ...flags], { cwd: write(emptyDirectory(), VALID), env });
    expect([code, out[0]]).toEqual([0, first]);
  });
});

describe('help', () => {
  test('lists every command, in lines of at most 80', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    for (const { name } of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each(COMMANDS.map(({ name }) => name))('of %s names its flags', async (name) => {
    const { code, out } = await run([...name.split(' '), '--help']);
    expect(code).toBe(0);
    const { flags } = COMMANDS.find((spec) => spec.name === name) ?? { flags: [] };
    for (const flag of flags) expect(out.includes(`--${flag.name}`)).toBe(!flag.isHidden);
    expect(out).toContain('--mask-personal-data');
  });
});

describe('validate', () => {
  test('of good files ends with 0, of bad ones with 3', async () => {
    const good = write(emptyDirectory(), VALID);
    const bad = write(emptyDirectory(), BROKEN);
    expect(await run(['validate', good])).toMatchObject({ code: 0, err: '' });
    expect(await run(['validate', bad])).toMatchObject({ code: 3, err: '' });
    expect((await run(['validate', bad])).out).toContain('UNKNOWN_PROFILE');
  });

  test('of several directories has a section for each and the worst code', async () => {
    const cwd = emptyDirectory();
    write(cwd, { 'a/ringctl.yaml': CONFIG, 'b/ringctl.yaml': CONFIG, 'b/users.yaml': BROKEN['users.yaml'] });
    const human = await run(['validate', 'a', 'b', 'missing'], { cwd });
    expect(human.code).toBe(3);
    expect(human.out.match(/^(a|b|missing):$/gm)).toEqual(['a:', 'b:', 'missing:']);
    const json = await run(['validate', 'a', 'b', '--format', 'json'], { cwd });
    expect(JSON.parse(json.out)).toMatchObject([{ valid: true }, { valid: false, summary: { errors: 1 } }]);
  });

  test('-C is where it starts, before and after the command', async () => {
    const cwd = write(emptyDirectory(), { 'a/ringctl.yaml': CONFIG });
    for (const argv of [
      ['-C', 'a', 'validate'],
      ['validate', '-C', 'a'],
    ])
      expect(await run(argv, { cwd })).toMatchObject({ code: 0 });
    expect(await run(['validate'], { cwd })).toMatchObject({ code: 3 });
  });

  test('for workflows names files from the root of the repository', async () => {
    const cwd = write(emptyDirectory(), { 'a/ringctl.yaml': CONFIG, 'a/users.yaml': BROKEN['users.yaml'] });
    const { out } = await run(['validate', '--format', 'github', 'a'], { cwd });
    expect(out).toContain('::error file=a/users.yaml,line=2,');
    const other = await run(['validate', '--format', 'github'], { cwd: `${cwd}/a`, env: { GITHUB_WORKSPACE: cwd } });
    expect(other.out).toContain('::error file=a/users.yaml,line=2,');
  });

  test('masks people in what it finds', async () => {
    const { out } = await run(['validate', '--mask-personal-data', write(emptyDirectory(), BROKEN)]);
    expect(out).toMatch(/person-[0-9a-f]{4}/);
    expect(out).not.toContain('@');
  });

  test('is coloured on a terminal only', async () => {
    const cwd = write(emptyDirectory(), BROKEN);
    const colour = '\u001b[';
    expect((await run(['validate'], { cwd, isTerminal: true })).out).toContain(colour);
    for (const world of [
      {},
      { isTerminal: true, env: { NO_COLOR: '1' } },
      { isTerminal: true, env: { TERM: 'dumb' } },
    ]) {
      expect((await run(['validate'], { cwd, ...world })).out).not.toContain(colour);
    }
    expect((await run(['validate', '--no-color'], { cwd, isTerminal: true })).out).not.toContain(colour);
  });

  test('writes ASCII where the terminal knows nothing else', async () => {
    const cwd = write(emptyDirectory(), BROKEN);
    for (const world of [{ isTerminal: true, env: { LANG: 'C', NO_COLOR: '1' } }]) {
      expect((await run(['validate'], { cwd, ...world })).out).toMatch(/^[\n -~]*$/);
    }
    expect((await run(['validate', '--ascii'], { cwd })).out).toMatch(/^[\n -~]*$/);
    expect(
      (await run(['validate'], { cwd, isTerminal: true, env: { LANG: 'en_GB.UTF-8', NO_COLOR: '1' } })).out,
    ).toContain('│');
  });
});

test('the worst code is that of the contract', () => {
  expect(worst([])).toBe(0);
  expect(worst([0, 2])).toBe(2);
  expect(worst([2, 9])).toBe(9);
  expect(worst([9, 6, 5])).toBe(5);
  expect(worst([5, 3, 4])).toBe(3);
  expect(worst([3, 8, 130])).toBe(8);
});

test('version says what it is', async () => {
  expect((await run(['version'])).out).toMatch(/^ringctl \d+\.\d+\.\d+\n$/);
  expect(await run(['--version'])).toMatchObject({ code: 0 });
  expect(JSON.parse((await run(['version', '--format', 'json'])).out)).toMatchObject({ name: 'ringctl' });
});
