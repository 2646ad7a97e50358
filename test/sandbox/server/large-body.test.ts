import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedSandbox } from '../../../src/sandbox/index.js';
import { root } from '../../project/files.js';
import { isLong } from '../../support/scale.js';
import { OFFICE } from '../requests.js';
import { statusesIn, wireTo } from './served-account.js';

const GIGABYTE = 1024 ** 3;
const PART = Buffer.alloc(64 * 1024, 'x');

/** In a process of its own, as people start it: its memory is what the system counts. */
describe.runIf(isLong && process.platform === 'linux')('a body of a gigabyte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-large-'));
  const server: { child?: ChildProcess; port: number; key: string; fullApi: string } = {
    port: 0,
    key: '',
    fullApi: '',
  };
  beforeAll(async () => {
    const store = join(folder, 'sandbox.db');
    await seedSandbox(store, OFFICE);
    const words = ['sandbox', 'serve', '--store', store, '--port', '0', '--format', 'json'];
    const child = spawn(process.execPath, [join(root, 'dist/ringctl.cjs'), ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH },
    });
    let said = '';
    for await (const part of child.stdout.setEncoding('utf8')) {
      said += part;
      if (said.trimEnd().endsWith('}')) break;
    }
    const { url, fullApi, keys } = JSON.parse(said);
    Object.assign(server, { child, fullApi, port: Number(new URL(url).port), key: keys['all rights'] });
  });
  afterAll(async () => {
    const { child } = server;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    if (child?.kill('SIGINT') === true) await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  /** The most that the process has had in memory, in MiB. */
  const peak = (): number =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.child?.pid}/status`, 'utf8'))?.[1]) / 1024;

  test.each([
    ['the full API', '/full/v1/groups', 413],
    ['the public API', '/v2/tags', 400],
    ['the dashboard', '/profiles/new', 413],
    ['nobody', '/full/v1/nothing', 413],
    ['the faults', '/admin/faults', 401],
  ] as const)('to %s is refused, told by its length or in chunks, and never held', async (_, path, status) => {
    for (const isChunked of [false, true]) {
      const { socket, ended } = wireTo(server.port);
      const type = path === '/profiles/new' ? 'application/x-www-form-urlencoded' : 'application/json';
      const origin = path === '/profiles/new' ? [`Origin: http://127.0.0.1:${server.port}`] : [];
      const framing = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${GIGABYTE}`;
      const lines = [`POST ${path} HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, `Authorization: ${server.key}`];
      socket.write([...lines, ...origin, `Content-Type: ${type}`, framing, '', ''].join('\r\n'));
      await pour(socket, isChunked);
      const statuses = statusesIn(await ended);
      // Whoever is cut off while sending may not hear why.
      expect(statuses.filter((one) => one !== status)).toEqual([]);
    }
    expect(peak()).toBeGreaterThan(20);
    expect(peak()).toBeLessThan(200);
    const answer = await fetch(`${server.fullApi}/groups?limit=1000`, { headers: { authorization: server.key } });
    expect(await answer.json()).toMatchObject({ total: OFFICE.groups.length });
  });
});

/** Sends as long as the other side takes it. */
async function pour(socket: ReturnType<typeof wireTo>['socket'], isChunked: boolean): Promise<void> {
  const part = isChunked
    ? Buffer.concat([Buffer.from(`${PART.length.toString(16)}\r\n`), PART, Buffer.from('\r\n')])
    : PART;
  for (let sent = 0; sent < GIGABYTE && !socket.destroyed && socket.writable; sent += PART.length) {
    if (socket.write(part)) continue;
    await new Promise<void>((resolve) => {
      const go = () => {
        socket.off('drain', go).off('close', go);
        resolve();
      };
      socket.on('drain', go).on('close', go);
    });
  }
}
