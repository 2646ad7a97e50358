import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LARGEST_BODY_BYTES } from '../assumptions.js';
import { insertAction } from '../content/actions.js';
import { type Database, integer, text } from '../database.js';
import { type KeyGrant, keyGrantOf, mayRead, mayWrite } from '../key-rights.js';
import type { Person } from '../people.js';
import { personById } from '../records.js';
import { Refused } from '../refusals.js';
import { Declined, decline, declinedOf } from './declined.js';
import { limiterOf } from './limiter.js';
import { LIVE, type Mode } from './mode.js';
import { idOf, type PublicAsk, type Reply } from './public-ask.js';
import { type PublicRoute, routesOf } from './routes.js';

export const PUBLIC_BASE = '/v2';

export interface PublicOptions {
  readonly database: Database;
  readonly clock: () => Date;
  /** Which side of each contradiction is played; what was seen of the service by default. */
  readonly mode?: Mode | undefined;
  /** Requests a second for each key; undefined is any number. */
  readonly rate?: number | undefined;
}

/** The vendor's public API on the embedded account. What that API cannot do is not there either. */
export function createPublicApp({ database, clock, mode = LIVE, rate }: PublicOptions): Hono {
  const app = new Hono().basePath(PUBLIC_BASE);
  const isOver = rate === undefined ? () => false : limiterOf(rate, clock);
  app.onError((error) => declined(error instanceof Refused ? declinedOf(error) : error, mode));
  app.notFound(() => new Response('404 page not found', { status: 404, headers: { 'content-type': 'text/plain' } }));
  const limit = bodyLimit({
    maxSize: LARGEST_BODY_BYTES,
    onError: () => declined(new Declined(400, 'The body is too large'), mode),
  });
  for (const route of routesOf(mode)) {
    const admit = (context: Context, next: () => Promise<void>) => {
      if (isOver(callerOf(context, database).key)) decline(429, 'Too many requests');
      return next();
    };
    app.on(route.method, route.path, admit, limit, async (context) => {
      const body = route.method === 'GET' ? undefined : await context.req.text();
      const work = () => replyTo(route, { context, database, mode, body, now: clock() });
      return responseOf(route.method === 'GET' ? database.reading(work) : database.transaction(work));
    });
  }
  return app;
}

interface Caller {
  readonly key: string;
  readonly actor: Person;
  readonly grant: KeyGrant;
}

/** The key stands bare in the header: with Bearer before it there is none. */
function callerOf(context: Context, database: Database): Caller {
  const key = context.req.header('authorization') ?? '';
  if (key === '' || /^bearer(?: |$)/i.test(key)) decline(401, 'Missing API key');
  const row = database.get('SELECT * FROM api_keys WHERE key = ?', key);
  const actor = row && personById(database, integer(row, 'user_id'));
  if (actor?.status !== 'active') return decline(401, 'Invalid user');
  return { key, actor, grant: keyGrantOf(text(row, 'rights'), integer(row, 'monitoring')) };
}

interface Sent {
  readonly context: Context;
  readonly database: Database;
  readonly mode: Mode;
  readonly body: string | undefined;
  readonly now: Date;
}

function replyTo(route: PublicRoute, { context, database, mode, body, now }: Sent): Reply {
  const { actor, grant } = callerOf(context, database);
  isEntitled(route, grant);
  const part = (name: string) => context.req.param(name) ?? '';
  const ask: PublicAsk = {
    database,
    actor,
    mode,
    now,
    part,
    only: grant.monitoring ? undefined : actor.id,
    id: part('id') === '' ? 0 : (idOf(part('id')) ?? decline(route.badId, 'This is no id')),
    parameter: (name) => context.req.query(name),
    body: jsonOf(body),
    unchanged: () => undefined,
    log: (action, target, before, after) =>
      insertAction(database, { at: now, by: actor.email, action, target, before, after }),
  };
  return route.run(ask);
}

/** A missing right is 401 here, never 403. */
function isEntitled({ right, reach }: PublicRoute, grant: KeyGrant): void {
  const [category, access] = right ?? [];
  const holds = access === 'write' ? mayWrite : mayRead;
  if (category && !holds(grant, category)) decline(401, 'The key lacks the right');
  if (reach === 'team' && !grant.monitoring) decline(401, 'The key lacks Monitoring');
}

/** Whatever content type is said, a body is JSON. */
function jsonOf(body: string | undefined): unknown {
  if (body === undefined || body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return decline(400, 'The body is no JSON');
  }
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function responseOf({ status, value }: Reply): Response {
  if (value === undefined) return new Response(null, { status });
  return new Response(JSON.stringify(value), { status, headers: JSON_TYPE });
}

/** What went wrong inside is nobody's business outside, and the write was rolled back. */
function declined(error: Error, mode: Mode): Response {
  const { status, message } =
    error instanceof Declined ? error : { status: 500, message: 'The account could not answer' };
  if (status === 401 && mode.unauthorizedBody === 'empty') return new Response(null, { status });
  return new Response(JSON.stringify({ error: message }), { status, headers: JSON_TYPE });
}
