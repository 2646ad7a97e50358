import { html } from 'hono/html';
import { type Call, callInSight, callsInSight, writeNote, writeTag } from '../../content/calls.js';
import { plainRows } from '../../content/plain-rows.js';
import { sightOf } from '../../content/sight.js';
import { toneOf } from '../../content/tone.js';
import { may } from '../../deciding.js';
import type { Person } from '../../people.js';
import { personById } from '../../records.js';
import { refuse } from '../../refusals.js';
import { opens } from '../gate.js';
import type { File, Html, Page, PageRoute, Saved, Visit } from '../page.js';
import { type Content, card, emptyNote, field, form, note, select, submitButton, table } from '../parts.js';
import { labelOf, savedWords } from '../words.js';
import { buttonForm, mayWrite, moment, optionalIdOf, optionalTextOf, sheet, turnedTo, turnPages } from './sheet.js';

const ALL = { limit: 200, offset: 0 } as const;

const lineWords = ({ ivr }: Call): string => (ivr === null ? 'direct line' : `IVR ${ivr}`);
const directionWords = ({ direction }: Call): string => (direction === 'in' ? 'incoming' : 'outgoing');
const personOf = (visit: Visit, { userId }: Call): Person | undefined =>
  userId === null ? undefined : personById(visit.database, userId);

function activity(visit: Visit): Page {
  const sight = sightOf(visit.actor, 'activity');
  const turned = turnedTo(visit);
  const live = callsInSight(visit.database, sight, { ...turned, filter: { states: ['live'], search: '' } });
  const waiting = callsInSight(visit.database, sight, { ...ALL, filter: { states: ['waiting'], search: '' } });
  const rows = live.list.map((call) => [
    call.person,
    lineWords(call),
    `${directionWords(call)}, ${call.peer}`,
    moment(call.startedAt),
    listening(visit, call),
  ]);
  const calls =
    rows.length === 0
      ? emptyNote('No call is in progress in your scope.')
      : table({ caption: 'Calls in progress', head: ['Person', 'Line', 'Call', 'Since', ''], rows });
  const queue =
    waiting.list.length === 0
      ? emptyNote('Nobody is waiting in your scope.')
      : table({
          caption: 'Waiting calls',
          head: ['IVR', 'Caller', 'Since'],
          rows: waiting.list.map((call) => [call.ivr ?? '', call.peer, moment(call.startedAt)]),
        });
  const body = html`${card({ title: `Calls in progress: ${live.total}` }, calls)}${turnPages(turned, { path: '/activity', total: live.total })}
${card({ title: `Waiting calls: ${waiting.total}` }, queue)}`;
  return sheet(visit, { page: 'activity', title: 'Activity' }, body);
}

/** The button is there exactly where the call may be listened to. The call is in sight already, and so is its line. */
function listening(visit: Visit, call: Call): Content {
  const person = personOf(visit, call);
  if (!person || person.id === visit.actor.id) return '';
  if (person.effective.canBeListenedTo !== true)
    return html`<span class="small muted">${labelOf('canBeListenedTo')}: off</span>`;
  if (!may(visit.actor, 'calls.listen', { person })) return '';
  return buttonForm(
    visit,
    `/activity/${call.id}/listen`,
    html`Double listen<span class="visually-hidden"> to ${call.person}</span>`,
  );
}

function heardCall(visit: Visit): Call {
  opens(visit.actor, 'activity');
  const call = callInSight(visit.database, sightOf(visit.actor, 'activity'), visit.id);
  if (call?.state !== 'live') return refuse('NOT_FOUND');
  const person = personOf(visit, call);
  if (!person || !may(visit.actor, 'calls.listen', { person }))
    refuse('NOT_ALLOWED', `the right to listen to ${call.person}`);
  return call;
}

function listen(visit: Visit): Page {
  const call = heardCall(visit);
  const email = personOf(visit, call)?.email ?? '';
  visit.log('listen', `user:${email}`, null, { call: call.id, line: lineWords(call) });
  const title = `Listening to ${call.person}`;
  const above = [{ href: '/activity', label: 'Activity' }];
  const body = html`${note(html`<p>You hear both sides of the ${directionWords(call)} call with ${call.peer}; neither hears you.</p>`)}
${player(`/activity/${call.id}/audio`, title)}`;
  return sheet(visit, { page: 'activity', title, above }, body);
}

const player = (source: string, label: string): Html =>
  html`<p><audio controls src="${source}" aria-label="${label}"></audio></p><p><a class="button" href="${source}">Open the sound</a></p>`;

const sound = (call: Call, name: string): File => ({
  kind: 'file',
  type: 'audio/wav',
  name,
  content: toneOf(call.id),
});

const audio = (visit: Visit): File => sound(heardCall(visit), `call-${visit.id}.wav`);

/** Own recordings go by the person's own permission, those of others by the page. */
export function plays(actor: Person, person: Person | undefined, { ivr }: Call, what: 'play' | 'download'): boolean {
  const right = `recordings.${what}`;
  if (person) return may(actor, right, { person });
  return ivr !== null && may(actor, right, { ivr });
}

function logs(visit: Visit): Page {
  const turned = turnedTo(visit);
  const search = (visit.parameter('q') ?? '').slice(0, 200);
  const state = visit.parameter('state') === 'missed' ? 'missed' : visit.parameter('state') === 'ended' ? 'ended' : '';
  const found = callsInSight(visit.database, sightOf(visit.actor, 'logs'), {
    ...turned,
    filter: { states: state === '' ? ['ended', 'missed'] : [state], search },
  });
  const rows = found.list.map((call) => [
    html`<a href="/logs/${call.id}">${moment(call.startedAt)}</a>`,
    call.person || 'nobody',
    lineWords(call),
    `${call.state === 'missed' ? 'missed' : directionWords(call)}, ${call.peer}`,
    call.tag ?? '',
    recording(visit, call),
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('No call is found in your scope.')
      : table({ caption: 'Calls', head: ['Call', 'Person', 'Line', 'With', 'Tag', 'Recording'], rows });
  const states = [
    { value: '', label: 'all' },
    { value: 'ended', label: 'answered' },
    { value: 'missed', label: 'missed' },
  ];
  const filter = html`<form method="get" action="/logs"><div class="fields">${field({ label: 'Person or number', name: 'q', type: 'search', value: search })}
${select({ label: 'Calls', name: 'state', options: states, value: state })}${submitButton('Find')}</div></form>`;
  const body = html`${filter}${card({ title: `${found.total} ${found.total === 1 ? 'call' : 'calls'}` }, shown)}${turnPages(turned, { path: '/logs', query: { q: search, state }, total: found.total })}`;
  return sheet(visit, { page: 'logs', title: 'Logs' }, body);
}

function recording(visit: Visit, call: Call): Content {
  if (call.recording === 'none') return html`<span class="small muted">none</span>`;
  if (call.recording === 'objected') return html`<span class="small muted">the caller objected</span>`;
  const person = personOf(visit, call);
  if (!plays(visit.actor, person, call, 'play'))
    return html`<span class="small muted">${labelOf('playRecordings')}: not this one</span>`;
  const download = plays(visit.actor, person, call, 'download')
    ? html`<a href="/logs/${call.id}/download">Download</a>`
    : html`<span class="small muted">${labelOf('showDownloadButton')}: off</span>`;
  return html`<a href="/logs/${call.id}/recording">Play</a> ${download}`;
}

function loggedCall(visit: Visit): Call {
  opens(visit.actor, 'logs');
  const call = callInSight(visit.database, sightOf(visit.actor, 'logs'), visit.id);
  return call?.state === 'ended' || call?.state === 'missed' ? call : refuse('NOT_FOUND');
}

function show(visit: Visit): Page {
  const call = loggedCall(visit);
  const facts = html`<dl class="facts"><dt>Person</dt><dd>${call.person || 'nobody'}</dd><dt>Line</dt><dd>${lineWords(call)}</dd><dt>Call</dt><dd>${call.state === 'missed' ? 'missed' : directionWords(call)}, ${call.peer}</dd>
<dt>From</dt><dd>${moment(call.startedAt)}</dd><dt>Until</dt><dd>${call.endedAt === null ? '' : moment(call.endedAt)}</dd><dt>Tag</dt><dd>${call.tag ?? 'none'}</dd><dt>Note</dt><dd>${call.note || 'none'}</dd><dt>Recording</dt><dd>${recording(visit, call)}</dd></dl>`;
  const isPlayed = call.recording === 'recorded' && plays(visit.actor, personOf(visit, call), call, 'play');
  const body = html`${card({ title: 'Call' }, html`<div class="pad">${facts}</div>`)}${isPlayed ? player(`/logs/${call.id}/recording`, `Recording of ${moment(call.startedAt)}`) : ''}${mayWrite(visit, 'logs') ? marking(visit, call) : ''}`;
  const above = [{ href: '/logs', label: 'Logs' }];
  return sheet(visit, { page: 'logs', title: `Call of ${moment(call.startedAt)}`, above }, body);
}

export const tagOptions = (visit: Visit) => [
  { value: '', label: 'none' },
  ...plainRows(visit.database, 'tags', ALL).list.map(({ id, values }) => ({
    value: String(id),
    label: values.name ?? '',
  })),
];

function marking(visit: Visit, call: Call): Html {
  const fields = html`<div class="fields">${select({ label: 'Tag', name: 'tag', options: tagOptions(visit), value: String(call.tagId ?? '') })}
${field({ label: 'Note', name: 'note', value: call.note })}${submitButton('Save')}</div>`;
  return card(
    { title: 'Tag and note' },
    html`<div class="pad">${form({ action: `/logs/${call.id}`, token: visit.formToken }, fields)}</div>`,
  );
}

function mark(visit: Visit): Saved {
  opens(visit.actor, 'logs', 'write');
  const call = loggedCall(visit);
  const tagId = optionalIdOf(visit, 'tag');
  const option =
    tagOptions(visit).find(({ value }) => value === String(tagId ?? '')) ?? refuse('BODY_INVALID', 'the tag');
  const tag = tagId === null ? null : option.label;
  const text = optionalTextOf(visit, 'note');
  writeTag(visit.database, call.id, tagId);
  writeNote(visit.database, call.id, text);
  visit.log('change', `call:${call.id}`, { tag: call.tag, note: call.note }, { tag, note: text });
  const what = `tag, ${call.tag ?? 'none'} → ${tag ?? 'none'}; note, ${call.note || 'none'} → ${text || 'none'}`;
  return { kind: 'saved', to: `/logs/${call.id}`, message: savedWords(visit.now, what) };
}

function record(visit: Visit, what: 'play' | 'download'): File {
  const call = loggedCall(visit);
  if (call.recording !== 'recorded') return refuse('NOT_FOUND');
  if (!plays(visit.actor, personOf(visit, call), call, what))
    refuse('NOT_ALLOWED', `the right to ${what} this recording`);
  return sound(call, `recording-${call.id}.wav`);
}

export const CALL_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/activity', run: activity },
  { method: 'POST', path: '/activity/:id/listen', run: listen },
  { method: 'GET', path: '/activity/:id/audio', run: audio },
  { method: 'GET', path: '/logs', run: logs },
  { method: 'GET', path: '/logs/:id', run: show },
  { method: 'POST', path: '/logs/:id', run: mark },
  { method: 'GET', path: '/logs/:id/recording', run: (visit) => record(visit, 'play') },
  { method: 'GET', path: '/logs/:id/download', run: (visit) => record(visit, 'download') },
];
