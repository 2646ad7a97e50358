import { relative } from 'node:path';
import type { Diagnostic } from '../../model/index.js';
import {
  invalidLine,
  maskDiagnostics,
  paint,
  renderDiagnostics,
  renderWorkflowCommands,
  type Sizes,
  styled,
  validationJson,
  validLine,
} from '../../render/index.js';
import { readAccountFiles } from '../../run/account-files.js';
import { validate as run } from '../../run/validate.js';
import { type Directory, eachDirectory, type Section, slashed } from '../directories.js';
import { errorExitCode } from '../exit-code.js';
import { faceOf } from '../face-of.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print, TOOL } from '../invocation.js';
import { maskOf } from '../people.js';

export function validate(invocation: Invocation): Promise<ExitCode> {
  return eachDirectory(invocation, invocation.args, async (directory) => {
    const checked = await run(directory.path, TOOL.version, invocation.io.now());
    if (!checked.ok) return invalidSection(invocation, directory, checked.diagnostics);
    const { desired } = checked.value;
    const mask = maskOf(invocation, desired.settings.account, { desired });
    const warnings = mask ? maskDiagnostics(checked.warnings, mask) : checked.warnings;
    const sizes = {
      files: desired.fileCount,
      users: desired.users.size,
      profiles: desired.profiles.size,
      groups: desired.groups.size,
    };
    printFindings(invocation, directory, warnings);
    if (formatOf(invocation) !== 'json' && !isQuiet(invocation))
      printVerdict(invocation, validLine(sizes, warnings), false);
    return { code: 0, document: validationJson(warnings, sizes) };
  });
}

/** Files with mistakes, for every command that needs them right. */
export async function invalidSection(
  invocation: Invocation,
  directory: Directory,
  diagnostics: readonly Diagnostic[],
): Promise<Section> {
  const mask = maskOf(invocation, '', {});
  const shown = mask ? maskDiagnostics(diagnostics, mask) : diagnostics;
  const files: Pick<Sizes, 'files'> = { files: (await readAccountFiles(directory.path)).files.length };
  printFindings(invocation, directory, shown);
  const code = errorExitCode(shown) ?? 3;
  const verdict = invalidLine(shown, files.files, code === 4 ? 'Refused by policies' : 'Invalid');
  if (formatOf(invocation) !== 'json') printVerdict(invocation, verdict, true);
  return { code, document: validationJson(shown, files) };
}

function printFindings(invocation: Invocation, { path }: Directory, diagnostics: readonly Diagnostic[]): void {
  const { io, flags } = invocation;
  const format = formatOf(invocation);
  if (format === 'json' || diagnostics.length === 0) return;
  if (format === 'github') {
    const root = io.env.GITHUB_WORKSPACE ?? io.cwd;
    const prefix = slashed(relative(root, path));
    print(invocation, renderWorkflowCommands(diagnostics, prefix === '' ? '' : `${prefix}/`));
  } else print(invocation, `${renderDiagnostics(diagnostics, faceOf(io.stdout, io, flags))}\n`);
}

function printVerdict(invocation: Invocation, line: string, isBad: boolean): void {
  const { io, flags } = invocation;
  print(invocation, `${paint(styled(isBad ? 'boldRed' : 'bold', line), faceOf(io.stdout, io, flags).colours)}\n`);
}
