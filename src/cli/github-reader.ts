import type { ReadGitHub } from '../run/github/repository.js';
import { Failure } from './failure.js';
import type { Invocation } from './invocation.js';
import { isLoopback } from './open-account.js';

const PUBLIC_API = 'https://api.github.com';
const TOKENS = ['GITHUB_TOKEN', 'GH_TOKEN'] as const;
const PATIENCE_MS = 20_000;

/** Reads from the code host with the token of the environment. */
export function gitHubReader({ io, secrets }: Pick<Invocation, 'io' | 'secrets'>): ReadGitHub {
  const base = baseOf(io.env.GITHUB_API_URL);
  const token = TOKENS.map((name) => io.env[name]?.trim()).find(Boolean);
  if (!token)
    throw new Failure('There is no token for the code host.', {
      hint: `Set ${TOKENS.join(' or ')} to one that may read the settings of the repository.`,
    });
  secrets.add(token);
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
    'user-agent': 'ringctl',
  };
  return async (path) => {
    try {
      const answer = await fetch(`${base}${path}`, {
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return { status: answer.status, body: await bodyOf(answer) };
    } catch (cause) {
      throw new Failure(`The code host at ${new URL(base).host} could not be reached.`, { cause });
    }
  };
}

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function baseOf(given = PUBLIC_API): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isSafe = url !== undefined && (url.protocol === 'https:' || isLoopback(given));
  if (!isSafe || url.username !== '' || url.search !== '')
    throw new Failure('GITHUB_API_URL is no address to which a token may be sent.', {
      hint: 'It begins with https:// and names the host of the API.',
    });
  return given.replace(/\/+$/, '');
}
