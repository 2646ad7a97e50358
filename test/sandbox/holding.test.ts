import { describe, expect, it } from 'vitest';
import { CATALOGUE, type PermissionValue } from '../../src/model/index.js';
import { exceeds } from '../../src/sandbox/rules/holding.js';

describe('a value gives more than another', () => {
  it.each<[string, PermissionValue, PermissionValue | undefined, boolean]>([
    ['snooze', true, false, true],
    ['snooze', true, true, false],
    ['snooze', false, true, false],
    ['snooze', true, undefined, true],
    ['anonymisePhoneNumbers', false, true, true],
    ['anonymisePhoneNumbers', true, false, false],
    ['canBeListenedTo', true, false, false],
    ['maxChannels', 3, 2, true],
    ['maxChannels', 2, 2, false],
    ['playRecordings', 'allIvr', 'own', true],
    ['playRecordings', 'none', 'own', false],
    ['editCallerId', ['assignedIvr'], ['allIvr'], false],
    ['editCallerId', ['allIvr'], ['assignedIvr'], true],
    ['editCallerId', ['+33199000001'], ['allIvr'], true],
    ['editCallerId', [], [], false],
  ])('%s %j, %j: %s', (id, value, bound, more) => {
    expect(exceeds(id, value, bound)).toBe(more);
  });

  it('never with the initial value, which is the least granting one', () => {
    for (const { id, initial, kind } of CATALOGUE)
      if (kind !== 'action') expect([id, exceeds(id, initial, undefined)]).toEqual([id, false]);
  });
});
