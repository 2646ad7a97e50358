import { SETTINGS_FILE } from '../config/account-files.js';
import { readSettings } from '../config/read-config.js';
import { isSame, type Settings } from '../model/index.js';
import { BaseUnreadable, readAccountFilesAt } from '../run/base-files.js';
import { settingsAlone } from '../run/settings-alone.js';
import type { Directory } from './session.js';
import { ActionFailure } from './world.js';

/** What ringctl.yaml says at a commit; undefined where the directory had none that is right. */
export async function settingsAt({ path }: Directory, commit: string): Promise<Settings | undefined> {
  const { files } = await hinted(() => readAccountFilesAt(path, commit));
  const own = files.find((file) => file.path === SETTINGS_FILE);
  const checked = own && readSettings(own);
  return checked?.ok ? checked.value : undefined;
}

/**
 * Whether the files speak of the account that they spoke of before. Whoever could exchange it in a change would have another account read, and
 * written, by the rules of this one.
 */
export async function isSameAccount({ path }: Directory, before: Settings | undefined): Promise<boolean> {
  const checked = await settingsAlone(path);
  if (!checked.ok || !before) return false;
  const { account, provider } = checked.value;
  return account === before.account && isSame(provider, before.provider);
}

/** A checkout of one commit does not have the one before. */
export async function hinted<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof BaseUnreadable)) throw cause;
    throw new ActionFailure('The commit to compare with is not in the checkout.', {
      hint: 'Give actions/checkout fetch-depth: 0.',
      cause,
    });
  }
}
