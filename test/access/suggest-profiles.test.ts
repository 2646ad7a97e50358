import { describe, expect, it } from 'vitest';
import { type Holder, suggestProfiles } from '../../src/access/suggest-profiles.js';
import { type PermissionSet, type ResourceKey, userKey } from '../../src/model/index.js';
import { permissionsWith } from '../../src/sandbox/index.js';
import { isLong } from '../support/scale.js';

const holder = (name: string, given: PermissionSet): Holder => ({
  key: userKey(`${name}@acme.example`),
  permissions: permissionsWith(given),
});
const many = (name: string, count: number, given: PermissionSet) =>
  Array.from({ length: count }, (_, index) => holder(`${name}.${index}`, given));
const keys = (holders: readonly Holder[]): readonly ResourceKey[] => holders.map(({ key }) => key).sort();

const AGENT: PermissionSet = { chatTab: true, snooze: true, playRecordings: 'own', maxChannels: 2 };
const OFFICE: PermissionSet = {
  editSettings: true,
  businessHours: true,
  videoCallsTab: true,
  contactsTab: true,
  tagsRequired: false,
  noteRequired: false,
  editCallForwarding: true,
};

/** What everybody would have: by link, by exception, or as before. */
function held(
  holders: readonly Holder[],
  suggestion: ReturnType<typeof suggestProfiles>,
): ReadonlyMap<ResourceKey, PermissionSet> {
  const all = new Map(holders.map(({ key, permissions }) => [key, permissions]));
  for (const { permissions, linked, exceptions } of suggestion.profiles) {
    for (const key of linked) all.set(key, permissions);
    for (const one of exceptions) all.set(one.key, { ...permissions, ...one.permissions });
  }
  return all;
}

describe('suggested profiles', () => {
  it('are those of people who have the same, with exceptions for those who nearly do', () => {
    const agents = many('agent', 14, AGENT);
    const office = many('office', 5, OFFICE);
    const nearly = holder('nearly', { ...AGENT, snooze: false });
    const suggestion = suggestProfiles([...office, nearly, ...agents]);
    expect(suggestion.profiles.map(({ linked }) => linked)).toEqual([keys(agents), keys(office)]);
    expect(suggestion.profiles[0]?.exceptions).toEqual([{ key: nearly.key, permissions: { snooze: false } }]);
    expect(suggestion.outliers).toEqual([]);
  });

  it('leave people like nobody else alone, and name the nearest profile', () => {
    const odd = holder('odd', {
      ...OFFICE,
      sipAccount: true,
      powerDialerTab: true,
      oneWayTexting: true,
      voicemailDrop: true,
    });
    const suggestion = suggestProfiles([...many('agent', 6, AGENT), odd]);
    expect(suggestion.outliers).toEqual([{ key: odd.key, nearest: 0, differences: 15 }]);
    expect(suggestProfiles([odd])).toEqual({
      profiles: [],
      outliers: [{ key: odd.key, nearest: undefined, differences: 0 }],
      nearDuplicates: [],
    });
  });

  it('name two that differ in little, and with a tolerance are one', () => {
    const holders = [...many('one', 9, AGENT), ...many('two', 6, { ...AGENT, snooze: false })];
    const exact = suggestProfiles(holders);
    expect(exact.profiles.map(({ linked }) => linked.length)).toEqual([9, 6]);
    expect(exact.nearDuplicates).toEqual([{ one: 0, other: 1, differences: ['snooze'] }]);
    expect(suggestProfiles(holders, { tolerance: 3 }).profiles.map(({ linked }) => linked.length)).toEqual([15]);
  });

  it('are the same whatever the order of people', () => {
    const holders = [...many('a', 4, AGENT), ...many('b', 4, OFFICE), ...many('c', 3, { ...AGENT, tagCalls: true })];
    expect(suggestProfiles(holders.toReversed())).toEqual(suggestProfiles(holders));
  });

  it('of 10,000 people who deviate at random are found, and give everybody what they had', () => {
    const count = isLong ? 10_000 : 1_000;
    const holders = noisy(count);
    const suggestion = suggestProfiles(holders);
    expect(suggestion.profiles.filter(({ linked }) => linked.length > count / 20)).toHaveLength(8);
    const after = held(holders, suggestion);
    expect(
      holders.filter(
        ({ key, permissions }) => JSON.stringify(sorted(after.get(key))) !== JSON.stringify(sorted(permissions)),
      ),
    ).toEqual([]);
  }, 60_000);
});

const sorted = (set: PermissionSet = {}) => Object.entries(set).sort(([one], [other]) => (one < other ? -1 : 1));

/** Eight kinds of people; three in ten have one or two switches otherwise than the others. */
function noisy(count: number): readonly Holder[] {
  const switches = [
    'chatTab',
    'snooze',
    'sipAccount',
    'tagCalls',
    'analyticsTab',
    'voicemailDrop',
    'contactsTab',
    'oneWayTexting',
  ] as const;
  let state = 4711;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  return Array.from({ length: count }, (_, index) => {
    const kind = index % 8;
    const base: { [id: string]: boolean | number } = { maxChannels: kind + 1, afterCallWorkDuration: kind * 5 };
    for (const [bit, id] of switches.entries()) base[id] = ((kind * 37) >> (bit % 5)) % 2 === 1;
    for (let change = random(10) < 3 ? 1 + random(2) : 0; change > 0; change -= 1) {
      const id = switches[random(switches.length)] ?? 'snooze';
      base[id] = base[id] !== true;
    }
    return holder(`p${index}`, base as PermissionSet);
  });
}
