import type { World } from '../world.js';

/** GitHub did not answer, or did not let us, for as long as we wait. */
export class GitHubUnavailable extends Error {
  override readonly name = 'GitHubUnavailable';
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 120_000;
const LONGEST_REQUEST_MS = 30_000;
/** What may be waited for in one job, all requests together. */
const BUDGET_MS = 600_000;

type Fetch = World['fetch'];

/**
 * Sends again what cannot have been carried out, and what may be carried out twice. What creates something is sent again only when GitHub
 * refused it for coming too often: otherwise whoever asked has to look first.
 */
export function patientFetch({ fetch, sleep, now }: Pick<World, 'fetch' | 'sleep' | 'now'>): Fetch {
  const budget = { left: BUDGET_MS };
  const pause = async (ms: number): Promise<boolean> => {
    if (ms > LONGEST_PAUSE_MS || ms > budget.left) return false;
    budget.left -= ms;
    await sleep(ms);
    return true;
  };
  const attempt = async (request: Request, number: number): Promise<Response> => {
    const isLast = number >= ATTEMPTS;
    const backOff = FIRST_PAUSE_MS * 2 ** (number - 1);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_REQUEST_MS)]);
    const sent = await fetch(new Request(request.clone(), { signal })).then(
      (answer) => ({ answer }),
      (cause: unknown) => ({ cause }),
    );
    if ('answer' in sent) {
      const { answer } = sent;
      const wait = limitedForMs(answer, now());
      if (wait !== undefined && !isLast && (await pause(Math.max(wait, backOff)))) return attempt(request, number + 1);
      const isTrouble = answer.status >= 500 && request.method !== 'POST';
      if (isTrouble && !isLast && (await pause(backOff))) return attempt(request, number + 1);
      return answer;
    }
    if (request.method !== 'POST' && !isLast && (await pause(backOff))) return attempt(request, number + 1);
    throw new GitHubUnavailable('GitHub could not be reached.', { cause: sent.cause });
  };
  return (request) => attempt(request, 1);
}

/** How long GitHub asks to wait; undefined for any other answer. */
function limitedForMs({ status, headers }: Response, now: Date): number | undefined {
  if (status !== 429 && status !== 403) return undefined;
  const after = headers.get('retry-after');
  if (after !== null && /^\d{1,6}$/.test(after)) return Number(after) * 1000;
  if (headers.get('x-ratelimit-remaining') !== '0') return status === 429 ? FIRST_PAUSE_MS : undefined;
  const reset = Number(headers.get('x-ratelimit-reset'));
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - now.getTime()) : FIRST_PAUSE_MS;
}
