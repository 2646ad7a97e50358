import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { LARGEST_BODY_BYTES } from '../assumptions.js';
import { insertAction } from '../content/actions.js';
import type { Database } from '../database.js';
import type { Person } from '../people.js';
import { Refused, refuse } from '../refusals.js';
import { plainError, reasonOf, refusedPage, ShownAgain, statusOf } from './errors.js';
import { isForeignHost, REJECTIONS, type Rejection, rejectionOf } from './forms.js';
import { layout } from './layout.js';
import type { File, Html, Page, PageAnswer, PageRoute, Visit } from './page.js';
import { DASHBOARD_PAGES } from './routes.js';
import { SCRIPT } from './script.js';
import {
  actorOf,
  cookieFor,
  createSessions,
  generationOf,
  isSameToken,
  type Session,
  type Sessions,
} from './session.js';
import { signInPage } from './sign-in.js';
import { STYLE } from './style.js';

export interface DashboardOptions {
  readonly database: Database;
  readonly clock: () => Date;
  readonly pages?: readonly PageRoute[];
}

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  // Not "no-referrer": with it browsers send forms with the origin "null".
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

interface House {
  readonly database: Database;
  readonly clock: () => Date;
  readonly sessions: Sessions;
}

/** The pages of the account, for people in a browser. It takes no keys of the API, and the API takes none of its cookies. */
export function createDashboard({ database, clock, pages = DASHBOARD_PAGES }: DashboardOptions): Hono {
  const house: House = { database, clock, sessions: createSessions() };
  const app = new Hono();
  guard(app);
  app.get('/assets/dashboard.css', () => asset(STYLE, 'text/css'));
  app.get('/assets/dashboard.js', () => asset(SCRIPT, 'text/javascript'));
  app.get('/sign-in', (context) =>
    context.html(database.reading(() => signInPage(database, context.req.query('q') ?? ''))),
  );
  app.post('/sign-in', (context) => signIn(context, house));
  app.post('/sign-out', (context) => signOut(context, house));
  for (const route of pages) {
    if (route.method === 'GET') app.get(route.path, (context) => show(context, house, route));
    else app.post(route.path, (context) => send(context, house, route));
  }
  return app;
}

function guard(app: Hono): void {
  app.onError(() => problem('Something went wrong', 'The dashboard could not answer. Nothing was saved.', 500));
  app.notFound(() => problem('There is no such page', 'There is nothing at this address.', 404));
  app.use(async (context, next) => {
    if (isForeignHost(context.req.raw)) context.res = rejected('FOREIGN_HOST');
    else await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
  });
  app.use(async (context, next) => {
    const rejection = context.req.method === 'POST' ? rejectionOf(context.req.raw) : undefined;
    return rejection ? rejected(rejection) : next();
  });
  app.use(bodyLimit({ maxSize: LARGEST_BODY_BYTES, onError: () => rejected('FORM_TOO_LARGE') }));
}

const rejected = (rejection: Rejection): Response =>
  problem('Not accepted', REJECTIONS[rejection].sentence, REJECTIONS[rejection].status);

const problem = (title: string, sentence: string, status: number): Response =>
  new Response(String(plainError(title, sentence)), {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

const asset = (text: string, type: string): Response =>
  new Response(text, { headers: { 'content-type': `${type}; charset=utf-8` } });

const fieldsOf = async (context: Context): Promise<URLSearchParams> => new URLSearchParams(await context.req.text());

/** Whoever is signed in already is signed out by it. */
async function signIn(context: Context, { database, clock, sessions }: House): Promise<Response> {
  const user = (await fieldsOf(context)).get('user') ?? '';
  const id = /^[1-9]\d{0,14}$/.test(user) ? Number(user) : 0;
  const generation = database.reading(() => generationOf(database, id));
  if (generation === undefined) return problem('Not signed in', 'Nobody active is there under this choice.', 422);
  sessions.end(context.req.header('cookie'));
  context.header('set-cookie', cookieFor(sessions.start(id, generation, clock())));
  return context.redirect('/', 303);
}

async function signOut(context: Context, { clock, sessions }: House): Promise<Response> {
  const session = sessions.find(context.req.header('cookie'), clock());
  if (!session) return rejected('NOT_SIGNED_IN');
  if (!isSameToken((await fieldsOf(context)).get('token') ?? '', session.formToken)) return rejected('FORM_TOKEN');
  sessions.end(context.req.header('cookie'));
  context.header('set-cookie', cookieFor(''));
  return context.redirect('/sign-in', 303);
}

/** Reads, and changes nothing in the account. */
function show(context: Context, house: House, route: PageRoute): Response | Promise<Response> {
  const session = house.sessions.find(context.req.header('cookie'), house.clock());
  return house.database.reading(() => {
    const actor = actorOf(house.database, session);
    if (!session || !actor) return context.redirect('/sign-in', 303);
    const place: Place = { context, house, session, actor, form: new URLSearchParams() };
    return answer(place, tried(place, route));
  });
}

async function send(context: Context, house: House, route: PageRoute): Promise<Response> {
  const session = house.sessions.find(context.req.header('cookie'), house.clock());
  const form = await fieldsOf(context);
  if (session && !isSameToken(form.get('token') ?? '', session.formToken)) return rejected('FORM_TOKEN');
  try {
    return await house.database.transaction(() => {
      const actor = actorOf(house.database, session);
      if (!session || !actor) return rejected('NOT_SIGNED_IN');
      const place: Place = { context, house, session, actor, form };
      return answer(place, route.run(visitOf(place)));
    });
  } catch (error) {
    return house.database.reading(() => refusalOf(error, { context, house, session, form }));
  }
}

interface Place {
  readonly context: Context;
  readonly house: House;
  readonly session: Session;
  readonly actor: Person;
  readonly form: URLSearchParams;
}

type Unsigned = Omit<Place, 'actor' | 'session'> & { readonly session: Session | undefined };

function tried(place: Place, route: PageRoute): PageAnswer {
  try {
    return route.run(visitOf(place));
  } catch (error) {
    if (error instanceof Refused) return refusedPage(error, false);
    throw error;
  }
}

/** After the write was rolled back: what is shown is how things are. */
function refusalOf(error: unknown, { session, ...rest }: Unsigned): Response | Promise<Response> {
  const refused = error instanceof ShownAgain ? error.refused : error;
  const actor = actorOf(rest.house.database, session);
  if (!(refused instanceof Refused) || !session || !actor) throw error;
  const place: Place = { ...rest, session, actor };
  return answer(place, error instanceof ShownAgain ? shownAgain(place, error) : refusedPage(refused, true));
}

/** Whoever may not see the form is told why, and no more. */
function shownAgain(place: Place, { refused, page }: ShownAgain): Page {
  try {
    return { ...page(visitOf(place), reasonOf(refused, true)), status: statusOf(refused) };
  } catch (error) {
    if (error instanceof Refused) return refusedPage(refused, true);
    throw error;
  }
}

function visitOf({ context, house: { database, clock }, session, actor, form }: Place): Visit {
  const id = context.req.param('id');
  if (id !== undefined && !/^[1-9]\d{0,14}$/.test(id)) refuse('NOT_FOUND');
  const now = clock();
  return {
    database,
    actor,
    now,
    id: Number(id ?? 0),
    parameter: (name) => context.req.query(name),
    field: (name) => form.get(name) ?? undefined,
    fields: (name) => form.getAll(name),
    formToken: tokenField(session),
    log: (action, target, before, after) =>
      insertAction(database, { at: now, by: actor.email, action, target, before, after }),
  };
}

const tokenField = ({ formToken }: Session): Html => html`<input type="hidden" name="token" value="${formToken}">`;

function answer(place: Place, given: PageAnswer): Response | Promise<Response> {
  switch (given.kind) {
    case 'page':
      return page(place, given);
    case 'saved':
      place.session.saved = { to: given.to, message: given.message };
      return place.context.redirect(given.to, 303);
    case 'file':
      return file(given);
    default:
      return given satisfies never;
  }
}

function page(
  { context, house: { database }, session, actor }: Place,
  { title, current, body, status }: Page,
): Response | Promise<Response> {
  const message = session.saved?.message;
  session.saved = undefined;
  return context.html(
    layout({ database, actor, title, current, message, formToken: tokenField(session), body }),
    status ?? 200,
  );
}

const file = ({ type, name, content }: File): Response =>
  new Response(content, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
