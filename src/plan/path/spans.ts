import type { ResourceKey } from '../../model/index.js';
import type { During } from './phases.js';

/** Between so many steps done and so many, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Loss extends Span {
  readonly user: ResourceKey;
  readonly capability: string;
}

/** The stretch in which a phase holds, when the steps are carried out in this order. */
export type SpanOf = (during: During) => Span | undefined;

export interface Order {
  readonly spanOf: SpanOf;
  /** How many steps there are. */
  readonly end: number;
}

export function spansIn(order: readonly number[], placeOf: (step: number) => number): SpanOf {
  const place = new Map(order.map((step, index) => [step, index]));
  const at = (step: number) => place.get(placeOf(step)) ?? 0;
  return ({ done, undone }) => {
    const from = done.reduce((last, step) => Math.max(last, at(step) + 1), 0);
    const to = undone.reduce((first, { step }) => Math.min(first, at(step)), order.length);
    return from <= to ? { from, to } : undefined;
  };
}
