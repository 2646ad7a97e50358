import type { Call } from '../../content/calls.js';
import { oneCall } from '../../content/phone.js';
import { toneOf } from '../../content/tone.js';
import { may } from '../../deciding.js';
import type { Person } from '../../people.js';
import { personById } from '../../records.js';
import { refuse } from '../../refusals.js';
import type { File, Visit } from '../page.js';
import { plays } from '../pages/calls.js';
import { usedPhone } from './owner.js';

/** Own recordings as the permission says, those of IVRs with its widest value. Who looks at the phone of somebody else needs the right too. */
export function mayHear({ database, actor }: Visit, person: Person, call: Call, what: 'play' | 'download'): boolean {
  const isOwn = call.userId === person.id;
  const ofIvr =
    call.ivr === null
      ? false
      : may(person, `recordings.${what}`, { ivr: call.ivr }) && person.effective.playRecordings === 'allIvr';
  const isTheirs = isOwn ? may(person, `recordings.${what}`, { person }) : ofIvr;
  if (!isTheirs || actor.id === person.id) return isTheirs;
  return plays(actor, call.userId === null ? undefined : personById(database, call.userId), call, what);
}

export function recording(visit: Visit, what: 'play' | 'download'): File {
  const person = usedPhone(visit);
  const given = visit.parameter('call') ?? '';
  const call = /^[1-9]\d{0,14}$/.test(given) ? oneCall(visit.database, Number(given)) : undefined;
  const isThere = call?.state === 'ended' && call.recording === 'recorded';
  if (!call || !isThere || !(call.userId === person.id || call.ivr !== null)) return refuse('NOT_FOUND');
  if (!mayHear(visit, person, call, what)) refuse('NOT_ALLOWED', `the right to ${what} this recording`);
  return { kind: 'file', type: 'audio/wav', name: `recording-${call.id}.wav`, content: toneOf(call.id) };
}
