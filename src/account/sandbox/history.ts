import {
  asciiLower,
  type Instant,
  instant,
  isSame,
  type Json,
  membershipKey,
  nameOf,
  type ResourceKey,
} from '../../model/index.js';
import { AccountUnreadable, type PastAction } from '../ports.js';
import { isObject, listAt, objectAt, textAt, UnexpectedShape, type WireObject } from '../wire.js';
import { type Client, readValue } from './client.js';

/** Enough to look past what people do all day, such as listening to calls. */
const LATEST = 100;

/** What was done to a person, a profile or a group under its present name, the latest first. One request. Throws AccountUnreadable. */
export async function readHistory(client: Client, baseUrl: string, key: ResourceKey): Promise<readonly PastAction[]> {
  const query = new URLSearchParams({ target: key, limit: String(LATEST), latest: 'true' });
  const value = await readValue(client, baseUrl, `/action-log?${query}`);
  try {
    return listAt(objectAt(value, 'action-log'), 'list').map((item) => pastAction(objectAt(item, 'an action'), key));
  } catch (cause) {
    if (!(cause instanceof UnexpectedShape)) throw cause;
    throw new AccountUnreadable(
      `The action log has a form that this version does not know: ${cause.message}.`,
      {},
      { cause },
    );
  }
}

function pastAction(entry: WireObject, key: ResourceKey): PastAction {
  const [action, before, after] = [textAt(entry, 'action'), valuesAt(entry.before), valuesAt(entry.after)];
  return {
    at: instantAt(entry, 'at'),
    by: textAt(entry, 'by'),
    action,
    effect: CREATING.includes(action) ? 'made' : isGone(action, after, key) ? 'gone' : 'changed',
    fields: fieldsOf(action, before, after),
    memberships: membershipsOf(before, after, key),
  };
}

const valuesAt = (value: unknown): WireObject => (isObject(value) ? value : {});

function instantAt(entry: WireObject, name: string): Instant {
  const at = new Date(textAt(entry, name));
  if (Number.isNaN(at.getTime())) throw new UnexpectedShape(`${name} is no instant`);
  return instant(at);
}

const CREATING: readonly string[] = ['createUser', 'createProfile', 'createProfileFromUser', 'createGroup'];

/** A rename stands under the earlier name, and under that name there is nothing any more. */
function isGone(action: string, { name, email }: WireObject, key: ResourceKey): boolean {
  if (action !== 'rename') return action === 'delete' || action === 'archive';
  if (key.startsWith('user:')) return typeof email === 'string' && asciiLower(email) !== nameOf(key);
  return typeof name === 'string' && name !== nameOf(key);
}

/** By path as a plan names it, what was written there. The log has permissions by their names alone. */
function fieldsOf(action: string, before: WireObject, after: WireObject): PastAction['fields'] {
  const { permissions, ...rest } = action === 'setPermissions' ? { permissions: after } : after;
  const all = [
    ...Object.entries(rest),
    ...Object.entries(valuesAt(permissions)).map(([id, value]) => [`permissions.${id}`, value] as const),
  ];
  const was = (path: string) => before[path.replace('permissions.', '')];
  return new Map(
    all.filter(([path, value]) => !isSame(json(was(path)), json(value))).map(([path, value]) => [path, json(value)]),
  );
}

/** What came over the wire is JSON already; what is missing is not there. */
const json = (value: unknown): Json => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

/** Under a group stand addresses, under a person the groups that came with a profile. */
function membershipsOf(before: WireObject, after: WireObject, key: ResourceKey): readonly ResourceKey[] {
  const name = nameOf(key);
  if (key.startsWith('group:'))
    return differing(before.members, after.members).map((email) => membershipKey(name, email));
  return key.startsWith('user:')
    ? differing(before.groups, after.groups).map((group) => membershipKey(group, name))
    : [];
}

function differing(before: unknown, after: unknown): readonly string[] {
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  const [had, has] = [texts(before), texts(after)];
  return [...had.filter((one) => !has.includes(one)), ...has.filter((one) => !had.includes(one))];
}
