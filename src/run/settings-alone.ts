import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_FILE_BYTES, SETTINGS_FILE } from '../config/account-files.js';
import { readConfig, readSettings } from '../config/read-config.js';
import type { Checked, Settings } from '../model/index.js';
import { readAccountFiles } from './account-files.js';
import { readRegularFile } from './regular-file.js';

/**
 * What ringctl.yaml says, whatever is wrong with the other files: cutting somebody off, or looking at the ledger, must not wait until they are
 * mended.
 */
export async function settingsAlone(dir: string): Promise<Checked<Settings>> {
  const root = await realpath(dir).catch(() => dir);
  const own = await readRegularFile(join(root, SETTINGS_FILE), { limit: MAX_FILE_BYTES });
  if (own.ok) return readSettings({ path: SETTINGS_FILE, bytes: own.bytes });
  const checked = readConfig(await readAccountFiles(dir));
  return checked.ok ? { ...checked, value: checked.value.desired.settings } : checked;
}
