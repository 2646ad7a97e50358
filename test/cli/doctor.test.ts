import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answers, GOOD, REPOSITORY } from '../run/github/answers.js';
import { emptyDirectory, run } from './world.js';

const ACTION = `acme/ringctl/.github/actions/ringctl@${'a'.repeat(40)}`;
const OWNER = ['--owner', '@acme/telephony', '--owner', 'teams/sales/**=@acme/sales-leads'];

describe('init --github', () => {
  test('writes what doctor github finds nothing to say about', async () => {
    const { dir, env } = await repository();
    const made = await run(['init', 'acme', '--github', '--action', ACTION, ...OWNER], { cwd: dir });
    expect(made).toMatchObject({ code: 0, err: '' });
    const { code, out } = await run(['doctor', 'github', 'acme', '--format', 'json'], { cwd: dir, env });
    expect(JSON.parse(out).advice.filter(({ state }: { readonly state: string }) => state !== 'good')).toEqual([]);
    expect(code).toBe(0);
    expect(readFileSync(join(dir, '.github/CODEOWNERS'), 'utf8')).toContain('/acme/teams/sales/** @acme/sales-leads\n');
  });

  test('says the same twice, and never writes over what says something else', async () => {
    const { dir } = await repository();
    const words = ['init', 'acme', '--github', '--action', ACTION, ...OWNER];
    await run(words, { cwd: dir });
    const path = join(dir, '.github/workflows/apply.yml');
    const first = readFileSync(path, 'utf8');
    expect((await run(words, { cwd: dir })).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(first);
    writeFileSync(path, 'name: mine\n');
    const again = await run(words, { cwd: dir });
    expect(again).toMatchObject({
      code: 1,
      err: expect.stringContaining('.github/workflows/apply.yml already exists'),
    });
    expect(readFileSync(path, 'utf8')).toBe('name: mine\n');
  });

  test.each(['.github/CODEOWNERS', '.github/workflows', '.github'])('writes through no link: %s', async (path) => {
    const { dir } = await repository();
    const outside = emptyDirectory();
    const target = path.endsWith('CODEOWNERS') ? join(outside, 'text') : outside;
    if (target !== outside) writeFileSync(target, 'kept\n');
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    symlinkSync(target, join(dir, path));
    const { code, err } = await run(['init', 'acme', '--github', '--action', ACTION, ...OWNER], { cwd: dir });
    expect([code, err]).toEqual([1, expect.stringContaining(`${path} is a link`)]);
    expect(readdirSync(outside)).toEqual(target === outside ? [] : ['text']);
    if (target !== outside) expect(readFileSync(target, 'utf8')).toBe('kept\n');
  });

  test.each(['CODEOWNERS', 'docs/CODEOWNERS'])('does not put %s out of use', async (path) => {
    const { dir, env } = await repository();
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), '* @acme/all\n');
    const made = await run(['init', 'acme', '--github', '--action', ACTION, ...OWNER], { cwd: dir });
    expect([made.code, made.err]).toEqual([1, expect.stringContaining(`git mv ${path} .github/CODEOWNERS`)]);
    const found = await run(['doctor', 'github', 'acme', '--format', 'json'], { cwd: dir, env });
    expect(JSON.parse(found.out).advice).toContainEqual(
      expect.objectContaining({ id: 'owners', state: 'good', message: expect.stringContaining(path) }),
    );
  });

  test('says that a directory is not there, where it is not', async () => {
    const { dir } = await repository();
    const { code, err } = await run(['init', 'nowhere', '--github', '--action', ACTION, ...OWNER], { cwd: dir });
    expect([code, err]).toEqual([1, expect.stringContaining('nowhere')]);
    expect(err).not.toContain('git');
  });

  test.each([
    ['without an owner', ['--action', ACTION]],
    ['with an owner that is none', ['--action', ACTION, '--owner', 'somebody']],
    ['with a pattern that no files: has', ['--action', ACTION, '--owner', '@a', '--owner', 'x/**=@b']],
    ['with an Action at a tag', ['--action', 'acme/ringctl@v1', '--owner', '@a']],
    ['with a branch that is none', ['--action', ACTION, '--owner', '@a', '--branch', 'a b']],
  ])('%s nothing is written', async (_, words) => {
    const { dir } = await repository();
    const made = await run(['init', 'acme', '--github', ...words], { cwd: dir });
    expect(made.code).toBe(1);
    expect(execFileSync('git', ['status', '--porcelain', '.github'], { cwd: dir, encoding: 'utf8' })).toBe('');
  });
});

describe('doctor github', () => {
  test('ends with 1 and says what to do where something is weak', async () => {
    const { dir, env } = await repository({ '/actions/permissions': { allowed_actions: 'all' } });
    const { code, out } = await run(['doctor', 'github', 'acme'], { cwd: dir, env });
    expect(code).toBe(1);
    expect(out).toMatch(/^acme\/telephony: 3 things are weaker than recommended\./);
    expect(out).toContain('weak: Every action of anybody may run here.');
    expect(out).toContain('Settings › Actions › General');
  });

  test('asks for an owner of every file that decides: of the account, shared ones, workflows and actions', async () => {
    const { dir, env } = await repository();
    const files = [
      'acme/ringctl.yaml',
      'acme/labels.yaml',
      'acme/people/policies.yml',
      'shared/templates.yaml',
      '.github/workflows/other.yaml',
      '.github/actions/ringctl/lib/index.cjs',
    ];
    for (const file of files) {
      mkdirSync(dirname(join(dir, file)), { recursive: true });
      const isSettings = file.endsWith('ringctl.yaml');
      const settings = 'version: 1\naccount: acme\ninclude: [../shared/templates.yaml]\n';
      writeFileSync(join(dir, file), isSettings ? settings : file.startsWith('.') ? 'name: x\n' : 'tests: []\n');
    }
    writeFileSync(join(dir, '.github/CODEOWNERS'), '/.github/CODEOWNERS @acme/all\n');
    const { out } = await run(['doctor', 'github', 'acme', '--format', 'json'], { cwd: dir, env });
    const weak: readonly { readonly id: string; readonly state: string; readonly message: string }[] =
      JSON.parse(out).advice;
    const messages = weak.filter(({ id, state }) => id === 'owners' && state === 'weak').map(({ message }) => message);
    expect(files.filter((file) => !messages.some((message) => message.includes(file)))).toEqual([]);
    expect(messages).toHaveLength(3);
  });

  test('needs a token and a repository, and sends the token nowhere unsafe', async () => {
    const { dir, env } = await repository();
    expect((await run(['doctor', 'github', 'acme'], { cwd: dir, env: { ...env, GITHUB_TOKEN: '' } })).err).toContain(
      'no token',
    );
    const elsewhere = { ...env, GITHUB_API_URL: 'http://api.acme.example' };
    expect((await run(['doctor', 'github', 'acme'], { cwd: dir, env: elsewhere })).code).toBe(1);
    const nameless = { ...env, GITHUB_REPOSITORY: undefined };
    const { code, err } = await run(['doctor', 'github', 'acme'], { cwd: dir, env: nameless });
    expect([code, err]).toEqual([1, expect.stringContaining('--repository OWNER/NAME')]);
  });

  test('never prints the token', async () => {
    const { dir, env } = await repository({ '': 500 });
    const { code, out, err } = await run(['doctor', 'github', 'acme', '--verbose'], { cwd: dir, env });
    expect(code).toBe(1);
    expect(out + err).not.toContain(env.GITHUB_TOKEN);
  });
});

/** A git repository with one account directory, and a code host that knows it. */
async function repository(changed: Readonly<Record<string, unknown>> = {}) {
  const dir = emptyDirectory();
  execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: dir });
  const config = join(dir, 'acme/ringctl.yaml');
  mkdirSync(dirname(config));
  writeFileSync(config, 'version: 1\naccount: acme\nfiles: { "teams/sales/**": { kinds: [users] } }\n');
  const env = {
    GITHUB_TOKEN: 'token-of-the-tests',
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_API_URL: await host(changed),
  };
  return { dir, env };
}

async function host(changed: Readonly<Record<string, unknown>>): Promise<string> {
  const read = answers(changed);
  expect(Object.keys(GOOD)).toEqual(expect.arrayContaining(Object.keys(changed)));
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === 'Bearer token-of-the-tests';
    void read(request.url ?? '').then(({ status, body }) => {
      response.writeHead(isKnown ? status : 401).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}
