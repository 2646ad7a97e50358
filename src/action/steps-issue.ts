import type { Plan } from '../model/index.js';
import { renderStepsIssue } from '../render/comment-issues.js';
import type { PlanFacts } from '../render/index.js';
import { issueMarker, keepIssue } from './posts.js';
import type { Session } from './session.js';

/** One issue with what people have to do in the dashboard: open as long as there is any. Answers its number. */
export function keepSteps(
  { github }: Pick<Session, 'github'>,
  account: string,
  { plan, facts }: { readonly plan: Plan; readonly facts: PlanFacts },
): Promise<number | undefined> {
  const body = renderStepsIssue(plan, facts.personName);
  const text =
    body === undefined ? undefined : { title: `ringctl ${account}: steps by hand`, body, labels: ['ringctl: by hand'] };
  return keepIssue(github, issueMarker('steps', account), text);
}
