import { expect, test } from 'vitest';
import type { HandStep, Plan, Step } from '../../src/model/index.js';
import { PLAIN, renderPlan, renderPlanMarkdown, renderReport, renderSteps } from '../../src/render/index.js';
import { baseline } from '../../src/run/baseline.js';
import { stepsDone } from '../../src/run/steps.js';
import { type HandWorld, handWorld } from './by-hand-world.js';

const ADA = 'ada.byron@acme.example';
const NEWCOMER = 'nora.neu@acme.example';
const NO_NAMES = { personName: (email: string) => email };

const confirmedBy = (world: HandWorld) =>
  baseline({ ...world.request, profiles: [], users: [], confirm: async () => ({ by: ADA, how: 'seen' }) });
const done = (world: HandWorld, ...ids: string[]) => stepsDone({ ...world.request, ids, by: 'nina' });
const opened = ({ byHand = [] }: Pick<Plan, 'byHand'>) => byHand.map(({ id }) => id);
const told = (steps: readonly Step[]) => steps.map(({ operation, key, mode }) => `${operation} ${key} ${mode}`);
const rowsOf = (steps: readonly HandStep[] | undefined) =>
  steps?.flatMap(({ rows }) => rows.map(({ label, position, before, after }) => [label, position, before, after]));

async function applied(world: HandWorld) {
  const result = await world.apply();
  if (result.kind !== 'applied') throw new Error(result.kind);
  return result;
}

test('an account of which the service shows little is planned, confirmed, changed by hand and by requests, and nothing is left', async () => {
  const world = await handWorld();

  // Nothing is recorded: nobody is linked anew, and what may be a gain is uncertain.
  const unknown = (await world.plan()).plan;
  const links = unknown.steps.filter(({ operation }) => operation === 'link');
  expect(links).toHaveLength(51);
  expect(links.every(({ mode }) => mode === 'by-hand')).toBe(true);
  expect(unknown.coverage).toMatchObject({ unreadable: 366, recorded: 0 });
  expect(unknown.diagnostics.map(({ code }) => code)).toContain('NEVER_CONFIRMED');
  expect(unknown.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(unknown.summary.people).toMatchObject({ gain: 2, uncertain: 56 });
  expect(unknown.byHand).toHaveLength(22);

  expect(await confirmedBy(world)).toMatchObject({
    kind: 'recorded',
    fields: 374,
    confirmed: { by: ADA, how: 'seen' },
  });
  expect(world.writes).toEqual([]);
  const facts = await world.withLedger((ledger) => ledger.facts());
  expect(facts).toHaveLength(374);
  expect(facts.every(({ by, how }) => by === ADA && how === 'seen')).toBe(true);

  const same = (await world.plan()).plan;
  expect(same.steps).toEqual([]);
  expect(same.coverage).toMatchObject({ unreadable: 0, recorded: 372, automatic: 118, byHand: 430 });
  const checked = 'Checked 176 of 548 managed fields; 372 recorded, oldest 0 days; 0 never confirmed.';
  expect(renderPlan(same, {}, PLAIN).replace(/\s+/g, ' ')).toContain(
    `No changes. The account is as the files say. ${checked}`,
  );
  expect(renderPlanMarkdown(same)).toContain(checked);

  // A permission of a profile: one step by hand, named where it stands on the page.
  world.replace('profiles/sales.yaml', /showDownloadButton: .*/, 'showDownloadButton: false');
  expect(opened((await world.plan()).plan)).toEqual([undefined]);
  const handed = await applied(world);
  expect(rowsOf(handed.byHand)).toEqual([['Show download button', 31, true, false]]);
  expect(opened({ byHand: handed.byHand })).toEqual(['S1']);
  const report = renderReport(handed.report, { milliseconds: 0, after: handed.after, byHand: handed.byHand }, PLAIN);
  expect(report).toContain('by hand  S1  profile Sales agent: set showDownloadButton');
  const { plan: open } = await world.plan();
  expect(opened(open)).toEqual(['S1']);
  expect(renderSteps(open, NO_NAMES, PLAIN)).toMatch(
    /31 {2}Show download button +on → off[\s\S]*14 people[\s\S]*steps done S1/,
  );
  expect(await done(world, 'S2')).toMatchObject({ kind: 'unknown', ids: ['S2'] });
  await world.doByHand(open.steps);
  expect(await done(world, 'S1')).toMatchObject({ kind: 'recorded', planned: { plan: { steps: [] } } });
  expect(await done(world, 'S1')).toMatchObject({ kind: 'unknown' });

  expect(world.writes).toEqual([]);

  // Somebody new: invited and linked by requests, in this order; what is their own by hand.
  world.replace(
    'users/sales.yaml',
    'users:\n',
    `users:\n  ${NEWCOMER}:\n    profile: sales-agent\n    dashboard: { level: supervisor, pages: { activity: read }, scope: { groups: [sales] } }\n    invite: { number: "+33199000060", plan: Business }\n`,
  );
  const { plan: joining } = await world.plan();
  expect(told(joining.steps)).toEqual([
    `createUser user:${NEWCOMER} automatic`,
    `link user:${NEWCOMER} automatic`,
    `setDashboard user:${NEWCOMER} by-hand`,
  ]);
  expect(Object.keys(joining.steps[0]?.input ?? {})).not.toContain('permissions');
  const joined = await applied(world);
  expect(world.writes).toEqual(['POST /users/invite', 'PATCH /users/65/profile/1']);
  expect(opened({ byHand: joined.byHand })).toEqual(['S2']);
  expect(joined.after && opened(joined.after)).toEqual(['S2']);
  const written = (await world.withLedger((ledger) => ledger.facts())).filter(({ key }) => key === `user:${NEWCOMER}`);
  expect(written.map(({ path, how }) => [path, how])).toEqual([
    ['dashboard', 'written'],
    ['profile', 'written'],
  ]);
  await world.doByHand((await world.plan()).plan.steps);
  expect(await done(world, 'S2')).toMatchObject({ kind: 'recorded', planned: { plan: { steps: [] } } });

  // What was recorded grows old.
  world.time.now = new Date('2027-03-01T09:00:00Z');
  const late = (await world.plan()).plan.diagnostics.find(({ code }) => code === 'RECORDED_LONG_AGO');
  expect(late?.message).toContain('more than 90 days ago: ');
  expect(late?.message).toContain('99 days ago');

  // Whoever leaves takes what was recorded along.
  world.replace(
    'users/sales.yaml',
    new RegExp(`  ${NEWCOMER}:\\n(?:    .*\\n)+`),
    `  ${NEWCOMER}: { ensure: archived }\n`,
  );
  const left = await applied(world);
  expect(left.after?.steps).toEqual([]);
  const kept = await world.withLedger((ledger) => ledger.facts());
  expect(kept.filter(({ key }) => key.includes(NEWCOMER))).toEqual([]);
  expect(await world.withLedger((ledger) => ledger.verify())).toMatchObject({ ok: true });
});
