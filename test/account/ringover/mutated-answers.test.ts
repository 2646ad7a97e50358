import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AccountUnreadable } from '../../../src/account/ports.js';
import { knownValue, type Live } from '../../../src/model/index.js';
import { memorySandbox } from '../../../src/sandbox/index.js';
import { runs } from '../../support/scale.js';
import { CONTRACT_SEED } from '../contract-seed.js';
import { MODES, NOW, openRingover } from './opened.js';

/** Profiles have no total, and nothing is removed on their evidence. */
const ROUTES = ['/teams', '/teams/plans_data', '/users', '/groups', '/groups/1', '/groups/2', '/numbers', '/ivrs'];
const CHANGES = ['remove', 'null', 'text', 'number', 'list', 'object', 'html', 'empty'] as const;
type Change = (typeof CHANGES)[number];

interface Holder {
  readonly holder: object;
  readonly name: string;
}

/** Every place of a value that a change can be made at. */
function placesIn(value: unknown): readonly Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [{ holder: value, name }, ...placesIn(item)]);
}

function changeAt({ holder, name }: Holder, change: Change): void {
  const before: unknown = Reflect.get(holder, name);
  const values: { readonly [kind: string]: unknown } = { null: null, text: 'x', number: 7, list: [], object: {} };
  if (change === 'remove' && Array.isArray(holder)) holder.splice(Number(name), 1);
  else if (change === 'remove') Reflect.deleteProperty(holder, name);
  // A text in the place of a text is another name, which nobody can tell.
  else if (typeof before !== typeof values[change] || change === 'null') Reflect.set(holder, name, values[change]);
}

const peopleOf = ({ state }: Live) =>
  [...state.users.values()].map(({ email, groups }) => [email, knownValue(groups)]).concat([...state.groups.keys()]);

it('never become an account with fewer people, groups or memberships', async () => {
  const count = { read: 0, refused: 0 };
  const sandboxes = await Promise.all(
    MODES.map(([, mode]) => memorySandbox(CONTRACT_SEED, { clock: () => NOW, publicApi: { mode } })),
  );
  const change = fc.record({
    at: fc.nat({ max: 1 }),
    route: fc.constantFrom(...ROUTES),
    kind: fc.constantFrom(...CHANGES),
    place: fc.nat(),
  });
  const numRuns = runs({ short: 300, long: 1000 });
  await fc.assert(
    fc.asyncProperty(change, async ({ at, route, kind, place }) => {
      const sandbox = sandboxes[at];
      if (!sandbox) throw new Error('there are two');
      const { account } = await openRingover({
        sandbox,
        through: async (request, fetch) => {
          const answer = await fetch(request);
          if (new URL(request.url).pathname !== `/v2${route}`) return answer;
          if (kind === 'html') return new Response('<html>');
          if (kind === 'empty') return new Response('');
          const value: unknown = await answer.json();
          const places = placesIn(value);
          const chosen = places[place % places.length];
          if (chosen) changeAt(chosen, kind);
          return Response.json(value);
        },
      });
      const found = await account.read().catch((error: unknown) => error);
      if (found instanceof Error) {
        expect(found).toBeInstanceOf(AccountUnreadable);
        count.refused += 1;
        return;
      }
      expect(peopleOf(Object(found))).toEqual([
        ['owner@acme.example', []],
        ['ada@acme.example', []],
        ['tom@acme.example', ['Sales']],
        'group:Sales',
        'group:Support',
      ]);
      count.read += 1;
    }),
    { numRuns },
  );
  expect(count.read).toBeGreaterThan(numRuns / 5);
  expect(count.refused).toBeGreaterThan(numRuns / 5);
  for (const sandbox of sandboxes) sandbox.close();
});
