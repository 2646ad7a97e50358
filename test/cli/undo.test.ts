import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedSandbox } from '../../src/sandbox/index.js';
import { accountDirectory, CONFIG, run } from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'ringctl-cli-undo-'));
beforeAll(() => seedSandbox(join(folder, 'sandbox.db')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DANA = 'dana.kowalski@acme.example';
const BEFORE = `# who is where
groups:
  support: { name: Support }
profiles:
  lead:
    name: Support lead
users:
  # since May
  ${DANA}:
    groups: [support] # only there
`;
const AFTER = BEFORE.replace('[support]', '[support, neu]')
  .replace('groups:\n', 'groups:\n  neu: { name: Neu, openAccess: true }\n')
  .replace('# only there\n', '# only there\n    firstName: Alexandra\n');

const json = async (words: readonly string[], cwd: string) =>
  JSON.parse((await run([...words, '--format', 'json'], { cwd })).out);
const file = (cwd: string) => readFileSync(join(cwd, 'people.yaml'), 'utf8');

async function applied(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = accountDirectory(folder, { 'people.yaml': BEFORE, ...files });
  writeFileSync(join(cwd, 'people.yaml'), AFTER);
  expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
  return cwd;
}

describe('the files, when a run is undone', () => {
  it('no longer ask for it, keep their comments, and the next plan has nothing to do', async () => {
    const cwd = await applied();
    const undone = await json(['undo', 'r-0001', '-y'], cwd);
    expect(undone).toMatchObject({ result: 'undone', files: { left: [], written: { kind: 'written' } } });
    expect(undone.files.changed).toContainEqual(
      expect.objectContaining({ key: `user:${DANA}`, path: 'groups', source: expect.objectContaining({ line: 11 }) }),
    );
    const was = BEFORE.replace('# only there\n', '# only there\n    firstName: Dana\n');
    expect(file(cwd)).toBe(was);
    expect((await run(['plan', '--detailed-exitcode'], { cwd })).code).toBe(0);
  });

  it('keep what they ask for besides, which was never applied', async () => {
    const cwd = await applied();
    writeFileSync(join(cwd, 'people.yaml'), `${AFTER}    lastName: Later\n`);
    await run(['undo', 'r-0001', '-y'], { cwd });
    expect(file(cwd)).toContain('lastName: Later');
    expect(file(cwd)).not.toContain('neu');
  });

  it('are left alone where a line speaks of others too, and the line is named', async () => {
    const both = `profiles:
  base: { template: true, dashboard: none }
users:
  ${DANA}: { extends: base }
  carla.nunes@acme.example: { extends: base }
`;
    const cwd = accountDirectory(folder, { 'people.yaml': both });
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    const { files } = await json(['undo', 'r-0001', '-y'], cwd);
    expect(files.left).toContainEqual(
      expect.objectContaining({ path: 'dashboard', source: expect.objectContaining({ file: 'people.yaml', line: 2 }) }),
    );
    expect(file(cwd)).toContain('dashboard: none');
  });

  it('are taken back by the same command once more, where it was killed after the account and before them', async () => {
    const cwd = await applied();
    expect((await run(['undo', 'r-0001', '-y'], { cwd })).code).toBe(0);
    const back = file(cwd);
    writeFileSync(join(cwd, 'people.yaml'), AFTER);
    expect((await run(['undo', 'r-0001'], { cwd, isTerminal: true, answer: () => 'no' })).code).toBe(1);
    expect(file(cwd)).toBe(AFTER);
    const again = await json(['undo', 'r-0001', '-y'], cwd);
    expect(again).toMatchObject({ result: 'nothing', files: { left: [], written: { kind: 'written' } } });
    expect(file(cwd)).toBe(back);
    expect((await json(['history'], cwd)).runs).toHaveLength(2);
    expect(await json(['undo', 'r-0001', '-y'], cwd)).toMatchObject({ result: 'nothing', files: { changed: [] } });
  });

  it('no longer ask for what was back already when the rest was undone', async () => {
    const carla = (name: string) => `users:\n  carla.nunes@acme.example: { firstName: ${name} }\n`;
    const cwd = await applied({ 'carla.yaml': carla('Carola') });
    writeFileSync(join(cwd, 'carla.yaml'), carla('Carla'));
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    writeFileSync(join(cwd, 'carla.yaml'), carla('Carola'));
    const undone = await json(['undo', 'r-0001', '-y'], cwd);
    expect(undone).toMatchObject({ result: 'undone', files: { left: [], written: { kind: 'written' } } });
    expect(undone.plan.changes.map(({ key }: { key: string }) => key)).not.toContain('user:carla.nunes@acme.example');
    expect(readFileSync(join(cwd, 'carla.yaml'), 'utf8')).toBe(carla('Carla'));
    expect(file(cwd)).not.toContain('neu');
  });

  it('stay as they are where the digest names another plan, or not enough of this one', async () => {
    const cwd = await applied();
    const { digest } = await json(['undo', 'r-0001'], cwd);
    const undoWith = async (typed: string) => (await run(['undo', 'r-0001', '-y', '--digest', typed], { cwd })).code;
    const hex = digest.slice('sha256:'.length);
    expect([await undoWith(hex.slice(0, 15)), await undoWith(''), await undoWith('0123456789abcdef')]).toEqual([
      5, 5, 5,
    ]);
    expect(file(cwd)).toBe(AFTER);
    expect([await undoWith(hex.slice(0, 16)), file(cwd) === AFTER]).toEqual([0, false]);
  });

  it('that have changed meanwhile are not written over, and that is 6', async () => {
    const cwd = await applied();
    const late = '# somebody else\n';
    const world = {
      cwd,
      isTerminal: true,
      answer: () => {
        writeFileSync(join(cwd, 'people.yaml'), `${AFTER}${late}`);
        return 'yes';
      },
    };
    expect((await run(['undo', 'r-0001'], world)).code).toBe(6);
    expect(file(cwd)).toBe(`${AFTER}${late}`);
    expect((await json(['history'], cwd)).runs[0]).toMatchObject({ command: 'undo', end: { result: 'applied' } });
  });
});

describe('a policy, when a run is undone', () => {
  const POLICY = `policies:\n  not-there: { deny: page.logs.read, for: { users: [${DANA}] }, message: "No." }\n`;

  it('refuses what would bring back what it denies', async () => {
    const cwd = accountDirectory(folder, { 'people.yaml': `users:\n  ${DANA}: { dashboard: none }\n` });
    expect((await run(['apply', '-y'], { cwd })).code).toBe(0);
    writeFileSync(join(cwd, 'policies.yaml'), POLICY);
    const { code, out } = await run(['undo', 'r-0001', '-y', '--format', 'json'], { cwd });
    const { result, plan } = JSON.parse(out);
    expect([code, result]).toEqual([4, 'refused']);
    expect(plan.diagnostics.map((one: { code: string }) => one.code)).toContain('POLICY_DENIED');
    expect((await json(['history'], cwd)).runs).toHaveLength(1);
  });

  it('that is broken already refuses nothing that leaves it as it is', async () => {
    const policy = 'policies:\n  nobody: { deny: billing.see, message: "No." }\n';
    const cwd = await applied();
    writeFileSync(join(cwd, 'policies.yaml'), policy);
    expect((await run(['plan'], { cwd })).code).toBe(4);
    expect((await run(['undo', 'r-0001', '-y'], { cwd })).code).toBe(0);
  });
});

describe('where nobody is there to say yes', () => {
  it('the plan is shown, with the command that carries out exactly this one, and nothing is done', async () => {
    const cwd = await applied();
    const { code, out } = await run(['undo', 'r-0001'], { cwd });
    expect([code, (await json(['history'], cwd)).runs.length]).toEqual([1, 1]);
    const [command = ''] = /ringctl undo r-0001 .*/.exec(out) ?? [];
    expect(command).toMatch(/--digest [0-9a-f]{16} --auto-approve$/);
    expect((await run(command.split(' ').slice(1), { cwd })).code).toBe(0);
    expect(file(cwd)).not.toContain('neu');
  });

  it('a program gets the plan and the command', async () => {
    const cwd = await applied();
    const document = await json(['undo', 'r-0001'], cwd);
    expect(document).toMatchObject({ result: 'declined', command: expect.stringContaining('--auto-approve') });
    expect(document.plan.steps.length).toBeGreaterThan(0);
    const masked = await run(['undo', 'r-0001', '--format', 'json', '--mask-personal-data'], { cwd });
    expect(/dana|kowalski/i.test(masked.out + masked.err)).toBe(false);
  });
});

describe('files with mistakes', () => {
  it('are told before anything is undone: limits and policies stand in them', async () => {
    const cwd = await applied({ 'ringctl.yaml': CONFIG });
    writeFileSync(join(cwd, 'broken.yaml'), 'users: [');
    expect((await run(['undo', 'r-0001', '-y'], { cwd })).code).toBe(3);
    expect((await json(['history'], cwd)).runs).toHaveLength(1);
  });
});
