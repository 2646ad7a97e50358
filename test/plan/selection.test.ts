import { describe, expect, it } from 'vitest';
import { profileKey } from '../../src/model/index.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { assumedLive } from '../../src/plan/offline.js';
import { releasedFields } from '../../src/plan/released.js';
import {
  type DesiredFacts,
  desired,
  linked,
  live,
  liveProfile,
  liveUser,
  OPTIONS,
  wantGroup,
  wantProfile,
  wantUser,
} from '../support/accounts.js';

const ADA = 'ada@acme.example';
const BO = 'bo@acme.example';

describe('--target and --exclude', () => {
  const files: DesiredFacts = {
    users: [wantUser(ADA, { link: linked('Agent'), groups: ['Sales'] }), wantUser(BO, { groups: ['Sales'] })],
    profiles: [wantProfile('Agent'), wantProfile('Lead')],
    groups: [wantGroup('Sales')],
  };
  const account = live({ users: [liveUser(ADA), liveUser(BO)] });
  const rows = (targets: readonly string[], excludes: readonly string[] = []) => {
    const made = makePlan(desired(files), account, { ...OPTIONS, targets, excludes });
    return {
      rows: made.changes.map((change) => change.key),
      codes: made.diagnostics.map((diagnostic) => diagnostic.code),
    };
  };

  it('bring along what the target needs and nothing else', () => {
    expect(rows([`user:${ADA}`]).rows).toEqual([
      'profile:Agent',
      'group:Sales',
      `membership:Sales/${ADA}`,
      `user:${ADA}`,
    ]);
    expect(rows([`membership:Sales/${BO}`]).rows).toEqual(['group:Sales', `membership:Sales/${BO}`]);
    expect(rows(['group:Sales']).rows).toEqual(['group:Sales', `membership:Sales/${ADA}`, `membership:Sales/${BO}`]);
  });

  it('leave out what is excluded', () => {
    expect(rows([], ['profile:Lead', `user:${BO}`]).rows).not.toContain('profile:Lead');
    expect(rows([], ['profile:Lead', `user:${BO}`]).rows).toContain(`user:${ADA}`);
  });

  it('leave a membership out with its person, its group or by its name', () => {
    for (const excluded of [`user:${BO}`, `membership:Sales/${BO}`])
      expect(rows([], [excluded]).rows).not.toContain(`membership:Sales/${BO}`);
    expect(rows([], [`membership:Sales/${BO}`]).rows).toContain(`membership:Sales/${ADA}`);
    expect(rows([], ['group:Sales']).rows.filter((row) => row.startsWith('membership:'))).toEqual([]);
  });

  it('refuse an exclusion that something in the plan needs, and a name of nothing', () => {
    expect(rows([], ['profile:Agent']).codes).toEqual(['EXCLUDED_NEEDED']);
    expect(rows(['user:nobody@acme.example']).codes).toEqual(['UNKNOWN_TARGET']);
  });

  it('stand in the plan, sorted', () => {
    expect(makePlan(desired(files), account, { ...OPTIONS, targets: ['user:b', 'user:a'] }).inputs.targets).toEqual([
      'user:a',
      'user:b',
    ]);
  });
});

describe('against a base revision', () => {
  const plan = (before: DesiredFacts, after: DesiredFacts) => {
    const base = desired(before);
    const head = desired(after);
    const released = releasedFields(base, head, () => undefined);
    return makePlan(head, assumedLive(base, { at: OPTIONS.at, readAt: OPTIONS.createdAt }), {
      ...OPTIONS,
      base: { ref: 'main', released },
    });
  };

  it('only differences of the files are changes', () => {
    const before = {
      profiles: [wantProfile('Agent', { permissions: { snooze: true } })],
      users: [wantUser(ADA, { link: linked('Agent') })],
    };
    expect(plan(before, before)).toMatchObject({ changes: [], released: [], steps: [], base: 'main' });
    const after = { ...before, profiles: [wantProfile('Agent', { permissions: { snooze: false } })] };
    expect(plan(before, after).changes).toMatchObject([
      { key: 'profile:Agent', fields: [{ path: 'permissions.snooze', before: true, after: false }] },
    ]);
  });

  it('what is stated for the first time has an unknown value before', () => {
    const made = plan(
      { profiles: [wantProfile('Agent')] },
      { profiles: [wantProfile('Agent', { permissions: { snooze: true } })] },
    );
    expect(made.changes).toMatchObject([{ fields: [{ before: { unknown: 'offline' }, after: true }] }]);
  });

  it('what is no longer stated is released, never lost', () => {
    const before = {
      users: [wantUser(ADA, { link: linked('Agent'), groups: ['Sales'] })],
      profiles: [wantProfile('Agent', { permissions: { snooze: true } })],
      groups: [wantGroup('Sales')],
    };
    const made = plan(before, {
      users: [wantUser(ADA)],
      profiles: [wantProfile('Agent')],
      groups: [wantGroup('Sales')],
    });
    expect(made.changes).toEqual([]);
    expect(made.released.map((row) => `${row.key} ${row.path} ${JSON.stringify(row.value)}`)).toEqual([
      'profile:Agent permissions.snooze true',
      `user:${ADA} groups ["Sales"]`,
      `user:${ADA} profile "Agent"`,
    ]);
    expect(made.summary.released).toBe(3);
  });

  it('what only changed its name is not released', () => {
    const before = { profiles: [wantProfile('Agent', { permissions: { snooze: true } })] };
    const made = plan(before, {
      profiles: [wantProfile('Seller', { permissions: { snooze: true }, previously: [profileKey('Agent')] })],
    });
    expect(made.released).toEqual([]);
    expect(made.changes).toMatchObject([
      { key: 'profile:Seller', fields: [{ path: 'name', before: 'Agent', after: 'Seller' }] },
    ]);
  });
});

describe('the digest', () => {
  const files = {
    users: [wantUser(ADA, { link: linked('Agent') }), wantUser(BO, { link: linked('Agent') })],
    profiles: [wantProfile('Agent', { permissions: { snooze: true } })],
  };
  const account = { users: [liveUser(ADA), liveUser(BO)], profiles: [liveProfile('Agent')] };

  it('is the same for the same effect, whatever the order of people', () => {
    const one = makePlan(desired(files), live(account), OPTIONS);
    const other = makePlan(
      desired({ ...files, users: [...files.users].reverse() }),
      live({ ...account, users: [...account.users].reverse() }),
      OPTIONS,
    );
    expect(one.digest).toBe(other.digest);
    expect(one.steps.map((step) => step.id)).toEqual(other.steps.map((step) => step.id));
  });

  it('differs for another team, another value and another value before', () => {
    const digest = makePlan(desired(files), live(account), OPTIONS).digest;
    const otherTeam = live({
      ...account,
      identity: { teamId: '2', teamName: 'Acme', actingAs: undefined, superAdmin: true },
    });
    const otherValue = { ...files, profiles: [wantProfile('Agent', { permissions: { snooze: true, chatTab: true } })] };
    const otherBefore = live({ ...account, users: [liveUser(ADA, { profile: 'Old' }), liveUser(BO)] });
    const digests = [
      makePlan(desired(files), otherTeam, OPTIONS),
      makePlan(desired(otherValue), live(account), OPTIONS),
      makePlan(desired(files), otherBefore, OPTIONS),
    ].map((made) => made.digest);
    expect(new Set([digest, ...digests]).size).toBe(4);
  });
});
