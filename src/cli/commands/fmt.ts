import { readDocument } from '../../config/document.js';
import { isError } from '../../model/index.js';
import { fileDiff } from '../../render/file-diff.js';
import { count, inert } from '../../render/index.js';
import { readAccountFiles } from '../../run/account-files.js';
import { type Formatted, formatFiles } from '../../run/format-files.js';
import { validate } from '../../run/validate.js';
import { writeEdited } from '../../run/write-changes.js';
import { eachDirectory } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { type ExitCode, type Invocation, isQuiet, print, TOOL } from '../invocation.js';
import { takeBackCutOff } from './user-editing.js';
import { invalidSection } from './validate.js';

/** One layout for the files of accounts. Files that are no YAML, or cannot be read, are told with exit code 3; other mistakes do not matter here. */
export function fmt(invocation: Invocation): Promise<ExitCode> {
  return eachDirectory(invocation, invocation.args, async (directory) => {
    if (!invocation.flags.has('check')) await takeBackCutOff(invocation, directory);
    const files = await readAccountFiles(directory.path);
    if (files.diagnostics.some(isError) || files.files.some((file) => readDocument(file).findings.length > 0)) {
      const checked = await validate(directory.path, TOOL.version);
      return invalidSection(invocation, directory, checked.ok ? files.diagnostics : checked.diagnostics);
    }
    const formatted = formatFiles(files.files, { isSorted: invocation.flags.has('sort') });
    if (invocation.flags.has('check')) return { code: checkedCode(invocation, formatted) };
    const written = await writeEdited(directory.path, formatted.changed);
    if (!written.ok)
      throw new Failure(`${inert(written.file)}: ${written.why}.`, {
        hint: 'Nothing was written. Run the command again.',
      });
    tellWritten(invocation, formatted);
    return { code: 0 };
  });
}

function checkedCode(invocation: Invocation, formatted: Formatted): ExitCode {
  const { io, flags } = invocation;
  const changes = formatted.changed.map(({ path, before = '', after }) => ({ path, before, after }));
  if (changes.length > 0 && !flags.has('mask-personal-data'))
    print(invocation, `${fileDiff(changes, faceOf(io.stdout, io, flags))}\n`);
  tellLeft(invocation, formatted);
  if (changes.length === 0) return 0;
  print(invocation, changes.map(({ path }) => `  ${inert(path)}\n`).join(''));
  print(invocation, `${count(changes.length, 'file')} would change. Next: ringctl fmt\n`);
  return 1;
}

function tellWritten(invocation: Invocation, formatted: Formatted): void {
  tellLeft(invocation, formatted);
  if (isQuiet(invocation)) return;
  print(invocation, formatted.changed.map(({ path }) => `  ${inert(path)}\n`).join(''));
  if (invocation.flags.has('upgrade')) print(invocation, 'No key is deprecated in this version: nothing to upgrade.\n');
  print(
    invocation,
    formatted.changed.length === 0 ? 'Nothing to change.\n' : `Changed ${count(formatted.changed.length, 'file')}.\n`,
  );
}

function tellLeft(invocation: Invocation, { left }: Formatted): void {
  for (const { path, why } of left) invocation.log.failure(`${inert(path)}: ${why}`, undefined);
}
