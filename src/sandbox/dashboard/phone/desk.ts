import { html } from 'hono/html';
import type { Call } from '../../content/calls.js';
import { contactsOf } from '../../content/contacts.js';
import {
  afterCallOf,
  assignedIvrs,
  callerIds,
  callLog,
  liveCalls,
  missedCalls,
  openGroups,
  ownCall,
  snoozeOf,
  snoozeReasons,
  waitingCalls,
} from '../../content/phone.js';
import type { Person } from '../../people.js';
import type { Html, Visit } from '../page.js';
import { tagOptions } from '../pages/calls.js';
import { moment } from '../pages/sheet.js';
import {
  type Content,
  card,
  checkbox,
  emptyNote,
  field,
  form,
  hidden,
  note,
  select,
  submitButton,
  table,
} from '../parts.js';
import { labelOf, valueIn, valueWords } from '../words.js';
import { has } from './app-rows.js';
import { shownNumber } from './outcome.js';
import { mayHear } from './recordings.js';

/** The phone itself: what is in it, and sample calls. Nothing here is telephony: it writes what a call would leave behind. */
export function phoneDesk(visit: Visit, person: Person): Html {
  return html`<h2 id="phone">The phone, to try</h2><p class="muted">Sample calls: what is written are rows of the embedded account, and nobody is called.</p>
${windowCard(visit, person)}${callsCard(visit, person)}<div class="cols"><div>${dialerCard(visit, person)}${snoozeCard(visit, person)}</div><div>${ringCard(visit, person)}${waitingCard(visit, person)}</div></div>
${logCard(visit, person)}<div class="cols"><div>${missedCard(visit, person)}</div><div>${groupsCard(visit, person)}${contactsCard(visit, person)}</div></div>`;
}

const act = (visit: Visit, person: Person, name: string, body: Content): Html =>
  form(
    { action: `/users/${person.id}/phone/${name}`, token: visit.formToken },
    html`<div class="fields">${body}</div>`,
  );

/** Why a button is there and cannot be pressed, or undefined. */
const offWords = ({ effective }: Person, permission: string): string =>
  `${labelOf(permission)}: ${valueWords(permission, valueIn(effective, permission))}`;

const missing = (person: Person, permission: string, part: string): Html =>
  html`<p class="pad small muted">${part} is not in this phone. ${offWords(person, permission)}</p>`;

function windowCard(visit: Visit, person: Person): Html | string {
  const window = afterCallOf(visit.database, person.id);
  const call = window && ownCall(visit.database, person.id, window.callId);
  if (!window || !call) return '';
  const needs = [
    has(person, 'tagCalls') && person.effective.tagsRequired !== false ? 'a tag' : '',
    person.effective.noteRequired !== false ? 'a note' : '',
  ].filter((part) => part !== '');
  const tag = has(person, 'tagCalls')
    ? select({ label: 'Tag', name: 'tag', options: tagOptions(visit), value: String(call.tagId ?? '') })
    : html`<span class="small muted">${offWords(person, 'tagCalls')}</span>`;
  const body = html`${tag}${field({ label: 'Note', name: 'note', value: call.note })}${submitButton('Close the window', { kind: 'main' })}`;
  const rest = html`<p>The call with ${shownNumber(person, call.peer)} has ended. ${offWords(person, 'afterCallWorkDuration')} of rest.${needs.length === 0 ? '' : ` To close the window takes ${needs.join(' and ')}.`}</p>`;
  return card(
    { title: 'After-Call window', aside: `open since ${moment(window.since)}` },
    html`<div class="pad">${rest}${act(visit, person, 'close-window', body)}</div>`,
  );
}

function callsCard(visit: Visit, person: Person): Html {
  const calls = liveCalls(visit.database, person.id);
  const rows = calls.map((call) => [
    shownNumber(person, call.peer),
    call.direction === 'in' ? 'incoming' : 'outgoing',
    call.ivr === null ? 'direct line' : `IVR ${call.ivr}`,
    recordButton(visit, person, call),
    tagField(visit, person, call),
    act(visit, person, 'hang-up', html`${hidden('call', call.id)}${submitButton('Hang up')}`),
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('No call is in progress.')
      : table({ caption: 'Calls in progress', head: ['With', 'Direction', 'Line', 'Record', 'Tag', ''], rows });
  return card({ title: 'Calls in progress', aside: offWords(person, 'maxChannels') }, shown);
}

function recordButton(visit: Visit, person: Person, { id, recording }: Call): Html {
  const state =
    recording === 'objected' ? 'the caller objected' : recording === 'recorded' ? 'is recorded' : 'is not recorded';
  const frozen = has(person, 'startStopRecording') ? undefined : `frozen. ${offWords(person, 'startStopRecording')}`;
  const label = recording === 'recorded' ? 'Stop' : 'Record';
  return html`<span class="small muted">${state}</span> ${act(visit, person, 'record', html`${hidden('call', id)}${submitButton(label, { why: frozen })}`)}`;
}

function tagField(visit: Visit, person: Person, { id, tagId }: Call): Html {
  if (!has(person, 'tagCalls')) return html`<span class="small muted">${offWords(person, 'tagCalls')}</span>`;
  const tag = select({ label: 'Tag', name: 'tag', options: tagOptions(visit), value: String(tagId ?? '') });
  return act(visit, person, 'tag', html`${hidden('call', id)}${tag}${submitButton('Tag')}`);
}

const DESTINATIONS = [
  { value: 'inPlan', label: 'included in the plan' },
  { value: 'outOfPlan', label: 'not included in the plan' },
  { value: 'frenchSpecial', label: 'French special number' },
];

function dialerCard(visit: Visit, person: Person): Html {
  const numbers = callerIds(visit.database, person);
  const isFrozen = !has(person, 'editCallerId');
  const options = numbers.map(({ number, label }) => ({
    value: number,
    label: label === '' ? number : `${number}, ${label}`,
  }));
  const callWith = html`${select({ label: 'Call with', name: 'with', options, disabled: isFrozen })}${isFrozen ? html`<span class="small muted">frozen. ${offWords(person, 'editCallerId')}</span>` : ''}`;
  const body = html`${field({ label: 'Number', name: 'number', type: 'tel', required: true, value: '+33199001000' })}
${select({ label: 'Destination', name: 'destination', options: DESTINATIONS })}${callWith}${submitButton('Call', { kind: 'main' })}`;
  return card({ title: 'Make a call' }, html`<div class="pad">${act(visit, person, 'call', body)}</div>`);
}

function snoozeCard(visit: Visit, person: Person): Html {
  if (!has(person, 'snooze')) return card({ title: 'Snooze' }, missing(person, 'snooze', 'The Snooze icon'));
  const reason = snoozeOf(visit.database, person.id, visit.now.toISOString());
  if (reason !== null)
    return card(
      { title: 'Snooze', aside: reason },
      html`<div class="pad">${act(visit, person, 'back', submitButton('Receive calls again'))}</div>`,
    );
  const options = snoozeReasons(visit.database).map((name) => ({ value: name, label: name }));
  const body = html`${select({ label: 'Reason', name: 'reason', options })}${submitButton('Snooze')}`;
  return card({ title: 'Snooze', aside: 'off' }, html`<div class="pad">${act(visit, person, 'snooze', body)}</div>`);
}

function ringCard(visit: Visit, person: Person): Html {
  const ivrs = assignedIvrs(visit.database, person.id).map(({ id, name }) => ({
    value: String(id),
    label: `IVR ${name}`,
  }));
  const number = field({
    label: 'Number of the caller',
    name: 'number',
    type: 'tel',
    required: true,
    value: '+33199001037',
  });
  const body = html`${number}${select({ label: 'Line', name: 'ivr', options: [{ value: '', label: 'direct line' }, ...ivrs] })}
${checkbox({ label: 'The caller types * when told of the recording', name: 'objects', checked: false })}${submitButton('Let it ring')}`;
  const queue = html`${number}${select({ label: 'IVR', name: 'ivr', options: ivrs })}${submitButton('Let it wait')}`;
  return card(
    { title: 'A call comes in', aside: offWords(person, 'notifyWhenRecording') },
    html`<div class="pad">${act(visit, person, 'ring', body)}${ivrs.length === 0 ? '' : html`<details><summary>A call waits in an IVR</summary>${act(visit, person, 'queue', queue)}</details>`}</div>`,
  );
}

function waitingCard(visit: Visit, person: Person): Html {
  const title = { title: 'Waiting list' };
  if (!has(person, 'showWaitingList')) return card(title, missing(person, 'showWaitingList', 'The waiting list'));
  const rows = waitingCalls(visit.database, person.id).map((call) => [
    shownNumber(person, call.peer),
    call.ivr ?? '',
    has(person, 'pickUpWaitingListCalls')
      ? act(visit, person, 'pick-up', html`${hidden('call', call.id)}${submitButton('Answer')}`)
      : html`<span class="small muted">${offWords(person, 'pickUpWaitingListCalls')}</span>`,
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('Nobody is waiting.')
      : table({ caption: 'Waiting calls', head: ['Caller', 'IVR', ''], rows });
  return card(title, shown);
}

function logCard(visit: Visit, person: Person): Html {
  const rows = callLog(visit.database, person).map((call) => [
    moment(call.startedAt),
    call.person,
    shownNumber(person, call.peer),
    call.tag ?? '',
    recordingLinks(visit, person, call),
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('No call has ended yet.')
      : table({ caption: 'Call log', head: ['Call', 'Person', 'With', 'Tag', 'Recording'], rows });
  return card({ title: 'Call log', aside: offWords(person, 'playRecordings') }, shown);
}

function recordingLinks(visit: Visit, person: Person, call: Call): Content {
  if (call.recording === 'objected') return html`<span class="small muted">the caller objected</span>`;
  if (call.recording === 'none') return html`<span class="small muted">none</span>`;
  if (!mayHear(visit, person, call, 'play'))
    return html`<span class="small muted">${offWords(person, 'playRecordings')}</span>`;
  const address = (what: string) => `/users/${person.id}/phone/${what}?call=${call.id}`;
  const download = mayHear(visit, person, call, 'download')
    ? html`<a href="${address('download')}">Download</a>`
    : html`<span class="small muted">${offWords(person, 'showDownloadButton')}</span>`;
  return html`<a href="${address('recording')}">Play</a> ${download}`;
}

function missedCard(visit: Visit, person: Person): Html {
  const rows = missedCalls(visit.database, person).map((call) => [
    shownNumber(person, call.peer),
    call.ivr === null ? 'direct line' : `IVR ${call.ivr}`,
    call.person || 'nobody answered',
    moment(call.startedAt),
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('No call was missed.')
      : table({ caption: 'Missed calls', head: ['Caller', 'Line', 'Whose', 'When'], rows });
  return card({ title: 'Missed calls', aside: offWords(person, 'onlyMyMissedCallsOnIvr') }, shown);
}

function groupsCard(visit: Visit, person: Person): Html {
  const title = { title: 'Groups' };
  if (!has(person, 'joinOpenGroups')) return card(title, missing(person, 'joinOpenGroups', 'The Groups section'));
  const rows = openGroups(visit.database).map(({ id, name }) => {
    const isIn = person.groups.includes(name);
    const button = submitButton(html`${isIn ? 'Leave' : 'Join'}<span class="visually-hidden"> ${name}</span>`);
    return [
      name,
      isIn ? 'member' : '',
      act(visit, person, isIn ? 'leave' : 'join', html`${hidden('group', id)}${button}`),
    ];
  });
  return card(
    title,
    rows.length === 0
      ? note('No group has open access.')
      : table({ caption: 'Open groups', head: ['Group', '', ''], rows }),
  );
}

function contactsCard(visit: Visit, person: Person): Html {
  const title = { title: 'Contacts' };
  if (!has(person, 'contactsTab')) return card(title, missing(person, 'contactsTab', 'The Contacts tab'));
  const rows = contactsOf(visit.database, person.id).map(({ firstName, lastName, number, integration }) => [
    `${firstName} ${lastName}`.trim(),
    shownNumber(person, number),
    integration ?? '',
  ]);
  return card(
    title,
    rows.length === 0
      ? emptyNote('No contact is there.')
      : table({ caption: 'Contacts', head: ['Name', 'Number', 'From'], rows }),
  );
}
