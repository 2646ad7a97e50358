import { comparable } from '../../config/address.js';
import { suggest } from '../../config/suggest.js';
import { type DesiredUser, type Diagnostic, userKey } from '../../model/index.js';
import { changedPlaces, fileDiff } from '../../render/file-diff.js';
import { count, inert, inertSentence, listed } from '../../render/index.js';
import { readAccountFiles } from '../../run/account-files.js';
import { compile } from '../../run/compile.js';
import { checkEdited, type Edits, editFiles } from '../../run/edit-files.js';
import type { EditedAccount, NotPossible, UserEdits } from '../../run/user-edits.js';
import { type EditedFile, takeBackEdit, writeEdited } from '../../run/write-changes.js';
import { masked } from '../direct-run.js';
import { type Directory, directoryOf } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { type ExitCode, type Invocation, isQuiet, print, TOOL } from '../invocation.js';
import { invalidSection } from './validate.js';

type Work = (account: EditedAccount) => readonly (UserEdits | NotPossible)[];

/** Edits the files of one account. Of several ways the first is taken that leaves the files right; where none does, nothing is written. */
export async function editing(invocation: Invocation, work: Work): Promise<ExitCode> {
  try {
    return await edit(invocation, work);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, hint, code } = error;
    throw new Failure(masked(invocation, message), {
      code,
      ...(hint !== undefined && { hint: masked(invocation, hint) }),
    });
  }
}

async function edit(invocation: Invocation, work: Work): Promise<ExitCode> {
  const directory = directoryOf(invocation, '.');
  await takeBackCutOff(invocation, directory);
  const files = await readAccountFiles(directory.path);
  const compiled = await compile(files, { version: TOOL.version });
  if (!compiled.ok) return (await invalidSection(invocation, directory, compiled.diagnostics)).code;
  let findings: readonly Diagnostic[] = [];
  for (const way of work({ files, compiled })) {
    if ('why' in way) throw new Failure(way.why, way.hint === undefined ? {} : { hint: way.hint });
    const edited = editedBy(files, way.edits);
    const checked = await checkEdited({ files, edited, version: TOOL.version });
    if (checked.ok) return write(invocation, { directory, edited, remains: way.remains });
    if (findings.length === 0) findings = checked.diagnostics;
  }
  const { code } = await invalidSection(invocation, directory, findings);
  print(invocation, 'Nothing was written: the files would say this after the edit.\n');
  return code;
}

/** Before files are read that are about to be edited: an edit that was killed has left some of them edited, and others not. */
export async function takeBackCutOff({ log }: Pick<Invocation, 'log'>, directory: Directory): Promise<void> {
  const taken = await takeBackEdit(directory.path);
  if (!taken.ok)
    throw new Failure(`${inert(taken.file)}: ${taken.why}.`, {
      hint: 'An edit was cut off here. Look at the files, then remove the folder .ringctl/edit.',
    });
  const { files, left } = taken;
  if (files.length > 0)
    log.event('edit-taken-back', { files }, `An edit that was cut off is taken back: ${listed(files.map(inert))}.`);
  if (left.length > 0) {
    const line = `Changed since that edit was cut off, and left so: ${listed(left.map(inert))}.`;
    log.event('edit-left', { files: left }, line);
  }
}

function editedBy(files: EditedAccount['files'], edits: Edits): readonly EditedFile[] {
  const edited = editFiles(files, edits);
  if (edited.ok) return edited.files;
  throw new Failure(`${inert(edited.file)}: ${inertSentence(edited.why)}`, {
    hint: 'Nothing was written. Edit this place by hand.',
  });
}

async function write(
  invocation: Invocation,
  { directory, edited, remains }: { directory: Directory; edited: readonly EditedFile[]; remains: readonly string[] },
): Promise<ExitCode> {
  if (edited.length === 0) {
    print(invocation, 'The files say so already.\n');
    return 0;
  }
  const written = await writeEdited(directory.path, edited);
  if (!written.ok)
    throw new Failure(`${inert(written.file)}: ${written.why}.`, {
      hint: 'Nothing was written. Run the command again.',
    });
  if (!isQuiet(invocation)) print(invocation, told(invocation, { directory, edited, remains }));
  return 0;
}

function told(
  { io, flags }: Invocation,
  { directory, edited, remains }: { directory: Directory; edited: readonly EditedFile[]; remains: readonly string[] },
): string {
  const changes = edited.map(({ path, before = '', after }) => ({ path, before, after }));
  const isMasked = flags.has('mask-personal-data');
  const what = isMasked
    ? changedPlaces(changes)
        .map((place) => `  ${inert(place)}\n`)
        .join('')
    : `${fileDiff(changes, faceOf(io.stdout, io, flags))}\n`;
  const left = isMasked ? [] : remains.map((sentence) => `  ${inertSentence(sentence)}\n`);
  const plan = directory.label === '.' ? 'ringctl plan' : `ringctl plan ${inert(directory.label)}`;
  return [
    what,
    ...(left.length > 0 ? ['Left to do:\n', ...left] : []),
    `Edited ${count(edited.length, 'file')}. Next: ${plan}\n`,
  ].join('');
}

/** The person of the files with this address. */
export function personTyped({ compiled }: EditedAccount, text: string): DesiredUser {
  const { users } = compiled.value.desired;
  const user = users.get(userKey(comparable(text)));
  if (user) return user;
  const renamed = [...users.values()].find(({ previously }) => previously.includes(userKey(comparable(text))));
  if (renamed)
    throw new Failure(`${inert(text)} is the earlier address of ${inert(renamed.email)}.`, {
      hint: `Name ${renamed.email}.`,
    });
  const nearest = suggest(
    text,
    [...users.values()].map(({ email }) => email),
  );
  throw new Failure(`The files have no person "${inert(text)}".`, {
    ...(nearest !== undefined && { hint: `Did you mean ${inert(nearest)}?` }),
  });
}
