import { describe, expect, it } from 'vitest';
import { accessChanges } from '../../src/access/differences.js';
import { type AccountState, type Dashboard, EVERYWHERE, levelDashboard } from '../../src/model/index.js';
import { live, liveProfile, liveUser } from '../support/accounts.js';

const ADA = 'ada@acme.example';
const BO = 'bo@acme.example';
const CY = 'cy@acme.example';

const state = (facts: Parameters<typeof live>[0]): AccountState => live(facts).state;
const supervisor = (pages: Dashboard['pages'], groups: 'all' | readonly string[]): Dashboard => ({
  level: 'supervisor',
  pages,
  scope: { ...EVERYWHERE, groups },
});

/** `ada: +capability(targets) !` for each row. */
function rows(before: AccountState, after: AccountState): string[] {
  return accessChanges(before, after).flatMap(({ email, gains, losses, uncertain }) => {
    const show = (sign: string) => (row: (typeof gains)[number]) =>
      `${email.split('@')[0]} ${sign}${row.capability}${row.targets ? `(${row.targets.map((target) => target.replace(/^user:|@.*$/g, '')).join(' ')})` : ''}${row.privileged ? ' !' : ''}`;
    return [...gains.map(show('+')), ...losses.map(show('-')), ...uncertain.map(show('?'))];
  });
}

describe('accessChanges', () => {
  it('finds everybody who is linked to a changed profile, and nobody else', () => {
    const users = [liveUser(ADA, { profile: 'Agent' }), liveUser(BO, { profile: 'Agent' }), liveUser(CY)];
    const before = state({ users, profiles: [liveProfile('Agent', { permissions: { playRecordings: 'own' } })] });
    const after = state({
      users,
      profiles: [liveProfile('Agent', { permissions: { playRecordings: 'own', showDownloadButton: true } })],
    });
    expect(rows(before, after)).toEqual(['ada +recordings.download', 'bo +recordings.download']);
    expect(accessChanges(before, after)[0]?.gains[0]?.cause).toEqual({
      key: 'profile:Agent',
      path: 'permissions.showDownloadButton',
    });
  });

  it('counts a download as nothing without something to play', () => {
    const before = state({ users: [liveUser(ADA)] });
    expect(rows(before, state({ users: [liveUser(ADA, { permissions: { showDownloadButton: true } })] }))).toEqual([]);
  });

  it('knows that restrictions grant less, and that money and the recordings of others are privileged', () => {
    const before = state({ users: [liveUser(ADA, { permissions: { tagsRequired: true, maxChannels: 2 } })] });
    const after = state({
      users: [
        liveUser(ADA, {
          permissions: { tagsRequired: false, maxChannels: 1, outOfPlanDestinations: true, playRecordings: 'allIvr' },
        }),
      ],
    });
    expect(rows(before, after)).toEqual([
      'ada +recordings.play !',
      'ada +calls.destination.outOfPlan !',
      'ada +app.tagsRequired',
      'ada -app.maxChannels',
    ]);
  });

  it('says who is reached when somebody may manage, listen or play', () => {
    const agents = [
      liveUser(BO, { groups: ['Sales'], permissions: { canBeListenedTo: true } }),
      liveUser(CY, { groups: ['Support'] }),
    ];
    const before = state({ users: [liveUser(ADA, { groups: ['Sales'] }), ...agents] });
    const after = state({
      users: [
        liveUser(ADA, { groups: ['Sales'], dashboard: supervisor({ activity: 'read', users: 'write' }, ['Sales']) }),
        ...agents,
      ],
    });
    expect(rows(before, after)).toEqual([
      'ada +page.users.write !',
      'ada +users.manage(ada bo) !',
      'ada +calls.listen(bo) !',
      'ada +page.activity.read',
    ]);
  });

  it('tells a supervisor about a person who enters the scope, and not about one who leaves or is new', () => {
    const ada = liveUser(ADA, { dashboard: supervisor({ logs: 'read' }, ['Sales']) });
    const before = state({ users: [ada, liveUser(BO, { groups: ['Support'] }), liveUser(CY, { groups: ['Sales'] })] });
    const after = state({
      users: [
        ada,
        liveUser(BO, { groups: ['Sales'] }),
        liveUser(CY, { groups: [] }),
        liveUser('di@acme.example', { groups: ['Sales'] }),
      ],
    });
    expect(rows(before, after).filter((row) => row.startsWith('ada'))).toEqual(['ada +recordings.play(bo) !']);
  });

  it('sees a wider scope as a gain and a narrower one as a loss of the same page', () => {
    const before = state({ users: [liveUser(ADA, { dashboard: supervisor({ analytics: 'read' }, ['Sales']) })] });
    const after = state({ users: [liveUser(ADA, { dashboard: supervisor({ analytics: 'read' }, ['Support']) })] });
    expect(rows(before, after)).toEqual(['ada +page.analytics.read', 'ada -page.analytics.read']);
  });

  it('says administrator in one word, and billing as money', () => {
    const before = state({ users: [liveUser(ADA), liveUser(BO, { dashboard: levelDashboard('admin') })] });
    const after = state({ users: [liveUser(ADA, { dashboard: levelDashboard('billing') }), liveUser(BO)] });
    expect(rows(before, after).filter((row) => !row.includes('('))).toEqual([
      'ada +billing.see !',
      'bo -level.admin !',
    ]);
  });

  it('says of a person who leaves only that they do', () => {
    const before = state({ users: [liveUser(ADA, { groups: ['Sales'], dashboard: levelDashboard('billing') })] });
    expect(rows(before, state({ users: [liveUser(ADA, { status: 'archived' })] }))).toEqual(['ada -account.signIn']);
  });

  it('never counts the unknown as absent', () => {
    const before = state({
      users: [{ ...liveUser(ADA), permissions: {}, dashboard: { known: false, why: 'unreadable' } }],
    });
    const after = state({
      users: [liveUser(ADA, { permissions: { snooze: true }, dashboard: levelDashboard('billing') })],
    });
    expect(rows(before, after)).toContain('ada ?app.snooze');
    expect(rows(before, after)).toContain('ada ?billing.see !');
    expect(rows(before, after).filter((row) => row.includes('+'))).toEqual([]);
  });
});
