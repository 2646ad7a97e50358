import type { CoverageAnswer } from '../../model/answers.js';
import { coverageCsv, renderCoverage } from '../../render/coverage.js';
import { coverageAnswer } from '../../run/coverage.js';
import type { ExitCode, Invocation } from '../invocation.js';
import { answering } from '../question.js';

export function coverage(invocation: Invocation): Promise<ExitCode> {
  return answering<CoverageAnswer>(invocation, (asked) => ({
    answer: coverageAnswer(asked),
    people: () => [],
    human: renderCoverage,
    csv: coverageCsv,
  }));
}
