import type { AccessAnswer, IntegrationsAnswer } from '../../model/answers.js';
import { renderEverybody } from '../../render/access-all.js';
import { accessCsv } from '../../render/access-csv.js';
import { integrationsCsv, renderIntegrations } from '../../render/integrations.js';
import { renderPerson } from '../../render/person-report.js';
import { peopleIn } from '../../render/who-can.js';
import { accessAnswer } from '../../run/answers.js';
import { integrationsAnswer } from '../../run/integrations.js';
import { Failure } from '../failure.js';
import type { ExitCode, Invocation } from '../invocation.js';
import { answering, personTyped } from '../question.js';

export function access(invocation: Invocation): Promise<ExitCode> {
  const { args, flags } = invocation;
  const isAll = flags.has('all');
  if (isAll === args.length > 0)
    throw new Failure('access is about one person, or with --all about everybody.', {
      hint: 'Give an address, or --all.',
    });
  if (!isAll && flags.has('about'))
    throw new Failure('--about goes with --all.', { hint: 'ringctl access --all --about integrations' });
  if (flags.has('about'))
    return answering<IntegrationsAnswer>(invocation, (asked) => ({
      answer: integrationsAnswer(asked),
      people: ({ settings, logs, contacts, contactsInApp }) =>
        [settings, logs, contacts, contactsInApp].flatMap(peopleIn),
      human: renderIntegrations,
      csv: integrationsCsv,
    }));
  return answering<AccessAnswer>(invocation, (asked) => {
    const people = isAll ? asked.state.users.values() : args.map((email) => personTyped(asked, email));
    return {
      answer: accessAnswer(asked, people),
      people: (answer) => answer.people.map(({ user }) => user),
      human: isAll ? renderEverybody : renderPerson,
      csv: accessCsv,
    };
  });
}
