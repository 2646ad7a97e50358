import type { Ledger } from '../ledger/index.js';
import type { Settings } from '../model/index.js';
import { settingsAlone } from '../run/settings-alone.js';
import { invalidSection } from './commands/validate.js';
import { type Directory, directoryOf } from './directories.js';
import type { ExitCode, Invocation } from './invocation.js';
import { openLedgerIfAny } from './open-ledger.js';

export interface LedgerUse {
  /** Undefined where nothing was ever written down. */
  readonly ledger: Ledger | undefined;
  readonly settings: Settings;
  readonly directory: Directory;
}

/** Does something with the ledger of the directory that -C names, or of this one. */
export async function withLedger(
  invocation: Invocation,
  work: (use: LedgerUse) => Promise<ExitCode>,
): Promise<ExitCode> {
  const directory = directoryOf(invocation, '.');
  const checked = await settingsAlone(directory.path);
  if (!checked.ok) return (await invalidSection(invocation, directory, checked.diagnostics)).code;
  const settings = checked.value;
  const ledger = await openLedgerIfAny(invocation)(settings, directory.path);
  try {
    return await work({ ledger, settings, directory });
  } finally {
    await ledger?.close();
  }
}
