import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup, promises as names, resolve4 } from 'node:dns';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readAttempts, takeAttempts } from './attempts.js';

/** Addresses and a name reserved for documentation: nobody is there, should a guard be missing. */
const outside = '192.0.2.1';
const outside6 = '2001:db8::1';
const outsideName = 'nobody.example';

const refused = { code: 'ERR_OUTSIDE_LOOPBACK' };

const errorOf = (socket: ReturnType<typeof connect>) =>
  new Promise<unknown>((resolve) => {
    socket.once('error', resolve);
    socket.once('connect', () => resolve('connected'));
  });

describe('the network guard refuses', () => {
  test('connections by port and host, by options, over IPv6 and by name', async () => {
    await expect(errorOf(connect(443, outside))).resolves.toMatchObject(refused);
    await expect(errorOf(connect({ port: 443, host: outside }))).resolves.toMatchObject(refused);
    await expect(errorOf(connect({ port: 443, host: outside6 }))).resolves.toMatchObject(refused);
    await expect(errorOf(connect({ port: 443, host: outsideName }))).resolves.toMatchObject(refused);
    expect(takeAttempts()).toEqual([outside, outside, outside6, outsideName].map((host) => `connect ${host}`));
  });

  test('TLS and fetch', async () => {
    await expect(errorOf(connectTls({ port: 443, host: outside }))).resolves.toMatchObject(refused);
    await expect(fetch(`https://${outside}/`)).rejects.toMatchObject({ cause: refused });
    await expect(fetch(`http://${outsideName}/`)).rejects.toMatchObject({ cause: refused });
    expect(takeAttempts()).toHaveLength(3);
  });

  test('questions to name servers', async () => {
    await expect(promisify(lookup)(outsideName)).rejects.toMatchObject(refused);
    await expect(promisify(resolve4)(outsideName)).rejects.toMatchObject(refused);
    await expect(names.lookup(outsideName)).rejects.toMatchObject(refused);
    await expect(new names.Resolver().resolve4(outsideName)).rejects.toMatchObject(refused);
    expect(takeAttempts()).toHaveLength(4);
  });

  test('datagrams', () => {
    const socket = createSocket('udp4');
    expect(() => socket.send('hello', 9, outside)).toThrow(expect.objectContaining(refused));
    socket.close();
    expect(takeAttempts()).toEqual([`dgram.send ${outside}`]);
  });

  test('the processes that tests start', () => {
    const script = `fetch('http://${outside}/').catch((error) => console.log(error.cause.code))`;
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe(refused.code);
    expect(takeAttempts()).toEqual([`connect ${outside}`]);
  });
});

test('the network guard lets 127.0.0.1, ::1 and localhost pass', async () => {
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text())).resolves.toBe('here');
  await expect(names.lookup('localhost')).resolves.toMatchObject({ family: expect.any(Number) });
  await new Promise((resolve) => server.close(resolve));
  expect(readAttempts()).toEqual([]);
});

test('the prototype of all objects is frozen', () => {
  expect(Object.isFrozen(Object.prototype)).toBe(true);
});
