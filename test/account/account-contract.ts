import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../src/account/ports.js';
import { NO_JOURNAL, senderOf } from '../../src/apply/sending.js';
import {
  groupKey,
  knownValue as known,
  type Live,
  levelDashboard,
  NO_DASHBOARD,
  OPERATIONS,
  type Operation,
  type Outcome,
  profileKey,
  type Step,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { type AccountSeed, permissionsWith } from '../../src/sandbox/index.js';
import { type AccountLimits, expectAgreement } from './agreement.js';
import { CONTRACT_SEED } from './contract-seed.js';
import { json, step } from './steps.js';

export interface OpenedAccount {
  readonly account: Account;
  /** What the account does not do or show; undefined where it does and shows everything. */
  readonly limits?: AccountLimits;
  readonly sleep: (ms: number) => Promise<void>;
  readonly close: () => Promise<void> | void;
}

/** What every account must do, whatever stands behind it. `open` makes an account that holds the seed, acting as its superadministrator. */
export function accountContract(name: string, open: (seed: AccountSeed) => Promise<OpenedAccount>): void {
  describe(name, () => {
    let opened: OpenedAccount;
    let live: Live;
    const proved = new Set<Operation>();
    const asked = new Set<Operation>();
    beforeEach(async () => {
      opened = await open(CONTRACT_SEED);
      live = await opened.account.read();
    });
    afterEach(() => opened.close());
    afterAll(() => {
      const claimed = OPERATIONS.filter((one) => opened.account.coverage.operations[one] === 'automatic');
      expect([...proved].toSorted()).toEqual(claimed.toSorted());
      expect([...asked].toSorted()).toEqual([...OPERATIONS].toSorted());
    });

    const perform = async (step: Step): Promise<Outcome> => {
      const { signal } = new AbortController();
      const { account, sleep } = opened;
      const outcome = await senderOf({
        account,
        journal: NO_JOURNAL,
        now: () => new Date(0),
        sleep,
        visibilityMs: 60_000,
        lastSeq: 0,
        signal,
      }).send(step);
      asked.add(step.operation);
      if (outcome.kind === 'done') proved.add(step.operation);
      return outcome;
    };
    const read = () => opened.limits?.truth() ?? opened.account.read();
    const done = async (step: Step): Promise<Live> => {
      const { account, limits } = opened;
      if (!limits || limits.carriesOut(step)) expect((await perform(step)).kind).toBe('done');
      else {
        const before = await limits.truth();
        expect(await perform(step)).toMatchObject({ kind: 'refused', reason: 'ONLY_BY_HAND' });
        expect((await limits.truth()).state).toEqual(before.state);
        await limits.byHand(step);
      }
      const after = await read();
      if (limits) expectAgreement(await account.read(), after, limits);
      return after;
    };
    const ask = () => ({ perform, done, live: () => live, read, opened: () => opened });

    readsWhole(ask());
    createsAndChanges(ask());
    linksAndGroups(ask());
    says(ask());
  });
}

const user = (live: Live, email: string): UserState | undefined => live.state.users.get(userKey(email));

interface Asking {
  perform(step: Step): Promise<Outcome>;
  /** Carried out by the account, or refused by it and done by hand; what it reads then agrees with what is so. */
  done(step: Step): Promise<Live>;
  /** As the account reads it. */
  live(): Live;
  /** As it is. */
  read(): Promise<Live>;
  opened(): OpenedAccount;
}

function readsWhole({ live, read, opened }: Asking): void {
  it('says who acts in which team', async () => {
    const superAdmin = opened().limits === undefined;
    const identity = { teamId: '1', teamName: 'Contract', actingAs: 'owner@acme.example', superAdmin };
    expect(await opened().account.identity()).toEqual(identity);
    expect(live().identity).toEqual(identity);
  });

  it('reads people, profiles, groups, numbers, IVRs and licences', async () => {
    const { state, numbers, ivrs, licences } = live();
    const { limits } = opened();
    if (limits) expectAgreement(live(), await read(), limits);
    expect([...state.users.keys()]).toEqual(
      expect.arrayContaining(['user:ada@acme.example', 'user:owner@acme.example', 'user:tom@acme.example']),
    );
    expect([...(await read()).state.users.keys()].toSorted()).toEqual([
      'user:accounts@acme.example',
      'user:ada@acme.example',
      'user:gone@acme.example',
      'user:owner@acme.example',
      'user:tom@acme.example',
    ]);
    expect([...state.profiles.keys()]).toEqual(['profile:Agent', 'profile:Lead']);
    expect([...state.groups.keys()]).toEqual(['group:Sales', 'group:Support']);
    expect(numbers.filter(({ use }) => use === 'free').map(({ number }) => number)).toEqual([
      '+33199000020',
      '+33199000021',
    ]);
    expect(ivrs).toEqual([{ name: 'Desk', numbers: ['+33199000010'] }]);
    expect(licences).toEqual([{ plan: 'Business', total: 6, used: 4 }]);
  });

  it('holds a linked person without own permissions, and an unlinked one with all', async () => {
    const { state } = await read();
    const tom = state.users.get(userKey('tom@acme.example'));
    const ada = state.users.get(userKey('ada@acme.example'));
    expect([tom?.permissions, tom && known(tom.profile), tom && known(tom.groups)]).toEqual([{}, 'Agent', ['Sales']]);
    expect([ada?.permissions, ada && known(ada.profile), ada && known(ada.dashboard)]).toEqual([
      permissionsWith({ snooze: true }),
      null,
      NO_DASHBOARD,
    ]);
  });

  it('has an id for all that it reads', () => {
    const { state, ids } = live();
    expect(ids.size).toBe(state.users.size + state.profiles.size + state.groups.size);
  });
}

function createsAndChanges({ done, read }: Asking): void {
  const ada = userKey('ada@acme.example');

  it('creates a person who has nothing but a number and a licence', async () => {
    const after = await done(
      step('createUser', userKey('kim@acme.example'), {
        email: 'kim@acme.example',
        firstName: 'Kim',
        lastName: '',
        external: false,
        number: '+33199000021',
        plan: 'Business',
        permissions: json(permissionsWith({})),
        dashboard: json(NO_DASHBOARD),
      }),
    );
    expect(user(after, 'kim@acme.example')).toMatchObject({ numbers: ['+33199000021'], plan: 'Business' });
    expect(user(after, 'kim@acme.example')?.permissions).toEqual(permissionsWith({}));
  });

  it('creates a person with number, licence, permissions and dashboard', async () => {
    const dashboard = levelDashboard('supervisor');
    const input = {
      email: 'Lea@acme.example',
      firstName: 'Léa',
      lastName: 'Moreau',
      external: false,
      number: '+33199000020',
      plan: 'Business',
    };
    const after = await done(
      step('createUser', userKey('lea@acme.example'), {
        ...input,
        permissions: json(permissionsWith({ chatTab: true })),
        dashboard: json(dashboard),
      }),
    );
    const lea = user(after, 'lea@acme.example');
    expect(lea).toMatchObject({
      email: 'Lea@acme.example',
      numbers: ['+33199000020'],
      plan: 'Business',
      external: false,
    });
    expect(lea?.permissions).toEqual(permissionsWith({ chatTab: true }));
    expect(lea && known(lea.dashboard)).toEqual(dashboard);
    expect(after.licences[0]?.used).toBe(5);
  });

  it('creates an external person', async () => {
    const input = {
      email: 'jo@audit.example',
      firstName: 'Jo',
      lastName: 'Fabre',
      external: true,
      dashboard: json(levelDashboard('billing')),
    };
    const after = await done(step('createUser', userKey('jo@audit.example'), input));
    expect(user(after, 'jo@audit.example')).toMatchObject({
      external: true,
      permissions: {},
      plan: undefined,
      numbers: [],
    });
  });

  it('changes some permissions and leaves the others', async () => {
    const after = await done(
      step('setPermissions', ada, { permissions: { snooze: false, maxChannels: 3 } }, { snooze: true, maxChannels: 1 }),
    );
    expect(user(after, 'ada@acme.example')?.permissions).toEqual(permissionsWith({ maxChannels: 3 }));
  });

  it('changes the permissions of a profile for everyone linked', async () => {
    const after = await done(
      step('setPermissions', profileKey('Agent'), { permissions: { chatTab: true } }, { chatTab: false }),
    );
    expect(after.state.profiles.get(profileKey('Agent'))?.permissions.chatTab).toBe(true);
    expect(user(after, 'tom@acme.example')?.permissions).toEqual({});
  });

  it('changes dashboard access', async () => {
    const dashboard = {
      level: 'supervisor',
      pages: { logs: 'read', users: 'write' },
      scope: { groups: ['Sales'], ivrs: ['Desk'], lines: 'ivr' },
    };
    const after = await done(step('setDashboard', ada, { dashboard }, { dashboard: json(NO_DASHBOARD) }));
    const changed = user(after, 'ada@acme.example');
    expect(changed && known(changed.dashboard)).toEqual(dashboard);
  });

  it('renames a person, who stays the same one', async () => {
    const before = (await read()).ids.get(ada);
    const after = await done(
      step(
        'rename',
        userKey('ada.byron@acme.example'),
        { email: 'ada.byron@acme.example', lastName: 'Byron' },
        { email: 'ada@acme.example', lastName: 'Last' },
      ),
    );
    expect(user(after, 'ada@acme.example')).toBeUndefined();
    expect(after.ids.get(userKey('ada.byron@acme.example'))).toBe(before);
    await done(step('signOut', userKey('ada.byron@acme.example'), {}));
  });

  it('archives a person, keeps number and licence, and brings the same person back', async () => {
    const archived = await done(step('archive', userKey('tom@acme.example'), {}, { status: 'active' }));
    expect(user(archived, 'tom@acme.example')).toMatchObject({
      status: 'archived',
      numbers: ['+33199000003'],
      plan: 'Business',
    });
    const input = {
      email: 'tom@acme.example',
      firstName: 'Tom',
      lastName: 'Becker',
      external: false,
      permissions: json(permissionsWith({})),
      dashboard: json(NO_DASHBOARD),
    };
    const back = await done(step('createUser', userKey('tom@acme.example'), input));
    const tom = user(back, 'tom@acme.example');
    expect(tom).toMatchObject({ status: 'active', numbers: ['+33199000003'], plan: 'Business' });
    expect([tom && known(tom.profile), tom && known(tom.groups)]).toEqual([null, []]);
    expect(back.ids.get(userKey('tom@acme.example'))).toBe(archived.ids.get(userKey('tom@acme.example')));
  });

  it('deletes a person and frees number and licence', async () => {
    const after = await done(step('delete', userKey('tom@acme.example'), {}, { status: 'active' }));
    expect(user(after, 'tom@acme.example')).toBeUndefined();
    expect(after.numbers.find(({ number }) => number === '+33199000003')?.use).toBe('free');
    expect(after.licences[0]?.used).toBe(3);
  });
}

function linksAndGroups({ done, read }: Asking): void {
  const ada = userKey('ada@acme.example');
  const tom = userKey('tom@acme.example');

  it('gives dashboard and groups of the profile at the moment of linking', async () => {
    const after = await done(step('link', ada, { profile: 'Lead' }, { profile: null }));
    const linked = user(after, 'ada@acme.example');
    expect(linked && [known(linked.profile), known(linked.groups), known(linked.dashboard)?.level]).toEqual([
      'Lead',
      ['Sales', 'Support'],
      'supervisor',
    ]);
    expect(linked?.permissions).toEqual({});
  });

  it('unlinks with own permissions', async () => {
    const after = await done(
      step('unlink', tom, { permissions: json(permissionsWith({ snooze: true })) }, { profile: 'Agent' }),
    );
    const unlinked = user(after, 'tom@acme.example');
    expect(unlinked?.permissions).toEqual(permissionsWith({ snooze: true }));
    expect(unlinked && known(unlinked.profile)).toBeNull();
  });

  it('does not reach those who are linked with the dashboard and groups of a profile', async () => {
    const input = { dashboard: json(levelDashboard('supervisor')), groups: ['Support'] };
    const after = await done(
      step('setProfileTemplate', profileKey('Agent'), input, { dashboard: json(NO_DASHBOARD), groups: ['Sales'] }),
    );
    const linked = user(after, 'tom@acme.example');
    expect(linked && [known(linked.dashboard), known(linked.groups)]).toEqual([NO_DASHBOARD, ['Sales']]);
    const profile = after.state.profiles.get(profileKey('Agent'));
    expect(profile && known(profile.groups)).toEqual(['Support']);
  });

  it('creates, renames and deletes a profile, and links to it by its name', async () => {
    const input = { name: 'New', permissions: json(permissionsWith({})), dashboard: json(NO_DASHBOARD), groups: [] };
    await done(step('createProfile', profileKey('New'), input));
    await done(step('rename', profileKey('Newer'), { name: 'Newer' }, { name: 'New' }));
    const linked = await done(step('link', ada, { profile: 'Newer' }, { profile: null }));
    expect(linked.state.profiles.has(profileKey('New'))).toBe(false);
    await done(step('unlink', ada, { permissions: json(permissionsWith({})) }, { profile: 'Newer' }));
    const after = await done(step('delete', profileKey('Newer'), {}, { name: 'Newer' }));
    expect(after.state.profiles.has(profileKey('Newer'))).toBe(false);
  });

  it('creates, opens, renames and deletes a group, and moves members in one step', async () => {
    await done(step('createGroup', groupKey('Field'), { name: 'Field', openAccess: false }));
    await done(step('setOpenAccess', groupKey('Field'), { openAccess: true }, { openAccess: false }));
    const joined = await done(
      step('addMember', groupKey('Field'), { users: ['ada@acme.example', 'tom@acme.example'] }),
    );
    expect(
      ['ada@acme.example', 'tom@acme.example']
        .map((email) => user(joined, email))
        .map((member) => member && known(member.groups)),
    ).toEqual([['Field'], ['Field', 'Sales']]);
    const renamed = await done(step('rename', groupKey('Fields'), { name: 'Fields' }, { name: 'Field' }));
    const group = renamed.state.groups.get(groupKey('Fields'));
    expect(group && known(group.openAccess)).toBe(true);
    await done(step('removeMember', groupKey('Fields'), { users: ['ada@acme.example', 'tom@acme.example'] }));
    const after = await done(step('delete', groupKey('Fields'), {}, { name: 'Fields' }));
    expect(after.state.groups.has(groupKey('Fields'))).toBe(false);
  });

  it('adds a member again without an effect', async () => {
    const before = await read();
    await done(step('addMember', groupKey('Sales'), { users: ['tom@acme.example'] }));
    const after = await done(step('removeMember', groupKey('Support'), { users: ['tom@acme.example'] }));
    expect(after.state).toEqual(before.state);
  });
}

function says({ perform, done, read, opened }: Asking): void {
  const ada = userKey('ada@acme.example');
  const claims = (operation: Operation) => opened().account.coverage.operations[operation] === 'automatic';

  it('writes nothing over a value that was changed since', async () => {
    const outcome = await perform(step('setPermissions', ada, { permissions: { snooze: false } }, { snooze: false }));
    expect(outcome.kind).toBe(claims('setPermissions') ? 'stale' : 'refused');
    expect((await read()).state.users.get(ada)?.permissions.snooze).toBe(true);
  });

  it('leaves what a step does not speak of, when that was changed since', async () => {
    await done(step('setPermissions', ada, { permissions: { chatTab: true } }, { chatTab: false }));
    const after = await done(step('setPermissions', ada, { permissions: { snooze: false } }, { snooze: true }));
    expect(after.state.users.get(ada)?.permissions).toEqual(permissionsWith({ chatTab: true }));
  });

  it('gives the reason of a refusal', async () => {
    const linked = await perform(
      step('setPermissions', userKey('tom@acme.example'), { permissions: { snooze: true } }, { snooze: false }),
    );
    const isClaimed = claims('setPermissions');
    expect(linked).toMatchObject({ kind: 'refused', reason: isClaimed ? 'LINKED_TO_PROFILE' : 'ONLY_BY_HAND' });
    const nobody = await perform(step('link', userKey('nobody@acme.example'), { profile: 'Lead' }));
    expect(nobody).toMatchObject({ kind: 'refused', reason: 'NOT_FOUND' });
  });

  it('does not send what was interrupted before', async () => {
    const archive = step('archive', ada, {}, { status: 'active' });
    expect((await opened().account.perform(archive, AbortSignal.abort())).kind).toBe('not-sent');
    expect((await read()).state.users.get(ada)?.status).toBe('active');
  });

  it('writes nothing by reading', async () => {
    const { readAt: _before, ...first } = await read();
    const { readAt: _mine, ...mine } = await opened().account.read();
    const { readAt: _again, ...again } = await opened().account.read();
    const { readAt: _after, ...second } = await read();
    expect([second, again]).toEqual([first, mine]);
  });
}
