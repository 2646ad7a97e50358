import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { AccountUnreadable } from '../../src/account/ports.js';
import { applyExitCode } from '../../src/cli/apply-exit.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { completionScript } from '../../src/cli/completion-script.js';
import { COMMON_FLAGS } from '../../src/cli/flags.js';
import { isLoopback } from '../../src/cli/open-account.js';
import { worldFailure } from '../../src/cli/world-failure.js';
import type { Outcome, Plan, StepResult } from '../../src/model/index.js';
import { groupKey } from '../../src/model/index.js';
import type { Applied, ApplyRequest } from '../../src/run/apply.js';
import { makePlan, step } from '../render/plans.js';
import { CONFIG, emptyDirectory, NOW, run, write } from './world.js';

describe('the embedded account is served on this machine only', () => {
  test.each([
    ['http://127.0.0.1:8080', true],
    ['http://localhost', true],
    ['http://[::1]:1', true],
    ['http://127.1.2.3', true],
    ['http://0x7f.1', true],
    ['https://127.0.0.1', false],
    ['http://127.0.0.1.evil.example', false],
    ['http://evil.example', false],
    ['http://evil.example@127.0.0.1', false],
    ['http://127.0.0.1:8080@evil.example', false],
    ['http://192.0.2.1', false],
    ['http://0.0.0.0', false],
    ['http://[::ffff:192.0.2.1]', false],
    ['http://localhost.evil.example', false],
    ['file:///etc/passwd', false],
    ['nothing', false],
  ])('%s: %s', (url, isHere) => {
    expect(isLoopback(url)).toBe(isHere);
  });
});

const CANARY = 'rk_canary_8c1f0e77aa/+=x';
const SERVED = CONFIG.replace('{ kind: sandbox }', '{ kind: sandbox, url: "http://127.0.0.1:1" }');
const REAL = CONFIG.replace('{ kind: sandbox }', '{ kind: ringover, team: "1" }');

describe('the account behind the settings', () => {
  test.each([
    ['the real service without a key', REAL, {}, 8, 'RINGOVER_API_KEY_ACME'],
    ['a served account without a key', SERVED, {}, 8, 'RINGOVER_API_KEY_ACME'],
    ['a served account that is not there', SERVED, { RINGOVER_API_KEY: CANARY }, 8, ''],
    ['an address elsewhere', SERVED.replace('127.0.0.1', 'evil.example'), { RINGOVER_API_KEY: CANARY }, 1, 'machine'],
    ['a key file that is not there', SERVED, { RINGOVER_API_KEY_FILE: '/none' }, 8, 'RINGOVER_API_KEY_FILE'],
    ['two keys', SERVED, { RINGOVER_API_KEY: CANARY, RINGOVER_API_KEY_FILE: 'x' }, 1, 'both'],
    ['a key that is no key', SERVED, { RINGOVER_API_KEY_ACME: `${CANARY}\nx` }, 1, 'characters'],
    [
      'nobody to act as',
      CONFIG.replace('sandbox }', 'sandbox, as: nobody@acme.example }'),
      {},
      8,
      'nobody@acme.example',
    ],
  ])('%s is refused in words', async (_, config, env, code, words) => {
    const cwd = write(emptyDirectory(), { 'ringctl.yaml': config });
    if (config.includes('as:')) await run(['sandbox', 'seed'], { cwd });
    const plan = await run(['plan', '--verbose'], { cwd, env });
    expect(plan.err).toContain(words);
    expect(plan.err).not.toContain('Internal');
    expect(plan.code).toBe(code);
  });

  test('the key of one account goes before the key of all, and the file is read', async () => {
    const cwd = write(emptyDirectory(), { 'ringctl.yaml': SERVED, key: `${CANARY}\n` });
    const { code, err } = await run(['plan'], {
      cwd,
      env: { RINGOVER_API_KEY_ACME_FILE: 'key', RINGOVER_API_KEY: 'bad key' },
    });
    expect(code).toBe(8);
    expect(err).not.toContain('characters');
  });
});

test('no key is ever printed, in no form', async () => {
  const leaks = [CANARY, encodeURIComponent(CANARY), Buffer.from(CANARY).toString('base64')];
  const files = { 'ringctl.yaml': SERVED, 'users.yaml': `users:\n  ${leaks.join(': {}\n  ')}: {}\n` };
  const cwd = write(emptyDirectory(), files);
  for (const argv of [
    ['validate'],
    ['validate', '--format', 'json'],
    ['plan'],
    ['plan', '--at', CANARY],
    [CANARY],
    ['show', CANARY],
  ]) {
    const { out, err } = await run(argv, { cwd, env: { RINGOVER_API_KEY_ACME: CANARY } });
    for (const leak of leaks) expect(out + err).not.toContain(leak);
    expect(out + err).toContain('[key]');
  }
});

describe('what went wrong in the world is told in words', () => {
  test('an account that cannot be read, with its facts', () => {
    const error = new AccountUnreadable('It said no.', { url: 'http://127.0.0.1', status: 503, hint: 'Wait.' });
    expect(worldFailure(error)).toMatchObject({ code: 8, hint: 'Address: http://127.0.0.1. Status: 503. Wait.' });
  });

  test('and what can only be a fault of ours is not', () => {
    expect(worldFailure(new TypeError('x is not a function'))).toBeUndefined();
    expect(worldFailure('text')).toBeUndefined();
  });
});

describe('the exit code of an apply', () => {
  const one = step(groupKey('G'), 'createGroup');
  const planned: Parameters<ApplyRequest['confirm']>[0] = JSON.parse('{}');
  const result = (kind: Outcome['kind']): StepResult => ({ step: one, outcome: { kind, reason: 'X', message: '' } });
  const skipped: StepResult = { step: one, skipped: { because: 'interrupted' } };
  const applied = (
    results: readonly StepResult[],
    after: Plan | undefined = makePlan(),
    interrupted = false,
  ): Applied => ({
    kind: 'applied',
    planned,
    report: { results, interrupted },
    after,
    run: 'r-0001',
    byHand: [],
    startedAt: NOW,
    endedAt: NOW,
  });

  const unread = (results: readonly StepResult[]): Applied => {
    const all = applied(results);
    return all.kind === 'applied' ? { ...all, after: undefined } : all;
  };

  test.each<[string, Applied, number]>([
    ['all done', applied([result('done')]), 0],
    ['nothing done', applied([result('refused')]), 1],
    ['one done, one not', applied([result('done'), result('refused')]), 6],
    ['nobody knows', applied([result('ambiguous')]), 6],
    ['changed by others before the first', applied([result('stale'), skipped]), 5],
    ['interrupted before the first', applied([skipped], makePlan(), true), 130],
    ['interrupted after the first', applied([result('done'), skipped], makePlan(), true), 6],
    ['changes are left', applied([result('done')], makePlan({ steps: [one] })), 6],
    ['only steps by hand are left', applied([result('done')], makePlan({ steps: [{ ...one, mode: 'by-hand' }] })), 0],
    ['not read again', unread([result('done')]), 8],
    ['invalid files', { kind: 'invalid', diagnostics: [] }, 3],
    ['another plan', { kind: 'stale', planned, expected: '' }, 5],
    ['nothing to do', { kind: 'nothing', planned }, 0],
  ])('%s: %#', (_, given, code) => {
    expect(applyExitCode(given, { isInterrupted: false, isDetailed: false })).toBe(code);
  });
});

describe('init', () => {
  test('writes files that are valid and change nothing', async () => {
    const cwd = emptyDirectory();
    expect((await run(['init', 'Ma société'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'Ma société/ringctl.yaml'), 'utf8')).toContain('account: ma-socie-te');
    expect((await run(['validate', 'Ma société'], { cwd })).code).toBe(0);
    await run(['sandbox', 'seed', 'Ma société'], { cwd });
    expect((await run(['plan', 'Ma société', '--detailed-exitcode'], { cwd })).code).toBe(0);
  });

  test('overwrites nothing', async () => {
    const cwd = write(emptyDirectory(), { 'users.yaml': 'mine' });
    const { code, err } = await run(['init'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('users.yaml');
    expect(readFileSync(join(cwd, 'users.yaml'), 'utf8')).toBe('mine');
    expect((await run(['validate'], { cwd })).out).not.toContain('Valid');
  });
});

test('a schema for an account has its names', async () => {
  const text = 'profiles:\n  base: { template: true }\n  agent: { extends: base }\ngroups:\n  sales: {}\n';
  const cwd = write(emptyDirectory(), { 'ringctl.yaml': CONFIG, 'a.yaml': text });
  const schema = JSON.parse((await run(['schema', '--for', '.'], { cwd })).out);
  expect(schema.$defs.profileId.enum).toEqual(['agent']);
  expect(schema.$defs.parentId.enum).toEqual(['agent', 'base']);
  expect(schema.$defs.groupId.enum).toEqual(['sales']);
  expect(JSON.parse((await run(['schema', '--config'])).out).properties.account).toBeDefined();
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('of %s knows every command and no hidden flag', (shell) => {
    const script = completionScript(shell, COMMANDS, COMMON_FLAGS);
    for (const { name, flags } of COMMANDS) {
      for (const word of name.split(' ')) expect(script).toContain(word);
      for (const flag of flags.filter(({ isHidden }) => !isHidden)) expect(script).toContain(flag.name);
    }
  });

  const bash = spawnSync('bash', ['--version']).status === 0;
  const complete = (...words: readonly string[]): string[] => {
    const script = `${completionScript('bash', COMMANDS, COMMON_FLAGS)}
COMP_WORDS=(ringctl "$@"); COMP_CWORD=$#; _ringctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
      .trim()
      .split('\n');
  };

  test.runIf(bash).each([
    [['pl'], ['plan']],
    [['di'], ['diff']],
    [
      ['sandbox', ''],
      ['seed', 'reset', 'serve', 'snapshot', 'rehearse'],
    ],
    [['plan', '--det'], ['--detailed-exitcode']],
    [['sandbox', 'seed', '--se'], ['--seed']],
    [
      ['plan', '--format', ''],
      ['human', 'json', 'markdown'],
    ],
    [['validate', 'dir', '--format', 'g'], ['github']],
    [['--log-format', 'j'], ['json']],
    [['completion', ''], expect.arrayContaining(['bash', 'zsh', 'fish'])],
  ])('of bash answers %j with %j', (words, answer) => {
    expect(complete(...words)).toEqual(answer);
  });
});

test('the pages that are made from the program are up to date', () => {
  const script = fileURLToPath(new URL('../../.github/scripts/docs.mjs', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});
