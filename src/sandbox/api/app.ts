import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Answer, type Ask, type Query, tagOf } from '../ask.js';
import { LARGEST_BODY_BYTES } from '../assumptions.js';
import { insertAction } from '../content/actions.js';
import { type Database, integer, text } from '../database.js';
import { keyGrantOf, mayRead, mayWrite } from '../key-rights.js';
import { LIST_NAMES } from '../listings.js';
import type { Person } from '../people.js';
import { personById } from '../records.js';
import { REFUSALS, type RefusalCode, Refused, refuse } from '../refusals.js';
import { PARTS, readEntry, readList, readTeam } from './reads.js';
import { WRITES, type WriteRoute } from './routes.js';

const BASE = '/full/v1';

export interface AppOptions {
  readonly database: Database;
  readonly clock: () => Date;
}

/** The account's API. Every route is registered before the first request: Hono demands it. */
export function createApp({ database, clock }: AppOptions): Hono {
  const app = new Hono().basePath(BASE);
  app.onError((error) => (error instanceof Refused ? refusal(error.code, error.message) : failure()));
  app.notFound(() => refusal('NOT_FOUND', REFUSALS.NOT_FOUND.sentence));
  app.use(
    bodyLimit({
      maxSize: LARGEST_BODY_BYTES,
      onError: () => refusal('BODY_TOO_LARGE', REFUSALS.BODY_TOO_LARGE.sentence),
    }),
  );
  const get = (path: string, read: (query: Query) => unknown) =>
    app.get(path, (context) =>
      answer(context, { status: 200, value: database.reading(() => read(queryOf(context, database))) }),
    );
  get('/team', readTeam);
  for (const name of LIST_NAMES) {
    app.get(`/${name}`, (context) => json(database.reading(() => readList(queryOf(context, database), name))));
    get(`/${name}/:id`, (query) => readEntry(query, name));
  }
  for (const [path, read] of Object.entries(PARTS)) get(path, read);
  for (const route of WRITES) {
    app.on(route.method, route.path, async (context) => {
      const body = await bodyOf(context, database);
      return answer(
        context,
        database.transaction(() => perform(context, database, clock, route, body)),
      );
    });
  }
  return app;
}

function perform(context: Context, database: Database, clock: () => Date, route: WriteRoute, body: unknown): Answer {
  const query = queryOf(context, database);
  const expected = context.req.header('if-match');
  if (route.match && expected === undefined) refuse('CONDITION_MISSING');
  const ask: Ask = {
    ...query,
    body,
    unchanged: (current) => {
      if (expected !== tagOf(current)) refuse('CHANGED_SINCE');
    },
    log: (action, target, before, after) =>
      insertAction(database, { at: clock(), by: query.actor.email, action, target, before, after }),
  };
  return route.run(ask);
}

function queryOf(context: Context, database: Database): Query {
  const actor = actorOf(context, database);
  const id = context.req.param('id');
  if (id !== undefined && !/^[1-9]\d{0,14}$/.test(id)) refuse('NOT_FOUND');
  return { database, actor, id: Number(id ?? 0), parameter: (name) => context.req.query(name) };
}

/** The person whose key the request carries, as the dashboard access says at this moment. A key that may do less than its owner does less here too. */
function actorOf(context: Context, database: Database): Person {
  const key = context.req.header('authorization');
  const row = key === undefined ? undefined : database.get('SELECT * FROM api_keys WHERE key = ?', key);
  const actor = row && personById(database, integer(row, 'user_id'));
  if (actor?.status !== 'active') return refuse('KEY_MISSING');
  const grant = keyGrantOf(text(row, 'rights'), integer(row, 'monitoring'));
  const isAllowed = context.req.method === 'GET' ? mayRead(grant, 'users') : mayWrite(grant, 'users');
  return grant.monitoring && isAllowed ? actor : refuse('KEY_MAY_NOT');
}

/** A body is read only for somebody with a key. */
async function bodyOf(context: Context, database: Database): Promise<unknown> {
  actorOf(context, database);
  const text = await context.req.text();
  if (text === '') return undefined;
  if (!/^application\/json(?:;|$)/i.test(context.req.header('content-type') ?? '')) refuse('BODY_NOT_JSON');
  try {
    return JSON.parse(text);
  } catch {
    return refuse('BODY_NOT_JSON');
  }
}

const json = (text: string, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(text, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });

function answer(context: Context, given: Answer): Response {
  if (given.status === 204) return context.body(null, 204);
  return json(JSON.stringify(given.value), given.status, { etag: tagOf(given.value) });
}

const refusal = (code: RefusalCode, message: string): Response =>
  json(JSON.stringify({ error: { code, message } }), REFUSALS[code].status);

/** What went wrong inside is nobody's business outside, and the write was rolled back. */
const failure = (): Response =>
  json(JSON.stringify({ error: { code: 'INTERNAL', message: 'The account could not answer.' } }), 500);
