import type { Config } from '../config/read-config.js';
import type { AskedCapability, Diagnostic, Live, Place } from '../model/index.js';

/** IVRs that policies and tests name and the account does not have: a rule of a misspelt IVR would keep nobody from anything. */
export function unknownIvrs({ desired, locate }: Config, { ivrs }: Live): Diagnostic[] {
  const names = new Set(ivrs.map(({ name }) => name));
  return [...asked(desired)].flatMap(({ capability, at }): Diagnostic[] => {
    const { argument = '', text } = capability;
    if (!argument.startsWith('ivr:') || names.has(argument.slice('ivr:'.length))) return [];
    const source = locate(at, 'value');
    const message = `"${text}" names the IVR "${argument.slice('ivr:'.length)}", which the account does not have.`;
    const hint = `IVRs of the account: ${[...names].slice(0, 8).join(', ') || 'none'}.`;
    return [{ code: 'UNKNOWN_IVR', severity: 'error', message, hint, ...(source && { source }) }];
  });
}

function* asked({
  policies,
  tests,
}: Config['desired']): Iterable<{ readonly capability: AskedCapability; readonly at: Place }> {
  for (const policy of policies)
    for (const one of policy.asked) if (one.kind === 'capability') yield { capability: one.capability, at: one.at };
  for (const { can, cannot, at } of tests) for (const capability of [...can, ...cannot]) yield { capability, at };
}
