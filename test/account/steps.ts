import type { Json, Operation, ResourceKey, Step } from '../../src/model/index.js';

/** A step as a plan makes it; the ids and digests of plans do not matter to an account. */
export function step(
  operation: Operation,
  key: ResourceKey,
  input: Step['input'],
  precondition: Step['precondition'] = {},
): Step {
  return { id: 'step', after: [], key, operation, input, precondition, mode: 'automatic', requests: 1, digest: '' };
}

/** Values of the model as the plain JSON that steps carry. */
export const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));
