import { type Database, integer, integerOrNull, type Row, text, textOrNull } from '../database.js';
import type { Person } from '../people.js';
import { type Condition, callCondition, peopleOf, type Sight, seesCall } from './sight.js';

export type CallState = 'waiting' | 'live' | 'ended' | 'missed';
export type Recording = 'none' | 'recorded' | 'objected';

export interface Call {
  readonly id: number;
  readonly direction: 'in' | 'out';
  readonly state: CallState;
  readonly userId: number | null;
  /** Name of the person, or nothing for a call of nobody. */
  readonly person: string;
  readonly ivrId: number | null;
  readonly ivr: string | null;
  readonly peer: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly recording: Recording;
  readonly tagId: number | null;
  readonly tag: string | null;
  readonly note: string;
}

const CALLS = `calls c LEFT JOIN users u ON u.id = c.user_id LEFT JOIN ivrs i ON i.id = c.ivr_id LEFT JOIN tags t ON t.id = c.tag_id`;
const COLUMNS = 'c.*, u.first_name, u.last_name, u.email, i.name AS ivr_name, t.name AS tag_name';

export interface CallFilter {
  readonly states: readonly CallState[];
  /** Part of a name, an address or a number; nothing for all. */
  readonly search: string;
}

export interface Slice {
  readonly limit: number;
  readonly offset: number;
}

export interface Found<T> {
  readonly total: number;
  readonly list: readonly T[];
}

/** Calls in sight, the latest first. */
export function callsInSight(
  database: Database,
  sight: Sight,
  { filter, limit, offset }: Slice & { readonly filter: CallFilter },
): Found<Call> {
  const condition = callCondition(sight);
  const like = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
  const where = `c.state IN (SELECT value FROM json_each(?)) AND ${condition.sql}
AND (c.peer LIKE ? ESCAPE '\\' OR u.email LIKE ? ESCAPE '\\' OR u.first_name || ' ' || u.last_name LIKE ? ESCAPE '\\' OR (u.id IS NULL AND ? = ''))`;
  const values = [JSON.stringify(filter.states), ...condition.values, like, like, like, filter.search];
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM ${CALLS} WHERE ${where}`, ...values), 'count'),
    list: checked(
      database,
      sight,
      callsWhere(database, {
        sql: `${where} ORDER BY c.started_at DESC, c.id DESC LIMIT ? OFFSET ?`,
        values: [...values, limit, offset],
      }),
    ),
  };
}

/** Only rows that the analysis of access lets through as well are shown. */
function checked(database: Database, sight: Sight, calls: readonly Call[]): readonly Call[] {
  const personOf = peopleOf(database);
  return calls.filter((call) => seesCall(sight, partiesOf(database, call, personOf)));
}

export function partiesOf(
  database: Database,
  call: Pick<Call, 'userId' | 'ivrId' | 'ivr'>,
  personOf: (id: number) => Person | undefined,
) {
  return {
    person: call.userId === null ? undefined : personOf(call.userId),
    ivr: call.ivr,
    ivrPeople: () => ivrPeople(database, call.ivrId).flatMap((id) => personOf(id) ?? []),
  };
}

function ivrPeople(database: Database, ivr: number | null): readonly number[] {
  return database.all('SELECT user_id FROM ivr_users WHERE ivr_id = ?', ivr).map((row) => integer(row, 'user_id'));
}

/** The call, when it is in sight. */
export function callInSight(database: Database, sight: Sight, id: number): Call | undefined {
  return checked(database, sight, callsWhere(database, { sql: 'c.id = ?', values: [id] }))[0];
}

/** Whoever asks says which calls they may have. */
export function callsWhere(database: Database, { sql, values }: Condition): readonly Call[] {
  return database.all(`SELECT ${COLUMNS} FROM ${CALLS} WHERE ${sql}`, ...values).map(callOf);
}

function callOf(row: Row): Call {
  return {
    id: integer(row, 'id'),
    direction: text(row, 'direction') === 'in' ? 'in' : 'out',
    state: stateOf(text(row, 'state')),
    userId: integerOrNull(row, 'user_id'),
    person: personName(row),
    ivrId: integerOrNull(row, 'ivr_id'),
    ivr: textOrNull(row, 'ivr_name'),
    peer: text(row, 'peer'),
    startedAt: text(row, 'started_at'),
    endedAt: textOrNull(row, 'ended_at'),
    recording: recordingOf(text(row, 'recording')),
    tagId: integerOrNull(row, 'tag_id'),
    tag: textOrNull(row, 'tag_name'),
    note: text(row, 'note'),
  };
}

/** Of a row with the columns of users, joined. Somebody without a name is called by their address. */
export function personName(row: Row): string {
  const email = textOrNull(row, 'email');
  return email === null ? '' : `${text(row, 'first_name')} ${text(row, 'last_name')}`.trim() || email;
}

function stateOf(state: string): CallState {
  return state === 'waiting' || state === 'live' || state === 'missed' ? state : 'ended';
}

function recordingOf(recording: string): Recording {
  return recording === 'recorded' || recording === 'objected' ? recording : 'none';
}

export interface NewCall {
  readonly direction: 'in' | 'out';
  readonly state: CallState;
  readonly userId: number | null;
  readonly ivrId: number | null;
  readonly peer: string;
  readonly at: string;
  readonly recording: Recording;
}

export function insertCall(database: Database, call: NewCall): number {
  const sql = `INSERT INTO calls (direction, state, user_id, ivr_id, peer, started_at, ended_at, recording) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
  const endedAt = call.state === 'missed' ? call.at : null;
  const { direction, state, userId, ivrId, peer, at, recording } = call;
  return database.run(sql, direction, state, userId, ivrId, peer, at, endedAt, recording).id;
}

/** The number that the next call gets. */
export const nextCallId = (database: Database): number =>
  integer(database.get("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'calls'), 0) + 1 AS id"), 'id');

export function endCall(database: Database, id: number, at: string): void {
  database.run("UPDATE calls SET state = 'ended', ended_at = ? WHERE id = ?", at, id);
}

export function answerCall(database: Database, id: number, userId: number, recording: Recording): void {
  database.run("UPDATE calls SET state = 'live', user_id = ?, recording = ? WHERE id = ?", userId, recording, id);
}

export function writeRecording(database: Database, id: number, recording: Recording): void {
  database.run('UPDATE calls SET recording = ? WHERE id = ?', recording, id);
}

export function writeTag(database: Database, id: number, tagId: number | null): void {
  database.run('UPDATE calls SET tag_id = ? WHERE id = ?', tagId, id);
}

export function writeNote(database: Database, id: number, note: string): void {
  database.run('UPDATE calls SET note = ? WHERE id = ?', note, id);
}

/** Ended and missed calls of one person on one line. */
export interface CallCount {
  readonly userId: number | null;
  readonly person: string;
  readonly ivr: string | null;
  readonly incoming: number;
  readonly outgoing: number;
  readonly missed: number;
  readonly recorded: number;
  readonly seconds: number;
}

export function callCounts(database: Database, sight: Sight): readonly CallCount[] {
  const condition = callCondition(sight);
  const rows = database.all(
    `SELECT c.user_id, c.ivr_id, u.first_name, u.last_name, u.email, i.name AS ivr_name,
sum(c.state = 'ended' AND c.direction = 'in') AS incoming, sum(c.state = 'ended' AND c.direction = 'out') AS outgoing,
sum(c.state = 'missed') AS missed, sum(c.recording = 'recorded') AS recorded,
sum(CASE WHEN c.state = 'ended' THEN unixepoch(c.ended_at) - unixepoch(c.started_at) ELSE 0 END) AS seconds
FROM ${CALLS} WHERE c.state IN ('ended', 'missed') AND ${condition.sql} GROUP BY c.user_id, c.ivr_id ORDER BY u.last_name, u.first_name, c.ivr_id`,
    ...condition.values,
  );
  const personOf = peopleOf(database);
  return rows.flatMap((row) => {
    const parties = {
      userId: integerOrNull(row, 'user_id'),
      ivrId: integerOrNull(row, 'ivr_id'),
      ivr: textOrNull(row, 'ivr_name'),
    };
    return seesCall(sight, partiesOf(database, parties, personOf)) ? [countOf(row)] : [];
  });
}

const countOf = (row: Row): CallCount => ({
  userId: integerOrNull(row, 'user_id'),
  person: personName(row),
  ivr: textOrNull(row, 'ivr_name'),
  incoming: integer(row, 'incoming'),
  outgoing: integer(row, 'outgoing'),
  missed: integer(row, 'missed'),
  recorded: integer(row, 'recorded'),
  seconds: integer(row, 'seconds'),
});
