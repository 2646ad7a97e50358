import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AccountUnreadable } from '../../../src/account/ports.js';
import { groupKey, knownValue, userKey } from '../../../src/model/index.js';
import { memorySandbox } from '../../../src/sandbox/index.js';
import { serveSandbox } from '../../../src/sandbox/server/serve.js';
import { CONTRACT_SEED } from '../contract-seed.js';
import { step } from '../steps.js';
import { MODES, NOW, openRingover } from './opened.js';

describe('over HTTP', () => {
  it.each(MODES)('reads, writes and looks as in process (%s)', async (_name, mode) => {
    const sandbox = await memorySandbox(CONTRACT_SEED, { clock: () => NOW, publicApi: { mode } });
    const served = await serveSandbox({ sandbox, port: 0, rate: undefined, clock: () => NOW });
    const { account, perform } = await openRingover({
      mode,
      sandbox,
      baseUrl: `${served.url}/v2`,
      through: (request) => fetch(request),
    });
    expect((await account.read()).state.users.size).toBe(3);
    const users = ['ada@acme.example', 'owner@acme.example'];
    const steps = [
      step('addMember', groupKey('Sales'), { users }),
      step('removeMember', groupKey('Sales'), { users: ['tom@acme.example'] }),
      step('link', userKey('ada@acme.example'), { profile: 'Lead' }),
      step('setOpenAccess', groupKey('Support'), { openAccess: false }, { openAccess: true }),
      step('archive', userKey('tom@acme.example'), {}),
    ];
    for (const one of steps) expect(await perform(one)).toEqual({ kind: 'done' });
    const { state } = await account.read();
    expect([...state.users.values()].map(({ email, groups }) => [email, knownValue(groups)])).toEqual([
      ['owner@acme.example', ['Sales']],
      ['ada@acme.example', ['Sales', 'Support']],
    ]);
    await served.stop();
    sandbox.close();
  });

  it('does not unpack more than any answer has', async () => {
    const bomb = gzipSync(Buffer.alloc(33 * 1024 * 1024, 0x20));
    const server = createServer((_request, answer) => {
      answer.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(bomb);
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const { account, sent } = await openRingover({
      baseUrl: `http://127.0.0.1:${port}/v2`,
      through: (request) => fetch(request),
    });
    await expect(account.identity()).rejects.toBeInstanceOf(AccountUnreadable);
    expect(sent.length).toBe(1);
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  });
});
