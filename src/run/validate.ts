import type { Config } from '../config/read-config.js';
import { inOrder } from '../config/report.js';
import { type Checked, instant, isError } from '../model/index.js';
import { assumedLive } from '../plan/offline.js';
import { readAccountFiles } from './account-files.js';
import { compile } from './compile.js';
import { dayOf } from './plan.js';
import { policyDiagnostics } from './policies.js';

/**
 * The files of one account directory, compiled, and judged by their policies as far as the files alone tell what people can do.
 * Touches no network. `version` is that of ringctl, for `requires`. Without `now` there is no day, and policies are not judged.
 */
export async function validate(dir: string, version?: string, now?: Date): Promise<Checked<Config>> {
  const files = await compile(await readAccountFiles(dir), { version });
  if (!files.ok || !now || files.value.desired.policies.length === 0) return files;
  const { value, conditions, warnings } = files;
  const { policies, settings } = value.desired;
  const at = dayOf({ at: undefined, now }, settings.timeZone);
  const after = assumedLive(value.desired, { at, readAt: instant(now) }).state;
  const facts = { after, before: undefined, access: [], at };
  const found = policyDiagnostics([{ policies, conditions, locate: value.locate }], facts, value);
  const diagnostics = inOrder([...warnings, ...found]);
  return diagnostics.some(isError) ? { ok: false, diagnostics } : { ok: true, value, warnings: diagnostics };
}
