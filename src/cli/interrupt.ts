import type { ExitCode } from './exit-code.js';
import type { Invocation } from './invocation.js';

export interface Interrupts {
  readonly signal: AbortSignal;
  /** From here on something is being written: the step under way is finished first. */
  readonly writingBegins: () => void;
  readonly end: () => void;
}

/** Before anything is written a run may end at once. Afterwards the first request to stop waits for the step under way, and the second does not. */
export function interruptsOf({ io, log }: Pick<Invocation, 'io' | 'log'>): Interrupts {
  const controller = new AbortController();
  let atOnce: ExitCode = 130;
  const end = io.onInterrupt(() => {
    const isFirst = !controller.signal.aborted;
    controller.abort();
    if (atOnce === 130 || !isFirst) {
      log.settle();
      io.exitNow(atOnce);
    } else log.event('interrupted', {}, 'Stopping when the step under way is finished. Once more stops at once.');
  });
  const writingBegins = () => {
    atOnce = 6;
  };
  return { signal: controller.signal, writingBegins, end };
}
