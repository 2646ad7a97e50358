/** Counts what each key was answered: true when there were as many as `rate` within the last second. Only keys that exist are counted. */
export function limiterOf(rate: number, clock: () => Date): (key: string) => boolean {
  const answered = new Map<string, readonly number[]>();
  return (key) => {
    const now = clock().getTime();
    const recent = (answered.get(key) ?? []).filter((at) => now - at < 1000);
    const isOver = recent.length >= rate;
    answered.set(key, isOver ? recent : [...recent, now]);
    return isOver;
  };
}
