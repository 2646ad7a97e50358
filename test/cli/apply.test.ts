import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedSandbox } from '../../src/sandbox/index.js';
import { accountDirectory, CHANGES, CONFIG, emptyDirectory, run, write } from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'ringctl-seeded-'));

beforeAll(() => seedSandbox(join(folder, 'sandbox.db')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const changed = () => accountDirectory(folder, { 'people.yaml': CHANGES });
const planned = async (cwd: string) => JSON.parse((await run(['plan', '--format', 'json'], { cwd })).out);

describe('plan', () => {
  test('ends with 0, or with 2 when that was asked for', async () => {
    const cwd = changed();
    expect(await run(['plan'], { cwd })).toMatchObject({ code: 0, err: '' });
    expect((await run(['diff', '--detailed-exitcode'], { cwd })).code).toBe(2);
    const same = accountDirectory(folder);
    expect((await run(['plan', '--detailed-exitcode'], { cwd: same })).code).toBe(0);
  });

  test('without an account that was filled ends with 8 and says how', async () => {
    const { code, err, out } = await run(['plan'], { cwd: write(emptyDirectory(), { 'ringctl.yaml': CONFIG }) });
    expect([code, out]).toEqual([8, '']);
    expect(err).toContain('ringctl sandbox seed');
  });

  test('of files with mistakes ends with 3 and reads no account', async () => {
    const { code, out } = await run(['plan'], {
      cwd: write(emptyDirectory(), { 'ringctl.yaml': CONFIG, 'a.yaml': 'users: 3\n' }),
    });
    expect(code).toBe(3);
    expect(out).toContain('Nothing was sent anywhere.');
  });

  test('of what the account cannot have ends with 3', async () => {
    const files = { 'a.yaml': 'users:\n  new@acme.example: { firstName: New }\n' };
    const { code, out } = await run(['plan'], { cwd: accountDirectory(folder, files) });
    expect(code).toBe(3);
    expect(out).toContain('NO_INVITE');
  });

  test('of several directories has a section for each, whatever becomes of the others', async () => {
    const cwd = emptyDirectory();
    write(cwd, { 'none/ringctl.yaml': CONFIG });
    const { code, out, err } = await run(['plan', changed(), 'none', '--format', 'json'], { cwd });
    expect(code).toBe(8);
    expect(JSON.parse(out)).toMatchObject([{ account: 'acme' }, { exitCode: 8, directory: 'none' }]);
    expect(err).toContain('none: ');
  });

  test('masked names nobody in any form', async () => {
    const cwd = changed();
    for (const format of ['human', 'json', 'markdown']) {
      const { out } = await run(['plan', '--verbose', '--mask-personal-data', '--format', format], { cwd });
      expect(out).toContain('person-');
      expect(out).not.toMatch(/dana|kowalski|@/i);
    }
  });

  test('quiet is its sum', async () => {
    expect((await run(['plan', '-q'], { cwd: changed() })).out).toBe('Plan: 2 to add, 0 to change, 0 to destroy.\n');
  });
});

test('drift ends with 2 when there is one, else with 0', async () => {
  expect((await run(['drift'], { cwd: changed() })).code).toBe(2);
  expect((await run(['drift'], { cwd: accountDirectory(folder) })).code).toBe(0);
});

describe('apply', () => {
  test('needs somebody to say yes, or to be told so', async () => {
    const cwd = changed();
    const { code, err } = await run(['apply'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('--auto-approve');
    expect((await planned(cwd)).changes).toHaveLength(2);
  });

  test.each(['', 'y', 'YES', 'no'])('changes nothing when the answer is "%s"', async (answer) => {
    const cwd = changed();
    expect((await run(['apply'], { cwd, isTerminal: true, answer: () => answer })).code).toBe(1);
    expect((await planned(cwd)).changes).toHaveLength(2);
  });

  test('shows the plan, asks, does it and leaves nothing', async () => {
    const cwd = changed();
    const questions: string[] = [];
    const answer = (question: string) => {
      questions.push(question);
      return 'yes';
    };
    const { code, out } = await run(['apply'], { cwd, isTerminal: true, answer, env: { NO_COLOR: '1' } });
    expect(code).toBe(0);
    expect(questions).toEqual(['Apply 2 steps to acme? Type yes: ']);
    expect(out.indexOf('Plan: 2 to add')).toBeLessThan(out.indexOf('Applied: 2 of 2 steps'));
    expect(out).toContain('Read again: no changes are left.');
    expect((await run(['plan'], { cwd })).out).toContain('No changes.');
  });

  test('writes one line a step where nobody watches, and rewrites one on a terminal', async () => {
    const piped = await run(['apply', '-y'], { cwd: changed() });
    expect(piped.err.trimEnd().split('\n')).toHaveLength(2);
    const watched = await run(['apply', '-y'], { cwd: changed(), isTerminal: true });
    expect(watched.err).not.toContain('\n');
    expect(watched.err).toContain('\r\u001b[K');
    const quiet = await run(['apply', '-y', '-q'], { cwd: changed() });
    expect(quiet.err).toBe('');
  });

  test('logs JSON, an object a line', async () => {
    const { err } = await run(['apply', '-y', '--log-format', 'json'], { cwd: changed() });
    const events = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.filter(({ event }) => event === 'step')).toMatchObject([{ result: 'done' }, { result: 'done' }]);
  });

  test('says in JSON what became of each step', async () => {
    const { out } = await run(['apply', '-y', '--format', 'json'], { cwd: changed() });
    expect(JSON.parse(out)).toMatchObject({
      result: 'applied',
      steps: [{ result: 'done' }, { result: 'done' }],
      left: { add: 0, change: 0, destroy: 0 },
    });
  });

  test('takes the digest of the plan, in 16 digits, and no other', async () => {
    const cwd = changed();
    const { digest } = await planned(cwd);
    const typed = digest.slice('sha256:'.length).slice(0, 16);
    expect((await run(['apply', '-y', '--digest', '0123456789abcdef'], { cwd })).code).toBe(5);
    expect((await run(['apply', '-y', '--digest', typed.slice(0, 15)], { cwd })).code).toBe(5);
    expect((await planned(cwd)).changes).toHaveLength(2);
    expect((await run(['apply', '-y', '--digest', typed], { cwd })).code).toBe(0);
  });
});

describe('a saved plan', () => {
  const saved = async (...flags: readonly string[]) => {
    const cwd = changed();
    await run(['plan', '--out', 'plan.json', ...flags], { cwd });
    return cwd;
  };

  test('is shown as it was, in every form', async () => {
    const cwd = await saved();
    const file = readFileSync(join(cwd, 'plan.json'), 'utf8');
    expect((await run(['show', 'plan.json', '--format', 'json'], { cwd })).out).toBe(file);
    expect((await run(['show', 'plan.json'], { cwd })).out).toContain('Plan: 2 to add, 0 to change, 0 to destroy.');
    expect((await run(['show', 'plan.json', '--format', 'markdown'], { cwd })).out).toContain('### `acme`');
    expect(statSync(join(cwd, 'plan.json')).mode & 0o077).toBe(0);
  });

  test('is applied once, and is stale then', async () => {
    const cwd = await saved();
    expect((await run(['apply', 'plan.json', '-y'], { cwd })).code).toBe(0);
    expect((await run(['apply', 'plan.json', '-y'], { cwd })).code).toBe(5);
  });

  test('keeps what narrowed it', async () => {
    const cwd = write(changed(), { 'more.yaml': 'groups:\n  other: { name: Other, openAccess: false }\n' });
    await run(['plan', '--out', 'plan.json', '--target', 'group:Other'], { cwd });
    expect((await run(['apply', 'plan.json', '-y'], { cwd })).code).toBe(0);
    expect((await planned(cwd)).changes.map(({ key }: { key: string }) => key)).toEqual([
      'group:Neu',
      'membership:Neu/dana.kowalski@acme.example',
    ]);
  });

  test('belongs to the directory that -C names', async () => {
    const cwd = await saved();
    expect((await run(['apply', join(cwd, 'plan.json'), '-y', '-C', accountDirectory(folder)])).code).toBe(5);
    expect((await run(['apply', 'plan.json', '-y', '-C', cwd])).code).toBe(0);
  });

  test.each([
    ['masked', (cwd: string) => run(['plan', '--mask-personal-data', '--out', 'plan.json'], { cwd }), 'masked'],
    ['of a newer format', (cwd: string) => alter(cwd, (plan) => ({ ...plan, formatVersion: 2 })), 'format 2'],
    ['with a key that no plan has', (cwd: string) => alter(cwd, (plan) => ({ ...plan, run: 'x' })), 'no plan'],
    [
      'with an operation that no plan has',
      (cwd: string) => alter(cwd, (plan) => ({ ...plan, steps: [{}] })),
      'no plan',
    ],
    ['that is no JSON', (cwd: string) => writeFileSync(join(cwd, 'plan.json'), '{'), 'no plan'],
    ['that is empty', (cwd: string) => writeFileSync(join(cwd, 'plan.json'), ''), 'no plan'],
  ])('%s is refused', async (_, spoil, words) => {
    const cwd = await saved();
    await spoil(cwd);
    const { code, err } = await run(['apply', 'plan.json', '-y'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect((await planned(cwd)).changes).toHaveLength(2);
  });

  test.each([['--digest', 'x'], ['--target', 'group:Neu'], ['--allow-delete']])(
    'is not narrowed again by %s',
    async (...flags) => {
      const cwd = await saved();
      expect((await run(['apply', 'plan.json', '-y', ...flags], { cwd })).code).toBe(1);
    },
  );
});

const alter = (cwd: string, change: (plan: object) => object) => {
  const path = join(cwd, 'plan.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
};

describe('Ctrl-C', () => {
  test('while writing finishes the step under way and begins no other', async () => {
    const cwd = changed();
    const { code, out, exits } = await run(['apply', '-y'], {
      cwd,
      onErr: (text, interrupt) => {
        if (text.includes('1/2')) interrupt();
      },
    });
    expect([code, exits]).toEqual([6, []]);
    expect(out).toContain('Partly applied: 1 of 2 steps done');
    expect((await planned(cwd)).changes).toHaveLength(1);
  });

  test('twice ends at once', async () => {
    const { exits } = await run(['apply', '-y'], {
      cwd: changed(),
      onErr: (text, interrupt) => {
        if (text.includes('1/2')) for (const _ of [1, 2]) interrupt();
      },
    });
    expect(exits).toEqual([6]);
  });

  test('before anything is written ends at once with 130', async () => {
    const cwd = changed();
    let stop = () => {};
    const { code, exits } = await run(['apply'], {
      cwd,
      isTerminal: true,
      onStart: (interrupt) => {
        stop = interrupt;
      },
      answer: () => {
        stop();
        return 'yes';
      },
    });
    expect([code, exits]).toEqual([130, [130]]);
    expect((await planned(cwd)).changes).toHaveLength(2);
  });
});

describe('sign-out', () => {
  test('signs people out whom the account has', async () => {
    const cwd = accountDirectory(folder);
    expect((await run(['sign-out', 'dana.kowalski@acme.example'], { cwd })).code).toBe(0);
    const { code, err } = await run(['sign-out', 'dana.kowalski@acme.example', 'nobody@acme.example'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('nobody@acme.example');
  });
});

describe('sandbox', () => {
  test('seed fills an account that git leaves out, reset puts it back', async () => {
    const cwd = write(emptyDirectory(), { 'ringctl.yaml': CONFIG, 'people.yaml': CHANGES });
    expect((await run(['sandbox', 'seed'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, '.ringctl/.gitignore'), 'utf8')).toBe('*\n');
    await run(['apply', '-y'], { cwd });
    expect((await planned(cwd)).changes).toEqual([]);
    expect((await run(['sandbox', 'reset'], { cwd })).code).toBe(0);
    expect((await planned(cwd)).changes).toHaveLength(2);
  });

  test('reset of what was never filled ends with 8', async () => {
    expect((await run(['sandbox', 'reset'])).code).toBe(8);
  });

  test('seed into a file that is something else ends with 8 and leaves it', async () => {
    const cwd = write(emptyDirectory(), { '.ringctl/sandbox.db': 'x'.repeat(5000) });
    expect((await run(['sandbox', 'seed'], { cwd })).code).toBe(8);
    expect(existsSync(join(cwd, '.ringctl/sandbox.db'))).toBe(true);
  });
});
