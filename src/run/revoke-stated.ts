import { comparable } from '../config/address.js';
import { readDocument } from '../config/document.js';
import { type ResourceKey, userKey } from '../model/index.js';
import type { StatedPerson } from '../plan/unseen.js';
import { readAccountFiles } from './account-files.js';

/**
 * Whom the files state as superadministrator, whatever else is wrong with them: cutting somebody off does not wait until they are mended, and
 * must not cut off the one person who can mend the account. Of a file that is no YAML nothing is known.
 */
export async function statedSuperAdmins(dir: string): Promise<ReadonlyMap<ResourceKey, StatedPerson>> {
  const { files } = await readAccountFiles(dir);
  const stated = files.flatMap((file) => entriesOf(Reflect.get(Object(readDocument(file).value), 'users')));
  return new Map(stated.filter(([, person]) => Reflect.get(Object(person), 'superAdmin') === true).map(stating));
}

const entriesOf = (users: unknown): readonly (readonly [string, unknown])[] =>
  typeof users === 'object' && users !== null ? Object.entries(users) : [];

function stating([email, person]: readonly [string, unknown]): readonly [ResourceKey, StatedPerson] {
  const key = keyOf(email);
  const before: unknown = Reflect.get(Object(person), 'previously');
  const previously = Array.isArray(before) ? before.map(String).map(keyOf) : [];
  return [key, { key, superAdmin: true, previously }];
}

const keyOf = (email: string): ResourceKey => userKey(comparable(email));
