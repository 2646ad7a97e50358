import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedSandbox } from '../../src/sandbox/index.js';
import { accountDirectory, CHANGES, CONFIG, emptyDirectory, run, write } from './world.js';

const folder = mkdtempSync(join(tmpdir(), 'ringctl-cli-sandbox-'));
beforeAll(() => seedSandbox(join(folder, 'sandbox.db')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Served {
  readonly url: string;
  readonly fullApi: string;
  readonly keys: { readonly [kind: string]: string };
}

/** Serves the account while the work is done, and interrupts it afterwards. */
async function whileServed(cwd: string, work: (served: Served) => Promise<void>, words: readonly string[] = []) {
  let working: Promise<void> = Promise.resolve();
  const ended = await run(['sandbox', 'serve', '--port', '0', '--format', 'json', ...words], {
    cwd,
    onOut: (text, interrupt) => {
      working = work(JSON.parse(text)).finally(interrupt);
      working.catch(() => {});
    },
  });
  await working;
  return ended;
}

describe('sandbox serve', () => {
  it('answers programs of this machine until it is interrupted, and ringctl plans against it', async () => {
    const cwd = accountDirectory(folder);
    const { code } = await whileServed(cwd, async ({ url, fullApi, keys }) => {
      const headers = { authorization: keys['all rights'] ?? '' };
      expect((await fetch(`${fullApi}/team`, { headers })).status).toBe(200);
      const config = CONFIG.replace('{ kind: sandbox }', `{ kind: sandbox, url: "${url}" }`);
      const client = write(emptyDirectory(), { 'ringctl.yaml': config, 'changes.yaml': CHANGES });
      const env = { RINGOVER_API_KEY: keys['all rights'] };
      expect((await run(['plan', '--detailed-exitcode'], { cwd: client, env })).code).toBe(2);
      expect((await run(['apply', '-y'], { cwd: client, env })).code).toBe(0);
      expect((await run(['plan', '--detailed-exitcode'], { cwd: client, env })).code).toBe(0);
    });
    expect(code).toBe(0);
  });

  it('gives keys that may read only, and keys that see little', async () => {
    await whileServed(accountDirectory(folder), async ({ fullApi, keys }) => {
      const status = async (kind: string, init: RequestInit = {}) =>
        (await fetch(`${fullApi}/users`, { ...init, headers: { authorization: keys[kind] ?? '' } })).status;
      expect(await status('read-only')).toBe(200);
      expect(await status('read-only', { method: 'POST' })).toBe(403);
      expect(await status('monitoring off')).toBe(403);
    });
  });

  it('keeps to a rate', async () => {
    const rated = ['--rate', '2/s'];
    await whileServed(
      accountDirectory(folder),
      async ({ fullApi, keys }) => {
        const headers = { authorization: keys['all rights'] ?? '' };
        const ask = async () => (await fetch(`${fullApi}/team`, { headers })).status;
        expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
      },
      rated,
    );
  });

  it.each([
    ['--port', '99999'],
    ['--port', 'http'],
    ['--rate', '2'],
    ['--rate', '0/s'],
  ])('refuses %s %s', async (...words) => {
    expect((await run(['sandbox', 'serve', ...words], { cwd: accountDirectory(folder) })).code).toBe(1);
  });

  it('asks ringctl.yaml which account it is, and no other file', async () => {
    const { code, out } = await whileServed(accountDirectory(folder, { 'half.yaml': 'users: [\n' }), async () => {});
    expect([code, out]).toEqual([0, expect.stringContaining('127.0.0.1')]);
    const wrong = accountDirectory(folder, { 'ringctl.yaml': 'version: 1\nacount: acme\n' });
    expect(await run(['sandbox', 'serve'], { cwd: wrong })).toMatchObject({
      code: 3,
      out: expect.stringContaining('acount'),
    });
  });

  it('says when the port is taken, and when there is no account', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    expect((await run(['sandbox', 'serve', '--port', port], { cwd: accountDirectory(folder) })).code).toBe(1);
    await new Promise((resolve) => server.close(resolve));
    expect((await run(['sandbox', 'serve'], { cwd: write(emptyDirectory(), { 'ringctl.yaml': CONFIG }) })).code).toBe(
      8,
    );
  });
});

describe('sandbox snapshot', () => {
  it('carries an account to another directory', async () => {
    const cwd = accountDirectory(folder, { 'changes.yaml': CHANGES });
    await run(['apply', '-y'], { cwd });
    expect((await run(['sandbox', 'snapshot', '--out', 'acme.snapshot'], { cwd })).code).toBe(0);
    const other = write(emptyDirectory(), { 'ringctl.yaml': CONFIG, 'changes.yaml': CHANGES });
    const from = join(cwd, 'acme.snapshot');
    expect((await run(['sandbox', 'seed', '--from', from], { cwd: other })).code).toBe(0);
    expect((await run(['plan', '--detailed-exitcode'], { cwd: other })).code).toBe(0);
    await run(['sandbox', 'reset'], { cwd: other });
    expect((await run(['plan', '--detailed-exitcode'], { cwd: other })).code).toBe(2);
  });

  it('that is not there fills nothing', async () => {
    const cwd = write(emptyDirectory(), { 'ringctl.yaml': CONFIG });
    expect((await run(['sandbox', 'seed', '--from', 'nothing'], { cwd })).code).toBe(8);
    expect((await run(['plan'], { cwd })).code).toBe(8);
    expect((await run(['sandbox', 'seed', '--from', 'x', '--seed', 'acme'], { cwd })).code).toBe(1);
    expect(existsSync(join(cwd, '.ringctl/sandbox.db'))).toBe(false);
  });
});

describe('sandbox rehearse', () => {
  it('applies to a copy and leaves the account as it was', async () => {
    const cwd = accountDirectory(folder, { 'changes.yaml': CHANGES });
    const { code, out } = await run(['sandbox', 'rehearse', '--format', 'json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ result: 'rehearsed', steps: 2, done: 2, requests: 2, seconds: 1, left: 0 });
    const planned = JSON.parse((await run(['plan', '--format', 'json'], { cwd })).out);
    expect(planned.steps).toHaveLength(2);
    expect(planned.digest).toBe(JSON.parse(out).digest);
  });

  it('says what cannot be tried, and what files are wrong', async () => {
    const unknown = `${CHANGES.replace('dana.kowalski', 'nobody.here')}`;
    expect((await run(['sandbox', 'rehearse'], { cwd: accountDirectory(folder, { 'a.yaml': unknown }) })).code).toBe(3);
    expect(
      (await run(['sandbox', 'rehearse'], { cwd: accountDirectory(folder, { 'a.yaml': 'user: 1\n' }) })).code,
    ).toBe(3);
  });

  it('tries what a limit refuses', async () => {
    const config = `${CONFIG}limits: { changes: { percent: 0, atLeast: 0 } }\n`;
    const cwd = accountDirectory(folder, { 'ringctl.yaml': config, 'changes.yaml': CHANGES });
    expect((await run(['apply', '-y'], { cwd })).code).toBe(4);
    expect((await run(['sandbox', 'rehearse'], { cwd })).code).toBe(0);
  });
});
