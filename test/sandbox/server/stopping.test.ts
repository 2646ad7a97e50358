import { afterEach, expect, test } from 'vitest';
import { openSandbox, seedSandbox } from '../../../src/sandbox/index.js';
import { serveSandbox } from '../../../src/sandbox/server/serve.js';
import { OFFICE } from '../requests.js';
import { NOW, type ServedAccount, servedAccount, statusesIn, wireTo } from './served-account.js';

const TIMEOUTS = { headers: 10_000, request: 30_000, idle: 10_000, stop: 200 };
const accounts: ServedAccount[] = [];
afterEach(async () => {
  for (const account of accounts.splice(0)) await account.close();
});

async function opened(...options: Parameters<typeof servedAccount>): Promise<ServedAccount> {
  const account = await servedAccount(...options);
  accounts.push(account);
  return account;
}

/** A sleep that lasts until somebody says so. */
function gate() {
  const waiting: (() => void)[] = [];
  return {
    sleep: () => new Promise<void>((resolve) => waiting.push(resolve)),
    open: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
    held: () => waiting.length,
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const late = { method: undefined, path: '/', from: 1, times: 10, effect: { kind: 'delay', ms: 1 } } as const;
const groups = ({ served, key }: Pick<ServedAccount, 'served' | 'key'>, name?: string) =>
  fetch(`${served.url}/full/v1/groups?limit=1000`, {
    headers: { authorization: key, 'content-type': 'application/json' },
    ...(name !== undefined && { method: 'POST', body: JSON.stringify({ name, openAccess: false }) }),
  });
async function names(account: Pick<ServedAccount, 'served' | 'key'>): Promise<readonly string[]> {
  const { list } = (await (await groups(account)).json()) as { readonly list: readonly { readonly name: string }[] };
  return list.map(({ name }) => name);
}

test('requests under way are answered, whole, before the server has stopped; none is begun after', async () => {
  const { sleep, open, held } = gate();
  const account = await opened({ sleep, timeouts: { ...TIMEOUTS, stop: 30_000 } });
  account.sandbox.setFaults([late]);
  const under = Array.from({ length: 8 }, (_, index) => groups(account, `Late ${index}`));
  await until(() => held() === under.length);
  const stopped = account.served.stop();
  await expect(groups(account)).rejects.toThrow();
  open();
  expect((await Promise.all(under)).map(({ status }) => status)).toEqual(Array(8).fill(201));
  await stopped;
  const again = await serveSandbox({
    sandbox: account.sandbox,
    port: account.served.port,
    rate: undefined,
    clock: () => NOW,
  });
  account.sandbox.setFaults([]);
  expect((await names({ ...account, served: again })).filter((name) => name.startsWith('Late'))).toHaveLength(8);
  await again.stop();
});

test('who never finishes does not keep the server from stopping, and what was begun is not carried out', async () => {
  const account = await opened({ timeouts: TIMEOUTS });
  const before = account.state();
  const { port } = account.served;
  const start = `POST /full/v1/groups HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${account.key}\r\n`;
  const wires = ['', start, `${start}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"name":"Half"`].map(
    (text) => wireTo(port, text),
  );
  await (await groups(account)).text();
  await account.served.stop();
  const said = await Promise.all(wires.map(({ ended }) => ended));
  expect(said.flatMap(statusesIn).filter((status) => status < 400)).toEqual([]);
  expect(account.state()).toBe(before);
});

test('the port is free afterwards, and taken before', async () => {
  const account = await opened({ timeouts: TIMEOUTS });
  const { sandbox, served } = account;
  const again = { sandbox, port: served.port, rate: undefined, clock: () => NOW };
  await expect(serveSandbox(again)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  for (let time = 0; time < 5; time += 1) {
    await (time === 0 ? served : await serveSandbox(again)).stop();
    await expect(groups(account)).rejects.toThrow();
  }
});

test('two servers on one store see what the other wrote, and neither loses a write', async () => {
  const account = await opened();
  const sandbox = await openSandbox(account.store, { clock: () => NOW });
  const served = await serveSandbox({ sandbox, port: 0, rate: undefined, clock: () => NOW });
  const other = { served, key: account.key };
  const sent = Array.from({ length: 40 }, (_, index) => groups(index % 2 === 0 ? account : other, `Both ${index}`));
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(Array(40).fill(201));
  const [one, two] = [await names(account), await names(other)];
  expect(one).toEqual(two);
  expect(one.filter((name) => name.startsWith('Both'))).toHaveLength(40);
  await served.stop();
  sandbox.close();
});

test('an account that is seeded anew below a server is the new one from then on', async () => {
  const account = await opened();
  expect(await names(account)).toContain('Crew');
  await seedSandbox(account.store, {
    ...OFFICE,
    users: OFFICE.users.slice(0, 1),
    profiles: [],
    ivrs: [],
    groups: [{ name: 'New', openAccess: true }],
  });
  expect((await groups(account)).status).toBe(401);
  expect(await names({ ...account, key: account.sandbox.keyFor() })).toEqual(['New']);
});
