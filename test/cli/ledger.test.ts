import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/index.js';
import { openSandbox, seedSandbox } from '../../src/sandbox/index.js';
import { accountDirectory, CHANGES, CONFIG, NOW, run } from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'ringctl-cli-ledger-'));
beforeAll(() => seedSandbox(join(folder, 'sandbox.db')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DANA = 'dana.kowalski@acme.example';
const directory = (files: Readonly<Record<string, string>> = { 'changes.yaml': CHANGES }) =>
  accountDirectory(folder, files);
const json = async (words: readonly string[], cwd: string) =>
  JSON.parse((await run([...words, '--format', 'json'], { cwd })).out);
const ledgerOf = (cwd: string) =>
  openLedger('file:.ringctl/ledger.db', { dir: cwd, account: 'acme', now: () => NOW, sleep: async () => {} });

/** The person as the embedded account has them. */
async function personOf(cwd: string, email: string): Promise<Readonly<Record<string, unknown>>> {
  const sandbox = await openSandbox(join(cwd, '.ringctl/sandbox.db'));
  try {
    const headers = { authorization: sandbox.keyFor() };
    const url = `http://account.example/full/v1/users?email=${encodeURIComponent(email)}`;
    const { list } = (await (await sandbox.fetch(new Request(url, { headers }))).json()) as {
      list: Record<string, unknown>[];
    };
    return list[0] ?? {};
  } finally {
    sandbox.close();
  }
}

describe('history', () => {
  it('tells every apply with its steps, newest first, and that nobody altered it', async () => {
    const cwd = directory();
    expect((await json(['history'], cwd)).runs).toEqual([]);
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    writeFileSync(join(cwd, 'changes.yaml'), CHANGES.replace('openAccess: true', 'openAccess: false'));
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    const { runs } = await json(['history'], cwd);
    expect(runs.map(({ id }: { id: string }) => id)).toEqual(['r-0002', 'r-0001']);
    expect(runs[1]).toMatchObject({
      by: 'tester',
      host: 'here',
      end: { result: 'applied', steps: { done: 2, failed: 0 } },
    });
    const shown = await json(['history', 'show', 'r-0001'], cwd);
    expect(shown.entries.filter(({ kind }: { kind: string }) => kind === 'begin')).toHaveLength(2);
    expect(shown.entries.filter(({ kind }: { kind: string }) => kind === 'end')).toHaveLength(2);
    expect((await run(['history', 'verify'], { cwd })).code).toBe(0);
    expect((await run(['history', 'show', 'r-0009'], { cwd })).code).toBe(1);
  });

  it('keeps what was accepted, and why', async () => {
    const cwd = directory({
      'changes.yaml': CHANGES,
      'ringctl.yaml': `${CONFIG}limits: { changes: { percent: 0, atLeast: 0 } }\n`,
    });
    const { digest } = await json(['plan'], cwd);
    const accept = ['--digest', digest, '--accept', 'changes=1', '--reason', 'CHG-4471'];
    expect((await run(['apply', '-y', ...accept], { cwd })).code).toBe(0);
    expect((await json(['history', 'show'], cwd)).accepted).toEqual([
      { limit: 'changes', number: 1, reason: 'CHG-4471' },
    ]);
  });
});

describe('the lock', () => {
  it('keeps a second apply out with 7, and names the holder', async () => {
    const cwd = directory();
    const ledger = await ledgerOf(cwd);
    const locked = await ledger.lock({ by: 'somebody', host: 'elsewhere', pid: 12, leaseMs: 60_000 });
    const { code, err } = await run(['apply', '-y'], { cwd });
    expect(code).toBe(7);
    expect(err).toContain('somebody on elsewhere, process 12, since 2026-11-22 09:12 UTC');
    expect((await json(['lock'], cwd)).lock).toMatchObject({ holder: { by: 'somebody' } });
    expect((await run(['unlock', 'something-else'], { cwd })).code).toBe(1);
    expect((await run(['unlock', locked.kind === 'locked' ? locked.id : ''], { cwd })).code).toBe(0);
    expect((await json(['lock'], cwd)).lock).toBeNull();
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    await ledger.close();
  });
});

describe('a run that was cut off', () => {
  it('is resolved by reading, and the next apply goes on', async () => {
    const cwd = directory();
    const ledger = await ledgerOf(cwd);
    const locked = await ledger.lock({ by: 'somebody', host: 'elsewhere', pid: 12, leaseMs: 60_000 });
    if (locked.kind !== 'locked') throw new Error('nobody else has it');
    const { steps, digest } = await json(['plan'], cwd);
    const facts = { command: 'apply', digest, filesDigest: '', approvals: [], accepted: [], plan: { steps } };
    const cutOff = await locked.begin(facts);
    const { id: stepId, operation, key, input, precondition } = steps[0];
    await cutOff.write({
      begins: { seq: 1, stepId, operation, key, input, precondition, attempt: 1, at: NOW.toISOString() as never },
    });
    await locked.release();
    await ledger.close();
    expect((await json(['history'], cwd)).runs[0].end).toBeUndefined();
    const { code, out } = await run(['apply', '-y', '--resume'], { cwd });
    expect([code, out.includes('Run r-0001 had been cut off')]).toEqual([0, true]);
    const { runs } = await json(['history'], cwd);
    expect(runs.map(({ end }: { end: { result: string } }) => end.result)).toEqual(['applied', 'interrupted']);
    expect((await run(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0);
    expect((await run(['apply', '-y', '--resume'], { cwd })).code).toBe(1);
  });
});

describe('revoke', () => {
  it('takes everything, holds, and the next apply gives nothing back until the hold is released', async () => {
    const cwd = directory();
    await run(['apply', '-y'], { cwd });
    expect((await run(['revoke', DANA, '--reason', 'left badly', '-y'], { cwd })).code).toBe(0);
    expect(await personOf(cwd, DANA)).toMatchObject({
      profile: null,
      groups: [],
      dashboard: { level: 'none' },
      status: 'active',
    });
    expect((await json(['hold', 'list'], cwd)).holds).toMatchObject([
      { email: DANA, reason: 'left badly', by: 'tester' },
    ]);
    const planned = await json(['plan'], cwd);
    expect(planned.steps).toEqual([]);
    expect(planned.diagnostics.map(({ code }: { code: string }) => code)).toContain('HELD');
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    expect(await personOf(cwd, DANA)).toMatchObject({ groups: [] });
    expect((await run(['hold', 'release', DANA], { cwd })).code).toBe(1);
    const masked = await run(['hold', 'release', DANA, DANA, '--reason', 'x', '--mask-personal-data'], { cwd });
    expect([masked.code, /dana/.test(masked.out + masked.err)]).toEqual([0, false]);
    const again = await run(['hold', 'release', DANA, '--reason', 'x', '--mask-personal-data'], { cwd });
    expect([again.code, /dana/.test(again.out + again.err)]).toEqual([1, false]);
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    expect(await personOf(cwd, DANA)).toMatchObject({ groups: ['Neu', 'Support'] });
  });

  it('takes each person once, and holds them under the address of the account, however it is typed', async () => {
    const cwd = directory({});
    const typed = ['Dana.Kowalski@ACME.example', DANA];
    const { plan } = await json(['revoke', ...typed, '--reason', 'lost telephone', '-y'], cwd);
    const signOuts = plan.steps.filter(({ operation }: { operation: string }) => operation === 'signOut');
    expect(signOuts).toHaveLength(1);
    expect((await json(['hold', 'list'], cwd)).holds).toMatchObject([{ email: DANA }]);
  });

  it('cannot be escaped by another address', async () => {
    const cwd = directory({});
    await run(['revoke', DANA, '--reason', 'left badly', '-y'], { cwd });
    const renamed =
      'users:\n  dana.new@acme.example: { previously: [dana.kowalski@acme.example], dashboard: supervisor }\n';
    writeFileSync(join(cwd, 'renamed.yaml'), renamed);
    expect((await run(['apply', '-y'], { cwd })).code).toBe(4);
    expect(await personOf(cwd, DANA)).toMatchObject({ dashboard: { level: 'none' } });
  });

  it('works whatever is wrong with the other files', async () => {
    const cwd = directory({ 'broken.yaml': 'users: [' });
    expect((await run(['validate'], { cwd })).code).toBe(3);
    expect((await run(['revoke', DANA, '--reason', 'now', '-y'], { cwd })).code).toBe(0);
    expect(await personOf(cwd, DANA)).toMatchObject({ dashboard: { level: 'none' } });
  });

  it('never takes the superadministrator, the last administrators or whoever acts', async () => {
    const cwd = directory({});
    const state = await json(['plan'], cwd);
    expect((await run(['revoke', state.actingAs, '--reason', 'x', '-y'], { cwd })).code).toBe(4);
    expect((await json(['hold', 'list'], cwd)).holds).toEqual([]);
  });

  it('of nobody, or without a reason, does nothing', async () => {
    const cwd = directory({});
    expect((await run(['revoke', 'nobody@acme.example', '--reason', 'x', '-y'], { cwd })).code).toBe(1);
    expect((await run(['revoke', DANA, '-y'], { cwd })).code).toBe(1);
    expect((await run(['revoke', DANA, '--reason', 'x'], { cwd })).code).toBe(1);
    expect((await json(['history'], cwd)).runs).toEqual([]);
  });
});

describe('undo', () => {
  it('leads back to what a run changed', async () => {
    const cwd = directory();
    const before = await personOf(cwd, DANA);
    await run(['apply', '-y'], { cwd });
    expect(await personOf(cwd, DANA)).not.toEqual(before);
    const undone = await json(['undo', 'r-0001', '-y'], cwd);
    expect(undone).toMatchObject({ result: 'undone', run: 'r-0002', stays: [] });
    expect(undone.plan.changes).toContainEqual(expect.objectContaining({ key: 'group:Neu', action: 'delete' }));
    expect(await personOf(cwd, DANA)).toEqual(before);
    expect((await json(['history'], cwd)).runs[0]).toMatchObject({ command: 'undo', end: { result: 'applied' } });
  });

  it('is refused with 5 where something else has changed since, and sends nothing', async () => {
    const cwd = directory();
    await run(['apply', '-y'], { cwd });
    await run(['revoke', DANA, '--reason', 'x', '-y'], { cwd });
    const after = await personOf(cwd, DANA);
    expect((await run(['undo', 'r-0001', '-y'], { cwd })).code).toBe(5);
    expect(await personOf(cwd, DANA)).toEqual(after);
  });

  it('of a revoke gives back what was taken', async () => {
    const cwd = directory({});
    const before = await personOf(cwd, DANA);
    await run(['revoke', DANA, '--reason', 'x', '-y'], { cwd });
    await run(['hold', 'release', DANA, '--reason', 'cleared'], { cwd });
    const refused = await run(['undo', 'r-0001', '-y', '--format', 'json'], { cwd });
    const { plan, exceeded } = JSON.parse(refused.out);
    expect([refused.code, exceeded.map(({ limit }: { limit: string }) => limit)]).toEqual([4, ['privilegedGains']]);
    const accept = ['--digest', plan.digest, '--accept', `privilegedGains=${exceeded[0].count}`, '--reason', 'cleared'];
    expect((await run(['undo', 'r-0001', '-y', ...accept], { cwd })).code).toBe(0);
    expect(await personOf(cwd, DANA)).toEqual(before);
  });

  it('takes back what came with a new name, and says that the name stays', async () => {
    const dana = 'dana.new@acme.example';
    const cwd = directory({ 'changes.yaml': CHANGES.replace(`${DANA}: {`, `${dana}: { previously: [${DANA}],`) });
    const { groups } = await personOf(cwd, DANA);
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    expect(await personOf(cwd, dana)).not.toMatchObject({ groups });
    const { result, stays } = await json(['undo', 'r-0001', '-y'], cwd);
    expect([result, stays]).toEqual(['undone', [{ key: `user:${dana}`, because: 'renamed' }]]);
    expect(await personOf(cwd, dana)).toMatchObject({ groups });
  });

  it('gives nothing to whoever is held', async () => {
    const cwd = directory({});
    await run(['revoke', DANA, '--reason', 'x', '-y'], { cwd });
    const { result, plan } = await json(['undo', 'r-0001', '-y'], cwd);
    expect([result, plan.steps]).toEqual(['nothing', []]);
    expect(plan.diagnostics).toMatchObject([{ code: 'HELD' }]);
    expect(await personOf(cwd, DANA)).toMatchObject({ profile: null, groups: [], dashboard: { level: 'none' } });
  });

  it('of a run that there is not says so', async () => {
    expect((await run(['undo', 'r-0001', '-y'], { cwd: directory() })).code).toBe(1);
  });
});

describe('a read that shows far fewer people than the last one', () => {
  it('is no plan, until exactly that number is accepted', async () => {
    const cwd = directory({});
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    await seedSandbox(join(cwd, '.ringctl/sandbox.db'), 'small-team');
    expect((await run(['plan'], { cwd })).code).toBe(8);
    expect((await run(['plan', '--accept', 'shrink=5'], { cwd })).code).toBe(8);
    expect((await run(['plan', '--accept', 'shrink=6'], { cwd })).code).toBe(0);
    expect((await run(['plan', '--accept', 'changes=6'], { cwd })).code).toBe(1);
  });
});

describe('files that name nobody any more', () => {
  it('are refused with 4 once they have named somebody', async () => {
    const cwd = directory({ 'changes.yaml': CHANGES });
    await run(['apply', '-y'], { cwd });
    rmSync(join(cwd, 'changes.yaml'));
    expect((await run(['apply', '-y'], { cwd })).code).toBe(4);
  });
});

describe('what is no longer stated', () => {
  it('is released without a base revision: the ledger remembers it', async () => {
    const cwd = directory();
    await run(['apply', '-y'], { cwd });
    writeFileSync(
      join(cwd, 'changes.yaml'),
      CHANGES.replace(/ {2}dana.*\n/, '  ada.byron@acme.example: { firstName: Ada }\n'),
    );
    const planned = await json(['plan'], cwd);
    expect(planned.released).toMatchObject([{ key: `user:${DANA}`, path: 'groups' }]);
  });
});

describe('RINGCTL_LEDGER', () => {
  it('names another place, and a wrong one is said before anything is read', async () => {
    const cwd = directory();
    const file = join(folder, 'elsewhere.db');
    expect((await run(['apply', '-y'], { cwd, env: { RINGCTL_LEDGER: `file:${file}` } })).code).toBe(0);
    expect(readFileSync(file).length).toBeGreaterThan(0);
    expect((await run(['apply', '-y'], { cwd, env: { RINGCTL_LEDGER: 'nowhere' } })).code).toBe(1);
  });
});
