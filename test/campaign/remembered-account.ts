// The embedded account as a function: what it answers follows from the writes that came before, so that each answer is worked out once.
import { keyOf, openForSeed } from '../../src/sandbox/account-file.js';
import { createApp } from '../../src/sandbox/api/app.js';
import type { Database } from '../../src/sandbox/database.js';
import { type AccountSeed, writeSeed } from '../../src/sandbox/seed/index.js';

export interface RememberedAccount {
  readonly database: Database;
  /** Of the superadministrator, with all rights. */
  readonly key: string;
  fetch(request: Request): Promise<Response>;
  /** What was written so far: one value for each. */
  place(): Place;
  /** Nothing was written. */
  startAgain(): void;
  close(): void;
}

export interface Place {
  readonly writes: readonly Asked[];
  readonly answers: Map<string, Answered>;
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

interface Answered {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
  readonly then: Place;
}

export interface RememberedOptions {
  readonly seed: AccountSeed;
  readonly clock: () => Date;
  /** Works out each answer, also where it is known. */
  readonly isForgetful: boolean;
}

export async function rememberedAccount({ seed, clock, isForgetful }: RememberedOptions): Promise<RememberedAccount> {
  const database = await openForSeed(':memory:');
  writeSeed(database, 'custom', seed);
  const key = keyOf(database, undefined, 'all rights') ?? '';
  const ask = asking(database, clock);
  const start: Place = { writes: [], answers: new Map() };
  let here = start;
  const known = (name: string) => (isForgetful ? undefined : here.answers.get(name));
  return {
    database,
    key,
    fetch: async (request) => {
      const asked = await askedBy(request);
      const name = JSON.stringify(asked);
      const answered = known(name) ?? (await ask(asked, here));
      here.answers.set(name, answered);
      here = answered.then;
      return new Response(answered.body, { status: answered.status, headers: pairs(answered.headers) });
    },
    place: () => here,
    startAgain: () => {
      here = isForgetful ? { writes: [], answers: new Map() } : start;
    },
    close: database.close,
  };
}

/** Asks the account as it is after the writes of a place. A savepoint before each write leads back to any that begins with the same ones. */
function asking(database: Database, clock: () => Date): (asked: Asked, place: Place) => Promise<Answered> {
  // Nobody else has this database, and what a refused write did is taken back here.
  const within = { ...database, reading: <T>(work: () => T) => work(), transaction: <T>(work: () => T) => work() };
  const app = createApp({ database: within, clock });
  const done: Asked[] = [];
  const write = async (asked: Asked): Promise<Response> => {
    database.exec(`SAVEPOINT before_${done.length}`);
    done.push(asked);
    return await app.fetch(requestOf(asked));
  };
  const backTo = (count: number): void => {
    if (count < done.length) database.exec(`ROLLBACK TO before_${count}; RELEASE before_${count}`);
    done.length = count;
  };
  return async (asked, place) => {
    const other = done.findIndex((one, index) => one !== place.writes[index]);
    backTo(other < 0 ? done.length : other);
    for (const one of place.writes.slice(done.length)) await write(one);
    const isRead = asked.method === 'GET';
    const response = isRead ? await app.fetch(requestOf(asked)) : await write(asked);
    if (!response.ok) backTo(place.writes.length);
    const then = isRead || !response.ok ? place : { writes: [...place.writes, asked], answers: new Map() };
    const body = response.status === 204 ? null : await response.text();
    return { status: response.status, headers: [...response.headers], body, then };
  };
}

const askedBy = async (request: Request): Promise<Asked> => ({
  method: request.method,
  url: request.url,
  headers: [...request.headers],
  body: request.method === 'GET' ? '' : await request.text(),
});

const requestOf = ({ method, url, headers, body }: Asked): Request =>
  new Request(url, { method, headers: pairs(headers), ...(body !== '' && { body }) });

const pairs = (headers: Asked['headers']): [string, string][] => headers.map(([name, value]) => [name, value]);
