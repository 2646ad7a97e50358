import type { ConfigFile, Provider as ProviderInput } from '../model/generated/files.js';
import type { FileRights, Limits, Provider, Settings, Share } from '../model/index.js';
import { comparable } from './address.js';

/** Until a ringctl.yaml has been read. */
export const NO_CONFIG: ConfigFile = { version: 1, account: 'unknown' };

const DEFAULT_REMOVALS: Share = { percent: 5, atLeast: 3 };
const DEFAULT_LOSSES: Share = { percent: 30, atLeast: 15 };
const DEFAULT_CHANGES: Share = { percent: 50, atLeast: 25 };

/** ringctl.yaml with every default filled in. */
export function settingsOf(config: ConfigFile): Settings {
  const { authority } = config;
  return {
    account: config.account,
    timeZone: config.timeZone ?? 'UTC',
    provider: providerOf(config.provider),
    authority: {
      users: authority?.users ?? 'additive',
      profiles: authority?.profiles ?? 'additive',
      groups: authority?.groups ?? 'additive',
      memberships: authority?.memberships ?? 'additive',
    },
    complete: config.complete ?? false,
    limits: limitsOf(config.limits ?? {}),
    people: mapped(config.people ?? {}, comparable),
    files: mapped(config.files ?? {}, rightsOf),
    include: config.include ?? [],
  };
}

function providerOf(provider: ProviderInput = { kind: 'sandbox' }): Provider {
  const as = provider.as === undefined ? undefined : comparable(provider.as);
  if (provider.kind === 'sandbox') return { kind: 'sandbox', as, url: provider.url, store: provider.store };
  const { team, verified, assignMethod = 'PATCH', region, url } = provider;
  return { kind: 'ringover', team, as, verified, assignMethod, region, url };
}

function limitsOf(limits: NonNullable<ConfigFile['limits']>): Limits {
  return {
    removals: limits.removals ?? DEFAULT_REMOVALS,
    losses: limits.losses ?? DEFAULT_LOSSES,
    changes: limits.changes ?? DEFAULT_CHANGES,
    privilegedGains: limits.privilegedGains ?? 2,
    invites: limits.invites ?? 10,
    minAdmins: limits.minAdmins ?? 2,
    requiredAdmins: (limits.requiredAdmins ?? []).map(comparable),
    shrink: Number.parseInt(String(limits.shrink ?? '10%'), 10),
    recordedMaxAgeDays: Number.parseInt(limits.recordedMaxAge ?? '90d', 10),
    releases: limits.releases ?? 'allow',
  };
}

const rightsOf = (rights: NonNullable<ConfigFile['files']>[string]): FileRights => ({
  kinds: rights.kinds,
  groups: rights.groups,
  profiles: rights.profiles,
  dashboard: rights.dashboard,
});

const mapped = <Before, After>(record: { readonly [key: string]: Before }, change: (value: Before) => After) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
