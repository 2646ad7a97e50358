/** In `npm run check`; what takes long is left to it. */
export const isLong = process.env.RINGCTL_TEST_SCALE === 'long';

/** How often a property is tried: `npm test` takes the short number, `npm run check` the long one, and RINGCTL_TEST_RUNS any other. */
export function runs({ short, long }: { readonly short: number; readonly long: number }): number {
  return Number(process.env.RINGCTL_TEST_RUNS ?? (isLong ? long : short));
}
