import { SETTINGS_FILE } from '../config/account-files.js';
import { readConfig, readSettings } from '../config/read-config.js';
import type { Checked, Settings } from '../model/index.js';
import { readAccountFiles } from './account-files.js';

/**
 * What ringctl.yaml says, whatever is wrong with the other files: cutting somebody off, or looking at the ledger, must not wait until they are
 * mended.
 */
export async function settingsAlone(dir: string): Promise<Checked<Settings>> {
  const files = await readAccountFiles(dir);
  const own = files.files.find(({ path }) => path === SETTINGS_FILE);
  if (own) return readSettings(own);
  const checked = readConfig(files);
  return checked.ok ? { ...checked, value: checked.value.desired.settings } : checked;
}
