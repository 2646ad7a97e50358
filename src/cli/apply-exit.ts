import { waitingSteps } from '../model/index.js';
import { outcomeOf, tally } from '../render/index.js';
import type { Applied } from '../run/apply.js';
import type { CarriedOut } from '../run/carry-out.js';
import { type ExitCode, errorExitCode } from './exit-code.js';

/** The exit code of one apply. */
export function applyExitCode(
  applied: Applied,
  { isInterrupted, isDetailed }: { readonly isInterrupted: boolean; readonly isDetailed: boolean },
): ExitCode {
  switch (applied.kind) {
    case 'invalid':
      return 3;
    case 'locked':
      return 7;
    case 'unresolved':
      return 8;
    case 'nothing-to-resume':
      return 1;
    case 'refused':
      return errorExitCode(applied.planned.plan.diagnostics) ?? 3;
    case 'nothing':
      return 0;
    case 'stale':
      return 5;
    case 'declined':
      return isInterrupted ? 130 : 1;
    case 'applied':
      return reportExitCode(applied, isDetailed);
    default:
      return applied satisfies never;
  }
}

/** Waiting for steps by hand is 9 only where that was asked for. Whether anything may have been written decides between "partly" and "failed": what is ambiguous may have been. */
export function reportExitCode({ report, after }: Pick<CarriedOut, 'report' | 'after'>, isDetailed = false): ExitCode {
  const { total, done } = tally(report);
  const outcomes = report.results.flatMap((result) => outcomeOf(result)?.kind ?? []);
  if (report.halted?.because === 'key-refused' && done < total) return 8;
  const isWritten = outcomes.some((kind) => kind === 'done' || kind === 'ambiguous');
  if ((done < total || report.halted) && isWritten) return 6;
  if (done < total) return report.interrupted ? 130 : outcomes.every((kind) => kind === 'stale') ? 5 : 1;
  if (!after) return 8;
  const waits = waitingSteps(after.steps);
  if (after.steps.some(({ id, mode }) => mode === 'automatic' && !waits.has(id))) return 6;
  return isDetailed && after.steps.length > 0 ? 9 : 0;
}
