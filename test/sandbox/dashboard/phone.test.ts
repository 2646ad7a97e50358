import { beforeEach, describe, expect, it } from 'vitest';
import { CATALOGUE, levelDashboard, type PermissionSet } from '../../../src/model/index.js';
import { type AccountSeed, permissionsWith, SEEDS } from '../../../src/sandbox/seed/index.js';
import { OFFICE, seedUser } from '../requests.js';
import { tagsOf } from './markup.js';
import { CALL_TIME, type Guest, guestOf, pagesHouse } from './pages-house.js';
import { type Entered, type House, lastAction, type Seen } from './visitor.js';

const PHONE = 'phone@acme.example';
const PEER = '+33199001000';

const seedWith = (permissions: PermissionSet): AccountSeed => ({
  ...OFFICE,
  ivrs: [
    { name: 'Desk', numbers: ['+33199000010'], users: [PHONE] },
    { name: 'Other desk', numbers: ['+33199000011'], users: ['tom@acme.example'] },
  ],
  users: [
    ...OFFICE.users,
    seedUser(PHONE, {
      numbers: ['+33199000031'],
      permissions: permissionsWith({
        tagsRequired: false,
        noteRequired: false,
        anonymisePhoneNumbers: false,
        onlyMyMissedCallsOnIvr: false,
        ...permissions,
      }),
    }),
    seedUser('sees@acme.example', { dashboard: { ...levelDashboard('supervisor'), pages: { users: 'write' } } }),
  ],
  content: {
    tags: [{ name: 'Order', color: '#112233', description: '' }],
    snoozeReasons: ['Lunch'],
    blockedNumbers: [{ number: '+33199001990', comment: '' }],
    contacts: [
      { firstName: 'Lu', lastName: 'Ho', company: '', number: '+33199001037', owner: null, integration: null },
    ],
    calls: [
      {
        direction: 'in',
        state: 'waiting',
        user: null,
        ivr: 'Desk',
        peer: '+33199001922',
        startedAt: '2026-11-20T16:00:00.000Z',
        endedAt: null,
        recording: 'none',
        tag: null,
        note: '',
      },
      ...[PHONE, 'tom@acme.example', null].map((user) => ({
        direction: 'in' as const,
        state: 'missed' as const,
        user,
        ivr: 'Desk',
        peer: '+33199001901',
        startedAt: '2026-11-19T16:00:00.000Z',
        endedAt: '2026-11-19T16:00:30.000Z',
        recording: 'none' as const,
        tag: null,
        note: '',
      })),
      ...[PHONE, 'tom@acme.example'].map((user) => ({
        direction: 'in' as const,
        state: 'ended' as const,
        user,
        ivr: 'Desk',
        peer: '+33199001902',
        startedAt: '2026-11-18T16:00:00.000Z',
        endedAt: '2026-11-18T16:01:00.000Z',
        recording: 'recorded' as const,
        tag: null,
        note: '',
      })),
    ],
  },
});

interface Desk {
  readonly house: House;
  readonly guest: Guest;
  readonly id: number;
  act(name: string, fields?: Entered): Promise<Seen>;
  page(): Promise<Seen>;
  calls(state: string): readonly Readonly<Record<string, unknown>>[];
}

async function desk(permissions: PermissionSet, clock: () => Date = () => CALL_TIME): Promise<Desk> {
  const house = await pagesHouse(seedWith(permissions), clock);
  const guest = await guestOf(house, PHONE);
  const id = house.idOf(PHONE);
  return {
    house,
    guest,
    id,
    act: (name, fields) => guest.post(`/users/${id}/phone/${name}`, fields),
    page: () => guest.get(`/users/${id}/sees`),
    calls: (state) => house.database.all('SELECT * FROM calls WHERE state = ? ORDER BY id DESC', state),
  };
}

/** Refused: the permission that decides. Done: undefined. */
async function decides({ house, act }: Desk, name: string, fields?: Entered): Promise<string | undefined> {
  const before = house.contents();
  const { status, code } = await act(name, fields);
  expect([303, 403]).toContain(status);
  expect(house.contents() === before).toBe(status === 403);
  return code;
}

describe('what a person sees', () => {
  const statesOf = ({ page }: Seen) =>
    new Map(
      tagsOf(page)
        .filter(({ attributes }) => attributes.get('class')?.startsWith('part '))
        .map(({ attributes }) => [
          attributes.get('data-permission'),
          attributes.get('class')?.slice('part is-'.length),
        ]),
    );

  it('has all rows of the catalogue, each with its permission', async () => {
    const { page } = await desk({});
    const rows = tagsOf((await page()).page).flatMap(({ attributes }) => attributes.get('data-permission') ?? []);
    expect([...new Set(rows)].sort()).toEqual(CATALOGUE.map(({ id }) => id).sort());
    expect(rows).toHaveLength(36);
  });

  it('is hidden or frozen with every switch off, and shown or clickable with every switch on', async () => {
    const off = statesOf(await (await desk({})).page());
    const switches = CATALOGUE.filter(({ kind }) => kind === 'switch').map(({ id }) => [id, true] as const);
    const on = statesOf(await (await desk({ ...Object.fromEntries(switches), editCallerId: ['allIvr'] })).page());
    expect(off.size).toBe(19);
    for (const [permission, state] of off)
      expect([permission, state, on.get(permission)]).toEqual(
        permission === 'editCallerId' || permission === 'startStopRecording'
          ? [permission, 'frozen', 'clickable']
          : [permission, 'hidden', 'shown'],
      );
  });

  it('is there for those who may see the person, and the calls in it for nobody but the person and administrators', async () => {
    const { house, id } = await desk({});
    const path = `/users/${id}/sees`;
    const isDeskOf = async (email: string) => {
      const { status, words } = await (await guestOf(house, email)).get(path);
      return [status, words.includes('The phone, to try')];
    };
    expect(await isDeskOf(PHONE)).toEqual([200, true]);
    expect(await isDeskOf('ada@acme.example')).toEqual([200, true]);
    expect(await isDeskOf('sees@acme.example')).toEqual([200, false]);
    expect(await isDeskOf('tom@acme.example')).toEqual([403, false]);
    const before = house.contents();
    for (const email of ['sees@acme.example', 'tom@acme.example'])
      expect((await (await guestOf(house, email)).post(`/users/${id}/phone/call`, { number: PEER })).status).toBe(403);
    const ada = await guestOf(house, 'ada@acme.example');
    expect((await ada.post(`/users/${house.idOf('bea@acme.example')}/phone/call`, { number: PEER })).code).toBe(
      'ADMINISTRATOR_PROTECTED',
    );
    expect(house.contents()).toBe(before);
    expect((await ada.post(`/users/${id}/phone/call`, { number: PEER })).status).toBe(303);
  });

  it('of everybody of acme is a page', async () => {
    const house = await pagesHouse(SEEDS.acme);
    const admin = await guestOf(house, 'ada.byron@acme.example');
    const people = house.database.all("SELECT id FROM users WHERE status = 'active'");
    for (const { id } of people) expect((await admin.get(`/users/${id}/sees`)).status).toBe(200);
    expect(people).toHaveLength(60);
    for (const { id } of house.database.all("SELECT id FROM users WHERE status = 'archived'"))
      expect((await admin.get(`/users/${id}/sees`)).code).toBe('ARCHIVED');
  });
});

describe.each([
  ['snooze', 'snooze', { reason: 'Lunch' }, { snooze: true }],
  ['join', 'joinOpenGroups', { group: '2' }, { joinOpenGroups: true }],
  ['call', 'outOfPlanDestinations', { number: PEER, destination: 'outOfPlan' }, { outOfPlanDestinations: true }],
  ['call', 'frenchSpecialNumbers', { number: PEER, destination: 'frenchSpecial' }, { frenchSpecialNumbers: true }],
  ['call', 'editCallerId', { number: PEER, with: '+33199000010' }, { editCallerId: ['assignedIvr'] }],
  ['call', 'editCallerId', { number: PEER, with: '+33199000011' }, { editCallerId: ['allIvr'] }],
  ['call', 'editCallerId', { number: PEER, with: '+33199000020' }, { editCallerId: ['+33199000020'] }],
  ['pick-up', 'showWaitingList', { call: '1' }, { showWaitingList: true, pickUpWaitingListCalls: true }],
] as const)('%s', (name, permission, fields, needed) => {
  it(`is refused without ${permission}, which is named, and done with it: %j`, async () => {
    expect(await decides(await desk({}), name, fields)).toBe(permission);
    const able = await desk(needed);
    expect(await decides(able, name, fields)).toBeUndefined();
    expect(['addMember', 'phone.snooze', 'phone.call', 'phone.pickUp']).toContain(lastAction(able.house).action);
  });
});

describe('caller IDs', () => {
  it('of a narrower sort leave out the others', async () => {
    const assigned = await desk({ editCallerId: ['assignedIvr'], maxChannels: 9 });
    for (const number of ['+33199000011', '+33199000020', '+33199000002'])
      expect(await decides(assigned, 'call', { number: PEER, with: number })).toBe('editCallerId');
    expect(await decides(assigned, 'call', { number: PEER, with: '+33199000031' })).toBeUndefined();
    expect((await assigned.page()).words).toContain('Call with +33199000031 +33199000010, Desk');
  });
});

describe('a call', () => {
  it('is recorded as often as the share says, by its number', async () => {
    const busy = await desk({ allowToRecord: true, callRecordingVolume: 30, maxChannels: 200 });
    for (let index = 0; index < 100; index += 1) await busy.act('call', { number: PEER });
    expect(busy.calls('live').filter(({ recording }) => recording === 'recorded')).toHaveLength(30);
    const never = await desk({ allowToRecord: false, callRecordingVolume: 100 });
    await never.act('call', { number: PEER });
    expect(never.calls('live').map(({ recording }) => recording)).toEqual(['none']);
  });

  it('finds no channel when as many are under way as may be', async () => {
    const one = await desk({ maxChannels: 1, showWaitingList: true, pickUpWaitingListCalls: true });
    expect(await decides(one, 'call', { number: PEER })).toBeUndefined();
    expect(await decides(one, 'call', { number: PEER })).toBe('maxChannels');
    expect(await decides(one, 'pick-up', { call: '1' })).toBe('maxChannels');
    await one.act('ring', { number: PEER });
    expect(one.calls('missed')[0]).toMatchObject({ user_id: one.id, peer: PEER });
  });

  it.each([
    [
      'on the direct line, told of it',
      { objects: 'on' },
      { allowToRecord: true, notifyWhenRecording: true },
      'objected',
    ],
    ['on the direct line, silent', {}, { allowToRecord: true, notifyWhenRecording: true }, 'recorded'],
    ['on the direct line, not told', { objects: 'on' }, { allowToRecord: true }, 'recorded'],
    ['through an IVR', { objects: 'on', ivr: '1' }, { allowToRecord: true, notifyWhenRecording: true }, 'recorded'],
    ['never recorded', { objects: 'on' }, { notifyWhenRecording: true }, 'none'],
  ] as const)('of somebody who types * %s', async (_how, fields, permissions, recording) => {
    const own = await desk({ callRecordingVolume: 100, ...permissions });
    expect(await decides(own, 'ring', { number: PEER, ...fields })).toBeUndefined();
    expect(own.calls('live')[0]?.recording).toBe(recording);
  });

  it('of a blocked number leaves nothing, and one of somebody who snoozes is missed', async () => {
    const own = await desk({ snooze: true });
    const before = own.house.contents();
    expect((await own.act('ring', { number: '+33199001990' })).status).toBe(303);
    expect(own.house.contents()).toBe(before);
    await own.act('snooze', { reason: 'Lunch' });
    await own.act('ring', { number: PEER });
    expect([own.calls('live').length, own.calls('missed')[0]?.user_id]).toEqual([0, own.id]);
    await own.act('back');
    await own.act('ring', { number: PEER });
    expect(own.calls('live')).toHaveLength(1);
  });

  it('is recorded and not by the button, where it is not frozen and the caller did not object', async () => {
    const live = async (permissions: PermissionSet, fields: Entered = {}) => {
      const own = await desk({ callRecordingVolume: 0, ...permissions });
      await own.act('ring', { number: PEER, ...fields });
      return { own, call: String(own.calls('live')[0]?.id) };
    };
    const frozen = await live({ allowToRecord: true });
    expect(await decides(frozen.own, 'record', { call: frozen.call })).toBe('startStopRecording');
    const never = await live({ startStopRecording: true });
    expect(await decides(never.own, 'record', { call: never.call })).toBe('allowToRecord');
    const all = { startStopRecording: true, allowToRecord: true, notifyWhenRecording: true };
    const objected = await live(all, { objects: 'on' });
    expect(await decides(objected.own, 'record', { call: objected.call })).toBe('notifyWhenRecording');
    const able = await live(all);
    for (const recording of ['recorded', 'none']) {
      expect(await decides(able.own, 'record', { call: able.call })).toBeUndefined();
      expect(able.own.calls('live')[0]?.recording).toBe(recording);
    }
  });

  it('is answered from the waiting list with the button only', async () => {
    const looks = await desk({ showWaitingList: true });
    expect(await decides(looks, 'pick-up', { call: '1' })).toBe('pickUpWaitingListCalls');
    const able = await desk({ showWaitingList: true, pickUpWaitingListCalls: true });
    expect(await decides(able, 'queue', { number: PEER, ivr: '1' })).toBeUndefined();
    expect(able.calls('waiting')).toHaveLength(2);
    expect((await able.act('queue', { number: PEER, ivr: '2' })).code).toBe('UNKNOWN_IVR');
    expect(await decides(able, 'pick-up', { call: '1' })).toBeUndefined();
    expect(able.calls('live')[0]).toMatchObject({ id: 1, user_id: able.id });
  });
});

describe('after a call', () => {
  let now = CALL_TIME;
  beforeEach(() => {
    now = CALL_TIME;
  });
  const ended = async (permissions: PermissionSet) => {
    const own = await desk(permissions, () => now);
    await own.act('call', { number: PEER });
    const call = String(own.calls('live')[0]?.id);
    await own.act('hang-up', { call });
    return { own, call };
  };

  it('there is no window without After-Call work', async () => {
    const { own } = await ended({ tagsRequired: true, noteRequired: true, tagCalls: true });
    expect((await own.act('close-window')).status).toBe(404);
    expect((await own.page()).words).not.toContain('After-Call window open');
  });

  it('the window closes with the tag and the note that are required', async () => {
    const { own, call } = await ended({
      afterCallWorkDuration: 30,
      tagCalls: true,
      tagsRequired: true,
      noteRequired: true,
    });
    expect((await own.page()).words).toContain('To close the window takes a tag and a note');
    expect(await decides(own, 'close-window', { note: 'Said hello' })).toBe('tagsRequired');
    expect(await decides(own, 'close-window', { tag: '1' })).toBe('noteRequired');
    expect(await decides(own, 'close-window', { tag: '1', note: 'Said hello' })).toBeUndefined();
    expect(own.house.database.get('SELECT tag_id, note FROM calls WHERE id = ?', Number(call))).toMatchObject({
      tag_id: 1,
      note: 'Said hello',
    });
    expect((await own.act('close-window')).status).toBe(404);
  });

  it('a tag that cannot be given is not required', async () => {
    const { own } = await ended({ afterCallWorkDuration: 30, tagsRequired: true });
    expect(await decides(own, 'close-window', { tag: '1' })).toBe('tagCalls');
    expect(await decides(own, 'close-window')).toBeUndefined();
  });

  it('no call comes in for as long as the rest lasts', async () => {
    const { own } = await ended({ afterCallWorkDuration: 30 });
    now = new Date(CALL_TIME.getTime() + 29_999);
    await own.act('ring', { number: PEER });
    expect(own.calls('live')).toHaveLength(0);
    now = new Date(CALL_TIME.getTime() + 30_000);
    await own.act('ring', { number: PEER });
    expect(own.calls('live')).toHaveLength(1);
  });

  it('and during it a call is tagged where there is a Tag field', async () => {
    for (const [permissions, decided] of [
      [{}, 'tagCalls'],
      [{ tagCalls: true }, undefined],
    ] as const) {
      const own = await desk(permissions);
      await own.act('call', { number: PEER });
      expect(await decides(own, 'tag', { call: String(own.calls('live')[0]?.id), tag: '1' })).toBe(decided);
    }
  });
});

describe('the call log', () => {
  const OWN = 5;
  const OTHERS = 6;
  it.each([
    [{ playRecordings: 'none' }, [403, 403, 403]],
    [{ playRecordings: 'own' }, [200, 403, 403]],
    [{ playRecordings: 'own', showDownloadButton: true }, [200, 200, 403]],
    [{ playRecordings: 'allIvr', showDownloadButton: false }, [200, 403, 200]],
    [{ playRecordings: 'none', showDownloadButton: true }, [403, 403, 403]],
  ] as const)('plays and downloads with %j', async (permissions, [play, download, others]) => {
    const { guest, id } = await desk(permissions);
    const status = async (what: string, call: number) =>
      (await guest.download(`/users/${id}/phone/${what}?call=${call}`)).status;
    const found = [await status('recording', OWN), await status('download', OWN), await status('recording', OTHERS)];
    expect(found).toEqual([play, download, others]);
  });

  it('of a supervisor has no recordings of others, which are on the page Logs', async () => {
    const { house } = await desk({});
    const lead = await guestOf(house, 'lead@acme.example');
    expect((await lead.download(`/logs/${OTHERS}/recording`)).status).toBe(200);
    const own = `/users/${house.idOf('lead@acme.example')}/phone/recording?call=${OTHERS}`;
    expect((await lead.download(own)).status).toBe(403);
  });

  it.each([
    [true, 1],
    [false, 3],
  ])('shows missed calls of the IVR: only own ones %s', async (onlyMyMissedCallsOnIvr, count) => {
    const seen = await (await desk({ onlyMyMissedCallsOnIvr })).page();
    expect(seen.page.split('+33199001901')).toHaveLength(count + 1);
  });

  it('and everything else has no number in it when numbers are anonymised', async () => {
    const able = { contactsTab: true, showWaitingList: true, playRecordings: 'own' };
    const foreign = /\+3319900(?:1922|1901|1902|1555)/;
    for (const isMasked of [true, false]) {
      const own = await desk({ ...able, anonymisePhoneNumbers: isMasked });
      const done = await own.guest.submit(`/users/${own.id}/sees`, `/users/${own.id}/phone/call`, {
        number: '+33199001555',
      });
      expect(foreign.test(done.page)).toBe(!isMasked);
      expect((await own.page()).page.includes('1037</td>')).toBe(!isMasked);
    }
  });
});
