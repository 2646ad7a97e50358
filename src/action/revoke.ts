import { resultHeading } from '../render/comment-result.js';
import { count, tally } from '../render/index.js';
import { revoke } from '../run/revoke.js';
import type { Section } from './checks.js';
import { locking, openAccount } from './opening.js';
import type { Directory, Session } from './session.js';
import { whenFree } from './waiting.js';
import { ActionFailure, TOOL } from './world.js';

/** Cuts people off now, by the word of whoever started the job by hand, and holds them: no later merge gives them anything. */
export async function cutOff(session: Session, directory: Directory): Promise<Section> {
  const { world, inputs, place, out, event, defaultBranch } = session;
  if (event.kind !== 'by-hand' || place.ref !== `refs/heads/${defaultBranch}`)
    throw new ActionFailure('A person starts revoke by hand, from the default branch.');
  if (inputs.emails.length === 0 || inputs.reason === '')
    throw new ActionFailure('revoke needs emails and a reason.', { hint: 'Both are inputs of the workflow.' });
  const request = {
    dir: directory.path,
    emails: inputs.emails,
    reason: inputs.reason,
    by: place.actor,
    open: openAccount(world, out.hide),
    ...locking(world, place),
    tool: TOOL,
    approvals: [`revoke by ${place.actor}`],
    confirm: async () => true,
  };
  const revoked = await whenFree(session, () => revoke(request));
  const section = { directory: directory.prefix };
  if (revoked.kind !== 'revoked') {
    out.fail(REFUSALS[revoked.kind]);
    return { ...section, code: CODES[revoked.kind], result: revoked.kind };
  }
  const { account } = revoked.plan;
  const { done, total } = tally(revoked.report);
  const people = count(inputs.emails.length, 'person is', 'people are');
  await out.summarise(`### \`${account}\`: ${people} cut off\n\n${resultHeading(revoked.report)}, run ${revoked.run}.`);
  out.say(`${account}: ${people} cut off and held.`);
  return { ...section, account, code: done === total ? 0 : 6, result: 'revoked' };
}

type Refusal = Exclude<Awaited<ReturnType<typeof revoke>>['kind'], 'revoked'>;

const REFUSALS: Readonly<Record<Refusal, string>> = {
  invalid: 'The ringctl.yaml has mistakes: nobody was cut off.',
  locked: 'Another run writes to the account: nobody was cut off.',
  unknown: 'The account has nobody active with one of these addresses: nobody was cut off.',
  protected: 'One of them must stay, by a limit or as the superadministrator: nobody was cut off.',
  declined: 'Nobody was cut off.',
  held: 'They are cut off and held already: nothing is left to do.',
};

const CODES: Readonly<Record<Refusal, Section['code']>> = {
  invalid: 3,
  locked: 7,
  unknown: 1,
  protected: 4,
  declined: 1,
  held: 0,
};
