import type { html } from 'hono/html';
import type { PageId } from '../../model/index.js';
import type { Database } from '../database.js';
import type { Person } from '../people.js';

/** Text for a page. What is put into `html` is escaped, unless it is itself of this kind. */
export type Html = ReturnType<typeof html>;

/** One request of somebody who is signed in. Everything that it reads or writes happens in one transaction. */
export interface Visit {
  readonly database: Database;
  readonly actor: Person;
  readonly now: Date;
  /** The id in the address; 0 where the route has none. */
  readonly id: number;
  /** A parameter of the address. */
  parameter(name: string): string | undefined;
  /** The fields of a form that was sent; empty for a page that is only read. Boxes and lists give several values of one name. */
  field(name: string): string | undefined;
  fields(name: string): readonly string[];
  /** A hidden field that every form carries: without it nothing is written. */
  readonly formToken: Html;
  /** One row for each write: who, when, what, on what, before and after. */
  log(action: string, target: string, before: unknown, after: unknown): void;
}

export interface Page {
  readonly kind: 'page';
  readonly title: string;
  /** Which entry of the navigation is current. */
  readonly current: NavigationId;
  readonly body: Html;
  readonly status?: 403 | 404 | 409 | 422;
}

/** After a write: the page that is shown next, and what was saved, before → after. */
export interface Saved {
  readonly kind: 'saved';
  readonly to: string;
  readonly message: string;
}

export interface File {
  readonly kind: 'file';
  readonly type: string;
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

export type PageAnswer = Page | Saved | File;

/** Pages of the catalogue, and those that are below one of them or belong to everybody. */
export type NavigationId = PageId | 'profiles' | 'groups' | 'phone' | 'home';

/** GET reads in one snapshot; POST is a form and writes in one transaction. A Refused thrown by either becomes a page that says why. */
export interface PageRoute {
  readonly method: 'GET' | 'POST';
  /** Hono's words: `/users/:id`. */
  readonly path: string;
  readonly run: (visit: Visit) => PageAnswer;
}
