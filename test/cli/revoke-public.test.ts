import { describe, expect, test } from 'vitest';
import { directory, noKeyIsTold, PEOPLE, ringctl, type Service, service } from './ringover-service.js';

noKeyIsTold();

const OWNER = 'owner@acme.example';
const BOUND = 'team: "1", verified: 2026-11-21';
const words = (email: string, ...more: readonly string[]) => ['revoke', email, '--reason', 'lost laptop', ...more];

interface Revoked {
  readonly result: string;
  readonly plan: { readonly byHand: readonly { readonly rows: readonly { readonly operation: string }[] }[] };
}

const LEAVE_SALES = 'DELETE /groups/1/users';

async function holdsIn(place: ReturnType<typeof directory>): Promise<readonly string[]> {
  const { out } = await ringctl(['hold', 'list', '--format', 'json'], place);
  const { holds } = JSON.parse(out) as { holds: readonly { email: string }[] };
  return holds.map(({ email }) => email);
}

/** The owner is in a group, so that cutting them off would be a request. */
async function inSales(given: Service): Promise<void> {
  const headers = { authorization: given.key(), 'content-type': 'application/json' };
  const answer = await fetch(`${given.url}/v2/groups/1/users`, { method: 'POST', headers, body: '[1]' });
  expect(answer.status).toBe(200);
  given.asked.length = 0;
}

describe('the superadministrator, whom the service does not tell', () => {
  test.each([
    ['by the files', PEOPLE, OWNER],
    ['by files of which one has a mistake', `${PEOPLE}  kim@acme.example: { profile: nothing-like-it }\n`, OWNER],
    [
      'by another address before',
      PEOPLE.replace(`${OWNER}: {`, `owner.b@acme.example: { previously: [${OWNER}],`),
      'OWNER@acme.example',
    ],
  ])('is not cut off where stated %s', async (_how, people, email) => {
    const given = await service();
    await inSales(given);
    const files = { 'people.yaml': people, 'broken.yaml': people === PEOPLE ? '' : 'users: [' };
    const place = directory(given, { provider: BOUND, files });
    const { code, err } = await ringctl(words(email, '-y'), place);
    expect([code, err.includes('superadministrator')]).toEqual([4, true]);
    expect([given.writes(), await holdsIn(place)]).toEqual([[], []]);
  });

  test('is cut off like anybody else where no file states them: nobody can tell', async () => {
    const given = await service();
    await inSales(given);
    const people = PEOPLE.replace(`${OWNER}: { superAdmin: true }`, `${OWNER}: {}`);
    const place = directory(given, { provider: BOUND, files: { 'people.yaml': people } });
    expect((await ringctl(words(OWNER, '-y'), place)).code).toBe(0);
    expect([given.writes(), await holdsIn(place)]).toEqual([[LEAVE_SALES], [OWNER]]);
  });
});

describe('somebody else', () => {
  const TOM = 'tom@acme.example';

  test('loses by request what the service can take, and the rest is one step by hand until it is recorded', async () => {
    const given = await service();
    const place = directory(given, { provider: BOUND });
    const { code, out } = await ringctl(words(TOM, '-y', '--format', 'json'), place);
    const { plan, result } = JSON.parse(out) as Pick<Revoked, 'plan' | 'result'>;
    expect([code, result, given.writes(), await holdsIn(place)]).toEqual([0, 'by-hand', [LEAVE_SALES], [TOM]]);
    const [sheet, ...others] = plan.byHand;
    expect([[...new Set(sheet?.rows.map(({ operation }) => operation))].toSorted(), others]).toEqual([
      ['setDashboard', 'signOut', 'unlink'],
      [],
    ]);

    const undone = await ringctl(['steps', 'undone', 'S1', '--format', 'json'], place);
    expect(undone.code).toBe(1);
    const done = await ringctl(['steps', 'done', 'S1', '--format', 'json'], place);
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { recorded: ['S1'], open: [] }]);
    expect((await ringctl(['steps', 'done', 'S1'], place)).code).toBe(1);
    const back = await ringctl(['steps', 'undone', 'S1', '--format', 'json'], place);
    expect([back.code, JSON.parse(back.out)]).toMatchObject([0, { undone: ['S1'], open: ['S1'] }]);
    expect(given.writes()).toEqual([LEAVE_SALES]);
  });

  test('keeps their step when another person is cut off after them', async () => {
    const given = await service();
    const place = directory(given, { provider: BOUND });
    await ringctl(words(TOM, '-y'), place);
    await ringctl(words('ada@acme.example', '-y'), place);
    const { out } = await ringctl(['steps', '--format', 'json'], place);
    const { steps } = JSON.parse(out) as { readonly steps: readonly { readonly id: string }[] };
    expect(steps.map(({ id }) => id).toSorted()).toEqual(['S1', 'S2']);
    expect((await ringctl(['steps', 'done', 'S1'], place)).code).toBe(0);
  });

  test('is nobody whose steps are open, once the hold is released', async () => {
    const given = await service();
    const place = directory(given, { provider: BOUND });
    await ringctl(words(TOM, '-y'), place);
    await ringctl(['hold', 'release', TOM, '--reason', 'found'], place);
    expect((await ringctl(['steps', 'done', 'S1'], place)).code).toBe(1);
  });

  test('is cut off with two lines where only results are asked for', async () => {
    const given = await service();
    const { code, out } = await ringctl(words(TOM, '-y', '--quiet'), directory(given, { provider: BOUND }));
    const [plan, result, ...more] = out.split('\n');
    expect([code, plan, more]).toEqual([0, 'Plan: 0 to add, 1 to change, 1 to destroy.', ['']]);
    expect(result).toMatch(/^Applied: 1 of 1 step done/);
  });
});
