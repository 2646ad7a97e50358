import { html } from 'hono/html';
import { REFUSALS, Refused } from '../refusals.js';
import { bare } from './layout.js';
import type { Html, Page, Visit } from './page.js';

type Status = 403 | 404 | 409 | 422;

/** A write that was refused, with the page that shows the form again, as it was filled in. */
export class ShownAgain extends Error {
  override readonly name = 'ShownAgain';
  constructor(
    readonly refused: Refused,
    /** Called after nothing was written, with the reason. */
    readonly page: (visit: Visit, reason: Html) => Page,
  ) {
    super(refused.message, { cause: refused });
  }
}

/** Does the work; when that is refused, nothing of it is written and the page is shown again. */
export function orAgain<T>(work: () => T, page: (visit: Visit, reason: Html) => Page): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Refused ? new ShownAgain(error, page) : error;
  }
}

/** The page of a refusal that has no form to come back to. */
export const refusedPage = (refused: Refused, wrote: boolean): Page => ({
  kind: 'page',
  title: titleOf(statusOf(refused)),
  current: 'home',
  status: statusOf(refused),
  body: html`<h1>${titleOf(statusOf(refused))}</h1>${reasonOf(refused, wrote)}<p><a class="button" href="/">To the first page</a></p>`,
});

/** Why nothing was done, in the words of the account's own rules. */
export function reasonOf(refused: Refused, wrote: boolean): Html {
  const { sentence } = REFUSALS[refused.code];
  const about =
    refused.detail === undefined ? '' : html` ${aboutWords(refused)} <strong><bdi>${refused.detail}</bdi></strong>.`;
  const end = wrote && refused.code !== 'CHANGED_SINCE' ? ' Nothing was saved.' : '';
  return html`<div class="alert" role="alert" data-code="${refused.code}"><p>${sentence}${about}${end}</p></div>`;
}

const aboutWords = ({ code }: Refused): string => (code === 'NOT_ALLOWED' ? 'It needs' : 'It is about');

export function statusOf({ code }: Refused): Status {
  const { status } = REFUSALS[code];
  if (status === 403 || status === 404 || status === 409 || status === 422) return status;
  return status === 412 || status === 428 ? 409 : 422;
}

function titleOf(status: Status): string {
  switch (status) {
    case 403:
      return 'Not allowed';
    case 404:
      return 'There is no such page';
    case 409:
      return 'Not possible now';
    case 422:
      return 'Not possible like this';
    default:
      return status satisfies never;
  }
}

/** For requests that belong to nobody. */
export const plainError = (title: string, sentence: string): Html =>
  bare(title, {
    body: html`<h1>${title}</h1><div class="alert" role="alert"><p>${sentence}</p></div><p><a class="button" href="/sign-in">Sign in</a></p>`,
  });
