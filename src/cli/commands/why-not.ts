import type { WhyNotAnswer } from '../../model/answers.js';
import { renderWhyNot, whyNotCsv } from '../../render/why-not.js';
import { whyNotAnswer } from '../../run/answers.js';
import type { ExitCode, Invocation } from '../invocation.js';
import { answering, capabilityTyped, personTyped } from '../question.js';

export function whyNot(invocation: Invocation): Promise<ExitCode> {
  const [user = '', capability = ''] = invocation.args;
  return answering<WhyNotAnswer>(invocation, (asked) => {
    const person = personTyped(asked, user);
    const answer = whyNotAnswer(asked, person, capabilityTyped(asked, capability));
    return {
      answer,
      people: () => [person.key, ...answer.remedies.flatMap((remedy) => remedy.people)],
      human: renderWhyNot,
      csv: whyNotCsv,
    };
  });
}
