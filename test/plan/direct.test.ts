import { describe, expect, it } from 'vitest';
import { type AccountState, type Dashboard, type Live, userKey } from '../../src/model/index.js';
import { planTowards } from '../../src/plan/direct.js';
import { type LiveFacts, live, liveGroup, liveUser, OPTIONS, SETTINGS } from '../support/accounts.js';

const WATCHES: Dashboard = {
  level: 'supervisor',
  pages: { users: 'read' },
  scope: { groups: ['Sales'], ivrs: 'all', lines: 'all' },
};
const account = (facts: LiveFacts): Live =>
  live({
    groups: [liveGroup('Sales')],
    identity: { teamId: '1', teamName: 'Acme', superAdmin: true, actingAs: 'ada@acme.example' },
    ...facts,
  });
const towards = (before: Live, { state: after }: { readonly state: AccountState }) =>
  planTowards(after, before, {
    settings: SETTINGS,
    tool: OPTIONS.tool,
    createdAt: OPTIONS.createdAt,
    at: OPTIONS.at,
    reason: 'back',
  }).plan;

describe('a plan towards a state that no file states', () => {
  it('says that somebody would have to wait for the one who acts', () => {
    const plan = towards(
      account({ users: [liveUser('ada@acme.example', { groups: ['Sales'] }), liveUser('bo@acme.example')] }),
      account({ users: [liveUser('ada@acme.example'), liveUser('bo@acme.example', { dashboard: WATCHES })] }),
    );
    expect(plan.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['OWN_ACCESS_FIRST', 'error']]);
    expect(plan.steps.map(({ key }) => key).at(-1)).toBe(userKey('bo@acme.example'));
  });

  it('has nothing to say where the one who acts changes last', () => {
    const plan = towards(
      account({ users: [liveUser('ada@acme.example', { groups: ['Sales'] }), liveUser('bo@acme.example')] }),
      account({ users: [liveUser('ada@acme.example'), liveUser('bo@acme.example', { groups: ['Sales'] })] }),
    );
    expect(plan.diagnostics).toEqual([]);
    expect(plan.steps.map(({ operation }) => operation)).toEqual(['addMember', 'removeMember']);
  });
});
