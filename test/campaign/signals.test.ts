import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memorySandbox, type Sandbox } from '../../src/sandbox/index.js';
import { type Served, serveSandbox } from '../../src/sandbox/server/serve.js';
import { isLong } from '../support/scale.js';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/ringctl.cjs');
const CLOCK = join(ROOT, '.github/scripts/campaign-clock.cjs');
const GROUPS = 12;

/** The real command against the embedded account, which is served by this process. */
interface Stage {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly served: Served;
  /** Comes before each request is answered. */
  readonly hook: { before: (request: Request) => Promise<void> };
  readonly written: { count: number };
}
const stage: { now?: Stage } = {};

beforeEach(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-signals-'));
  const hook = { before: async (_request: Request) => {} };
  const written = { count: 0 };
  const sandbox = await memorySandbox('small-team');
  const fetch = async (request: Request) => {
    if (request.method !== 'GET') written.count += 1;
    await hook.before(request);
    return sandbox.fetch(request);
  };
  const served = await serveSandbox({
    sandbox: { ...sandbox, fetch },
    port: 0,
    rate: undefined,
    clock: () => new Date(),
  });
  const groups = Array.from({ length: GROUPS }, (_, index) => [
    `g${index}`,
    { name: `New ${index}`, openAccess: true },
  ]);
  const config = { version: 1, account: 'acme', provider: { kind: 'sandbox', url: served.url } };
  writeFileSync(join(folder, 'ringctl.yaml'), JSON.stringify(config));
  writeFileSync(join(folder, 'groups.yaml'), JSON.stringify({ groups: Object.fromEntries(groups) }));
  stage.now = { folder, sandbox, served, hook, written };
});

afterEach(async () => {
  const { folder, sandbox, served } = here();
  await served.stop();
  sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

function here(): Stage {
  if (!stage.now) throw new Error('nothing is served');
  return stage.now;
}

interface Ended {
  readonly code: number | null;
  readonly err: string;
}

/** Runs the command; `aheadMs` sets its clock later than that of the one before. */
function ringctl(words: readonly string[], { aheadMs = 0, shell = '' } = {}) {
  const { folder, sandbox } = here();
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('RINGCTL_'));
  const env = { ...Object.fromEntries(own), RINGOVER_API_KEY: sandbox.keyFor(), CAMPAIGN_AHEAD_MS: String(aheadMs) };
  const command = [process.execPath, '--require', CLOCK, CLI, ...words];
  const [file = '', ...args] = shell === '' ? command : ['bash', '-c', `${shell}; exec "$0" "$@"`, ...command];
  const child = spawn(file, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const text = { err: '' };
  child.stderr.on('data', (part: Buffer) => {
    text.err += part.toString();
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, err: text.err })));
  return { child, ended };
}

const apply = (options?: Parameters<typeof ringctl>[1]) => ringctl(['apply', '--auto-approve'], options);

/** Resolves when the program has printed this. */
const said = (child: ChildProcess, words: string) =>
  new Promise<void>((resolve) => {
    child.stderr?.on('data', (part: Buffer) => {
      if (part.toString().includes(words)) resolve();
    });
  });

/** Goes on where the one before ended, and leaves each group once and a journal that is whole. */
async function goesOn(aheadMs = 0): Promise<void> {
  const { hook, sandbox, served } = here();
  hook.before = async () => {};
  expect((await apply({ aheadMs }).ended).code).toBe(0);
  expect((await ringctl(['history', 'verify']).ended).code).toBe(0);
  const answer = await fetch(`${served.url}/full/v1/groups?limit=1000`, {
    headers: { authorization: sandbox.keyFor() },
  });
  const { list } = (await answer.json()) as { readonly list: readonly { readonly name: string }[] };
  const names = list.map(({ name }) => name).filter((name) => name.startsWith('New '));
  expect([names.length, new Set(names).size]).toEqual([GROUPS, GROUPS]);
}

const isWrite = (request: Request, at: number) => request.method !== 'GET' && here().written.count === at;

describe('the real command', () => {
  it.each(isLong ? (['SIGINT', 'SIGTERM'] as const) : (['SIGTERM'] as const))(
    'finishes the step under way when it is sent %s, and ends with 6',
    async (signal) => {
      const { hook, written } = here();
      const { child, ended } = apply();
      const stopping = said(child, 'Stopping when');
      hook.before = async (request) => {
        if (!isWrite(request, 3)) return;
        child.kill(signal);
        await stopping;
      };
      expect((await ended).code).toBe(6);
      expect(written.count).toBe(3);
      await goesOn();
    },
  );

  it.runIf(isLong)(
    'ends at once when it is asked twice, and the next one finds out what became of the step',
    async () => {
      const { hook, written } = here();
      const { child, ended } = apply();
      const stopping = said(child, 'Stopping when');
      hook.before = async (request) => {
        if (!isWrite(request, 3)) return;
        child.kill('SIGINT');
        await stopping;
        child.kill('SIGINT');
        await ended;
      };
      expect((await ended).code).toBe(6);
      expect(written.count).toBe(3);
      await goesOn(300_000);
    },
  );

  it.runIf(isLong)('ends with 130 before anything is written', async () => {
    const { hook, written } = here();
    const { child, ended } = apply();
    hook.before = async () => {
      child.kill('SIGINT');
      await ended;
    };
    expect((await ended).code).toBe(130);
    expect(written.count).toBe(0);
    await goesOn(300_000);
  });

  it.runIf(isLong && process.platform !== 'win32')(
    'sends nothing that its ledger cannot keep, and ends with 6 where something was sent',
    async () => {
      const codes = new Set<number | null>();
      let aheadMs = 0;
      for (let kilobytes = 40; kilobytes <= 400 && !codes.has(0); kilobytes += 20) {
        const { written } = here();
        written.count = 0;
        aheadMs += 300_000;
        const { code, err } = await apply({ aheadMs, shell: `ulimit -f ${kilobytes}` }).ended;
        codes.add(code);
        if (code === 1 && written.count > 0) expect(err).toBe('');
      }
      expect([...codes].every((code) => code === 0 || code === 1 || code === 6)).toBe(true);
      expect(codes).toContain(6);
      await goesOn(aheadMs + 300_000);
    },
  );
});
