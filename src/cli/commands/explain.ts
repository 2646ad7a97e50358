import type { ExplainAnswer } from '../../model/answers.js';
import { explainCsv, renderExplain } from '../../render/explain.js';
import { explainAnswer, fieldNamed, kindOf } from '../../run/explain.js';
import { Failure } from '../failure.js';
import type { ExitCode, Invocation } from '../invocation.js';
import { answering, didYouMean, subjectTyped } from '../question.js';

export function explain(invocation: Invocation): Promise<ExitCode> {
  const [subject = '', field] = invocation.args;
  return answering<ExplainAnswer>(invocation, (asked) => {
    const key = subjectTyped(asked, subject);
    const path = field === undefined ? undefined : pathTyped(kindOf(key), field);
    return {
      answer: explainAnswer(asked, key, path),
      people: () => [key],
      human: (answer, labels) => renderExplain(answer, labels, field !== undefined),
      csv: explainCsv,
    };
  });
}

function pathTyped(kind: ReturnType<typeof kindOf>, field: string): string {
  const named = fieldNamed(kind, field);
  if ('path' in named) return named.path;
  throw new Failure(`A ${kind} has no field "${field}".`, {
    hint: didYouMean(named.nearest) ?? 'Fields are such as snooze, dashboard, dashboard.pages.logs or groups.',
  });
}
