import {
  answerCall,
  type Call,
  endCall,
  insertCall,
  nextCallId,
  type Recording,
  writeNote,
  writeRecording,
  writeTag,
} from '../../content/calls.js';
import {
  afterCallOf,
  assignedIvrs,
  callerIds,
  closeAfterCall,
  endSnooze,
  isBlocked,
  liveCalls,
  openAfterCall,
  ownCall,
  recordingFor,
  snoozeOf,
  snoozeReasons,
  startSnooze,
  waitingCalls,
} from '../../content/phone.js';
import { plainRow } from '../../content/plain-rows.js';
import type { Person } from '../../people.js';
import { refuse } from '../../refusals.js';
import type { Visit } from '../page.js';
import { idOf, optionalIdOf, optionalTextOf, phoneNumberOf } from '../pages/sheet.js';
import { has } from './app-rows.js';
import { done, type Outcome, refused, shownNumber } from './outcome.js';

/** What a person can do in their phone. Each act writes, or names the permission that is in the way. */
export type Act = (visit: Visit, person: Person) => Outcome;

const iso = ({ now }: Visit): string => now.toISOString();
const log = (visit: Visit, person: Person, action: string, before: unknown, after: unknown): void =>
  visit.log(`phone.${action}`, `user:${person.email}`, before, after);

export const snooze: Act = (visit, person) => {
  if (!has(person, 'snooze')) return refused(person, 'snooze', 'There is no Snooze icon in this phone.');
  const reason =
    snoozeReasons(visit.database).find((name) => name === visit.field('reason')) ??
    refuse('BODY_INVALID', 'the reason');
  const before = snoozeOf(visit.database, person.id, iso(visit));
  startSnooze(visit.database, person.id, reason, iso(visit));
  log(visit, person, 'snooze', { snooze: before }, { snooze: reason });
  return done(`snooze, ${before ?? 'off'} → ${reason}`);
};

export const back: Act = (visit, person) => {
  if (!has(person, 'snooze')) return refused(person, 'snooze', 'There is no Snooze icon in this phone.');
  const before = snoozeOf(visit.database, person.id, iso(visit));
  endSnooze(visit.database, person.id, iso(visit));
  log(visit, person, 'snooze', { snooze: before }, { snooze: null });
  return done(`snooze, ${before ?? 'off'} → off`);
};

/** Incoming and outgoing calls count together. */
function channelsFull({ database }: Visit, person: Person): Outcome | undefined {
  const most = Number(person.effective.maxChannels ?? 0);
  return liveCalls(database, person.id).length < most
    ? undefined
    : refused(person, 'maxChannels', 'There are as many calls at a time as there may be.');
}

/** Which numbers a plan includes is in no source, so the form says what sort of number it is. */
const DESTINATIONS = { outOfPlan: 'outOfPlanDestinations', frenchSpecial: 'frenchSpecialNumbers' } as const;

export const call: Act = (visit, person) => {
  const number = phoneNumberOf(visit, 'number');
  const kind = visit.field('destination');
  const permission = kind === 'outOfPlan' || kind === 'frenchSpecial' ? DESTINATIONS[kind] : undefined;
  if (permission && !has(person, permission))
    return refused(person, permission, 'This destination may not be called from this phone.');
  const full = channelsFull(visit, person);
  if (full) return full;
  const allowed = callerIds(visit.database, person);
  const chosen = visit.field('with') ?? '';
  const callerId = chosen === '' ? allowed[0] : allowed.find((one) => one.number === chosen);
  if (chosen !== '' && !callerId)
    return refused(person, 'editCallerId', 'This number is none that may be called with.');
  const id = begin(visit, person, {
    direction: 'out',
    ivrId: callerId?.ivrId ?? null,
    peer: number,
    recording: undefined,
  });
  log(visit, person, 'call', null, { call: id, with: callerId?.number ?? null });
  return done(
    `call of ${shownNumber(person, number)} with ${callerId?.number ?? 'no number'}, ${recordedWords(visit, id)}`,
  );
};

interface Beginning {
  readonly direction: 'in' | 'out';
  readonly ivrId: number | null;
  readonly peer: string;
  /** Undefined: the share of calls that are recorded decides. */
  readonly recording: Recording | undefined;
}

function begin(visit: Visit, person: Person, { direction, ivrId, peer, recording }: Beginning): number {
  return insertCall(visit.database, {
    direction,
    state: 'live',
    userId: person.id,
    ivrId,
    peer,
    at: iso(visit),
    recording: recording ?? recordingFor(person, nextCallId(visit.database)),
  });
}

const RECORDED_WORDS = { none: 'not recorded', recorded: 'recorded', objected: 'not recorded: the caller objected' };
const recordedWords = (visit: Visit, id: number): string => RECORDED_WORDS[ownCallOf(visit, id)?.recording ?? 'none'];
const ownCallOf = (visit: Visit, id: number): Call | undefined => ownCall(visit.database, visit.id, id);

/** A call from outside, on the direct line or through an IVR of the person. */
export const ring: Act = (visit, person) => {
  const peer = phoneNumberOf(visit, 'number');
  const ivrId = optionalIdOf(visit, 'ivr');
  if (ivrId !== null && !assignedIvrs(visit.database, person.id).some(({ id }) => id === ivrId)) refuse('UNKNOWN_IVR');
  if (isBlocked(visit.database, person.id, peer)) return done('the number is blocked, so the call did not get through');
  const obstacle = absence(visit, person) ?? channelsFull(visit, person)?.message;
  if (obstacle !== undefined) return missed(visit, person, { ivrId, peer, why: obstacle });
  const recording = objection(visit, person, ivrId);
  const id = begin(visit, person, { direction: 'in', ivrId, peer, recording });
  log(visit, person, 'ring', null, { call: id });
  const answered = has(person, 'autoAnswerMode') ? 'answered automatically' : 'answered';
  return done(`call from ${shownNumber(person, peer)} ${answered}, ${recordedWords(visit, id)}`);
};

/** Who rests or snoozes gets no calls. */
function absence(visit: Visit, person: Person): string | undefined {
  const reason = snoozeOf(visit.database, person.id, iso(visit));
  if (reason !== null) return `Snooze: ${reason}.`;
  const window = afterCallOf(visit.database, person.id);
  const seconds = Number(person.effective.afterCallWorkDuration ?? 0);
  const isResting = window && visit.now.getTime() < Date.parse(window.since) + seconds * 1000;
  return isResting ? refused(person, 'afterCallWorkDuration', 'The person rests after a call.').message : undefined;
}

function missed(
  visit: Visit,
  person: Person,
  { ivrId, peer, why }: { readonly ivrId: number | null; readonly peer: string; readonly why: string },
): Outcome {
  const at = iso(visit);
  const id = insertCall(visit.database, {
    direction: 'in',
    state: 'missed',
    userId: person.id,
    ivrId,
    peer,
    at,
    recording: 'none',
  });
  log(visit, person, 'ring', null, { call: id, missed: why });
  return done(`call from ${shownNumber(person, peer)} missed. ${why}`);
}

/** Only callers of the direct line are told of the recording, and only who is told can object. */
function objection(visit: Visit, person: Person, ivrId: number | null): Recording | undefined {
  const isTold = ivrId === null && isOn(person, 'allowToRecord') && isOn(person, 'notifyWhenRecording');
  return isTold && visit.field('objects') !== undefined ? 'objected' : undefined;
}

const isOn = ({ effective }: Person, permission: 'allowToRecord' | 'notifyWhenRecording'): boolean =>
  effective[permission] === true;

/** A sample call that waits in an IVR of the person. */
export const queue: Act = (visit, person) => {
  const peer = phoneNumberOf(visit, 'number');
  const ivr =
    assignedIvrs(visit.database, person.id).find(({ id }) => id === idOf(visit, 'ivr')) ?? refuse('UNKNOWN_IVR');
  const id = insertCall(visit.database, {
    direction: 'in',
    state: 'waiting',
    userId: null,
    ivrId: ivr.id,
    peer,
    at: iso(visit),
    recording: 'none',
  });
  visit.log('phone.queue', `ivr:${ivr.name}`, null, { call: id });
  return done(`a call waits in ${ivr.name}`);
};

export const pickUp: Act = (visit, person) => {
  if (!has(person, 'showWaitingList'))
    return refused(person, 'showWaitingList', 'There is no waiting list in this phone.');
  if (!has(person, 'pickUpWaitingListCalls'))
    return refused(person, 'pickUpWaitingListCalls', 'Waiting calls have no Answer button in this phone.');
  const waiting =
    waitingCalls(visit.database, person.id).find(({ id }) => id === idOf(visit, 'call')) ?? refuse('NOT_FOUND');
  const full = channelsFull(visit, person);
  if (full) return full;
  answerCall(visit.database, waiting.id, person.id, recordingFor(person, waiting.id));
  log(visit, person, 'pickUp', { state: 'waiting' }, { call: waiting.id, state: 'live' });
  return done(`waiting call from ${shownNumber(person, waiting.peer)} answered, ${recordedWords(visit, waiting.id)}`);
};

const liveCall = (visit: Visit): Call => {
  const found = ownCall(visit.database, visit.id, idOf(visit, 'call'));
  return found?.state === 'live' ? found : refuse('NOT_FOUND');
};

/** What was recorded until it is stopped is not kept: a call has one value. */
export const record: Act = (visit, person) => {
  const { id, recording } = liveCall(visit);
  if (!has(person, 'startStopRecording')) return refused(person, 'startStopRecording', 'The Record button is frozen.');
  if (!isOn(person, 'allowToRecord')) return refused(person, 'allowToRecord', 'Calls of this person are not recorded.');
  if (recording === 'objected')
    return refused(person, 'notifyWhenRecording', 'The caller was told of the recording, and objected to it with *.');
  const after = recording === 'recorded' ? 'none' : 'recorded';
  writeRecording(visit.database, id, after);
  log(visit, person, 'record', { call: id, recording }, { call: id, recording: after });
  return done(`recording, ${recording === 'recorded' ? 'on → off' : 'off → on'}`);
};

export const tag: Act = (visit, person) => {
  const { id, tag: before } = liveCall(visit);
  const { name, tagId } = chosenTag(visit);
  if (!has(person, 'tagCalls')) return refused(person, 'tagCalls', 'There is no Tag field in this phone.');
  writeTag(visit.database, id, tagId);
  log(visit, person, 'tag', { call: id, tag: before }, { call: id, tag: name });
  return done(`tag, ${before ?? 'none'} → ${name ?? 'none'}`);
};

function chosenTag(visit: Visit): { readonly tagId: number | null; readonly name: string | null } {
  const tagId = optionalIdOf(visit, 'tag');
  if (tagId === null) return { tagId, name: null };
  const row = plainRow(visit.database, 'tags', tagId) ?? refuse('BODY_INVALID', 'the tag');
  return { tagId, name: row.values.name ?? '' };
}

export const hangUp: Act = (visit, person) => {
  const { id, peer } = liveCall(visit);
  endCall(visit.database, id, iso(visit));
  const seconds = Number(person.effective.afterCallWorkDuration ?? 0);
  if (seconds > 0) openAfterCall(visit.database, person.id, id, iso(visit));
  log(visit, person, 'hangUp', { call: id, state: 'live' }, { call: id, state: 'ended' });
  const rest = seconds > 0 ? `, the After-Call window is open and no call comes in for ${seconds} seconds` : '';
  return done(`call with ${shownNumber(person, peer)} ended${rest}`);
};

/** What is required but cannot be given is not required: without the Tag field nobody could ever close the window. */
export const closeWindow: Act = (visit, person) => {
  const window = afterCallOf(visit.database, person.id) ?? refuse('NOT_FOUND');
  const before = ownCall(visit.database, person.id, window.callId);
  const { name, tagId } = chosenTag(visit);
  const note = optionalTextOf(visit, 'note');
  const mayTag = has(person, 'tagCalls');
  if (tagId !== null && !mayTag) return refused(person, 'tagCalls', 'There is no Tag field in this phone.');
  if (mayTag && tagId === null && person.effective.tagsRequired !== false)
    return refused(person, 'tagsRequired', 'The After-Call window cannot be closed without a tag.');
  if (note === '' && person.effective.noteRequired !== false)
    return refused(person, 'noteRequired', 'The After-Call window cannot be closed without a note.');
  if (mayTag) writeTag(visit.database, window.callId, tagId);
  writeNote(visit.database, window.callId, note);
  closeAfterCall(visit.database, window.logId, iso(visit));
  log(
    visit,
    person,
    'afterCall',
    { call: window.callId, tag: before?.tag ?? null, note: before?.note ?? '' },
    { tag: name, note },
  );
  return done(`After-Call window closed, tag ${name ?? 'none'}, note ${note === '' ? 'none' : 'written'}`);
};
