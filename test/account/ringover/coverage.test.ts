import { describe, expect, it } from 'vitest';
import { coverageFor, FIELDS } from '../../../src/account/ringover/coverage.js';
import { RINGOVER_ASSUMPTIONS } from '../../../src/account/ringover/index.js';
import {
  groupKey,
  levelDashboard,
  OPERATIONS,
  type Operation,
  profileKey,
  type Step,
  userKey,
} from '../../../src/model/index.js';
import { operationFor } from '../../../src/plan/coverage.js';
import { makePlan } from '../../../src/plan/make-plan.js';
import { cutOffPlan } from '../../../src/run/revoke-plan.js';
import {
  desired,
  linked,
  live,
  liveGroup,
  liveProfile,
  liveUser,
  OPTIONS,
  SETTINGS,
  wantGroup,
  wantProfile,
  wantUser,
} from '../../support/accounts.js';
import { MODES, OWNER, openRingover } from './opened.js';

const KINDS = ['users', 'profiles', 'groups'] as const;

describe('coverage', () => {
  it('names every operation, and seven of them are carried out for whoever owns the key', () => {
    const { operations } = coverageFor('owner@acme.example');
    expect(Object.keys(operations).toSorted()).toEqual([...OPERATIONS].toSorted());
    expect(OPERATIONS.filter((operation) => operations[operation] === 'automatic')).toEqual([
      'createUser',
      'link',
      'addMember',
      'removeMember',
      'setOpenAccess',
      'archive',
      'delete',
    ]);
    expect(coverageFor(undefined).operations.createUser).toBe('by-hand');
  });

  it.each(MODES)('says of every field of the model whether the %s shows it', async (_name, mode) => {
    const { state, coverage } = await (await openRingover({ mode })).account.read();
    const met = { read: 0, partly: 0, unreadable: 0, fixed: 0 };
    for (const kind of KINDS) {
      const entries: readonly object[] = [...state[kind].values()];
      expect(entries.length).toBeGreaterThan(0);
      for (const entry of entries) {
        expect(Object.keys(FIELDS[kind]).toSorted()).toEqual(Object.keys(entry).toSorted());
        for (const [name, { shown }] of Object.entries(FIELDS[kind])) {
          expect([kind, name, shownIn(Reflect.get(entry, name)) === 'unreadable']).toEqual([
            kind,
            name,
            shown === 'unreadable',
          ]);
          met[shown] += 1;
        }
      }
    }
    expect(met).toEqual({ read: 3 * 6 + 2 * 2 + 2 * 3, partly: 3, unreadable: 3 * 3 + 2 * 3, fixed: 3 * 3 });
    const writing = KINDS.flatMap((kind) => Object.values(FIELDS[kind])).flatMap(({ writtenBy }) => writtenBy ?? []);
    for (const operation of writing) expect(coverage.operations).toHaveProperty(operation);
  });

  it('says the same of who writes a field as a plan does', () => {
    const keys = { users: userKey('ada@acme.example'), profiles: profileKey('Agent'), groups: groupKey('Sales') };
    const said = KINDS.flatMap((kind) =>
      Object.entries(FIELDS[kind]).flatMap(([name, { writtenBy }]) => {
        const path = name === 'permissions' ? 'permissions.snooze' : name;
        return writtenBy === undefined || name === 'status' ? [] : [[writtenBy, operationFor(keys[kind], path)]];
      }),
    );
    expect(said.length).toBe(13);
    for (const [writtenBy, planned] of said) expect(writtenBy).toBe(planned);
  });

  it('leaves nothing out of a plan: what is not carried out is a step by hand, with a row of its own', () => {
    const plans = [everythingPlanned(), revoked()];
    const steps = plans.flatMap((plan) => plan.steps);
    const { operations } = coverageFor(OWNER);
    const modesOf = (operation: Operation) => new Set(of(steps, operation).map(({ mode }) => mode));
    for (const operation of OPERATIONS) {
      if (operations[operation] === 'by-hand')
        expect([operation, [...modesOf(operation)]]).toEqual([operation, ['by-hand']]);
      else expect([operation, modesOf(operation).has('automatic')]).toEqual([operation, true]);
    }
    for (const { steps: own, byHand = [] } of plans)
      for (const { id, operation, mode } of own) {
        const sheets = byHand.filter((sheet) => sheet.steps.includes(id));
        expect([operation, sheets.length]).toEqual([operation, mode === 'by-hand' ? 1 : 0]);
        for (const { rows } of sheets) expect(rows.map((row) => row.operation)).toContain(operation);
      }
  });

  it('rests on assumptions that are written down', () => {
    expect(Object.values(RINGOVER_ASSUMPTIONS).every((text) => text.endsWith('.'))).toBe(true);
  });
});

const of = (steps: readonly Step[], operation: Operation) => steps.filter((step) => step.operation === operation);

/** All of it is recorded, so that no value is in the way of a step. */
const recorded = () =>
  live({
    identity: { teamId: '1', teamName: 'Acme', actingAs: OWNER, superAdmin: true },
    coverage: coverageFor(OWNER),
    users: [
      liveUser(OWNER, { dashboard: levelDashboard('admin'), superAdmin: true }),
      liveUser('ada@acme.example'),
      liveUser('tom@acme.example', { profile: 'Agent', groups: ['Sales'] }),
      ...['tim', 'sue'].map((name) => liveUser(`${name}@acme.example`)),
    ],
    profiles: [liveProfile('Agent'), liveProfile('Gone')],
    groups: [liveGroup('Sales'), liveGroup('Gone')],
  });

/** Asks for every operation but for signing out, which no file can state. */
const everythingPlanned = () =>
  makePlan(
    desired({
      authority: { profiles: 'authoritative', groups: 'authoritative' },
      users: [
        wantUser(OWNER, { superAdmin: true }),
        wantUser('ada@acme.example', {
          firstName: 'Ada',
          link: { to: 'none' },
          permissions: { snooze: true },
          dashboard: levelDashboard('billing'),
          groups: ['Sales'],
        }),
        wantUser('tom@acme.example', { link: { to: 'none' }, groups: [] }),
        wantUser('kim@acme.example', { link: linked('Agent'), invite: { number: '+33199000099', plan: 'Business' } }),
        wantUser('tim@acme.example', { ensure: 'archived' }),
        wantUser('sue@acme.example', { ensure: 'absent' }),
      ],
      profiles: [
        wantProfile('Agent', { permissions: { chatTab: true }, dashboard: levelDashboard('supervisor') }),
        wantProfile('New'),
      ],
      groups: [wantGroup('Sales', { openAccess: true }), wantGroup('Field')],
    }),
    recorded(),
    { ...OPTIONS, allowDelete: true },
  );

const revoked = () =>
  cutOffPlan({
    live: recorded(),
    keys: [userKey('tom@acme.example')],
    settings: SETTINGS,
    tool: OPTIONS.tool,
    now: new Date(0),
    reason: 'left',
    signsOut: true,
  }).plan;

/** Permissions that nobody knows are an empty set. */
function shownIn(value: unknown): 'read' | 'unreadable' {
  if (typeof value !== 'object' || value === null) return 'read';
  if ('known' in value) return value.known === true ? 'read' : 'unreadable';
  return Array.isArray(value) ? 'read' : 'unreadable';
}
