import { createHash } from 'node:crypto';
import { canonicalJson, type Plan, type Step } from '../model/index.js';

/** Of its canonical JSON, 64 hexadecimal digits. */
export const sha256 = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

export type StepContent = Pick<Step, 'operation' | 'key' | 'input' | 'precondition'>;

/** sha256 over what the step does and what must hold before, 64 hexadecimal digits. */
export function stepDigest({ operation, key, input, precondition }: StepContent): string {
  return sha256({ operation, key, input, precondition });
}

/** A step that waits for no other. */
export function singleStep({ operation, key, input, precondition }: StepContent): Step {
  const digest = stepDigest({ operation, key, input, precondition });
  return {
    id: digest.slice(0, 12),
    after: [],
    key,
    operation,
    input,
    precondition,
    mode: 'automatic',
    requests: 1,
    digest,
  };
}

/** Two plans with the same digest make the same requests on the same account, whoever makes them and whenever. */
export function planDigest(
  plan: Pick<Plan, 'provider' | 'account'> & { readonly teamId: string; readonly steps: readonly Step[] },
): string {
  const { provider, account, teamId, steps } = plan;
  return `sha256:${sha256({ formatVersion: 1, provider, account, teamId, steps: steps.map((step) => step.digest).sort() })}`;
}
