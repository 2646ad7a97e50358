import { type Config, readConfig } from '../config/read-config.js';
import type { Checked } from '../model/index.js';
import { readAccountFiles } from './account-files.js';

/** The files of one account directory, compiled. Touches no network. `version` is that of ringctl, for `requires`. */
export async function validate(dir: string, version?: string): Promise<Checked<Config>> {
  return readConfig(await readAccountFiles(dir), version);
}
