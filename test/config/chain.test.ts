import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/read-config.js';
import { groupKey, profileKey, type ResourceKey, userKey } from '../../src/model/index.js';
import { valid } from './account.js';

const FILES = {
  'profiles.yaml': `callerIds: { paris: ["+33199000080"] }
profiles:
  base: { template: true, dashboard: none, permissions: { snooze: true, maxChannels: 2 } }
  agent:
    extends: base
    groups: [sales]
    dashboard:
      level: supervisor
      pages: { logs: read }
    permissions: { maxChannels: 3, editCallerId: [paris], afterCallWorkDuration: 1m30s }
  lead: { name: Lead, extends: agent, permissions: { snooze: false } }
`,
  'groups.yaml': 'groups: { sales: { name: Sales, openAccess: true } }\n',
  'users.yaml': `users:
  ada@acme.example: { profile: lead, firstName: Ada, dashboard: admin }
  bo@acme.example: { extends: agent, permissions: { maxChannels: 4 } }
`,
};

const ADA = userKey('ada@acme.example');
const BO = userKey('bo@acme.example');

/** `lead false` for each statement, the deciding one first. */
function chain({ chainOf }: Config, key: ResourceKey, path: string): string[] {
  return chainOf(key, path).map(({ holder, value }) => `${holder.kind} ${holder.id} ${JSON.stringify(value)}`);
}

describe('chainOf', () => {
  const config = valid(FILES);

  it.each<[ResourceKey, string, readonly string[]]>([
    [ADA, 'permissions.snooze', ['profile lead false', 'template base true']],
    [ADA, 'permissions.maxChannels', ['profile agent 3', 'template base 2']],
    [ADA, 'permissions.chatTab', []],
    [ADA, 'permissions.editCallerId', ['profile agent ["+33199000080"]']],
    [ADA, 'permissions.afterCallWorkDuration', ['profile agent 90']],
    [ADA, 'groups', ['profile agent ["Sales"]']],
    [ADA, 'profile', ['user ada@acme.example "lead"']],
    [ADA, 'firstName', ['user ada@acme.example "Ada"']],
    [ADA, 'dashboard.level', ['user ada@acme.example "admin"', 'profile agent "supervisor"', 'template base "none"']],
    [ADA, 'dashboard.pages.logs', ['user ada@acme.example "write"', 'profile agent "read"', 'template base "none"']],
    [BO, 'permissions.maxChannels', ['user bo@acme.example 4', 'profile agent 3', 'template base 2']],
    [BO, 'dashboard.pages.tasks', ['profile agent "none"', 'template base "none"']],
    [profileKey('Lead'), 'permissions.maxChannels', ['profile agent 3', 'template base 2']],
    [profileKey('Lead'), 'name', ['profile lead "Lead"']],
    [groupKey('Sales'), 'openAccess', ['group sales true']],
    [userKey('nobody@acme.example'), 'permissions.snooze', []],
  ])('%s %s', (key, path, expected) => {
    expect(chain(config, key, path)).toEqual(expected);
  });

  it('begins with the very line that decides, for every field that is stated', () => {
    const paths = [
      'permissions.snooze',
      'permissions.maxChannels',
      'dashboard',
      'dashboard.pages.logs',
      'groups',
      'profile',
    ];
    const found = [ADA, BO, profileKey('Lead'), profileKey('agent')].flatMap((key) =>
      paths.map((path) => [config.chainOf(key, path)[0]?.place, config.placeOf(key, path)] as const),
    );
    for (const [first, place] of found) expect(first && config.locate(first)).toEqual(place && config.locate(place));
    expect(found.filter(([first]) => first !== undefined).length).toBeGreaterThan(15);
  });
});
