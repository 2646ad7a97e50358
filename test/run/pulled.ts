import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Account } from '../../src/account/ports.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import { readConfig } from '../../src/config/read-config.js';
import { day, type Live, once, type Plan } from '../../src/model/index.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { type Pulled, type PulledFiles, type PullRequest, pull } from '../../src/run/pull.js';
import { type AccountSeed, memorySandbox, type SeedName } from '../../src/sandbox/index.js';
import { OPTIONS } from '../support/accounts.js';

export const NOW = new Date('2026-11-22T09:00:00Z');
export const SETTINGS = 'version: 1\naccount: acme\nprovider: { kind: sandbox }\n';
export type Texts = Readonly<Record<string, string>>;

export interface Opened {
  /** What it answers is read once: nothing of it changes. */
  readonly account: Account;
  /** Methods of all requests. */
  readonly methods: string[];
  close(): void;
}

export async function openSeed(seed: SeedName | AccountSeed): Promise<Opened> {
  const sandbox = await memorySandbox(seed, { clock: () => NOW });
  const methods: string[] = [];
  const fetch = (request: Request) => {
    methods.push(request.method);
    return sandbox.fetch(request);
  };
  const account = sandboxAccount({ fetch, baseUrl: 'http://127.0.0.1', key: sandbox.keyFor(), now: () => NOW });
  const read = once(() => account.read());
  return { account: { ...account, read }, methods, close: () => sandbox.close() };
}

export interface Directory {
  readonly dir: string;
  remove(): void;
}

/** A directory with these files, which the caller removes. */
export function directoryWith(texts: Texts): Directory {
  const dir = mkdtempSync(join(tmpdir(), 'ringctl-pull-'));
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

type Options = Partial<Pick<PullRequest, 'split' | 'people' | 'takesProposals' | 'remember'>>;

/** What a pull makes of these files, which are nowhere on the disk. */
export async function pullTexts(account: Account, texts: Texts, options: Options = {}): Promise<Pulled> {
  const encoder = new TextEncoder();
  const start = Object.entries(texts).map(([path, text]) => ({ path, bytes: encoder.encode(text) }));
  const { dir, remove } = directoryWith({});
  try {
    const pulled = await pull({
      dir,
      open: async () => ({ account, close: () => {} }),
      now: NOW,
      tool: { name: 'ringctl', version: '1.0.0' },
      split: undefined,
      people: undefined,
      takesProposals: false,
      start,
      ...options,
    });
    return pulled.ok ? { ...pulled, files: pulled.files.slice(start.length) } : pulled;
  } finally {
    remove();
  }
}

/** The same, where the files are in order, with the texts as they are afterwards. */
export async function pulledTexts(
  account: Account,
  texts: Texts,
  options: Options = {},
): Promise<{ readonly after: Texts; readonly pulled: PulledFiles }> {
  const pulled = await pullTexts(account, texts, options);
  if (!pulled.ok) throw new Error(pulled.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  const written = Object.fromEntries(pulled.files.map(({ path, after }) => [path, after]));
  return { after: { ...texts, ...written }, pulled };
}

export function planOf(texts: Texts, live: Live): Plan {
  const encoder = new TextEncoder();
  const read = readConfig({
    files: Object.entries(texts).map(([path, text]) => ({ path, bytes: encoder.encode(text) })),
    diagnostics: [],
  });
  if (!read.ok) throw new Error(read.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return makePlan(read.value.desired, live, { ...OPTIONS, at: day('2026-11-22') });
}

/** Closed when the test is over. */
export async function seeded(seed: SeedName | AccountSeed): Promise<Opened> {
  const opened = await openSeed(seed);
  onTestFinished(() => opened.close());
  return opened;
}
