import { describe, expect, it } from 'vitest';
import { coverageFor, FIELDS } from '../../../src/account/ringover/coverage.js';
import { RINGOVER_ASSUMPTIONS } from '../../../src/account/ringover/index.js';
import { OPERATIONS } from '../../../src/model/index.js';
import { MODES, openRingover } from './opened.js';

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

  it('rests on assumptions that are written down', () => {
    expect(Object.values(RINGOVER_ASSUMPTIONS).every((text) => text.endsWith('.'))).toBe(true);
  });
});

/** Permissions that nobody knows are an empty set. */
function shownIn(value: unknown): 'read' | 'unreadable' {
  if (typeof value !== 'object' || value === null) return 'read';
  if ('known' in value) return value.known === true ? 'read' : 'unreadable';
  return Array.isArray(value) ? 'read' : 'unreadable';
}
