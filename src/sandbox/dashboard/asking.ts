import { type Answer, type Ask, tagOf } from '../ask.js';
import { refuse } from '../refusals.js';
import type { Html, Visit } from './page.js';
import { hidden } from './parts.js';

export interface Asked {
  readonly body?: unknown;
  /** Whom or what it is about, where that is not the id in the address. */
  readonly id?: number;
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the form showed, as it is now; by default the value that the operation is about. */
  readonly shown?: unknown;
  /** The tag that came with the form. */
  readonly tag?: string | undefined;
}

/** A form as the request that the account's own operations take: the pages have no rules of their own. */
export function askOf(visit: Visit, asked: Asked): Ask {
  const { database, actor, log } = visit;
  const { body, id = visit.id, parameters = {}, shown, tag = visit.field('tag') } = asked;
  return {
    database,
    actor,
    id,
    body,
    log,
    parameter: (name) => parameters[name],
    unchanged: (current) => {
      if (tag !== tagOf(shown ?? current)) refuse('CHANGED_SINCE');
    },
  };
}

/** What a form shows, so that a change made meanwhile is noticed. */
export const shownField = (value: unknown, name = 'tag'): Html => hidden(name, tagOf(value));

/** The id of what an operation has created. */
export function createdId(answer: Answer): number {
  const value: unknown = answer.status === 204 ? undefined : answer.value;
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
  return typeof id === 'number' ? id : refuse('NOT_FOUND');
}
