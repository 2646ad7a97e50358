import { openForSeed } from '../../../src/sandbox/account-file.js';
import { createDashboard } from '../../../src/sandbox/dashboard/app.js';
import { HOME_PAGES } from '../../../src/sandbox/dashboard/home.js';
import { ACCOUNT_PAGES } from '../../../src/sandbox/dashboard/pages/index.js';
import { PHONE_PAGES } from '../../../src/sandbox/dashboard/phone/index.js';
import { type Database, integer, text } from '../../../src/sandbox/database.js';
import { type AccountSeed, writeSeed } from '../../../src/sandbox/seed/index.js';
import { formsOf, type PageForm } from './markup.js';
import { type Entered, formRequest, type House, ORIGIN, type Seen, type Visitor, visitorOf } from './visitor.js';

export const CALL_TIME = new Date('2026-11-20T16:05:00.000Z');

/** A house with the pages of the account and the phones, whose contents are those of every table. */
export async function pagesHouse(seed: AccountSeed, clock: () => Date = () => CALL_TIME): Promise<House> {
  const database = await openForSeed(':memory:');
  writeSeed(database, 'custom', seed);
  const app = createDashboard({ database, clock, pages: [...HOME_PAGES, ...ACCOUNT_PAGES, ...PHONE_PAGES] });
  return {
    database,
    fetch: async (request) => app.fetch(request),
    idOf: (email) => integer(database.get('SELECT id FROM users WHERE email = ?', email), 'id'),
    contents: () => everything(database),
  };
}

/** Sequences are no contents: a write that is rolled back leaves them alone as well, but they say nothing of an account. */
function everything(database: Database): string {
  const tables = database.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  return tables
    .map((row) => text(row, 'name'))
    .map((table) => `${table} ${JSON.stringify(database.all(`SELECT * FROM "${table}" ORDER BY 1, 2`))}`)
    .join('\n');
}

export interface Guest extends Visitor {
  /** A form that no page showed, with the token of the session. */
  post(path: string, fields?: Entered): Promise<Seen>;
  /** The first bytes of a file, or nothing when there is none. */
  download(path: string): Promise<{ readonly status: number; readonly type: string; readonly bytes: Uint8Array }>;
}

export async function guestOf(house: House, email: string): Promise<Guest> {
  const visitor = await visitorOf(house, email);
  const home = await visitor.get('/');
  const { cookie } = visitor;
  const token = formsOf(home.page)[0]?.fields.find(([name]) => name === 'token')?.[1] ?? '';
  return {
    ...visitor,
    post: async (path, fields = {}) => {
      const given = Object.entries(fields).flatMap(([name, value]) =>
        [value ?? []].flat().map((one) => [name, one] as const),
      );
      const response = await house.fetch(formRequest(path, [['token', token], ...given], { cookie }));
      const page = await response.text();
      return {
        status: response.status,
        page,
        words: page,
        location: response.headers.get('location'),
        headers: response.headers,
        code: /data-(?:code|permission)="(\w+)"/.exec(page.slice(page.indexOf('role="alert"')))?.[1],
      };
    },
    download: async (path) => {
      const response = await house.fetch(new Request(`${ORIGIN}${path}`, { headers: { cookie } }));
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, type: response.headers.get('content-type') ?? '', bytes };
    },
  };
}

/** Forms that write, but for signing out. */
export const writingForms = ({ page }: Seen): readonly PageForm[] =>
  formsOf(page).filter(({ method, action }) => method === 'post' && action !== '/sign-out');
