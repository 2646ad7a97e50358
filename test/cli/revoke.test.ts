import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, seedSandbox } from '../../src/sandbox/index.js';
import { accountDirectory, CONFIG, run } from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'ringctl-cli-revoke-'));
beforeAll(() => seedSandbox(join(folder, 'sandbox.db')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DANA = 'dana.kowalski@acme.example';
const directory = (files: Readonly<Record<string, string>> = {}) => accountDirectory(folder, files);
const json = async (words: readonly string[], cwd: string) =>
  JSON.parse((await run([...words, '--format', 'json'], { cwd })).out);
const codes = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) =>
  diagnostics.map(({ code }) => code);

/** Administrators of the account who are not its superadministrator. */
async function adminsOf(cwd: string): Promise<readonly string[]> {
  const sandbox = await openSandbox(join(cwd, '.ringctl/sandbox.db'));
  const headers = { authorization: sandbox.keyFor() };
  const answer = await sandbox.fetch(new Request('http://account.example/full/v1/users?limit=100', { headers }));
  sandbox.close();
  const { list } = (await answer.json()) as {
    list: readonly { email: string; superAdmin: boolean; dashboard: { level: string } }[];
  };
  return list
    .filter(({ superAdmin, dashboard }) => !superAdmin && dashboard.level === 'admin')
    .map(({ email }) => email);
}

describe('somebody who is archived', () => {
  it('is held, so that files which state them again give them nothing', async () => {
    const cwd = directory({ 'people.yaml': `users:\n  ${DANA}: { ensure: archived }\n` });
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    expect(await json(['revoke', DANA, '--reason', 'x', '-y'], cwd)).toMatchObject({ result: 'held' });
    expect((await json(['hold', 'list'], cwd)).holds).toMatchObject([{ email: DANA }]);
    expect((await json(['history'], cwd)).runs).toHaveLength(1);
    writeFileSync(
      join(cwd, 'people.yaml'),
      `users:\n  ${DANA}: { dashboard: admin, invite: { number: "+33199000001", plan: Business } }\n`,
    );
    const planned = await json(['plan'], cwd);
    expect([planned.steps, codes(planned)]).toEqual([[], expect.arrayContaining(['HELD'])]);
    expect((await run(['plan'], { cwd })).out).not.toContain('No changes. The account is as the files say.');
  });
});

describe('somebody whom a limit asks for', () => {
  it('can be cut off, is told beforehand, and the later refusal names the way out', async () => {
    const cwd = directory();
    const [admin = ''] = await adminsOf(cwd);
    writeFileSync(join(cwd, 'ringctl.yaml'), `${CONFIG}limits: { minAdmins: 1, requiredAdmins: [${admin}] }\n`);
    const previewed = await json(['revoke', admin, '--reason', 'x'], cwd);
    expect([previewed.result, previewed.refusedLater.map(({ code }: { code: string }) => code)]).toEqual([
      'declined',
      ['LIMIT_EXCEEDED'],
    ]);
    expect((await run(['revoke', admin, '--reason', 'x', '-y'], { cwd })).code).toBe(0);
    const { code, out } = await run(['plan'], { cwd });
    expect([code, out.replace(/\s+/g, ' ').includes(`hold release ${admin}`)]).toEqual([4, true]);
  });

  it('is not told that the files ask for something, where they do not name them', async () => {
    const cwd = directory();
    expect((await run(['revoke', DANA, '--reason', 'x', '-y'], { cwd })).code).toBe(0);
    expect(codes(await json(['plan'], cwd))).toEqual([]);
  });

  it('is nobody, in an account where no rule asks for them', async () => {
    expect(await json(['revoke', DANA, '--reason', 'x'], directory())).toMatchObject({ refusedLater: [] });
  });
});

describe('where nobody is there to say yes', () => {
  it('the plan is shown with the command that carries it out, and nobody is held', async () => {
    const cwd = directory();
    const { code, out } = await run(['revoke', DANA, '--reason', "left, isn't back"], { cwd });
    expect([code, (await json(['hold', 'list'], cwd)).holds]).toEqual([1, []]);
    expect(out).toContain(`ringctl revoke ${DANA} --reason 'left, isn'"'"'t back' --auto-approve`);
    expect(out).not.toContain('dashboard.scope');
  });
});

describe('a revoke that is not carried out whole', () => {
  it('says so to a program', async () => {
    const cwd = directory();
    const stop = { cwd, onErr: (text: string, interrupt: () => void) => void (text.includes('1/') && interrupt()) };
    const { code, out } = await run(['revoke', DANA, '--reason', 'x', '-y', '--format', 'json'], stop);
    const { result, steps, interrupted } = JSON.parse(out);
    expect([code, result, interrupted]).toEqual([6, 'partly', true]);
    expect(steps.map((step: { result: string }) => step.result)).toEqual(['done', 'skipped', 'skipped', 'skipped']);
    expect((await json(['hold', 'list'], cwd)).holds).toHaveLength(1);
  });
});

describe('--mask-personal-data', () => {
  it.each([
    [['revoke', 'nobody@acme.example', '--reason', 'x', '-y']],
    [['revoke', 'nobody@acme.example', DANA, '--reason', 'x', '--format', 'json', '-y']],
    [['revoke', DANA, '--reason', 'x']],
    [['revoke', DANA, '--reason', 'x', '-y', '--format', 'json']],
  ])('names nobody: %j', async (words) => {
    const { out, err } = await run([...words, '--mask-personal-data'], { cwd: directory() });
    expect(/nobody@|dana|kowalski/i.test(out + err)).toBe(false);
    expect(out + err).toContain('person-');
  });
});

describe('a ledger that is gone', () => {
  const LEDGER = '.ringctl/ledger.db';
  const lose = (cwd: string) => {
    for (const end of ['', '-wal', '-shm']) rmSync(join(cwd, `${LEDGER}${end}`), { force: true });
  };

  it('does not give back what it held: everything is refused until it is put back or begun anew', async () => {
    const cwd = directory({ 'people.yaml': `users:\n  ${DANA}: { dashboard: supervisor }\n` });
    expect((await run(['revoke', DANA, '--reason', 'x', '-y'], { cwd })).code).toBe(0);
    lose(cwd);
    for (const words of [['plan'], ['apply', '-y'], ['hold', 'list'], ['undo', 'r-0001', '-y'], ['drift']]) {
      const { code, err } = await run(words, { cwd });
      expect([words, code, err.includes(LEDGER)]).toEqual([words, 1, true]);
    }
    expect((await run(['history', 'renew'], { cwd })).code).toBe(0);
    expect((await run(['history', 'renew'], { cwd })).code).toBe(1);
    expect((await json(['plan'], cwd)).steps.length).toBeGreaterThan(0);
  });

  it('is nothing to a directory that never had one, nor to a ledger of another place', async () => {
    const cwd = directory();
    expect((await run(['plan'], { cwd })).code).toBe(0);
    expect((await run(['history', 'renew'], { cwd })).code).toBe(1);
    await run(['apply', '-y'], { cwd });
    const env = { RINGCTL_LEDGER: `file:${join(cwd, 'elsewhere.db')}` };
    expect((await run(['apply', '-y'], { cwd, env })).code).toBe(0);
    expect(existsSync(join(cwd, 'elsewhere.db'))).toBe(true);
    rmSync(join(cwd, 'elsewhere.db'));
    expect((await run(['plan'], { cwd, env })).code).toBe(1);
    expect((await run(['plan'], { cwd })).code).toBe(0);
  });

  it('is noticed after a hold was released, too', async () => {
    const cwd = directory();
    await run(['revoke', DANA, '--reason', 'x', '-y'], { cwd });
    await run(['hold', 'release', DANA, '--reason', 'y'], { cwd });
    lose(cwd);
    expect((await run(['plan'], { cwd })).code).toBe(1);
  });

  it('that is there is never begun anew', async () => {
    const cwd = directory();
    await run(['revoke', DANA, '--reason', 'x', '-y'], { cwd });
    expect((await run(['history', 'renew'], { cwd })).code).toBe(1);
    expect((await json(['hold', 'list'], cwd)).holds).toHaveLength(1);
  });

  it('one word too many is named', async () => {
    const { code, err } = await run(['history', 'verify', 'surplus'], { cwd: directory() });
    expect([code, err.includes('surplus')]).toEqual([1, true]);
  });
});
