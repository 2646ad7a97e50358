import { readDocument } from '../../config/document.js';
import { suggest } from '../../config/suggest.js';
import { CATALOGUE, type Json } from '../../model/index.js';
import { inert } from '../../render/index.js';
import { exceptUser } from '../../run/user-exceptions.js';
import { Failure } from '../failure.js';
import type { ExitCode, Invocation } from '../invocation.js';
import { editing, personTyped } from './user-editing.js';

export function userExcept(invocation: Invocation): Promise<ExitCode> {
  const [email = '', ...words] = invocation.args;
  const permissions = Object.fromEntries(words.map(permissionTyped));
  const as = invocation.flags.text('as') === 'profile' ? 'profile' : 'unlinked';
  return editing(invocation, (account) => [
    exceptUser({ ...account, user: personTyped(account, email) }, { permissions, as }),
  ]);
}

const PERMISSIONS: readonly string[] = CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id }) => id);

/** `snooze=false`, `editCallerId=["+33199000001", paris]`: a value is written as in the files. */
function permissionTyped(word: string): readonly [string, Json] {
  const [, id = '', text = ''] = /^([^=]+)=(.+)$/s.exec(word) ?? [];
  if (id === '')
    throw new Failure(`"${inert(word)}" is no permission with a value.`, { hint: 'Write it such as snooze=false.' });
  if (!PERMISSIONS.includes(id)) {
    const nearest = suggest(id, PERMISSIONS);
    throw new Failure(
      `There is no permission "${inert(id)}".`,
      nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` },
    );
  }
  return [id, valueTyped(id, text)];
}

function valueTyped(id: string, text: string): Json {
  const document = readDocument({ path: id, bytes: new TextEncoder().encode(`value: ${text}\n`) });
  const value: unknown = Reflect.get(Object(document.value), 'value');
  if (document.findings.length > 0 || !isValue(value))
    throw new Failure(`The value "${inert(text)}" of ${id} cannot be read.`, { hint: 'Write it as in the files.' });
  return value;
}

const isValue = (value: unknown): value is Json =>
  ['boolean', 'number', 'string'].includes(typeof value) || (Array.isArray(value) && value.every(isValue));
