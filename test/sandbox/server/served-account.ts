import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, integer, openDatabase, text } from '../../../src/sandbox/database.js';
import { openSandbox, type Sandbox, seedSandbox } from '../../../src/sandbox/index.js';
import { type Served, type ServeOptions, serveSandbox } from '../../../src/sandbox/server/serve.js';
import { OFFICE } from '../requests.js';

export const NOW = new Date('2026-11-22T09:12:04.000Z');

/** The office on a port of this machine and in a file that is read from outside too. */
export interface ServedAccount {
  readonly store: string;
  readonly sandbox: Sandbox;
  readonly served: Served;
  /** Key of the superadministrator with all rights. */
  readonly key: string;
  /** Signed in as the superadministrator, with the token of the forms. */
  readonly cookie: string;
  readonly token: string;
  /** Everything that every table holds, and the tables. */
  state(): string;
  /** Another number when anybody else has written. */
  version(): number;
  close(): Promise<void>;
}

export async function servedAccount(
  options: Partial<Pick<ServeOptions, 'timeouts' | 'rate' | 'clock'>> & {
    readonly sleep?: (ms: number) => Promise<void>;
  } = {},
): Promise<ServedAccount> {
  const { sleep, rate, clock = () => NOW, ...rest } = options;
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-served-'));
  const store = join(folder, 'sandbox.db');
  await seedSandbox(store, OFFICE);
  const sandbox = await openSandbox(store, { clock, ...(sleep && { sleep }) });
  const key = sandbox.keyFor();
  const served = await serveSandbox({ sandbox, port: 0, rate, clock, ...rest });
  const database = await openDatabase(store);
  return {
    store,
    sandbox,
    served,
    key,
    ...(await signedIn(served)),
    state: () => stateOf(database),
    version: () => integer(database.get('PRAGMA data_version'), 'data_version'),
    close: async () => {
      await served.stop();
      database.close();
      sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function signedIn({ url }: Served): Promise<{ cookie: string; token: string }> {
  const body = new URLSearchParams({ user: '1' });
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, headers: { origin: url }, redirect: 'manual' });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const page = await (await fetch(`${url}/`, { headers: { cookie } })).text();
  return { cookie, token: /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '' };
}

function stateOf(database: Database): string {
  return database.reading(() => {
    const tables = database.all("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    const hash = createHash('sha256').update(JSON.stringify(tables));
    for (const table of tables)
      hash.update(JSON.stringify(database.all(`SELECT * FROM "${text(table, 'name')}" ORDER BY 1, 2`)));
    return hash.digest('hex');
  });
}

export interface Knock {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Sends requests with any headers, as no fetch would. `end` closes its connections. */
export function knocker(port: number): { knock(knock: Knock): Promise<Answer>; end(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const knock = ({ method, path, headers, body }: Knock) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, agent, method, path, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
        answer.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return { knock, end: () => agent.destroy() };
}

export interface Wire {
  readonly socket: Socket;
  /** All that came until the other side closed the connection. */
  readonly ended: Promise<string>;
}

/** A bare connection. */
export function wireTo(port: number, text = ''): Wire {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.setEncoding('latin1').on('data', (part: string) => (said += part));
  socket.on('error', () => {});
  if (text !== '') socket.write(Buffer.from(text, 'latin1'));
  return { socket, ended: new Promise((resolve) => socket.on('close', () => resolve(said))) };
}

/** The statuses of all answers on a connection. */
export const statusesIn = (said: string): readonly number[] =>
  [...said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)).filter((status) => status !== 100);
