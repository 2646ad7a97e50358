import { expect, it } from 'vitest';
import type { Edit } from '../../src/edit/index.js';
import { deskOf, editEach } from '../../src/run/pull-desk.js';

const PEOPLE = 64;
/** What an alias repeats is not edited. */
const TEXT = `users:
  shared: &shared { name: before }
  again: *shared
${Array.from({ length: PEOPLE }, (_, index) => `  p${index}: { name: before }\n`).join('')}`;

it('edits all but what cannot be edited, without reading the text again for each of them', () => {
  const desk = deskOf({ files: [{ path: 'users.yaml', bytes: new TextEncoder().encode(TEXT) }], diagnostics: [] });
  let edited = 0;
  const counting: typeof desk = {
    ...desk,
    edit: (file, edits) => {
      edited += 1;
      return desk.edit(file, edits);
    },
  };
  const people = Array.from({ length: PEOPLE }, (_, index) => `p${index}`);
  const items = [...people.slice(0, 30), 'shared', ...people.slice(30)];
  const editsOf = (id: string): readonly Edit[] => [{ kind: 'set', path: ['users', id, 'name'], value: 'after' }];
  const failed = editEach(counting, 'users.yaml', { items, editsOf });
  expect(failed.map(({ item }) => item)).toEqual(['shared']);
  expect(desk.text('users.yaml')).toBe(
    TEXT.replaceAll('{ name: before }', '{ name: after }').replace(
      '&shared { name: after }',
      '&shared { name: before }',
    ),
  );
  expect(edited).toBeLessThan(2 * Math.ceil(Math.log2(PEOPLE)) + 4);
});
