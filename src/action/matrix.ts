import { settingsAlone } from '../run/settings-alone.js';
import { directoriesOf } from './directories.js';
import type { Session } from './session.js';
import { ActionFailure } from './world.js';

/** A job for each account: `{"include":[{"account":"acme","directory":"accounts/acme"}]}`. */
export async function printMatrix(session: Pick<Session, 'inputs' | 'place' | 'out'>): Promise<void> {
  const include: { account: string; directory: string }[] = [];
  for (const { path, prefix } of await directoriesOf(session)) {
    const settings = await settingsAlone(path);
    const directory = prefix === '' ? '.' : prefix.slice(0, -1);
    // A file with mistakes gets its job too, which says what is wrong with it.
    include.push({ account: settings.ok ? settings.value.account : `unknown-${include.length + 1}`, directory });
  }
  const names = include.map(({ account }) => account);
  if (new Set(names).size < names.length)
    throw new ActionFailure('Two directories describe the same account: each has one.', { code: 3 });
  await session.out.set('matrix', JSON.stringify({ include }));
  session.out.say(`${include.length} accounts.`);
}
