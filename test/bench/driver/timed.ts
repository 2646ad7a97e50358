/** CPU milliseconds that this process has used. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds in functions that are timed. None of them calls another. */
export const spentInTimed = { ms: 0 };

export const timed =
  <Given extends unknown[], Result>(work: (...given: Given) => Result) =>
  (...given: Given): Result => {
    const before = cpuMs();
    const result = work(...given);
    spentInTimed.ms += cpuMs() - before;
    return result;
  };
