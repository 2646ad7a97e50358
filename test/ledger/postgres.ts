// A PostgreSQL of its own for the tests: below the folder of temporary files, on a free port of this machine.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import Client from 'pg/lib/client.js';

export interface Postgres {
  readonly url: string;
  readonly sql: (text: string, user?: string) => Promise<readonly Record<string, unknown>[]>;
  /** A new, empty database; answers its address. */
  readonly database: (name: string) => Promise<string>;
  readonly stop: () => void;
}

export async function startPostgres(): Promise<Postgres> {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), 'ledger-postgres-'));
  const isRoot = userInfo().uid === 0;
  // It refuses to run as root.
  const run = (program: string, ...args: readonly string[]): void => {
    const command = [join(bin, program), ...args];
    const [first = '', ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    execFileSync(first, rest, { stdio: 'ignore', cwd: tmpdir() });
  };
  if (isRoot) execFileSync('chown', ['postgres', folder]);
  chmodSync(folder, 0o755);
  const port = await freePort();
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8');
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c max_connections=120`;
  run('pg_ctl', '-w', '-D', data, '-o', settings, '-l', join(folder, 'log'), 'start');
  const at = (database: string, user = 'postgres') => `postgres://${user}@127.0.0.1:${port}/${database}`;
  const sql = (text: string, url: string) => ask(url, text);
  return {
    url: at('postgres'),
    sql: (text, user) => sql(text, at('postgres', user)),
    database: async (name) => {
      await sql(`CREATE DATABASE ${name}`, at('postgres'));
      return at(name);
    },
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function ask(connectionString: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Where initdb and pg_ctl are; installs them where there are none. */
function programs(): string {
  const found = installed();
  if (found !== undefined) return found;
  try {
    execFileSync('apt-get', ['install', '-y', 'postgresql'], { stdio: 'ignore' });
  } catch {
    // What is missing is said below.
  }
  const after = installed();
  if (after === undefined)
    throw new Error('These tests need PostgreSQL (initdb and pg_ctl), and it could not be installed.');
  return after;
}

function installed(): string | undefined {
  const versions = '/usr/lib/postgresql';
  const packaged = existsSync(versions) ? readdirSync(versions).map((version) => join(versions, version, 'bin')) : [];
  const folders = [...packaged, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
