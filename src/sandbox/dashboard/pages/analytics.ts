import { html } from 'hono/html';
import { type CallCount, callCounts } from '../../content/calls.js';
import { sightOf } from '../../content/sight.js';
import { may } from '../../deciding.js';
import { personById } from '../../records.js';
import type { Page, PageRoute, Visit } from '../page.js';
import { card, emptyNote, table } from '../parts.js';
import { sheet } from './sheet.js';

type Sums = Pick<CallCount, 'incoming' | 'outgoing' | 'missed' | 'recorded' | 'seconds'>;
const NOTHING: Sums = { incoming: 0, outgoing: 0, missed: 0, recorded: 0, seconds: 0 };
const HEAD = ['Incoming', 'Outgoing', 'Missed', 'Recorded', 'Minutes'];

const plus = (one: Sums, other: Sums): Sums => ({
  incoming: one.incoming + other.incoming,
  outgoing: one.outgoing + other.outgoing,
  missed: one.missed + other.missed,
  recorded: one.recorded + other.recorded,
  seconds: one.seconds + other.seconds,
});

const cells = ({ incoming, outgoing, missed, recorded, seconds }: Sums): readonly number[] => [
  incoming,
  outgoing,
  missed,
  recorded,
  Math.round(seconds / 60),
];

function analytics(visit: Visit): Page {
  const counts = callCounts(visit.database, sightOf(visit.actor, 'analytics'));
  const people = summed(counts, ({ userId, person }) => [userId === null ? 'nobody' : person]);
  const groups = summed(counts, ({ userId }) => groupsOf(visit, userId));
  const lines = summed(counts, ({ ivr }) => [ivr === null ? 'direct lines' : `IVR ${ivr}`]);
  const tables = [
    { title: 'By person', first: 'Person', sums: people },
    { title: 'By group', first: 'Group', sums: groups },
    { title: 'By line', first: 'Line', sums: lines },
  ].map(({ title, first, sums }) => card({ title }, tableOf(title, first, sums)));
  return sheet(visit, { page: 'analytics', title: 'Analytics' }, html`${tables}`);
}

function summed(
  counts: readonly CallCount[],
  namesOf: (count: CallCount) => readonly string[],
): ReadonlyMap<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const count of counts) for (const name of namesOf(count)) sums.set(name, plus(sums.get(name) ?? NOTHING, count));
  return sums;
}

/** Groups of the person that are in sight too. */
function groupsOf({ database, actor }: Visit, userId: number | null): readonly string[] {
  const person = userId === null ? undefined : personById(database, userId);
  return (person?.groups ?? []).filter((group) => may(actor, 'page.analytics.read', { group }));
}

const tableOf = (caption: string, first: string, sums: ReadonlyMap<string, Sums>) =>
  sums.size === 0
    ? emptyNote('No call is found in your scope.')
    : table({ caption, head: [first, ...HEAD], rows: [...sums].map(([name, sum]) => [name, ...cells(sum)]) });

export const ANALYTICS_PAGES: readonly PageRoute[] = [{ method: 'GET', path: '/analytics', run: analytics }];
