import { AccountUnreadable } from '../account/ports.js';
import { type Diagnostic, isError, type Live, nameOf, userKey } from '../model/index.js';
import type { Made } from '../plan/make-plan.js';
import { readAccountFiles } from './account-files.js';
import { type Compiled, compile } from './compile.js';
import type { Memory } from './memory.js';
import { type PlanInputsRequest, planned } from './plan.js';

export interface CuttingOff {
  readonly request: Pick<PlanInputsRequest, 'dir' | 'tool' | 'now'>;
  readonly memory: Memory;
  readonly live: Live;
  readonly made: Made;
  /** Addresses of those who are to be held. */
  readonly emails: readonly string[];
}

/**
 * What every plan of the files would be refused for while these people are held, and is not now. Nothing where the files have mistakes, or
 * the account is not whole: that must keep nobody from being cut off.
 */
export async function refusedLater(cutting: CuttingOff): Promise<readonly Diagnostic[]> {
  const { request, live, made, memory, emails } = cutting;
  const files = await compile(await readAccountFiles(request.dir), request.tool);
  if (!files.ok) return [];
  const since = live.readAt;
  const holds = [
    ...memory.holds,
    ...emails.map((email) => ({ email: nameOf(userKey(email)), since, by: '', reason: '' })),
  ];
  const now = errorsOf(files, live, cutting);
  const then = errorsOf(files, { ...live, state: made.after }, { request, memory: { ...memory, holds } });
  const known = new Set(now?.map(({ message }) => message));
  return now && then ? then.filter(({ message }) => !known.has(message)) : [];
}

function errorsOf(
  files: Compiled,
  live: Live,
  { request, memory }: Pick<CuttingOff, 'request' | 'memory'>,
): readonly Diagnostic[] | undefined {
  const inputs = { ...request, at: undefined, targets: [], excludes: [], allowDelete: false };
  try {
    return planned({
      files,
      live,
      request: inputs,
      memory: { ...memory, lastGood: undefined },
    }).plan.diagnostics.filter(isError);
  } catch (error) {
    if (error instanceof AccountUnreadable) return undefined;
    throw error;
  }
}
