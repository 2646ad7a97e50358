import type { PersonChange } from '../../access/differences.js';
import { nameOf, type ResourceKey } from '../../model/index.js';
import { fileDiff } from '../../render/file-diff.js';
import { asciiOnly, count, inert, jsonText, listed } from '../../render/index.js';
import { NotEditable } from '../../run/profile-edits.js';
import { duplicate, fromUser, type MadeProfile, ProfileMistake } from '../../run/profile-new.js';
import type { NotStanding, ProfileRequest } from '../../run/profile-standing.js';
import { type SuggestedFiles, suggest } from '../../run/profile-suggest.js';
import { type Directory, directoryOf } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print, TOOL } from '../invocation.js';
import { openAccount } from '../open-account.js';
import { maskOf } from '../people.js';
import { readProgress } from '../plan-request.js';
import { refused, writeFiles } from './pull.js';
import { takeBackCutOff } from './user-editing.js';

export function duplicateProfile(invocation: Invocation): Promise<ExitCode> {
  const [profile = '', name = ''] = invocation.args;
  return making(invocation, (request) => duplicate(request, { profile, name }));
}

export function profileFromUser(invocation: Invocation): Promise<ExitCode> {
  const [email = '', name = ''] = invocation.args;
  return making(invocation, (request) => fromUser(request, { email, name }));
}

export async function suggestProfiles(invocation: Invocation): Promise<ExitCode> {
  const { flags } = invocation;
  const directory = directoryOf(invocation, '.');
  const allowsWidening = flags.has('allow-widening');
  if (flags.has('write')) await takeBackCutOff(invocation, directory);
  const suggested = await asked(() => suggest({ ...requestFor(invocation, directory), allowsWidening }));
  if (!suggested.ok) return refused(invocation, directory, suggested.diagnostics);
  if (!allowsWidening && suggested.access.length > 0)
    throw new Failure(
      `${count(suggested.access.length, 'person', 'people')} would have other access than now, and nothing was written.`,
      {
        hint: 'Add --allow-widening to see who gains and loses what.',
        code: 4,
      },
    );
  const isWritten = flags.has('write') && suggested.files.length > 0;
  if (isWritten) await writeFiles(directory.path, suggested.files);
  const { profiles, outliers, nearDuplicates, unknown, access, files } = suggested;
  const document = {
    written: isWritten,
    profiles,
    outliers,
    nearDuplicates,
    unknown,
    access,
    files: files.map(({ path }) => path),
  };
  show(invocation, suggested, { document, lines: suggestionLines(suggested, isWritten) });
  return 0;
}

async function making(
  invocation: Invocation,
  make: (request: ProfileRequest) => Promise<MadeProfile | NotStanding>,
): Promise<ExitCode> {
  const directory = directoryOf(invocation, '.');
  await takeBackCutOff(invocation, directory);
  const made = await asked(() => make(requestFor(invocation, directory)));
  if (!made.ok) return refused(invocation, directory, made.diagnostics);
  await writeFiles(directory.path, made.files);
  const { id, name, linked, access } = made;
  const who =
    linked.length === 0
      ? 'Nobody is linked to it.'
      : `Linked to it: ${linked.map((key) => inert(nameOf(key))).join(', ')}.`;
  const lines = [
    `Profile ${inert(id)}, in the account "${inert(name)}". ${who}`,
    ...accessLines(access),
    'Next: ringctl plan',
  ];
  show(invocation, made, { document: { id, name, linked, access, files: made.files.map(({ path }) => path) }, lines });
  return 0;
}

function requestFor(invocation: Invocation, { path }: Directory): ProfileRequest {
  const { flags, io } = invocation;
  return {
    dir: path,
    tool: TOOL,
    now: io.now(),
    open: flags.has('live') ? openAccount(invocation) : undefined,
    onProgress: readProgress(invocation),
  };
}

async function asked<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProfileMistake)
      throw new Failure(error.message, { cause: error, ...(error.hint !== undefined && { hint: error.hint }) });
    if (error instanceof NotEditable)
      throw new Failure(`${error.file} cannot be edited, and nothing was written: ${error.why}`, { cause: error });
    throw error;
  }
}

interface Shown {
  readonly document: object;
  readonly lines: readonly string[];
}

function show(invocation: Invocation, done: MadeProfile | SuggestedFiles, { document, lines }: Shown): void {
  const { io, flags, log } = invocation;
  log.settle();
  const { config, live, files } = done;
  const mask = maskOf(invocation, config.desired.settings.account, { desired: config.desired, ...(live && { live }) });
  const hidden = (text: string) => (mask ? mask.text(text) : text);
  if (formatOf(invocation) === 'json') {
    print(invocation, hidden(jsonText(document)));
    return;
  }
  const face = faceOf(io.stdout, io, flags);
  const changes = files.map(({ path, before = '', after }) => ({ path, before, after }));
  const diff = isQuiet(invocation) || changes.length === 0 ? '' : `${fileDiff(changes, face).trimEnd()}\n\n`;
  const text = `${diff}${lines.join('\n')}\n`;
  print(invocation, hidden(face.ascii ? asciiOnly(text) : text));
}

function suggestionLines(suggested: SuggestedFiles, isWritten: boolean): readonly string[] {
  const { profiles, outliers, nearDuplicates, unknown, access } = suggested;
  if (profiles.length === 0) return ['No profile would spare anything.', ...unknownLines(unknown)];
  const people = profiles.reduce((sum, { linked, exceptions }) => sum + linked.length + exceptions.length, 0);
  const idOf = (index: number | undefined) => (index === undefined ? undefined : profiles[index]?.id);
  return [
    `${count(profiles.length, 'profile')} for ${count(people, 'person', 'people')}:`,
    ...profiles.map(({ id, name, linked, exceptions }) => {
      const except = exceptions.length === 0 ? '' : `, ${count(exceptions.length, 'exception')}`;
      return `  ${inert(id)} ("${inert(name)}"): ${count(linked.length, 'person', 'people')} linked${except}`;
    }),
    ...profiles.flatMap(({ id, exceptions }) =>
      exceptions.map(
        ({ key, permissions }) =>
          `  ${inert(nameOf(key))} follows ${inert(id)}, except ${listed(Object.keys(permissions))}`,
      ),
    ),
    ...nearDuplicates.map(
      ({ one, other, differences }) =>
        `Near-duplicates: ${inert(idOf(one) ?? '')} and ${inert(idOf(other) ?? '')} differ in ${listed(differences)}.`,
    ),
    ...outliers.map(({ key, nearest, differences }) => {
      const near = idOf(nearest);
      const far = near === undefined ? '' : `; ${differences} permissions from ${inert(near)}`;
      return `Like nobody else: ${inert(nameOf(key))} keeps their own permissions${far}.`;
    }),
    ...unknownLines(unknown),
    ...accessLines(access),
    isWritten ? 'Written. Next: ringctl plan' : 'Nothing was written; --write does it.',
  ];
}

const unknownLines = (unknown: readonly ResourceKey[]): readonly string[] =>
  unknown.length === 0
    ? []
    : [
        `Left out: ${count(unknown.length, 'person', 'people')} whose permissions are not all known; --live reads the account.`,
      ];

function accessLines(access: readonly PersonChange[]): readonly string[] {
  if (access.length === 0) return ['Nobody gains or loses access.'];
  return access.flatMap(({ email, gains, losses, uncertain }) => {
    const rows = [
      ...gains.map(({ capability }) => `▲ gains ${capability}`),
      ...losses.map(({ capability }) => `▼ loses ${capability}`),
      ...uncertain.map(({ capability }) => `? uncertain ${capability}`),
    ];
    return rows.map((row) => `  ${inert(email)} ${row}`);
  });
}
