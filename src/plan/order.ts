import { byText, CODES, type Diagnostic, type OpenWindow, type ResourceKey, type Step } from '../model/index.js';
import { stepDigest } from './digest.js';
import type { Draft } from './draft.js';
import type { Ends } from './path/journeys.js';
import { leftOpen } from './path/left-open.js';
import type { Rule } from './path/rules.js';
import { type SafePath, safePath } from './path/safe-path.js';

export interface OrderOptions {
  readonly modeOf: (draft: Draft) => Step['mode'];
  readonly minAdmins: number;
  readonly requiredAdmins: readonly ResourceKey[];
  readonly actingAs: ResourceKey | undefined;
  /** Default: all there are. */
  readonly rules?: readonly Rule[];
}

export interface Ordered {
  readonly steps: readonly Step[];
  readonly leftOpen: readonly OpenWindow[];
  /** Steps that must wait until the acting identity has changed itself. */
  readonly ownFirst: readonly Step[];
}

/**
 * The steps that lead from one state to the other, on the safe path: after each of them nobody holds what they hold at neither end, nobody is without
 * what they hold at both as far as an order allows it, and there are administrators enough. Each step names those it waits for; whatever order respects
 * that is as safe, and so is every point at which it stops.
 */
export function orderSteps(ends: Ends, options: OrderOptions): Ordered {
  const { modeOf, minAdmins, requiredAdmins, actingAs: acting, rules } = options;
  const path = safePath(ends, {
    minAdmins,
    required: new Set(requiredAdmins),
    acting,
    isByHand: (draft) => modeOf(draft) === 'by-hand',
    ...(rules && { rules }),
  });
  const digests = path.writes.map(({ draft }) => stepDigest(draft));
  const steps = path.order.flatMap((number) => stepOf(path, { number, digests, modeOf }));
  return { steps, leftOpen: leftOpen(path, steps), ownFirst: waitingFor(steps, ownSteps(path, digests, acting)) };
}

interface Numbered {
  readonly number: number;
  readonly digests: readonly string[];
  readonly modeOf: OrderOptions['modeOf'];
}

const idOf = (digest: string): string => digest.slice(0, 12);

function stepOf({ writes, after }: SafePath, { number, digests, modeOf }: Numbered): readonly Step[] {
  const write = writes[number];
  const digest = digests[number];
  if (!write || digest === undefined) return [];
  const { operation, key, input, precondition } = write.draft;
  const waits = [...(after[number] ?? [])].map((step) => idOf(digests[step] ?? ''));
  return [
    {
      id: idOf(digest),
      after: [...new Set(waits)].sort(byText),
      key,
      operation,
      input,
      precondition,
      mode: modeOf(write.draft),
      requests: 1,
      digest,
      ...(write.why !== undefined && { why: write.why }),
    },
  ];
}

function ownSteps(
  { writes }: SafePath,
  digests: readonly string[],
  acting: ResourceKey | undefined,
): ReadonlySet<string> {
  const isOwn = ({ writes: keys }: Draft) => acting !== undefined && keys.includes(acting);
  return new Set(writes.flatMap(({ draft }, number) => (isOwn(draft) ? [idOf(digests[number] ?? '')] : [])));
}

const waitingFor = (steps: readonly Step[], own: ReadonlySet<string>): readonly Step[] =>
  steps.filter(({ id, after }) => !own.has(id) && after.some((earlier) => own.has(earlier)));

/** Whoever acts changes their own access last, so nothing may wait for that. */
export const ownAccessFirst = (waiting: readonly Step[]): readonly Diagnostic[] =>
  waiting.length === 0
    ? []
    : [
        {
          code: 'OWN_ACCESS_FIRST',
          severity: CODES.OWN_ACCESS_FIRST.severity,
          message: `Before ${waiting.length === 1 ? 'a step' : `${waiting.length} steps`} of this plan, such as ${waiting[0]?.operation} of ${waiting[0]?.key}, the one who carries it out would have to change their own access.`,
        },
      ];
