import { type Database, integer, integerOrNull, type Row, text, textOrNull } from '../database.js';
import type { Person } from '../people.js';
import { type Call, callsWhere, type Recording } from './calls.js';

/** What is in the phone of one person, and what they do there. Whoever asks has made sure that it is theirs, or that they may. */

export interface AfterCall {
  readonly logId: number;
  readonly callId: number;
  readonly since: string;
}

export interface NamedId {
  readonly id: number;
  readonly name: string;
}

export interface CallerId {
  readonly number: string;
  readonly ivrId: number | null;
  readonly label: string;
}

/** The IVRs whose calls the person takes. */
export const assignedIvrs = (database: Database, userId: number): readonly NamedId[] =>
  database
    .all(
      'SELECT i.id, i.name FROM ivrs i JOIN ivr_users x ON x.ivr_id = i.id WHERE x.user_id = ? ORDER BY i.name',
      userId,
    )
    .map(namedId);

const namedId = (row: Row): NamedId => ({ id: integer(row, 'id'), name: text(row, 'name') });

export const liveCalls = (database: Database, userId: number): readonly Call[] =>
  callsWhere(database, { sql: "c.user_id = ? AND c.state = 'live' ORDER BY c.id", values: [userId] });

const OF_ASSIGNED_IVR = 'c.ivr_id IN (SELECT ivr_id FROM ivr_users WHERE user_id = ?)';

export const waitingCalls = (database: Database, userId: number): readonly Call[] =>
  callsWhere(database, {
    sql: `c.state = 'waiting' AND ${OF_ASSIGNED_IVR} ORDER BY c.started_at, c.id LIMIT 20`,
    values: [userId],
  });

/** Own missed calls, and those of the person's IVRs unless only the own ones are shown. */
export function missedCalls(database: Database, { id, effective }: Person): readonly Call[] {
  const isOnlyOwn = effective.onlyMyMissedCallsOnIvr !== false;
  const values = isOnlyOwn ? [id] : [id, id];
  const sql = isOnlyOwn ? 'c.user_id = ?' : `(c.user_id = ? OR ${OF_ASSIGNED_IVR})`;
  return callsWhere(database, {
    sql: `c.state = 'missed' AND ${sql} ORDER BY c.started_at DESC, c.id DESC LIMIT 10`,
    values,
  });
}

/** Own ended calls; with them the recorded ones of all IVRs for whoever may play those. */
export function callLog(database: Database, { id, effective }: Person): readonly Call[] {
  const others = effective.playRecordings === 'allIvr' ? "OR (c.ivr_id IS NOT NULL AND c.recording = 'recorded')" : '';
  return callsWhere(database, {
    sql: `c.state = 'ended' AND (c.user_id = ? ${others}) ORDER BY c.started_at DESC, c.id DESC LIMIT 10`,
    values: [id],
  });
}

export const ownCall = (database: Database, userId: number, callId: number): Call | undefined =>
  callsWhere(database, { sql: 'c.id = ? AND c.user_id = ?', values: [callId, userId] })[0];

export const oneCall = (database: Database, callId: number): Call | undefined =>
  callsWhere(database, { sql: 'c.id = ?', values: [callId] })[0];

const AFTER_CALL = 'after-call';

/** The After-Call window that is open. */
export function afterCallOf(database: Database, userId: number): AfterCall | undefined {
  const row = database.get(
    'SELECT * FROM snooze_log WHERE user_id = ? AND state = ? AND ended_at IS NULL ORDER BY id DESC',
    userId,
    AFTER_CALL,
  );
  return row && { logId: integer(row, 'id'), callId: Number(text(row, 'comment')), since: text(row, 'created_at') };
}

/** The window of the call before is closed by it: there is one at a time. */
export function openAfterCall(database: Database, userId: number, callId: number, at: string): void {
  database.run(
    'UPDATE snooze_log SET ended_at = ? WHERE user_id = ? AND state = ? AND ended_at IS NULL',
    at,
    userId,
    AFTER_CALL,
  );
  startLog(database, userId, { state: AFTER_CALL, name: 'After-Call', comment: String(callId), at });
}

function startLog(
  database: Database,
  userId: number,
  {
    state,
    name,
    comment,
    at,
  }: { readonly state: string; readonly name: string; readonly comment: string; readonly at: string },
): void {
  const sql = 'INSERT INTO snooze_log (user_id, state, name, comment, created_at) VALUES (?, ?, ?, ?, ?)';
  database.run(sql, userId, state, name, comment, at);
}

export function closeAfterCall(database: Database, logId: number, at: string): void {
  database.run('UPDATE snooze_log SET ended_at = ? WHERE id = ?', at, logId);
}

/** The reason of a snooze that has not ended. */
export function snoozeOf(database: Database, userId: number, now: string): string | null {
  const row = database.get('SELECT snooze, snooze_end FROM presences WHERE user_id = ?', userId);
  const end = row && textOrNull(row, 'snooze_end');
  return row && (end === null || (end !== undefined && end > now)) ? textOrNull(row, 'snooze') : null;
}

export function startSnooze(database: Database, userId: number, reason: string, at: string): void {
  database.run(
    `INSERT INTO presences (user_id, devices, snooze, snooze_end) VALUES (?, 1, ?, NULL)
ON CONFLICT (user_id) DO UPDATE SET snooze = excluded.snooze, snooze_end = NULL`,
    userId,
    reason,
  );
  startLog(database, userId, { state: 'snooze', name: reason, comment: '', at });
}

export function endSnooze(database: Database, userId: number, at: string): void {
  database.run('UPDATE presences SET snooze = NULL, snooze_end = NULL WHERE user_id = ?', userId);
  database.run(
    "UPDATE snooze_log SET ended_at = ? WHERE user_id = ? AND state = 'snooze' AND ended_at IS NULL",
    at,
    userId,
  );
}

export const snoozeReasons = (database: Database): readonly string[] =>
  database.all('SELECT name FROM snooze_reasons ORDER BY name').map((row) => text(row, 'name'));

export function isBlocked(database: Database, userId: number, number: string): boolean {
  const row = database.get(
    `SELECT EXISTS (SELECT 1 FROM blocked_numbers WHERE number = ?) OR
EXISTS (SELECT 1 FROM user_blocked_numbers WHERE user_id = ? AND number = ?) AS found`,
    number,
    userId,
    number,
  );
  return integer(row, 'found') === 1;
}

/** Numbers that the person may call with: their own, and those that Edit caller ID authorises. The first one is used when nothing is chosen. */
export function callerIds(database: Database, { id, effective }: Person): readonly CallerId[] {
  const allowed = effective.editCallerId;
  const given = Array.isArray(allowed) ? allowed : [];
  const rows = database.all(
    `SELECT n.number, n.ivr_id, i.name FROM numbers n LEFT JOIN ivrs i ON i.id = n.ivr_id WHERE n.user_id = ?
OR (n.ivr_id IS NOT NULL AND ?) OR (? AND n.ivr_id IN (SELECT ivr_id FROM ivr_users WHERE user_id = ?))
OR n.number IN (SELECT value FROM json_each(?)) ORDER BY n.user_id IS NOT ?, n.number`,
    id,
    given.includes('allIvr') ? 1 : 0,
    given.includes('assignedIvr') ? 1 : 0,
    id,
    JSON.stringify(given),
    id,
  );
  return rows.map((row) => ({
    number: text(row, 'number'),
    ivrId: integerOrNull(row, 'ivr_id'),
    label: textOrNull(row, 'name') ?? '',
  }));
}

export const openGroups = (database: Database): readonly NamedId[] =>
  database.all('SELECT id, name FROM groups WHERE open_access = 1 ORDER BY name, id').map(namedId);

/**
 * Whether the call of this number is recorded, by the share of calls that are: of any hundred calls in a row exactly that many. 37 and 100 have
 * no divisor in common.
 */
export function recordingFor({ effective }: Person, callId: number): Recording {
  const isAllowed = effective.allowToRecord === true;
  return isAllowed && (callId * 37) % 100 < Number(effective.callRecordingVolume ?? 0) ? 'recorded' : 'none';
}
