import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/ledger/index.js';
import { memoryOf } from '../../src/run/memory.js';
import { plan } from '../../src/run/plan.js';
import { type RevokeRequest, revoke } from '../../src/run/revoke.js';
import { openSteps, type StepsRequest, stepsDone } from '../../src/run/steps.js';
import { NOW, OWNER, openRingover } from '../account/ringover/opened.js';

const TOM = 'tom@acme.example';
const FILES = {
  'ringctl.yaml': 'version: 1\naccount: acme\nprovider: { kind: ringover, team: "1", verified: 2026-11-21 }\n',
  'people.yaml': `users: { ${OWNER}: { superAdmin: true }, ${TOM}: { dashboard: billing } }\n`,
};

type Request = Omit<StepsRequest & RevokeRequest, 'ids' | 'emails'>;

async function requestFor(): Promise<Request> {
  const dir = mkdtempSync(join(tmpdir(), 'ringctl-revoke-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(dir, file), text);
  const { account, sandbox } = await openRingover();
  onTestFinished(() => sandbox.close());
  const clock = () => NOW;
  const sleep = async () => {};
  const ledger = () => openLedger(`file:${join(dir, 'ledger.db')}`, { dir, account: 'acme', now: clock, sleep });
  return {
    dir,
    tool: { name: 'ringctl', version: '1.0.0' },
    now: NOW,
    at: undefined,
    targets: [],
    excludes: [],
    allowDelete: false,
    open: async () => ({ account, close: () => {} }),
    openLedger: ledger,
    remember: async () => {
      const opened = await ledger();
      return memoryOf(opened).finally(opened.close);
    },
    holder: { by: 'nina', host: 'here', pid: 1 },
    by: 'nina',
    reason: 'left',
    approvals: [],
    confirm: async () => true,
    clock,
    sleep: (_ms, signal) => new Promise((wake) => signal?.addEventListener('abort', () => wake(), { once: true })),
    signal: new AbortController().signal,
    onStep: () => {},
  };
}

async function sheetsOf(asked: typeof plan, request: Request) {
  const found = await asked(request);
  if (!found.ok) throw new Error('the files are right');
  return (found.plan.byHand ?? []).map(({ id, key, rows }) => [id, key, rows.length]);
}

test('what a revoke leaves to people is open until it is recorded, though no file asks for it', async () => {
  const request = await requestFor();
  expect(await revoke({ ...request, emails: [OWNER] })).toMatchObject({ kind: 'protected', superAdmins: [OWNER] });
  // What the files ask for is handed out by the next apply.
  expect(await sheetsOf(openSteps, request)).toEqual([[undefined, `user:${TOM}`, expect.any(Number)]]);

  const result = await revoke({ ...request, emails: [TOM] });
  if (result.kind !== 'revoked') throw new Error(result.kind);
  const [sheet, ...others] = result.byHand;
  expect([sheet?.key, others]).toEqual([`user:${TOM}`, []]);
  expect(result.report.results.flatMap((one) => ('outcome' in one ? [one.outcome.kind] : []))).toEqual(['done']);
  expect(result.after?.byHand?.map(({ id, digest }) => [id, digest])).toEqual([['S1', sheet?.digest]]);
  // Whoever is held is in no plan of the files.
  expect(await sheetsOf(plan, request)).toEqual([]);
  expect(await sheetsOf(openSteps, request)).toEqual([['S1', `user:${TOM}`, sheet?.rows.length]]);

  expect(await stepsDone({ ...request, ids: ['S1'] })).toMatchObject({ kind: 'recorded' });
  expect(await sheetsOf(openSteps, request)).toEqual([]);
});
