import type { WhoCanAnswer } from '../../model/answers.js';
import { peopleIn, renderWhoCan, whoCanCsv } from '../../render/who-can.js';
import { groupNarrowsReach, whoCanAnswer } from '../../run/answers.js';
import { Failure } from '../failure.js';
import type { ExitCode, Invocation } from '../invocation.js';
import { answering, capabilityTyped, groupTyped } from '../question.js';

export function whoCan(invocation: Invocation): Promise<ExitCode> {
  const { args, flags } = invocation;
  return answering<WhoCanAnswer>(invocation, (asked) => {
    const query = capabilityTyped(asked, args[0] ?? '');
    const group = flags.text('in');
    if (group !== undefined && query.argument !== undefined && groupNarrowsReach(query.name))
      throw new Failure('--in and the brackets both say of whom.', { hint: 'Give one of the two.' });
    const within = group === undefined ? undefined : groupTyped(asked, group);
    return {
      answer: whoCanAnswer(asked, query, within),
      people: ({ holders }) => peopleIn(holders),
      human: renderWhoCan,
      csv: whoCanCsv,
    };
  });
}
