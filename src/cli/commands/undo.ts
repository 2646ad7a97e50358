import { type Diagnostic, nameOf, type ResourceKey } from '../../model/index.js';
import { count, inert, shortDigest } from '../../render/index.js';
import {
  type FilesBack,
  undo as run,
  type Said,
  type Stays,
  type Undoing,
  type Undone,
  type Written,
} from '../../run/undo.js';
import { acceptedLimits } from '../accept.js';
import { carriedDocument } from '../apply-document.js';
import { reportExitCode } from '../apply-exit.js';
import {
  type Asked,
  commandLine,
  directRun,
  masked,
  maskOfAsked,
  printDocument,
  resultOf,
  show,
  tellDeclined,
} from '../direct-run.js';
import { directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { interruptsOf } from '../interrupt.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print, TOOL } from '../invocation.js';
import { lockedFailure } from '../locked-failure.js';
import { openAccount } from '../open-account.js';
import { lockRequest, openLedger } from '../open-ledger.js';
import { takeBackCutOff } from './user-editing.js';
import { invalidSection } from './validate.js';

/** Leads back to what a run changed. */
export async function undo(invocation: Invocation): Promise<ExitCode> {
  const { args, flags, io } = invocation;
  const [id = ''] = args;
  const directory = directoryOf(invocation, '.');
  await takeBackCutOff(invocation, directory);
  const interrupts = interruptsOf(invocation);
  const direct = directRun(invocation, interrupts);
  const accept = acceptedLimits(flags);
  const reason = flags.text('reason') ?? '';
  try {
    const undone = await run({
      dir: directory.path,
      run: id,
      accept,
      acceptedLimits: Object.entries(accept).map(([limit, number]) => ({ limit, number, reason })),
      expectedDigest: flags.text('digest'),
      open: openAccount(invocation),
      openLedger: openLedger(invocation),
      ...lockRequest(invocation),
      clock: io.now,
      signal: interrupts.signal,
      onStep: direct.onStep,
      tool: TOOL,
      approvals: [`undo by ${io.user}`],
      confirm: (undoing) => direct.confirm(asked(undoing)),
    });
    if (undone.kind === 'invalid') return (await invalidSection(invocation, directory, undone.diagnostics)).code;
    if (formatOf(invocation) === 'json' && 'plan' in undone)
      printDocument(invocation, undone, document(invocation, undone));
    if (undone.kind === 'nothing') return tellNothing(invocation, undone);
    if (undone.kind !== 'undone') return refused(invocation, undone, { id, isAborted: interrupts.signal.aborted });
    direct.tell(asked(undone), undone);
    return tellFiles(invocation, undone, reportExitCode(undone));
  } finally {
    interrupts.end();
  }
}

function document(invocation: Invocation, undone: Extract<Undone, Undoing>): object {
  const { kind, stays, files, plan } = undone;
  const { changed, left } = files;
  return {
    result: kind === 'undone' ? resultOf(undone, kind) : kind,
    digest: plan.digest,
    ...(kind === 'undone' && carriedDocument(undone, maskOfAsked(invocation, undone))),
    ...(kind === 'refused' && { exceeded: undone.exceeded }),
    ...(kind === 'declined' && { command: commandLine(invocation, words(invocation, undone)) }),
    stays,
    files: { changed, left, ...('written' in undone && { written: writtenDocument(undone.written, files) }) },
  };
}

const words = ({ flags }: Invocation, { record, plan }: Undoing): readonly string[] => [
  'undo',
  record.id,
  '--digest',
  shortDigest(plan.digest),
  ...flags.list('accept').flatMap((limit) => ['--accept', limit]),
  ...(flags.has('reason') ? ['--reason', flags.text('reason') ?? ''] : []),
];

const asked = (undoing: Undoing): Asked => ({
  ...undoing,
  notes: [...stayNotes(undoing.stays), ...fileNotes(undoing.files)],
});

const fileNotes = ({ changed, left }: FilesBack): readonly string[] => [
  ...changed.map((said) => `Files: ${placeOf(said)} is taken back.`),
  ...left.map(
    (said) =>
      `Files: ${placeOf(said)} still asks for it, and is left to you: it speaks of others as well, or cannot be edited.`,
  ),
];

function placeOf({ key, path, source }: Said): string {
  const at = source ? `${inert(source.file)}:${source.line} ` : '';
  return `${at}${inert(nameOf(key))}${path === '' ? '' : `, ${inert(path)},`}`;
}

/** The account is back already; who said yes to the change of the files has seen the plan. */
function tellNothing(invocation: Invocation, undone: Extract<Undone, { kind: 'nothing' }>): ExitCode {
  if (undone.written === undefined) show(invocation, asked(undone));
  return tellFiles(invocation, undone, 0);
}

/** What became of the files. Whoever undid the account and not the files is told: the next apply would bring it again. */
function tellFiles(
  invocation: Invocation,
  { written, files }: Pick<Extract<Undone, { kind: 'undone' }>, 'written' | 'files'>,
  code: ExitCode,
): ExitCode {
  if (files.changes.length === 0) return code;
  if (written?.ok) {
    if (formatOf(invocation) !== 'json' && !isQuiet(invocation))
      print(invocation, `Files changed: ${pathsOf(files).map(inert).join(', ')}.\n`);
    return code;
  }
  const why = written ? `${inert(written.file)}: ${written.why}` : 'not all of it was undone';
  throw new Failure(`The files were left as they are: ${why}.`, {
    code: code === 0 ? 6 : code,
    hint: 'Take the change back in them, or the next apply brings it again.',
  });
}

const pathsOf = ({ changes }: FilesBack): readonly string[] => changes.map(({ path }) => path);

/** What became of the files, for programs. */
function writtenDocument(written: Written | undefined, files: FilesBack): object | null {
  if (written === undefined) return null;
  return written.ok
    ? { kind: 'written', files: pathsOf(files) }
    : { kind: 'failed', file: written.file, why: written.why };
}

const BECAUSE: { readonly [because in Stays['because']]: string } = {
  invited: 'was invited: an invitation cannot be taken back. To remove the person, state ensure: archived',
  deleted: 'was deleted: what is deleted does not come back',
  archived: 'was archived: state the person again with invite, and they are brought back',
  renamed: 'was renamed: state the earlier name with previously',
  'in-use': 'was created, and is in use by now',
  'signed-out': 'was signed out: they sign in again by themselves',
};

const stayNotes = (stays: readonly Stays[]): readonly string[] =>
  stays.map(({ key, because }) => `Stays: ${inert(nameOf(key))} ${BECAUSE[because]}.`);

function refused(
  invocation: Invocation,
  undone: Exclude<Undone, { kind: 'invalid' | 'undone' | 'nothing' }>,
  { id, isAborted }: { readonly id: string; readonly isAborted: boolean },
): ExitCode {
  switch (undone.kind) {
    case 'locked':
      throw lockedFailure(undone.by);
    case 'no-run':
      throw new Failure(`There is no run "${inert(id)}".`, { hint: 'ringctl history lists them.' });
    case 'unfinished':
      throw new Failure(`Run ${inert(id)} was cut off, and the account does not tell what became of it.`, {
        code: 8,
        hint: 'Nothing was sent. Try again when the account answers.',
      });
    case 'changed-since':
      throw new Failure(masked(invocation, changedText(undone.keys, id)), {
        code: 5,
        hint: 'Nothing was sent. Change the files instead, and review the plan.',
      });
    case 'refused':
      showRefused(invocation, undone, id);
      return 4;
    case 'stale':
      show(invocation, asked(undone));
      throw new Failure(`The plan is another one by now than ${inert(undone.expected)}.`, {
        code: 5,
        hint: 'Nothing was sent. Review this plan.',
      });
    case 'declined':
      tellDeclined(invocation, words(invocation, undone));
      return isAborted ? 130 : 1;
    default:
      return undone satisfies never;
  }
}

const changedText = (keys: readonly ResourceKey[], id: string): string =>
  `Since run ${inert(id)} something else has changed ${keys.map((key) => inert(nameOf(key))).join(', ')}.`;

function showRefused(invocation: Invocation, undone: Extract<Undone, { kind: 'refused' }>, id: string): void {
  const { exceeded } = undone;
  const diagnostics = exceeded.map(
    ({ limit, count: number, allowed }): Diagnostic => ({
      code: 'LIMIT_EXCEEDED',
      severity: 'error',
      message: `${limit}: ${count(number, 'person', 'people')}, the limit is ${allowed}.`,
    }),
  );
  const facts = { exceeded, command: `ringctl undo ${inert(id)}` };
  show(invocation, {
    ...asked(undone),
    plan: { ...undone.plan, diagnostics: [...undone.plan.diagnostics, ...diagnostics] },
    facts,
  });
}
