import { Failure } from './failure.js';

/** Requests a second: `2/s`, or undefined for `none`. */
export function rateOf(text: string): number | undefined {
  if (text === 'none') return undefined;
  const rate = Number(/^([1-9]\d{0,5})\/s$/.exec(text)?.[1]);
  if (!Number.isNaN(rate)) return rate;
  throw new Failure(`--rate is "${text}", and that is no rate.`, { hint: 'Write it like 2/s, or none.' });
}
