import type { Coverage, Step } from '../model/index.js';

/** The same steps, each with the number of requests that it takes of this provider: under a limit they are the time that a plan takes. */
export function withRequests(steps: readonly Step[], { requests = {}, peopleAtOnce }: Coverage): readonly Step[] {
  return steps.map((step) => {
    const { users } = step.input;
    const parts = peopleAtOnce !== undefined && Array.isArray(users) ? Math.ceil(users.length / peopleAtOnce) : 1;
    const count = (requests[step.operation] ?? 1) * parts;
    return count === step.requests ? step : { ...step, requests: count };
  });
}
