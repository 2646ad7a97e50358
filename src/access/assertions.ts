import {
  type AccessTest,
  type AccountState,
  type AskedCapability,
  byText,
  type ResourceKey,
  type Selector,
} from '../model/index.js';
import { type Answer, allOf, anyOf } from './answer.js';
import { holds } from './can.js';
import type { Judged } from './condition.js';
import { accessOf } from './effective.js';
import { isNamed, isOutside, opposite } from './selector.js';

/** Why a test fails: somebody can what they must not, or cannot what they must, or nobody can tell. */
export interface Reason {
  /** Undefined where it is not about one person. */
  readonly user: ResourceKey | undefined;
  readonly capability: AskedCapability;
  readonly wanted: 'can' | 'cannot';
  /** What is so, of the capability; `absent`: nobody is there of whom the test speaks. */
  readonly answer: Answer | 'absent';
}

export interface TestResult {
  readonly test: AccessTest;
  /** Empty where the test is true. */
  readonly reasons: readonly Reason[];
}

/** Tests say what must be so. What cannot be told is not so: a test passes only where it is shown to be true. */
export function checkTests(state: AccountState, tests: readonly AccessTest[]): readonly TestResult[] {
  const people = [...state.users.values()]
    .filter(({ status }) => status === 'active')
    .map((user): Judged => ({ state, user, access: accessOf(state, user) }))
    .sort((one, other) => byText(one.access.key, other.access.key));
  return tests.map((test) => ({ test, reasons: reasonsOf(test, people) }));
}

interface Meant {
  readonly person: Judged;
  /** Whether the test speaks of the person: those of whom it does not are left out. */
  readonly isMeant: Answer;
}

function reasonsOf(test: AccessTest, people: readonly Judged[]): readonly Reason[] {
  const meant = people
    .map((person) => ({ person, isMeant: allOf(isNamed(namedBy(test), person), isOutside(test.outside, person)) }))
    .filter(({ isMeant }) => isMeant !== 'no');
  return [
    ...test.can.flatMap((capability) => missing(test, meant, capability)),
    ...test.cannot.flatMap((capability) => held(meant, capability)),
  ];
}

function namedBy({ subject }: AccessTest): Selector | undefined {
  const nobody: Selector = { groups: [], profiles: [], users: [], external: false };
  switch (subject.kind) {
    case 'nobody':
    case 'everybody':
      return undefined;
    case 'user':
      return { ...nobody, users: [subject.user] };
    case 'group':
      return { ...nobody, groups: [subject.group] };
    case 'profile':
      return { ...nobody, profiles: [subject.profile] };
    default:
      return subject satisfies never;
  }
}

/** Of whom it is not shown that they can. Where nobody at all is meant, that is the reason: a test of nobody shows nothing. */
function missing(test: AccessTest, meant: readonly Meant[], capability: AskedCapability): readonly Reason[] {
  const answers = meant.map(({ person, isMeant }) => ({ person, isMeant, can: answerOf(person, capability) }));
  const shown = answers.filter(({ isMeant, can }) => isMeant === 'yes' && can === 'yes').length;
  if (shown >= (test.atLeast ?? Number.POSITIVE_INFINITY)) return [];
  const wanted = 'can' as const;
  if (!answers.some(({ isMeant }) => isMeant === 'yes'))
    return [{ user: undefined, capability, wanted, answer: 'absent' }];
  return answers
    .filter(({ isMeant, can }) => anyOf(opposite(isMeant), can) !== 'yes')
    .map(({ person, isMeant, can }) => ({
      user: person.access.key,
      capability,
      wanted,
      answer: isMeant === 'yes' ? can : 'unknown',
    }));
}

function held(meant: readonly Meant[], capability: AskedCapability): readonly Reason[] {
  return meant.flatMap(({ person, isMeant }) => {
    const answer = allOf(isMeant, answerOf(person, capability));
    return answer === 'no' ? [] : [{ user: person.access.key, capability, wanted: 'cannot' as const, answer }];
  });
}

const answerOf = ({ state, access }: Judged, capability: AskedCapability): Answer => holds(state, access, capability);
