import { nameFor, outcomeOf, type PersonName, progressLine, skippedOf, stepSentence } from '../render/index.js';
import type { StepEvent } from '../run/apply.js';
import { faceOf } from './face-of.js';
import type { Invocation } from './invocation.js';

/** One line that changes on a terminal; elsewhere one line a step. */
export function stepProgress(
  { io, flags, log }: Invocation,
  person: { readonly name: PersonName; readonly mask: (text: string) => string },
): (event: StepEvent) => void {
  const face = faceOf(io.stderr, io, flags);
  const show = (text: string) => nameFor(face)(person.mask(text));
  const begun: number[] = [];
  return (event) => {
    const step = event.kind === 'start' ? event.step : event.result.step;
    const { index, total } = event;
    const text = stepSentence(step, show, person.name);
    if (event.kind === 'start') {
      begun.push(io.now().getTime());
      const paceMs = usualPause(begun.slice(-RECENT));
      const leftMs = paceMs === undefined ? undefined : paceMs * (total - index);
      log.live(progressLine({ index: index + 1, total, text, leftMs }, face.width));
      return;
    }
    const result = outcomeOf(event.result)?.kind ?? `skipped, ${skippedOf(event.result)?.because ?? ''}`;
    const line = progressLine({ index: index + 1, total, text, leftMs: undefined }, face.width - 10);
    log.event(
      'step',
      { number: index + 1, total, id: step.id, operation: step.operation, result },
      log.isLive ? undefined : `${line}  ${result}`,
    );
    if (index + 1 === total) log.settle();
  };
}

const RECENT = 21;

/**
 * The middle one of the pauses between steps lately. The first ones may go out at once before the account slows them down, and one long wait
 * that it asks for says nothing of the steps to come.
 */
export function usualPause(times: readonly number[]): number | undefined {
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return pauses.sort((one, other) => one - other)[pauses.length >> 1];
}
