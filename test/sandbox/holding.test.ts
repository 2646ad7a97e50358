import { describe, expect, it } from 'vitest';
import {
  CATALOGUE,
  type Dashboard,
  NO_DASHBOARD,
  type PermissionSet,
  type PermissionValue,
  type Scope,
} from '../../src/model/index.js';
import { NEWCOMER } from '../../src/sandbox/deciding.js';
import { permissionsWith } from '../../src/sandbox/index.js';
import type { Person } from '../../src/sandbox/people.js';
import { Refused } from '../../src/sandbox/refusals.js';
import { exceeds, givesOnlyWhatIsHeld } from '../../src/sandbox/rules/holding.js';

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

const everywhere = NO_DASHBOARD.scope;
const sales: Scope = { ...everywhere, groups: ['Sales'] };
const someone = (given: Partial<Person> = {}): Person => ({
  ...NEWCOMER,
  email: 'someone@acme.example',
  groups: ['Sales'],
  effective: permissionsWith({}),
  ...given,
});
const delegate = (given: Partial<Person> = {}): Person =>
  someone({ dashboard: { level: 'supervisor', pages: { users: 'write', logs: 'read' }, scope: sales }, ...given });
const withPermissions = (given: PermissionSet) => ({ effective: permissionsWith(given) });
const supervises = (pages: Dashboard['pages'], scope = sales) => ({
  dashboard: { level: 'supervisor', pages, scope } as const,
});

function refusal(actor: Person, before: Person, after: Person): string | undefined {
  try {
    givesOnlyWhatIsHeld(actor, before, after);
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  return undefined;
}

describe('a delegate gives', () => {
  const plays = withPermissions({ playRecordings: 'own', showDownloadButton: true });
  const listed: readonly [string, Person, Person, Person][] = [
    ['what they hold', delegate(plays), someone(), someone(plays)],
    ['a page they have, within their scope', delegate(), someone(), someone(supervises({ logs: 'read' }))],
    ['a group of their scope', delegate(), someone({ groups: [] }), someone()],
    ['nothing by taking away', delegate(), someone(supervises({ billing: 'write' }, everywhere)), someone()],
  ];
  it.each(listed)('%s', (_what, actor, before, after) => {
    expect(refusal(actor, before, after)).toBeUndefined();
  });

  const technical = { dashboard: { level: 'technical', pages: { users: 'write' }, scope: sales } } as const;
  const all = { dashboard: { level: 'supervisor', pages: { users: 'write' }, scope: everywhere } } as const;
  const button = withPermissions({ showDownloadButton: true });
  const more: readonly [string, Person, Person, Person][] = [
    ['a switch that does nothing yet', delegate(), someone(), someone(button)],
    [
      'a switch to somebody who has more for it',
      delegate({ ...plays, ...supervises({ users: 'write' }) }),
      someone(withPermissions({ playRecordings: 'allIvr' })),
      someone(withPermissions({ playRecordings: 'allIvr', showDownloadButton: true })),
    ],
    [
      'what a switch works on, to somebody who has the switch',
      delegate(withPermissions({ playRecordings: 'own' })),
      someone(button),
      someone(plays),
    ],
    [
      'a page to somebody who has a switch for it',
      delegate(),
      someone(button),
      someone({ ...button, ...supervises({ logs: 'read' }) }),
    ],
    ['a page', delegate(), someone(), someone(supervises({ activity: 'read' }))],
    ['writing where they read', delegate(), someone(), someone(supervises({ logs: 'write' }))],
    [
      'a wider scope',
      delegate(),
      someone(supervises({ logs: 'read' })),
      someone(supervises({ logs: 'read' }, everywhere)),
    ],
    ['a group outside their scope', delegate(), someone(), someone({ groups: ['Sales', 'Support'] })],
    ['more, being technical within some groups', delegate(technical), someone(), someone(supervises({ logs: 'read' }))],
    [
      'the level that is no delegate',
      delegate(all),
      someone(),
      someone({ dashboard: { ...all.dashboard, level: 'technical' } }),
    ],
  ];
  it.each(more)('not %s', (_what, actor, before, after) => {
    expect(refusal(actor, before, after)).toBe('GIVES_MORE_THAN_HELD');
  });

  it('less than somebody technical for everybody', () => {
    const actor = delegate({ dashboard: { ...technical.dashboard, scope: everywhere } });
    for (const [, , before, after] of more) expect(refusal(actor, before, after)).toBeUndefined();
  });
});
