import type { Fields } from '../ask.js';
import { integer, type Row, type SqlValue, text, textOrNull } from '../database.js';
import { decline } from './declined.js';
import { found, listed, type PublicAsk, pageAsked, personSeen, type Reply, teamIdOf } from './public-ask.js';
import { IS_USER } from './users.js';

/** GET /presences */
export const listPresences = (ask: PublicAsk): Reply => listed(ask, presences(ask, 'true'));

/** GET /users/{id}/presences */
export const readPresence = (ask: PublicAsk): Reply => found(onePerson(presences(ask, 'u.id = ?', personSeen(ask).id)));

const onePerson = ([one]: readonly Fields[]): Fields => one ?? decline(404, 'User not found');

function presences(ask: PublicAsk, condition: string, ...values: readonly SqlValue[]): readonly Fields[] {
  const team_id = teamIdOf(ask.database);
  return statesOf(ask, condition, ...values).map(({ row, planning, isSnoozed }) => ({
    team_id,
    user_id: integer(row, 'id'),
    in_call: integer(row, 'in_call'),
    connected_devices: integer(row, 'devices'),
    planning_enable: planning.enabled,
    is_planning: planning.isNow,
    is_planned_snooze: planning.enabled && !planning.isNow,
    [snoozed(ask)]: isSnoozed,
    snooze_type: isSnoozed ? (textOrNull(row, 'snooze') ?? '') : '',
    snooze_end: isSnoozed ? textOrNull(row, 'snooze_end') : null,
  }));
}

const snoozed = ({ mode }: PublicAsk): string => (mode.names === 'before' ? 'is_snooze' : 'is_snoozed');

/** GET /users/{id}/plannings: one object. Times are minutes of the day. */
export function readPlanning(ask: PublicAsk): Reply {
  const { id } = personSeen(ask);
  const team_id = teamIdOf(ask.database);
  const [one] = statesOf(ask, 'u.id = ?', id);
  if (!one) return decline(404, 'User not found');
  const { planning, isSnoozed } = one;
  return found({
    team_id,
    user_id: id,
    tz_identifier: planning.timeZone,
    tz_now: ask.now.toISOString(),
    planning_enable: planning.enabled,
    is_planning: planning.isNow,
    [snoozed(ask)]: isSnoozed,
    time_ranges: planning.ranges.map(({ day, start, end }) =>
      ask.mode.names === 'before' ? { Day: day, Start: start, End: end } : { day, start, end },
    ),
  });
}

interface State {
  readonly row: Row;
  readonly planning: Planning;
  readonly isSnoozed: boolean;
}

interface Planning {
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly ranges: readonly TimeRange[];
  /** Whether it is switched on and the moment lies in one of its ranges. */
  readonly isNow: boolean;
}

interface TimeRange {
  readonly day: number;
  readonly start: number;
  readonly end: number;
}

const STATES = `SELECT u.id, coalesce(p.devices, 1) AS devices, p.snooze, p.snooze_end, coalesce(l.time_zone, 'UTC') AS time_zone,
coalesce(l.enabled, 0) AS enabled, coalesce(l.ranges, '[]') AS ranges,
(SELECT count(*) FROM calls c WHERE c.user_id = u.id AND c.state = 'live') AS in_call
FROM users u LEFT JOIN presences p ON p.user_id = u.id LEFT JOIN plannings l ON l.user_id = u.id WHERE ${IS_USER} AND`;

function statesOf({ database, now }: PublicAsk, condition: string, ...values: readonly SqlValue[]): readonly State[] {
  const moment = now.toISOString();
  return database.all(`${STATES} ${condition} ORDER BY u.id`, ...values).map((row) => {
    const end = textOrNull(row, 'snooze_end');
    return { row, planning: planningOf(row, now), isSnoozed: row.snooze !== null && (end === null || end > moment) };
  });
}

function planningOf(row: Row, now: Date): Planning {
  const ranges: readonly TimeRange[] = JSON.parse(text(row, 'ranges'));
  const [timeZone, enabled] = [text(row, 'time_zone'), integer(row, 'enabled') === 1];
  return { timeZone, enabled, ranges, isNow: enabled && isWithin(ranges, localTime(timeZone, now)) };
}

const isWithin = (ranges: readonly TimeRange[], { day, minute }: LocalTime): boolean =>
  ranges.some((range) => range.day % 7 === day && range.start <= minute && minute < range.end);

interface LocalTime {
  /** 1 is Monday, 0 is Sunday. */
  readonly day: number;
  readonly minute: number;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function localTime(timeZone: string, now: Date): LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  return { day: DAYS.indexOf(parts.get('weekday') ?? ''), minute };
}

/** GET /users/{id}/snooze/log: a page past the end is 204. */
export function listSnoozes(ask: PublicAsk): Reply {
  const { id } = personSeen(ask);
  const { limit, offset } = pageAsked(ask);
  const all = 'FROM snooze_log WHERE user_id = ?';
  const rows = ask.database.all(`SELECT * ${all} ORDER BY id LIMIT ? OFFSET ?`, id, limit, offset);
  if (rows.length === 0) return { status: 204 };
  return found({
    user_id: id,
    team_id: teamIdOf(ask.database),
    last_id_offset_setted: 0,
    limit_count_setted: limit,
    snooze_log_list_count: rows.length,
    snooze_log_list: rows.map(snoozeObject),
    total_snooze_log_count: integer(ask.database.get(`SELECT count(*) AS count ${all}`, id), 'count'),
  });
}

function snoozeObject(row: Row): Fields {
  const name = text(row, 'name');
  return {
    state: text(row, 'state'),
    name,
    label: name,
    label_fr: name,
    label_en: name,
    label_es: name,
    comment: text(row, 'comment'),
    creation_date: text(row, 'created_at'),
    end_date: textOrNull(row, 'ended_at'),
  };
}
