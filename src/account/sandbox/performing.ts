import { createHash } from 'node:crypto';
import {
  canonicalJson,
  groupKey,
  type Outcome,
  profileKey,
  type RemoteId,
  type ResourceKey,
  remoteId,
  type Step,
  userKey,
} from '../../model/index.js';
import { outcomeOf as outcomeOfWrite } from '../outcome.js';
import { isObject } from '../wire.js';
import type { Client, Reply, WireRequest } from './client.js';
import type { Found, Keys } from './keys.js';

export interface Performing {
  readonly client: Client;
  readonly keys: Keys;
  readonly step: Step;
  readonly signal: AbortSignal;
}

/** One request for one step. Its precondition goes with it, so that nothing is written over a value that nobody has seen. */
export async function performStep(performing: Performing): Promise<Outcome> {
  const { client, keys, step, signal } = performing;
  if (signal.aborted) return { kind: 'not-sent', message: 'Interrupted before it was sent.' };
  const ids = await idsFor(performing);
  if ('outcome' in ids) return ids.outcome;
  const request = requestFor(step, ids);
  const expected = expectedValue(step);
  const reply = await client(expected === undefined ? request : { ...request, ifMatch: tagOf(expected) }, signal);
  if (reply.kind === 'answered') remember(keys, step, ids.subject, reply.value);
  return outcomeOf(reply);
}

/** The value that the account must still have for the step to be carried out. Creating, memberships and sign-out have none. */
function expectedValue({ operation, precondition }: Step): Step['precondition'] | undefined {
  switch (operation) {
    case 'setPermissions':
    case 'rename':
    case 'setDashboard':
    case 'setProfileTemplate':
    case 'link':
    case 'unlink':
    case 'setOpenAccess':
    case 'archive':
    case 'delete':
      return precondition;
    case 'createUser':
    case 'createProfile':
    case 'createGroup':
    case 'addMember':
    case 'removeMember':
    case 'signOut':
      return undefined;
    default:
      return operation satisfies never;
  }
}

/** The same tag that the account gives to the value. */
const tagOf = (value: unknown): string =>
  `"${createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32)}"`;

interface Ids {
  /** Of what the step changes; empty for what it creates. */
  readonly subject: RemoteId | undefined;
  readonly members: readonly RemoteId[];
}

async function idsFor({ keys, step, signal }: Performing): Promise<Ids | { readonly outcome: Outcome }> {
  if (creates(step)) return { subject: undefined, members: [] };
  const subject = await firstFound(subjectKeys(step), keys, signal);
  if (subject.kind !== 'found') return { outcome: unresolved(subject) };
  const members: RemoteId[] = [];
  for (const email of memberEmails(step)) {
    const member = await keys.idOf(userKey(email), signal);
    if (member.kind !== 'found') return { outcome: unresolved(member) };
    members.push(member.id);
  }
  return { subject: subject.id, members };
}

const creates = ({ operation }: Step): boolean =>
  operation === 'createUser' || operation === 'createProfile' || operation === 'createGroup';

async function firstFound([key, ...others]: readonly ResourceKey[], keys: Keys, signal: AbortSignal): Promise<Found> {
  if (key === undefined) return { kind: 'missing', message: 'The step names nothing.' };
  const found = await keys.idOf(key, signal);
  return found.kind === 'missing' && others.length > 0 ? firstFound(others, keys, signal) : found;
}

/** Somebody who is renamed may be named by the new name, while the account knows the earlier one. */
function subjectKeys({ operation, key, precondition }: Step): readonly ResourceKey[] {
  if (operation !== 'rename') return [key];
  const { email, name } = precondition;
  if (typeof email === 'string') return [userKey(email), key];
  if (typeof name !== 'string') return [key];
  return [key.startsWith('group:') ? groupKey(name) : profileKey(name), key];
}

function memberEmails({ operation, input }: Step): readonly string[] {
  if (operation !== 'addMember' && operation !== 'removeMember') return [];
  return Array.isArray(input.users) ? input.users.map(String) : [];
}

function unresolved(found: Exclude<Found, { kind: 'found' }>): Outcome {
  if (found.kind === 'missing') return { kind: 'refused', reason: 'NOT_FOUND', message: found.message };
  if (found.reply.kind === 'refused')
    return { kind: 'refused', reason: found.reply.code, message: found.reply.message };
  return { kind: 'not-sent', message: found.reply.message };
}

function requestFor({ operation, key, input }: Step, { subject, members }: Ids): WireRequest {
  const kind = key.slice(0, key.indexOf(':'));
  const path = `/${kind}s/${subject ?? ''}`;
  const put = (part: string, body: unknown = input): WireRequest => ({ method: 'PUT', path: `${path}/${part}`, body });
  switch (operation) {
    case 'createUser':
    case 'createProfile':
    case 'createGroup':
      return { method: 'POST', path: `/${kind}s`, body: input };
    case 'rename':
      return { method: 'PATCH', path, body: input };
    case 'setPermissions':
      return { method: 'PATCH', path: `${path}/permissions?keys=${keysOf(input.permissions)}`, body: input };
    case 'setDashboard':
      return put('dashboard');
    case 'setProfileTemplate':
      return put('template');
    case 'link':
      return put('link');
    case 'unlink':
      return put('link', { profile: null, ...input });
    case 'setOpenAccess':
      return put('open-access');
    case 'addMember':
      return put('members', { users: members.map(Number) });
    case 'removeMember':
      return { ...put('members', { users: members.map(Number) }), method: 'DELETE' };
    case 'archive':
      return { method: 'DELETE', path: `${path}?type=ARCHIVED` };
    case 'delete':
      return { method: 'DELETE', path: kind === 'user' ? `${path}?type=DELETED` : path };
    case 'signOut':
      return { method: 'POST', path: `${path}/sign-out` };
    default:
      return operation satisfies never;
  }
}

const keysOf = (value: unknown): string => (isObject(value) ? Object.keys(value).join(',') : '');

/** What the steps after this one need to know. */
function remember(keys: Keys, step: Step, subject: RemoteId | undefined, value: unknown): void {
  if (creates(step) && isObject(value) && typeof value.id === 'number') keys.set(step.key, remoteId(value.id));
  if (step.operation === 'delete') keys.forget(step.key);
  if (step.operation !== 'rename' || subject === undefined) return;
  for (const key of subjectKeys(step)) keys.forget(key);
  const { email, name } = step.input;
  if (typeof email === 'string') keys.set(userKey(email), subject);
  else if (typeof name === 'string')
    keys.set(step.key.startsWith('group:') ? groupKey(name) : profileKey(name), subject);
  else keys.set(step.key, subject);
}

/** The key is gone, or may do less than before. */
const KEY_REFUSED: readonly string[] = ['KEY_MISSING', 'KEY_MAY_NOT'];

const outcomeOf = (reply: Reply): Outcome =>
  reply.kind === 'refused' && reply.status === 412
    ? { kind: 'stale', message: reply.message }
    : outcomeOfWrite(reply, KEY_REFUSED);
