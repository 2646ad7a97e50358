import { openForSeed } from '../../../src/sandbox/account-file.js';
import { createDashboard } from '../../../src/sandbox/dashboard/app.js';
import { type Database, integer, text } from '../../../src/sandbox/database.js';
import { type AccountSeed, writeSeed } from '../../../src/sandbox/seed/index.js';
import { formsOf, type PageForm, wordsOf } from './markup.js';

export const ORIGIN = 'http://127.0.0.1:8080';
export const NOW = new Date('2026-11-22T09:12:04.000Z');

/** The dashboard of an account in memory, with what a test wants to know of that account. */
export interface House {
  readonly database: Database;
  fetch(request: Request): Promise<Response>;
  idOf(email: string): number;
  /** Everything that is stored, as one text. */
  contents(): string;
}

export async function houseOf(seed: AccountSeed, clock: () => Date = () => NOW): Promise<House> {
  const database = await openForSeed(':memory:');
  writeSeed(database, 'custom', seed);
  const app = createDashboard({ database, clock });
  return {
    database,
    fetch: async (request) => app.fetch(request),
    idOf: (email) => integer(database.get('SELECT id FROM users WHERE email = ?', email), 'id'),
    contents: () => contentsOf(database),
  };
}

const TABLES = [
  'users',
  'profiles',
  'groups',
  'group_members',
  'profile_groups',
  'numbers',
  'licences',
  'action_log',
  'api_keys',
];

const contentsOf = (database: Database): string =>
  TABLES.map((table) => JSON.stringify(database.all(`SELECT * FROM ${table} ORDER BY 1, 2`))).join('\n');

/** The row that was logged last. */
export function lastAction({ database }: House) {
  const row = database.get('SELECT * FROM action_log ORDER BY id DESC LIMIT 1');
  return {
    by: text(row, 'by'),
    action: text(row, 'action'),
    target: text(row, 'target'),
    before: JSON.parse(text(row, 'before')) as unknown,
    after: JSON.parse(text(row, 'after')) as unknown,
  };
}

export interface Seen {
  readonly status: number;
  readonly page: string;
  readonly words: string;
  readonly location: string | null;
  readonly headers: Headers;
  /** Of the refusal that the page shows. */
  readonly code: string | undefined;
}

/** Values by name; null takes a field away. */
export type Entered = Readonly<Record<string, string | readonly string[] | null>>;

export interface Visitor {
  readonly cookie: string;
  get(path: string): Promise<Seen>;
  /** The form with this action on the page at `path`, sent as it is but for what is entered, followed to the page after it. */
  submit(path: string, action: string, entered?: Entered, which?: (form: PageForm) => boolean): Promise<Seen>;
  /** The form of a page that was seen before. */
  send(page: string, action: string, entered?: Entered, which?: (form: PageForm) => boolean): Promise<Seen>;
}

export async function visitorOf(house: House, email: string): Promise<Visitor> {
  const signedIn = await house.fetch(formRequest('/sign-in', [['user', String(house.idOf(email))]], {}));
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const get = async (path: string): Promise<Seen> =>
    seen(await house.fetch(new Request(`${ORIGIN}${path}`, { headers: { cookie } })));
  const send: Visitor['send'] = async (page, action, entered = {}, which = () => true) => {
    const form = formsOf(page).find((one) => one.action === action && one.method === 'post' && which(one));
    if (!form) throw new TypeError(`the page has no form ${action}`);
    const answer = await house.fetch(formRequest(action, filledIn(form, entered), { cookie }));
    const location = answer.headers.get('location');
    return answer.status === 303 && location !== null ? { ...(await get(location)), location } : seen(answer);
  };
  return {
    cookie,
    get,
    send,
    submit: async (path, action, entered, which) => send((await get(path)).page, action, entered, which),
  };
}

export function formRequest(
  path: string,
  fields: readonly (readonly [string, string])[],
  headers: Readonly<Record<string, string>>,
): Request {
  const body = new URLSearchParams();
  for (const [name, value] of fields) body.append(name, value);
  return new Request(`${ORIGIN}${path}`, {
    method: 'POST',
    headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: body.toString(),
    redirect: 'manual',
  });
}

function filledIn(form: PageForm, entered: Entered): readonly (readonly [string, string])[] {
  const kept = form.fields.filter(([name]) => !Object.hasOwn(entered, name));
  const added = Object.entries(entered).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((one) => [name, String(one)] as const),
  );
  return [...kept, ...added];
}

async function seen(response: Response): Promise<Seen> {
  const page = await response.text();
  return {
    status: response.status,
    page,
    words: page.startsWith('<!doctype') ? wordsOf(page) : page,
    location: response.headers.get('location'),
    headers: response.headers,
    code: /data-code="(\w+)"/.exec(page)?.[1],
  };
}
