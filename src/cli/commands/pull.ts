import { type AccountFile, SETTINGS_FILE } from '../../config/account-files.js';
import { ACCOUNT_SCHEMA, CONFIG_SCHEMA } from '../../config/generated/bundled-schemas.js';
import { SPLITS } from '../../edit/account/layout.js';
import type { Diagnostic } from '../../model/index.js';
import { jsonText, renderDiagnostics } from '../../render/index.js';
import { readAccountFiles } from '../../run/account-files.js';
import { type EditedFile, writeEdited } from '../../run/edit-files.js';
import { type PulledFiles, pull as run } from '../../run/pull.js';
import { type Directory, directoryOf } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { type ExitCode, formatOf, type Invocation, print, TOOL } from '../invocation.js';
import { isLoopback, openAccount } from '../open-account.js';
import { maskOf } from '../people.js';
import { readProgress, remember } from '../plan-request.js';
import { configFile } from '../scaffold.js';
import { beginnableTable, tableIfThere } from './pull-table.js';
import { pullDocument, pullText, type TableStep } from './pull-words.js';
import { takeBackCutOff } from './user-editing.js';
import { invalidSection } from './validate.js';

export async function pull(invocation: Invocation): Promise<ExitCode> {
  const { flags, io, log } = invocation;
  const directory = directoryOf(invocation, invocation.args[0] ?? '.');
  if (!flags.has('dry-run')) await takeBackCutOff(invocation, directory);
  const start = await startFiles(invocation, directory.path);
  const people = await tableIfThere(invocation);
  const pulled = await run({
    dir: directory.path,
    open: openAccount(invocation),
    remember: remember(invocation),
    now: io.now(),
    tool: TOOL,
    onProgress: readProgress(invocation),
    split: SPLITS.find((split) => split === flags.text('split')),
    people,
    takesProposals: flags.has('proposed'),
    start: start.filter(({ path }) => path.endsWith('.yaml')),
  }).finally(log.settle);
  if (!pulled.ok) return refused(invocation, directory, pulled.diagnostics);
  const isDry = flags.has('dry-run');
  const table = tableStep(invocation, people !== undefined);
  const begun = table?.step === 'begun' ? beginnableTable(invocation, pulled.report.unreadablePeople) : undefined;
  if (!isDry)
    await writeFiles(directory.path, [
      ...start.filter(({ path }) => !path.endsWith('.yaml')).map(asNew),
      ...pulled.files,
    ]);
  if (!isDry) await begun?.();
  tell(invocation, pulled, { isDry, table });
  return 0;
}

/** Files or a table with mistakes. */
export async function refused(
  invocation: Invocation,
  directory: Directory,
  diagnostics: readonly Diagnostic[],
): Promise<ExitCode> {
  const { code, document } = await invalidSection(invocation, directory, diagnostics);
  if (formatOf(invocation) === 'json') print(invocation, jsonText(document));
  return code;
}

const asNew = ({ path, bytes }: AccountFile): EditedFile => ({
  path,
  before: undefined,
  after: new TextDecoder().decode(bytes),
});

/** All of them or none. */
export async function writeFiles(dir: string, files: readonly EditedFile[]): Promise<void> {
  const written = await writeEdited(dir, files);
  if (!written.ok)
    throw new Failure(`${written.file} was not written: ${written.why}.`, { hint: 'Nothing was written. Try again.' });
}

/** What `--account` begins a directory with: as init does, without the examples. */
async function startFiles(invocation: Invocation, dir: string): Promise<readonly AccountFile[]> {
  const account = invocation.flags.text('account');
  const provider = providerGiven(invocation);
  if (account === undefined) {
    if (provider === undefined) return [];
    throw new Failure('--team begins a directory together with --account.', {
      hint: 'Where there is a ringctl.yaml, the team stands in it: provider: { kind: ringover, team: "…" }.',
    });
  }
  if (!/^[a-z0-9-]{1,64}$/.test(account))
    throw new Failure(`--account is "${account}", and it takes lower-case letters, digits and hyphens.`);
  const found = await readAccountFiles(dir);
  if (found.files.some(({ path }) => path === SETTINGS_FILE))
    throw new Failure('The directory has a ringctl.yaml already, and --account begins a new one.', {
      hint: 'Leave --account out.',
    });
  const bytes = (text: string) => new TextEncoder().encode(text);
  return [
    { path: SETTINGS_FILE, bytes: bytes(settingsText(account, provider)) },
    { path: 'schemas/account.schema.json', bytes: bytes(`${JSON.stringify(ACCOUNT_SCHEMA, null, 2)}\n`) },
    { path: 'schemas/config.schema.json', bytes: bytes(`${JSON.stringify(CONFIG_SCHEMA, null, 2)}\n`) },
  ];
}

/** The line of ringctl.yaml for the real service, or for what is served in its place. */
function providerGiven({ flags }: Invocation): string | undefined {
  const team = flags.text('team');
  const url = flags.text('url');
  if (url !== undefined && team === undefined)
    throw new Failure('--url stands in the place of the service, and --team says of which account.');
  if (team === undefined) return undefined;
  if (!/^[A-Za-z0-9-]{1,64}$/.test(team))
    throw new Failure(`--team is "${team}", and it takes letters, digits and hyphens.`);
  if (url !== undefined && !isLoopback(url))
    throw new Failure('--url leads away from this machine, where no embedded account is served.', {
      hint: 'Use an address such as http://127.0.0.1:8080; without --url it is the service itself.',
    });
  const place = url === undefined ? '' : `, url: ${JSON.stringify(url)}`;
  return `provider: { kind: ringover, team: ${JSON.stringify(team)}${place} }`;
}

const settingsText = (account: string, provider: string | undefined): string =>
  provider === undefined ? configFile(account) : configFile(account).replace(/^provider:.*$/m, () => provider);

function tableStep({ flags }: Invocation, isThere: boolean): TableStep | undefined {
  const path = flags.text('people');
  return path === undefined ? undefined : { step: isThere ? 'taken' : 'begun', path };
}

function tell(
  invocation: Invocation,
  pulled: PulledFiles,
  { isDry, table }: { readonly isDry: boolean; readonly table: TableStep | undefined },
): void {
  const { io, flags } = invocation;
  const { live, config, warnings } = pulled;
  const mask = maskOf(invocation, config.desired.settings.account, { live, desired: config.desired });
  const hidden = (text: string) => (mask ? mask.text(text) : text);
  if (formatOf(invocation) === 'json') {
    print(invocation, hidden(jsonText(pullDocument(pulled, isDry))));
    return;
  }
  const face = faceOf(io.stdout, io, flags);
  if (warnings.length > 0) print(invocation, hidden(`${renderDiagnostics(warnings, face)}\n`));
  print(invocation, hidden(pullText(pulled, { face, isDry, isQuiet: flags.has('quiet'), table })));
}
