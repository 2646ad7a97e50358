import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { AccountUnreadable } from '../../../src/account/ports.js';
import { baseFor } from '../../../src/account/ringover/hosts.js';
import { openRingover } from './opened.js';

const EU = 'https://public-api.ringover.com/v2';
const US = 'https://public-api-us.ringover.com/v2';
const CANARY = 'rk_canary_0123456789';

describe('the host that a key is sent to', () => {
  it.each([
    ['a key of Europe', 'abc', undefined, EU],
    ['a key of the United States', 'US_abc', undefined, US],
    ['a key that has US_ elsewhere', 'abcUS_', undefined, EU],
    ['a key in lower case', 'us_abc', undefined, EU],
    ['a key of Europe with its host', 'abc', EU, EU],
    ['a key of the United States with its host', 'US_abc', US, US],
    ['this machine', 'abc', 'http://127.0.0.1:8080/v2', 'http://127.0.0.1:8080/v2'],
    ['this machine by name', 'abc', 'http://localhost:8080/v2', 'http://localhost:8080/v2'],
    ['this machine by its other address', 'US_abc', 'http://[::1]:8080/v2', 'http://[::1]:8080/v2'],
  ])('%s', (_what, key, given, expected) => {
    expect(baseFor(key, given)).toBe(expected);
  });

  it.each([
    ['abc', US],
    ['US_abc', EU],
  ])('is never the one of the other region (%s, %s)', (key, given) => {
    expect(() => baseFor(key, given)).toThrow(AccountUnreadable);
  });

  const hosts = ['public-api.ringover.com', 'public-api-us.ringover.com'];
  const spellings = [
    ...hosts.flatMap((host) => [
      `http://${host}/v2`,
      `https://${host}`,
      `https://${host}/`,
      `https://${host}/v2/`,
      `https://${host}/v1`,
      `https://${host}/v2?`,
      `https://${host}/v2#`,
      `https://${host}:443/v2`,
      `https://${host}:8443/v2`,
      `https://${host}./v2`,
      `https://${host.toUpperCase()}/v2`,
      `https://${host}@evil.example/v2`,
      `https://user@${host}/v2`,
      `https://user:pass@${host}/v2`,
      `https://${host}.evil.example/v2`,
      `https://evil.example/${host}/v2`,
      `https://evil.example?${host}/v2`,
      `https://evil.example#${host}/v2`,
      `https://${host}\\@evil.example/v2`,
      `https:\\\\${host}\\v2`,
      `https:${host}/v2`,
      `https:///${host}/v2`,
      ` https://${host}/v2`,
      `https://${host}/v2 `,
      `https://${host.replaceAll('.', '。')}/v2`,
      `https://${host}%2eevil.example/v2`,
      `https://${host}/v2/../..`,
      `https://${host}/%76%32`,
      `ftp://${host}/v2`,
      `//${host}/v2`,
      `${host}/v2`,
    ]),
    ...['127.0.0.1', 'localhost', '[::1]'].flatMap((host) => [
      `https://${host}/v2`,
      `http://user@${host}/v2`,
      `http://${host}@evil.example/v2`,
      `http://${host}.evil.example/v2`,
    ]),
    'http://127.0.0.1./v2',
    'http://0x7f.1/v2',
    'http://2130706433/v2',
    'http://127.1/v2',
    'http://127。0。0。1/v2',
    'http://[::ffff:127.0.0.1]/v2',
    'http://0.0.0.0/v2',
    'http://169.254.169.254/v2',
    'http://localhost./v2',
    'http://LOCALHOST/v2',
    'file:///etc/passwd',
    'data:text/plain,v2',
    '',
    'v2',
  ];

  it(`is no other one, in ${spellings.length} spellings`, () => {
    expect(spellings.length).toBeGreaterThanOrEqual(80);
    for (const given of spellings) {
      const error = thrownBy(() => baseFor(CANARY, given));
      expect(error, given).toBeInstanceOf(AccountUnreadable);
      expect(JSON.stringify([String(error), error])).not.toContain(CANARY);
    }
  });

  it('is none for a key that no header can carry, and the error does not say the key', () => {
    for (const key of [`${CANARY}\n`, `${CANARY}é`, '', `${CANARY} x`]) {
      const error = thrownBy(() => baseFor(key, undefined));
      expect(error).toBeInstanceOf(AccountUnreadable);
      expect(String(error)).not.toContain(CANARY);
    }
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed, and the key goes nowhere else', async (status) => {
    const met: (string | undefined)[] = [];
    const other = await listening((request, answer) => {
      met.push(request.headers.authorization);
      answer.end('{}');
    });
    const first = await listening((_request, answer) => {
      answer.writeHead(status, { location: `http://127.0.0.1:${portOf(other)}/v2/teams` }).end();
    });
    const { account } = await openRingover({
      baseUrl: `http://127.0.0.1:${portOf(first)}/v2`,
      through: (request) => fetch(request),
    });
    await expect(account.identity()).rejects.toBeInstanceOf(AccountUnreadable);
    expect(met).toEqual([]);
    await Promise.all([closed(first), closed(other)]);
  });
});

const listening = (listener: Parameters<typeof createServer>[1]): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer({}, listener);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
