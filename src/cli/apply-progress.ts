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
  let startedAt: number | undefined;
  return (event) => {
    startedAt ??= io.now().getTime();
    const step = event.kind === 'start' ? event.step : event.result.step;
    const { index, total } = event;
    const text = stepSentence(step, show, person.name);
    if (event.kind === 'start') {
      const leftMs = index === 0 ? undefined : ((io.now().getTime() - startedAt) / index) * (total - index);
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
