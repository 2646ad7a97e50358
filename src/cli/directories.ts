import { relative, resolve } from 'node:path';
import { inert, jsonPieces } from '../render/index.js';
import { type ExitCode, worst } from './exit-code.js';
import { Failure } from './failure.js';
import { formatOf, type Invocation, print } from './invocation.js';
import { worldFailure } from './world-failure.js';

export interface Directory {
  readonly path: string;
  /** As people see it, from where they are. */
  readonly label: string;
}

export interface Section {
  readonly code: ExitCode;
  /** What `--format json` has of it. */
  readonly document?: unknown;
}

/** A section for each directory, whatever becomes of the others; the worst exit code is that of the run. */
export async function eachDirectory(
  invocation: Invocation,
  names: readonly string[],
  work: (directory: Directory) => Promise<Section>,
): Promise<ExitCode> {
  const directories = (names.length === 0 ? ['.'] : names).map((name) => directoryOf(invocation, name));
  const isMany = directories.length > 1;
  const isJson = formatOf(invocation) === 'json';
  const sections: Section[] = [];
  for (const [index, directory] of directories.entries()) {
    if (isMany && formatOf(invocation) === 'human')
      print(invocation, `${index === 0 ? '' : '\n'}${inert(directory.label)}:\n`);
    sections.push(isMany ? await guarded(invocation, directory, work) : await work(directory));
  }
  const documents = sections.map(({ document }) => document).filter((document) => document !== undefined);
  if (isJson && documents.length > 0)
    for (const piece of jsonPieces(isMany ? documents : documents[0])) print(invocation, piece);
  return worst(sections.map(({ code }) => code));
}

export function directoryOf({ base, io }: Pick<Invocation, 'base' | 'io'>, name: string): Directory {
  const path = resolve(base, name);
  return { path, label: slashed(relative(io.cwd, path)) || '.' };
}

export const slashed = (path: string): string => path.replaceAll('\\', '/');

async function guarded(
  invocation: Invocation,
  directory: Directory,
  work: (directory: Directory) => Promise<Section>,
): Promise<Section> {
  try {
    return await work(directory);
  } catch (error) {
    const failure = error instanceof Failure ? error : worldFailure(error);
    if (!failure) throw error;
    const { message, hint, code } = failure;
    invocation.log.failure(`${inert(directory.label)}: ${message}`, hint);
    return {
      code,
      document: { directory: directory.label, exitCode: code, error: { message, ...(hint !== undefined && { hint }) } },
    };
  }
}
