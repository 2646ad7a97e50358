import {
  type AccessChange,
  type AccountState,
  type Asked,
  byText,
  type Day,
  groupKey,
  knownValue,
  type PersonAccess,
  type Policy,
  type ResourceKey,
} from '../model/index.js';
import { type Answer, allOf } from './answer.js';
import { ASSUMPTIONS } from './assumptions.js';
import { holds } from './can.js';
import type { ConditionAnswer, Conditions, Judged } from './condition.js';
import { accessOf } from './effective.js';
import { isNamed, isOutside } from './selector.js';

/** `uncertain`: nobody can tell, and nothing is concluded from that. `failed`: the condition itself cannot be worked out. */
export type Verdict = 'denied' | 'conflict' | 'warned' | 'approval' | 'uncertain' | 'failed';

export interface Violation {
  readonly policy: Policy;
  readonly verdict: Verdict;
  /** In the order of keys. */
  readonly people: readonly ResourceKey[];
}

export interface Judging {
  readonly policies: readonly Policy[];
  /** What everybody can do in the end. */
  readonly after: AccountState;
  /** What they can do now: without it nothing is a gain, and there is nothing to approve. */
  readonly before: AccountState | undefined;
  /** The difference between the two, person by person. */
  readonly access: readonly PersonAccess[];
  /** The day as of which exceptions count. */
  readonly at: Day;
  readonly conditions: Conditions;
}

/** Everybody who meets what a policy speaks of. Only people who may sign in are judged; those whom it excepts are not. */
export function checkPolicies(judging: Judging): readonly Violation[] {
  const { policies, after, before } = judging;
  if (policies.length === 0) return [];
  const people = peopleOf(after);
  const earlier = before && new Map(peopleOf(before).map((person) => [person.access.key, person]));
  const gains = new Map(judging.access.map(({ user, gains }) => [user, gains]));
  return policies.flatMap((policy) => {
    const found = new Map<Verdict, ResourceKey[]>();
    const excepted = new Set(policy.except.filter(({ until }) => judging.at <= until).map(({ user }) => user));
    for (const person of people) {
      const { key } = person.access;
      if (excepted.has(key)) continue;
      const asking = { policy, person, earlier: earlier?.get(key), conditions: judging.conditions };
      const verdict =
        policy.form !== 'require-approval' ? judge(asking) : earlier && judgeGain(asking, gains.get(key) ?? []);
      const known = verdict && found.get(verdict);
      if (known) known.push(key);
      else if (verdict) found.set(verdict, [key]);
    }
    return [...found]
      .sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other))
      .map(([verdict, keys]) => ({
        policy,
        verdict,
        people: keys.sort(byText),
      }));
  });
}

const ORDER: readonly Verdict[] = ['failed', 'denied', 'conflict', 'approval', 'warned', 'uncertain'];

const peopleOf = (state: AccountState): readonly Judged[] =>
  [...state.users.values()]
    .filter(({ status }) => status === 'active')
    .map((user) => ({ state, user, access: accessOf(state, user) }));

interface Asking {
  readonly policy: Policy;
  readonly person: Judged;
  /** The same person before; undefined where they are not there yet. */
  readonly earlier: Judged | undefined;
  readonly conditions: Conditions;
}

const VERDICTS = { deny: 'denied', conflict: 'conflict', warn: 'warned' } as const;

function judge({ policy, person, conditions }: Asking): Verdict | undefined {
  const { form } = policy;
  if (form === 'require-approval') return undefined;
  const concerned = concerns(policy, person);
  if (concerned === 'no') return undefined;
  const answers = policy.asked.map((asked) => answerOf(asked, person, conditions));
  return verdictOf(together(concerned, answers), VERDICTS[form]);
}

/** What is held after and was not before, or is held in a wider way. Unknown before counts as not held: it may be a gain. */
function judgeGain({ policy, person, earlier, conditions }: Asking, gains: readonly AccessChange[]) {
  const concerned = concerns(policy, person);
  if (concerned === 'no') return undefined;
  const answers = policy.asked.map((asked): ConditionAnswer => {
    const has = answerOf(asked, person, conditions);
    if (has === 'no' || has === 'failed') return has;
    const had = earlier ? answerOf(asked, earlier, conditions) : 'no';
    if (has === 'unknown') return had === 'no' ? 'unknown' : 'no';
    return had === 'yes' && !gains.some((gain) => isWider(asked, gain, person.state)) ? 'no' : 'yes';
  });
  return verdictOf(together(concerned, answers), 'approval');
}

/** `no` decides, whatever else is unknown or fails. */
function together(concerned: Answer, answers: readonly ConditionAnswer[]): ConditionAnswer {
  if (answers.includes('no')) return 'no';
  if (answers.includes('failed')) return 'failed';
  return allOf(concerned, ...answers.filter((answer) => answer !== 'failed'));
}

function verdictOf(answer: ConditionAnswer, ofYes: Verdict): Verdict | undefined {
  if (answer === 'no') return undefined;
  if (answer === 'failed') return 'failed';
  return answer === 'yes' ? ofYes : 'uncertain';
}

const concerns = (policy: Policy, person: Judged): Answer =>
  allOf(isNamed(policy.for, person), isOutside(policy.outside, person));

const answerOf = (asked: Asked, person: Judged, conditions: Conditions): ConditionAnswer =>
  asked.kind === 'when' ? conditions.answer(asked.when, person) : holds(person.state, person.access, asked.capability);

/** Whether a gain is more of what is asked for: the same capability, or one that gives rights where these are asked for. */
function isWider(asked: Asked, { capability, targets }: AccessChange, state: AccountState): boolean {
  if (asked.kind === 'when') return false;
  const { name, argument } = asked.capability;
  const giveRights = ['users.manage', ...ASSUMPTIONS.pagesThatGiveRights.map((page) => `page.${page}.write`)];
  if (capability !== name && !(name === 'rights.grant' && giveRights.includes(capability))) return false;
  return argument === undefined || (targets ?? []).some((target) => isMeant(argument, target, state));
}

function isMeant(argument: string, target: ResourceKey, { users }: AccountState): boolean {
  if (!argument.startsWith('group:')) return argument === target;
  if (argument === target) return true;
  const group = argument.slice('group:'.length);
  const user = users.get(target);
  return target === groupKey(group) || (user !== undefined && (knownValue(user.groups) ?? []).includes(group));
}
