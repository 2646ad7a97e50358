import type { Api } from './api.js';
import { bodyOf, checkNameOf, titleOf } from './lengths.js';
import type { CheckRun, CheckText } from './values.js';

/** GitHub takes so many at a time. */
const ANNOTATIONS = 50;

export function checkRuns({ rest, paginate, here }: Api) {
  return {
    /** Newest first. Only programs can write any, never a person. */
    checkRuns: async (commit: string, name: string): Promise<readonly CheckRun[]> => {
      const all = await paginate(rest.checks.listForRef, {
        ...here,
        ref: commit,
        check_name: checkNameOf(name),
        filter: 'all',
      });
      return all
        .filter(({ app, status }) => app !== null && status === 'completed')
        .toSorted((one, other) => other.id - one.id)
        .map(({ id, external_id, conclusion, output }) => ({
          id,
          externalId: external_id ?? '',
          conclusion: conclusion ?? undefined,
          text: output.text ?? '',
        }));
    },
  };
}

export function checks({ rest, here }: Api) {
  return {
    check: async ({
      name,
      head,
      externalId,
      conclusion,
      title,
      summary,
      text,
      annotations,
    }: CheckText): Promise<void> => {
      const output = { title: titleOf(title), summary: bodyOf(summary), text: bodyOf(text) };
      const first = annotations.slice(0, ANNOTATIONS);
      const { data } = await rest.checks.create({
        ...here,
        name: checkNameOf(name),
        head_sha: head,
        external_id: externalId,
        status: 'completed',
        conclusion,
        output: { ...output, annotations: [...first] },
      });
      for (let start = ANNOTATIONS; start < annotations.length; start += ANNOTATIONS) {
        const some = annotations.slice(start, start + ANNOTATIONS);
        await rest.checks.update({ ...here, check_run_id: data.id, output: { ...output, annotations: [...some] } });
      }
    },
  };
}
