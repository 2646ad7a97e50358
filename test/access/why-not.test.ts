import { describe, expect, it } from 'vitest';
import { CAPABILITY_NAMES } from '../../src/access/capability.js';
import { edited } from '../../src/access/edits.js';
import { whyNot } from '../../src/access/why-not.js';
import type { Edit } from '../../src/model/answers.js';
import { type AccountState, type Dashboard, EVERYWHERE, nameOf, userKey } from '../../src/model/index.js';
import { live, liveGroup, liveProfile, liveUser } from '../support/accounts.js';
import { holds } from './brute-force.js';
import { diceOf, GROUPS, randomAccount } from './random-accounts.js';

const email = (local: string) => `${local}@acme.example`;
const NOBODY = () => false;

const logs: Dashboard = { level: 'supervisor', pages: { logs: 'read' }, scope: { ...EVERYWHERE, groups: ['Sales'] } };

function acme(): AccountState {
  const users = [
    liveUser(email('ada'), { profile: 'Agent', groups: ['Sales'] }),
    liveUser(email('bo'), { profile: 'Agent', groups: ['Sales'] }),
    liveUser(email('cy'), { groups: ['Support'], dashboard: logs }),
    liveUser(email('di'), { external: true, dashboard: { level: 'billing', pages: {}, scope: EVERYWHERE } }),
    liveUser(email('ed'), { status: 'archived', permissions: { snooze: true } }),
  ];
  const profiles = [liveProfile('Agent', { permissions: { playRecordings: 'own' } })];
  return live({ users, profiles, groups: [liveGroup('Sales'), liveGroup('Support')] }).state;
}

function asked(state: AccountState, local: string, name: string, argument?: string) {
  const user = state.users.get(userKey(email(local)));
  if (!user) throw new Error(local);
  return whyNot(state, user, { query: { name, argument }, follows: NOBODY });
}

/** `1: ada unlink showDownloadButton=true` for each remedy. */
function remedies(...question: Parameters<typeof asked>): string[] {
  return asked(...question).remedies.map(({ edits, people }) => `${people.length}: ${edits.map(editText).join(', ')}`);
}

function editText({ key, path, after, unlinks }: Edit): string {
  const value =
    typeof after === 'object' && after !== null && 'pages' in after ? dashboardText(after as Dashboard) : String(after);
  return `${nameOf(key).split('@')[0]}${unlinks ? ' unlink' : ''} ${path.replace('permissions.', '')}=${value}`;
}

const dashboardText = ({ level, pages, scope }: Dashboard): string =>
  `${level} ${Object.entries(pages)
    .map(([page, access]) => `${page}:${access}`)
    .join(' ')} ${String(scope.groups)} ${scope.lines}`;

describe('whyNot', () => {
  it('offers the person alone first, then the profile of all of them', () => {
    expect(remedies(acme(), 'ada', 'recordings.download')).toEqual([
      '1: ada unlink showDownloadButton=true',
      '2: Agent showDownloadButton=true',
    ]);
  });

  it('names what stands in the way, and what they can do all the same', () => {
    const { answer, obstacles, allowed } = asked(acme(), 'ada', 'recordings.download');
    expect(answer).toBe('no');
    expect(obstacles).toEqual([
      {
        cause: { key: 'profile:Agent', path: 'permissions.showDownloadButton' },
        value: false,
        through: { kind: 'profile', profile: 'profile:Agent' },
      },
    ]);
    expect(allowed).toEqual([{ capability: 'recordings.play', argument: 'own' }]);
  });

  it.each([
    ['cy', 'recordings.download', 'own', ['1: cy showDownloadButton=true, cy playRecordings=own']],
    ['cy', 'recordings.play', 'group:Support', ['1: cy dashboard=supervisor logs:read Sales,Support all']],
    ['ada', 'recordings.play', 'group:Support', ['1: ada dashboard=supervisor logs:read Support all']],
    ['cy', 'page.logs.write', undefined, ['1: cy dashboard=supervisor logs:write Sales all']],
    ['cy', 'groups.member', 'group:Sales', ['1: cy groups=Sales,Support']],
    ['cy', 'app.maxChannels', '4', ['1: cy maxChannels=4']],
    ['cy', 'app.editCallerId', undefined, ['1: cy editCallerId=assignedIvr']],
    ['cy', 'level.admin', undefined, ['1: cy dashboard=admin  all all']],
    ['ada', 'app.tagsRequired', undefined, ['1: ada unlink tagsRequired=false', '2: Agent tagsRequired=false']],
    ['di', 'app.snooze', undefined, []],
    ['di', 'page.logs.read', undefined, ['1: di dashboard=billing logs:read all all']],
    ['ed', 'app.snooze', undefined, ['1: ed status=active']],
    [
      'cy',
      'rights.grant',
      undefined,
      [
        '1: cy dashboard=supervisor developer:write logs:read Sales all',
        '1: cy dashboard=supervisor integrations:write logs:read Sales all',
        '1: cy dashboard=supervisor users:write logs:read Sales all',
      ],
    ],
  ])('%s, %s(%s)', (local, name, argument, expected) => {
    expect(remedies(acme(), local, name, argument).sort()).toEqual([...expected].sort());
  });

  it('changes the person to be heard too, where that is needed', () => {
    expect(remedies(acme(), 'cy', 'calls.listen', 'user:ada@acme.example')).toEqual([
      '2: cy dashboard=supervisor activity:read logs:read Sales all, ada unlink canBeListenedTo=true',
      '3: cy dashboard=supervisor activity:read logs:read Sales all, Agent canBeListenedTo=true',
    ]);
  });

  it('gives a dashboard by the profile to those who follow it', () => {
    const state = acme();
    const ada = state.users.get(userKey(email('ada')));
    if (!ada) throw new Error('ada');
    const { remedies: found } = whyNot(state, ada, {
      query: { name: 'page.tasks.read', argument: undefined },
      follows: () => true,
    });
    expect(found.map(({ edits, people }) => [edits[0]?.key, people.length])).toEqual([
      ['user:ada@acme.example', 1],
      ['profile:Agent', 2],
    ]);
  });

  it('says how, where they can', () => {
    const { answer, ways, remedies: none } = asked(acme(), 'ada', 'recordings.play');
    expect([answer, ways.map(({ through }) => through.kind), none]).toEqual(['yes', ['profile'], []]);
  });

  it('offers only what the brute force confirms, and nothing that could be left out', () => {
    const dice = diceOf(31);
    const counts = { confirmed: 0, several: 0 };
    for (let round = 0; round < 60; round += 1) {
      const state = randomAccount(dice, { people: 6, unknown: dice.pick([0, 10]) });
      for (const user of state.users.values()) {
        const [first = '', ...rest] = CAPABILITY_NAMES;
        const name = dice.pick([first, ...rest]);
        const isReach = /^(?:recordings|calls\.listen|users|rights|page)/.test(name);
        const argument =
          isReach && dice.chance(60) ? dice.pick([`group:${dice.pick(GROUPS)}`, 'user:ada@acme.example']) : undefined;
        const capability = argument === undefined ? name : `${name}(${argument})`;
        for (const { edits, people } of whyNot(state, user, { query: { name, argument }, follows: () => true })
          .remedies) {
          expect([
            capability,
            holds(
              edited(state, edits, () => true),
              user.key,
              capability,
            ),
          ]).toEqual([capability, 'yes']);
          expect(people.length).toBeGreaterThan(0);
          counts.confirmed += 1;
          if (edits.length < 2) continue;
          counts.several += 1;
          for (const left of edits) {
            const fewer = edits.filter((edit) => edit !== left);
            expect([
              capability,
              holds(
                edited(state, fewer, () => true),
                user.key,
                capability,
              ),
            ]).not.toEqual([capability, 'yes']);
          }
        }
      }
    }
    expect(counts.confirmed).toBeGreaterThan(200);
    expect(counts.several).toBeGreaterThan(20);
  });
});
