/**
 * The provider for the real service, by its public API. It knows a fetch, and neither files, plans as a whole, nor output. What it relies on
 * without a source stands in assumptions.ts, and what the service calls its fields in wire.ts.
 */
import type { RouteShape, ServicePing } from '../../model/index.js';
import type { Account } from '../ports.js';
import { checkStep } from './checking.js';
import { type ClientOptions, createClient } from './client.js';
import { coverageFor } from './coverage.js';
import { baseFor } from './hosts.js';
import { createIds } from './ids.js';
import { performStep } from './performing.js';
import { pingAccount } from './ping.js';
import { type Bound, identityOf, readAccount, readTeam } from './reading.js';
import { shapesOf } from './shapes.js';
import type { AssignMethod } from './wire.js';

export { REQUESTS_PER_SECOND, RINGOVER_ASSUMPTIONS } from './assumptions.js';
export { type Region, regionOf } from './hosts.js';
export type { AssignMethod } from './wire.js';

export interface RingoverAccountOptions extends Pick<ClientOptions, 'fetch' | 'key' | 'now' | 'patience'> {
  /** Default: the host of the key's region. Any other is refused, but for this machine. */
  readonly baseUrl?: string | undefined;
  /** Id of the only team that is read and written; undefined: none is, and reading says which one the key is of. */
  readonly team: string | undefined;
  /** Address of the owner of the key. The service does not tell it; without it nobody is invited automatically. */
  readonly as: string | undefined;
  /** Day on which a person compared with the dashboard what was read: nothing is written before. */
  readonly verified: string | undefined;
  readonly assignMethod: AssignMethod;
}

export type RingoverAccount = Account & {
  /** What the key can see. Never throws for what the account answers. */
  ping(): Promise<ServicePing>;
  /** Names and types of what each route answers with, without any value. */
  shapes(): Promise<readonly RouteShape[]>;
};

/** Throws AccountUnreadable for an address that the key must not be sent to. */
export function ringoverAccount({ baseUrl, ...options }: RingoverAccountOptions): RingoverAccount {
  const { fetch, key, team, as, verified, assignMethod, now, patience } = options;
  const client = createClient({ fetch, base: baseFor(key, baseUrl), key, now, patience });
  const bound: Bound = { client, team, as, now, sleep: patience.sleep };
  const ids = createIds(bound);
  return {
    coverage: coverageFor(as),
    identity: async () => identityOf(await readTeam(bound), as),
    read: async (onProgress) => {
      const live = await readAccount(bound, onProgress);
      ids.learn(live);
      return live;
    },
    perform: (step, signal) => performStep({ bound, ids, verified, assignMethod, step, signal }),
    check: (step, signal) => checkStep({ bound, ids, step, signal }),
    ping: () => pingAccount(client, bound),
    shapes: () => shapesOf(client),
  };
}
