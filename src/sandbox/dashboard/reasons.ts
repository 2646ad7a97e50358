import { Refused } from '../refusals.js';

/** Why the rule refuses, in its own words; undefined when it allows. */
export function whyNot(rule: () => void): string | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
