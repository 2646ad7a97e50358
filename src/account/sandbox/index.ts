/** The provider for the embedded account. It knows a fetch, and neither files, plans as a whole, nor output. */
import type { Patience } from '../paced-fetch.js';
import type { Account } from '../ports.js';
import { checkStep } from './checking.js';
import { createClient } from './client.js';
import { readHistory } from './history.js';
import { createKeys } from './keys.js';
import { performStep } from './performing.js';
import { COVERAGE, readAccount, readIdentity } from './reading.js';

export interface SandboxAccountOptions {
  /** In process the account's own, otherwise the global one. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Where the account listens, without a path: `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  readonly key: string;
  readonly now: () => Date;
  /** For an account that is not in this process: without it each request is sent once, and at once. */
  readonly patience?: Patience;
}

export function sandboxAccount({ fetch, baseUrl, key, now, patience }: SandboxAccountOptions): Account {
  const client = createClient({ fetch, baseUrl, key, now, patience });
  const keys = createKeys(client);
  return {
    coverage: COVERAGE,
    identity: () => readIdentity({ client, baseUrl, now }),
    read: async (onProgress) => {
      const live = await readAccount({ client, baseUrl, now }, onProgress);
      keys.learn(live);
      return live;
    },
    history: (key) => readHistory(client, baseUrl, key),
    perform: (step, signal) => performStep({ client, keys, step, signal }),
    check: (step, signal) => checkStep({ client, keys, step, signal }),
  };
}
