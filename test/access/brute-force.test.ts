import { describe, expect, it } from 'vitest';
import { can } from '../../src/access/can.js';
import { CAPABILITY_NAMES, parseCapability } from '../../src/access/capability.js';
import { type AccountState, CATALOGUE, PAGES, type ResourceKey, userKey } from '../../src/model/index.js';
import { runs } from '../support/scale.js';
import { AMOUNTS, type Answer, CALLER_IDS, holds } from './brute-force.js';
import { type Dice, diceOf, GROUPS, IVRS, randomAccount } from './random-accounts.js';

const TRIPLES = runs({ short: 40_000, long: 240_000 });
const QUESTIONS_PER_PERSON = 200;

type Subjects = readonly [string, ...string[]];

describe('can', () => {
  it('agrees with the brute force, whoever is asked about and whatever', { timeout: 120_000 }, () => {
    const dice = diceOf(20_261_122);
    const counts = { triples: 0, reach: 0, yes: 0, no: 0, unknown: 0 };
    const disagreements: string[] = [];
    while (counts.triples < TRIPLES) {
      const state = randomAccount(dice, { people: 3 + dice.below(6), unknown: dice.pick([0, 15, 30]) });
      const keys: readonly ResourceKey[] = [...state.users.keys(), userKey('nobody@acme.example')];
      const subjects: Subjects = ['user:ada@acme.example', ...keys];
      const asked = askedOf(state, dice);
      for (const person of asked)
        for (let question = 0; question < QUESTIONS_PER_PERSON; question += 1) {
          const capability = randomCapability(dice, subjects);
          const expected = holds(state, person, capability);
          count(counts, capability, expected);
          if (answer(state, person, capability) !== expected)
            disagreements.push(`${person} ${capability}: not ${expected}`);
        }
    }
    expect(disagreements.slice(0, 20)).toEqual([]);
    expect(counts.triples).toBeGreaterThanOrEqual(TRIPLES);
    for (const share of [counts.yes, counts.no, counts.unknown]) expect(share / counts.triples).toBeGreaterThan(0.05);
    expect(counts.reach / counts.triples).toBeGreaterThan(0.2);
  });

  it('knows every name of a capability', () => {
    const dice = diceOf(1);
    const asked = new Set<string>();
    for (let question = 0; question < 20_000; question += 1)
      asked.add(randomCapability(dice, ['user:ada@acme.example']).replace(/\(.*/, ''));
    expect([...asked].sort()).toEqual([...CAPABILITY_NAMES].sort());
  });
});

/** Two people of each account, and now and then somebody who is not there. */
function askedOf(state: AccountState, dice: Dice): readonly ResourceKey[] {
  const people = [...state.users.values()].filter((user) => user.status === 'active' || dice.chance(20));
  const [first, second] = people.map((user) => user.key);
  const stranger = dice.chance(2) ? [userKey('nobody@acme.example')] : [];
  return [...(first ? [first] : []), ...(second ? [second] : []), ...stranger];
}

function answer(state: AccountState, person: ResourceKey, capability: string): Answer {
  const query = parseCapability(capability);
  if (!query) throw new Error(`${capability} is no capability`);
  return can(state, person, query);
}

function count(counts: Record<Answer | 'triples' | 'reach', number>, capability: string, expected: Answer): void {
  counts.triples += 1;
  counts[expected] += 1;
  if (/^(calls\.listen|recordings\.(play|download)|users\.manage)/.test(capability)) counts.reach += 1;
}

const PLAIN = [
  'account.signIn',
  'level.admin',
  'billing.see',
  'licences.order',
  'calls.destination.outOfPlan',
  'calls.destination.frenchSpecial',
] as const;
const SPECIAL = ['playRecordings', 'showDownloadButton', 'outOfPlanDestinations', 'frenchSpecialNumbers'];
const [FIRST, ...REST] = CATALOGUE.filter((entry) => entry.grants !== 'neutral' && !SPECIAL.includes(entry.id));

function randomCapability(dice: Dice, people: Subjects): string {
  const kind = dice.below(10);
  if (kind === 0) return dice.pick(PLAIN);
  if (kind === 1)
    return `groups.member${dice.chance(20) ? '' : `(${dice.pick(['', 'group:'])}${dice.pick([...GROUPS, 'Elsewhere'])})`}`;
  if (kind < 4) return appCapability(dice);
  const [page, ...pages] = PAGES.map(({ id }) => id);
  if (kind < 6 && page)
    return `page.${dice.pick([page, ...pages])}.${dice.pick(['read', 'write'])}${subject(dice, people)}`;
  return `${dice.pick(['calls.listen', 'recordings.play', 'recordings.download', 'users.manage', 'rights.grant'])}${subject(dice, people)}`;
}

function appCapability(dice: Dice): string {
  if (!FIRST) throw new Error('The catalogue is empty');
  const { id, kind } = dice.pick([FIRST, ...REST]);
  const isPlain = kind === 'switch' || dice.chance(20);
  if (isPlain) return `app.${id}`;
  const [amount = 1, ...amounts] = AMOUNTS;
  const [callerId = '', ...callerIds] = CALLER_IDS;
  return `app.${id}(${kind === 'callerIds' ? dice.pick([callerId, ...callerIds]) : dice.pick([amount, ...amounts])})`;
}

/** In every way that it can be written. Recordings alone know `own` and `ivr`, yet anything may be asked with them. */
function subject(dice: Dice, people: Subjects): string {
  const kind = dice.below(6);
  if (kind === 0) return '';
  if (kind === 1) return `(${dice.pick(['own', 'ivr'])})`;
  if (kind === 2) return `(${dice.pick(['', 'group:'])}${dice.pick([...GROUPS, 'Elsewhere'])})`;
  if (kind === 3) return `(${dice.pick(['', 'ivr:'])}${dice.pick([...IVRS, 'Elsewhere'])})`;
  return `(${dice.pick(people)})`;
}
