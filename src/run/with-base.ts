import { type Diagnostic, isSame } from '../model/index.js';
import { readAccountFiles } from './account-files.js';
import { readAccountFilesAt } from './base-files.js';
import { policiesIn } from './base-policies.js';
import { type Compiled, compile, conditionsOf } from './compile.js';
import type { Rulebook } from './policies.js';

/** The files of a revision, by whose rules others are judged. */
export interface BaseFiles {
  readonly ref: string;
  readonly files: Compiled;
  /** Its policies in the words of the files that are judged. */
  readonly book: Rulebook;
}

export type WithBase =
  | { readonly ok: true; readonly files: Compiled; readonly base: BaseFiles }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The files of a directory, which may state what the base revision allows them to state, and those of that revision. Throws BaseUnreadable. */
export async function compileWithBase(dir: string, ref: string, version: string): Promise<WithBase> {
  const files = await readAccountFiles(dir);
  const own = await compile(files, { version });
  if (!own.ok) return own;
  const base = await compile(await readAccountFilesAt(dir, ref), { version });
  if (!base.ok) return { ok: false, diagnostics: base.diagnostics.map((diagnostic) => inBase(diagnostic, ref)) };
  const rights = base.value.desired.settings.files;
  const head = isSame(rights, own.value.desired.settings.files) ? own : await compile(files, { version, rights });
  if (!head.ok) return head;
  return { ok: true, files: head, base: { ref, files: base, book: await baseBook(head, base, ref) } };
}

async function baseBook({ value: { desired } }: Compiled, { value: base }: Compiled, ref: string): Promise<Rulebook> {
  const conditions = await conditionsOf(base.desired.policies, [desired, base.desired]);
  return { policies: policiesIn(desired, base.desired), conditions, locate: base.locate, base: ref };
}

const inBase = (diagnostic: Diagnostic, base: string): Diagnostic => ({
  ...diagnostic,
  message: `In revision ${base}: ${diagnostic.message}`,
});
