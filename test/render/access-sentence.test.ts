import { describe, expect, test } from 'vitest';
import { APP_CAPABILITIES } from '../../src/access/capability.js';
import {
  type AccessChange,
  EVERYWHERE,
  groupKey,
  type ResourceKey,
  type Scope,
  userKey,
} from '../../src/model/index.js';
import { entryOf, weightOf } from '../../src/render/access-capability.js';
import { accessSentence, type Subject } from '../../src/render/access-sentence.js';
import type { Voice } from '../../src/render/access-voice.js';
import { groupScope, row } from './story.js';

const ADA = userKey('ada@acme.example');
const OWN = { of: ADA, path: 'permissions.x' };
const names = (count: number): ResourceKey[] =>
  Array.from({ length: count }, (_, index) => userKey(`p${index}@acme.example`));

const VOICE: Voice = {
  person: (key) => key.slice(5, key.indexOf('@')),
  name: (text) => text,
  strong: (text) => `*${text}*`,
  unknown: 'unreadable',
  told: 'plan',
};

const subject = (side: Subject['side'], changes: readonly AccessChange[], parts: Partial<Subject> = {}): Subject => ({
  side,
  people: [ADA],
  changes,
  standing: { kind: 'stays' },
  heardBy: [],
  ...parts,
});
const gain = (...changes: readonly AccessChange[]) => accessSentence(subject('gain', changes), VOICE);
const loss = (...changes: readonly AccessChange[]) => accessSentence(subject('loss', changes), VOICE);
const uncertain = (...changes: readonly AccessChange[]) => accessSentence(subject('uncertain', changes), VOICE);

const app = (id: string, before: AccessChange['before'], after: AccessChange['after']) =>
  row(`app.${id}`, before, after, OWN);
const page = (id: string, before: string, after: string, scope: Scope = EVERYWHERE, privileged = false) => {
  const access = after === 'none' ? before : after;
  return row(id === 'billing' ? 'billing.see' : `page.${id}.${access}`, before, after, OWN, { scope, privileged });
};
const reach = (capability: string, count: number, parts: Partial<AccessChange> = {}, cause = OWN) =>
  row(capability, false, true, cause, { privileged: true, scope: EVERYWHERE, targets: names(count), ...parts });

describe('a permission', () => {
  test.each([
    ['snooze', false, true, 'can snooze', 'can no longer snooze'],
    [
      'editCallForwarding',
      false,
      true,
      'can forward calls, also to outside numbers',
      'can no longer forward calls, also to outside numbers',
    ],
    ['maxChannels', 2, 5, 'can have 5 calls at a time (2 before)', 'can have 2 calls at a time (5 before)'],
    ['maxChannels', 1, 2, 'can have 2 calls at a time (1 before)', 'can have 1 call at a time (2 before)'],
    [
      'afterCallWorkDuration',
      0,
      30,
      'can have 30 s of rest after a call',
      'can no longer have 30 s of rest after a call',
    ],
    [
      'tagsRequired',
      true,
      false,
      'need no longer pick a tag to close the window',
      'must pick a tag to close the window',
    ],
    [
      'noteRequired',
      true,
      false,
      'need no longer write a note to close the window',
      'must write a note to close the window',
    ],
    ['anonymisePhoneNumbers', true, false, 'can see phone numbers in full', 'can no longer see phone numbers in full'],
    [
      'editCallerId',
      [],
      ['+33199000001', 'allIvr'],
      'can call with another number (all IVRs, 1 number listed)',
      'can no longer call with another number (all IVRs, 1 number listed)',
    ],
    [
      'editCallerId',
      ['allIvr'],
      ['allIvr', 'assignedIvr'],
      'can call with another number (all IVRs, assigned IVRs; all IVRs before)',
      'can call with another number (all IVRs; all IVRs, assigned IVRs before)',
    ],
  ])('%s from %s to %s', (id, before, after, gained, lost) => {
    expect(gain(app(id, before, after))).toBe(gained);
    expect(loss(app(id, after, before))).toBe(lost);
  });

  test.each([
    ['none', 'own', 'can play their own recordings', 'can no longer play their own recordings'],
    ['own', 'allIvr', 'plays recordings of all IVRs, not only their own', 'plays only their own recordings'],
    ['none', 'allIvr', 'can play recordings of all IVRs', 'can no longer play recordings of all IVRs'],
  ])('of playing from %s to %s', (before, after, gained, lost) => {
    expect(gain(row('recordings.play', before, after, OWN))).toBe(gained);
    expect(loss(row('recordings.play', after, before, OWN))).toBe(lost);
  });

  test('is never called by its id', () => {
    for (const { name, entry } of APP_CAPABILITIES) {
      const text = gain(
        row(name, null, entry.kind === 'callerIds' ? ['allIvr'] : entry.kind === 'switch' ? true : 2, OWN),
      );
      if (/[A-Z]/.test(entry.id)) expect(text).not.toContain(entry.id);
      expect(text).toMatch(/^(?:can |need |plays? )/);
    }
  });

  test('is the one that the capability is about, with the same weight', () => {
    for (const { name, entry } of APP_CAPABILITIES) {
      const change = row(name, false, true, OWN);
      expect(entryOf(change)?.id).toBe(entry.id);
      if (name !== 'recordings.play') expect(weightOf(change)).toBe(Math.max(1, entry.risk));
    }
  });
});

describe('the dashboard', () => {
  const sales: Scope = { groups: ['sales'], ivrs: 'all', lines: 'direct' };
  test.each([
    [gain(page('logs', 'none', 'read', sales)), 'can see page Logs for group sales, direct lines'],
    [gain(page('logs', 'none', 'write')), 'can change page Logs'],
    [gain(page('logs', 'none', 'read'), page('analytics', 'none', 'read')), 'can see pages Logs, Analytics'],
    [gain(page('logs', 'read', 'read', groupScope('field', 'sales'))), 'can see page Logs for groups field, sales'],
    [loss(page('logs', 'write', 'none', sales)), 'can no longer see or change page Logs for group sales, direct lines'],
    [loss(page('logs', 'write', 'read')), 'can no longer change page Logs'],
    [loss(page('logs', 'read', 'read')), 'can no longer see page Logs for everybody'],
    [loss(page('logs', 'read', 'read', groupScope('a', 'b'))), 'can no longer see page Logs for all of groups a, b'],
    [gain(page('billing', 'none', 'write')), 'can add credits and download invoices'],
    [loss(page('billing', 'write', 'none')), 'can no longer add credits and download invoices'],
    [
      gain(page('developer', 'none', 'write', EVERYWHERE, true)),
      'can change page Developer options, and so give rights',
    ],
    [
      gain(row('level.admin', 'none', 'admin', OWN), reach('users.manage', 59)),
      'becomes administrator: everything, without limit',
    ],
    [
      loss(row('level.admin', 'admin', 'supervisor', OWN)),
      'is no longer administrator; keeps supervisor access to the dashboard',
    ],
    [loss(row('level.admin', 'admin', 'none', OWN)), 'is no longer administrator'],
  ])('%#: %s', (said, sentence) => {
    expect(said).toBe(sentence);
  });
});

describe('reach', () => {
  const managed = { scope: groupScope('support'), targets: [...names(17), ADA] };
  const entered = { of: userKey('p0@acme.example'), path: 'groups' };
  test.each([
    [
      gain(page('users', 'none', 'write', groupScope('support'), true), reach('users.manage', 0, managed)),
      'can create, change and archive the 18 people of group support, own account included, and so give them rights',
    ],
    [gain(reach('users.manage', 1, {}, entered)), 'can change and archive p0, and so give them rights'],
    [loss(reach('users.manage', 2)), 'can no longer create, change and archive p0, p1, and so give them rights'],
    [gain(reach('recordings.play', 1), reach('recordings.download', 1)), 'can play and download the recordings of p0'],
    [
      gain(reach('calls.listen', 2), reach('recordings.play', 2)),
      'can listen to the calls and play the recordings of p0, p1',
    ],
    [gain(reach('calls.listen', 15)), 'can listen to the calls of p0, p1, p2 and more (15 people)'],
    [
      loss(reach('recordings.play', 1, { scope: { ...EVERYWHERE, lines: 'ivr' } })),
      'can no longer play the recordings of p0, IVR lines',
    ],
    [
      gain(row('calls.destination.outOfPlan', false, true, OWN, { privileged: true })),
      'can call destinations outside the plan',
    ],
    [
      gain(row('groups.member', false, true, OWN, { targets: [groupKey('a'), groupKey('b')] })),
      'can take calls of groups a, b',
    ],
    [loss(row('groups.member', true, false, OWN, { targets: [groupKey('a')] })), 'can no longer take calls of group a'],
  ])('%#: %s', (said, sentence) => {
    expect(said).toBe(sentence);
  });
});

describe('who joins, leaves or moves', () => {
  const signIn = row('account.signIn', false, true, OWN);
  const joins = (parts: object) =>
    ({ standing: { kind: 'joins', profile: undefined, isExternal: false, ...parts } }) as const;
  const leaves = (parts: object) =>
    ({ standing: { kind: 'leaves', how: 'archive', until: undefined, ...parts } }) as const;
  const member = row('groups.member', false, true, OWN, { targets: [groupKey('sales')] });
  const moves = (was: string | null | undefined, now: string | null) =>
    ({ standing: { kind: 'moves', was, now } }) as const;

  test.each([
    [
      subject('gain', [signIn, member], joins({ profile: 'agent' })),
      'new: can sign in with profile agent; take calls of group sales',
    ],
    [subject('gain', [signIn], joins({})), 'new: can sign in with permissions of their own'],
    [
      subject('gain', [page('billing', 'none', 'write'), signIn], joins({ isExternal: true })),
      'new, external: can add credits and download invoices',
    ],
    [subject('gain', [signIn], joins({ isExternal: true })), 'new, external: can sign in'],
    [subject('loss', [signIn], leaves({})), 'leaves: can no longer sign in (archived, recordings are kept)'],
    [
      subject('loss', [signIn], leaves({ how: 'delete' })),
      'leaves: can no longer sign in (deleted, *recordings are lost*)',
    ],
    [
      subject('loss', [signIn], { ...leaves({ until: '2027-02-28' }), people: names(2) }),
      'leave (until 2027-02-28): can no longer sign in (archived, recordings are kept)',
    ],
    [subject('gain', [app('snooze', false, true)], moves('a', 'b')), 'now b, was a: can snooze'],
    [subject('gain', [app('snooze', false, true)], moves(null, 'b')), 'now b, was without profile: can snooze'],
    [subject('gain', [app('snooze', false, true)], moves(undefined, null)), 'now without profile: can snooze'],
    [subject('gain', [member], { heardBy: names(1) }), 'can take calls of group sales; is heard by p0 from now on'],
    [
      subject('gain', [app('tagsRequired', true, false), app('snooze', false, true)], { people: names(2) }),
      'can snooze; need no longer pick a tag to close the window',
    ],
  ])('%#', (given, sentence) => {
    expect(accessSentence(given, VOICE)).toBe(sentence);
  });
});

test.each([
  [uncertain(app('snooze', null, true)), 'may already be able to snooze (unreadable)'],
  [uncertain(app('snooze', true, null)), 'may still be able to snooze (unreadable)'],
  [uncertain(app('tagsRequired', null, false)), 'may already not have to pick a tag to close the window (unreadable)'],
  [uncertain(page('logs', 'none', 'read')), 'may already be able to see page Logs (unreadable)'],
  [uncertain(reach('calls.listen', 1)), 'may be able to listen to the calls of p0 (unreadable)'],
  [uncertain(row('level.admin', null, 'admin', OWN)), 'may already be administrator (unreadable)'],
])('what is not known is said so: %#', (said, sentence) => {
  expect(said).toBe(sentence);
});

test('in a cell the heading has said the beginning', () => {
  const given = subject('loss', [app('snooze', true, false), app('maxChannels', 5, 2)]);
  expect(accessSentence(given, VOICE, 'cell')).toBe('snooze; can have 2 calls at a time (5 before)');
});

test('what weighs most comes first', () => {
  const changes = [
    app('snooze', false, true),
    row('calls.destination.outOfPlan', false, true, OWN),
    reach('calls.listen', 1),
  ];
  expect(gain(...changes)).toBe('can listen to the calls of p0; call destinations outside the plan; snooze');
});

test('told from the account it says what is, and what the files say', () => {
  const drift: Voice = { ...VOICE, told: 'drift' };
  const said = (side: 'gain' | 'loss', change: AccessChange) => accessSentence(subject(side, [change]), drift);
  expect(said('loss', app('snooze', true, false))).toBe('cannot snooze; the files say they can');
  expect(said('gain', app('snooze', false, true))).toBe('can snooze; the files say they cannot');
  expect(said('gain', app('maxChannels', 2, 5))).toBe('can have 5 calls at a time (the files say 2)');
  expect(said('gain', row('level.admin', 'none', 'admin', OWN))).toBe(
    'is administrator: everything, without limit; the files say otherwise',
  );
});
