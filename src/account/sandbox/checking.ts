import { isSame, nameOf, type Step, type StepState, userKey } from '../../model/index.js';
import { isObject } from '../wire.js';
import type { Client, Reply, WireRequest } from './client.js';
import type { Keys, Found as Looked } from './keys.js';

export interface Checking {
  readonly client: Client;
  readonly keys: Keys;
  readonly step: Step;
  readonly signal: AbortSignal;
}

const DONE: StepState = { kind: 'done' };
const OPEN: StepState = { kind: 'open' };
const CHANGED: StepState = { kind: 'changed' };

/** Whether the account is as the step leaves it, still as it was before, or neither. Only reads. */
export async function checkStep(checking: Checking): Promise<StepState> {
  const { step } = checking;
  switch (step.operation) {
    case 'createUser':
      return checkPerson(checking, { done: 'active', open: 'archived', gone: OPEN });
    case 'createProfile':
    case 'createGroup':
      return checkNamed(checking, nameOf(step.key), { found: DONE, missing: OPEN });
    case 'archive':
      return checkPerson(checking, { done: 'archived', open: 'active', gone: CHANGED });
    case 'delete':
      return checkNamed(checking, nameOf(step.key), { found: OPEN, missing: DONE });
    case 'rename':
      return checkRename(checking);
    case 'addMember':
    case 'removeMember':
      return checkMembers(checking);
    case 'setPermissions':
    case 'setDashboard':
    case 'setProfileTemplate':
    case 'link':
    case 'unlink':
    case 'setOpenAccess':
      return checkPart(checking);
    case 'signOut':
      // Nothing tells it, and once more does no harm.
      return OPEN;
    default:
      return step.operation satisfies never;
  }
}

interface Found {
  readonly kind: 'found';
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}
type Unknown = Extract<StepState, { kind: 'unknown' }>;

async function rowsNamed(
  { client, step, signal }: Pick<Checking, 'client' | 'step' | 'signal'>,
  name: string,
): Promise<Found | Unknown> {
  const kind = step.key.slice(0, step.key.indexOf(':'));
  const reply = await client(
    { method: 'GET', path: `/${kind}s?${kind === 'user' ? 'email' : 'name'}=${encodeURIComponent(name)}` },
    signal,
  );
  if (reply.kind !== 'answered') return unknown(reply);
  const list = isObject(reply.value) ? reply.value.list : undefined;
  if (!Array.isArray(list)) return { kind: 'unknown', message: 'The account answered in an unknown form.' };
  return { kind: 'found', rows: list.filter(isObject) };
}

const unknown = (reply: Exclude<Reply, { kind: 'answered' }>): Unknown => ({ kind: 'unknown', message: reply.message });

async function checkPerson(
  checking: Checking,
  { done, open, gone }: { readonly done: string; readonly open: string; readonly gone: StepState },
): Promise<StepState> {
  const found = await rowsNamed(checking, nameOf(checking.step.key));
  if (found.kind === 'unknown') return found;
  const [person] = found.rows;
  if (!person) return gone;
  if (person.status === done) return DONE;
  return person.status === open ? OPEN : CHANGED;
}

async function checkNamed(
  checking: Checking,
  name: string,
  { found, missing }: { readonly found: StepState; readonly missing: StepState },
): Promise<StepState> {
  const listed = await rowsNamed(checking, name);
  if (listed.kind === 'unknown') return listed;
  if (listed.rows.length > 1) return CHANGED;
  return listed.rows.length === 0 ? missing : found;
}

/** By the name before and the name after: of an address that stays, the names that go with it tell. */
async function checkRename(checking: Checking): Promise<StepState> {
  const { input, precondition } = checking.step;
  const before = await rowsNamed(checking, nameBefore(checking.step));
  const after = await rowsNamed(checking, textOf(input.email ?? input.name) ?? nameOf(checking.step.key));
  if (before.kind === 'unknown') return before;
  if (after.kind === 'unknown') return after;
  if (after.rows.some((row) => has(row, input))) return DONE;
  return before.rows.some((row) => has(row, precondition)) ? OPEN : CHANGED;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const nameBefore = ({ key, precondition }: Step): string =>
  textOf(precondition.email ?? precondition.name) ?? nameOf(key);

const has = (row: Readonly<Record<string, unknown>>, fields: Step['input']): boolean =>
  Object.entries(fields).every(([name, value]) =>
    name === 'email' ? userKey(String(row.email)) === userKey(String(value)) : row[name] === value,
  );

/** What somebody removed since does not keep anybody waiting: the account told. */
const notFound = (looked: Exclude<Looked, { kind: 'found' }>): StepState =>
  looked.kind === 'missing' ? CHANGED : unknown(looked.reply);

async function checkMembers({ client, keys, step, signal }: Checking): Promise<StepState> {
  const group = await keys.idOf(step.key, signal);
  if (group.kind !== 'found') return notFound(group);
  const wanted: number[] = [];
  for (const email of Array.isArray(step.input.users) ? step.input.users : []) {
    const member = await keys.idOf(userKey(String(email)), signal);
    if (member.kind !== 'found') return notFound(member);
    wanted.push(Number(member.id));
  }
  const reply = await client({ method: 'GET', path: `/groups/${group.id}/members` }, signal);
  if (reply.kind !== 'answered') return unknown(reply);
  const users = isObject(reply.value) ? reply.value.users : undefined;
  const members = new Set(Array.isArray(users) ? users : []);
  const isDone = wanted.every((id) => members.has(id) === (step.operation === 'addMember'));
  return isDone ? DONE : OPEN;
}

/** A part of one resource: its value now against the one that is written and the one that was there. */
async function checkPart({ client, keys, step, signal }: Checking): Promise<StepState> {
  const subject = await keys.idOf(step.key, signal);
  if (subject.kind !== 'found') return notFound(subject);
  const kind = step.key.slice(0, step.key.indexOf(':'));
  const reply = await client(partOf(step, `/${kind}s/${subject.id}`), signal);
  if (reply.kind !== 'answered') return unknown(reply);
  if (!isObject(reply.value)) return { kind: 'unknown', message: 'The account answered in an unknown form.' };
  return compare(step, reply.value);
}

function partOf({ operation, input, precondition }: Step, path: string): WireRequest {
  const keys = Object.keys(isObject(input.permissions) ? input.permissions : precondition).join(',');
  const parts: Readonly<Record<string, string>> = {
    setPermissions: `/permissions?keys=${keys}`,
    setDashboard: '/dashboard',
    setProfileTemplate: `/template?fields=${Object.keys(input).join(',')}`,
    link: '/link',
    unlink: '/link',
    setOpenAccess: '/open-access',
  };
  return { method: 'GET', path: `${path}${parts[operation] ?? ''}` };
}

function compare({ operation, input, precondition }: Step, now: Readonly<Record<string, unknown>>): StepState {
  if (operation === 'unlink') return now.profile === null ? DONE : same(now, precondition) ? OPEN : CHANGED;
  const after = operation === 'setPermissions' && isObject(input.permissions) ? input.permissions : input;
  if (same(now, after)) return DONE;
  return same(now, precondition) ? OPEN : CHANGED;
}

const same = (now: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(fields).every(([name, value]) => isSame(now[name], value));
