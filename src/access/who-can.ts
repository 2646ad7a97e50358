import type { Holder, Way } from '../model/answers.js';
import { type AccountState, byText } from '../model/index.js';
import { ASSUMPTIONS } from './assumptions.js';
import { accessOf } from './effective.js';
import { crowdOf } from './reached.js';
import { answerTo, type Question, waysOf, widthOf } from './ways.js';

/** Everybody who can, or of whom nobody knows: what is privileged first, then the widest, then by the order of keys. */
export function whoCan(state: AccountState, question: Question): readonly Holder[] {
  const crowd = crowdOf(state);
  const holders: Holder[] = [];
  for (const user of state.users.values()) {
    const access = crowd.people().get(user.key) ?? accessOf(state, user);
    const answer = answerTo(state, access, question);
    if (answer === 'no') continue;
    const ways = waysOf(crowd, { user, access }, { ...question, answer });
    holders.push({
      user: user.key,
      answer,
      privileged: ways.some((way) => isPrivileged(question.query.name, way)),
      ways,
    });
  }
  return inOrder(holders);
}

/** Reaching others, money, giving rights: the same things that a plan calls privileged. */
export function isPrivileged(name: string, { of }: Pick<Way, 'of'>): boolean {
  if (name.startsWith('recordings.')) return of !== undefined && of.kind !== 'own';
  if (name === 'calls.listen' || name === 'users.manage' || name.startsWith('calls.destination.')) return true;
  if (['rights.grant', 'level.admin', 'billing.see', 'licences.order'].includes(name)) return true;
  return (
    name.startsWith('page.billing.') || ASSUMPTIONS.pagesThatGiveRights.some((page) => name === `page.${page}.write`)
  );
}

/** What decides is worked out once a holder: there are many, and each is compared with a dozen others. */
function inOrder(holders: readonly Holder[]): readonly Holder[] {
  const placed = holders.map((holder) => ({ holder, ...placeOf(holder) }));
  placed.sort(
    (one, other) =>
      one.standing - other.standing ||
      other.breadth - one.breadth ||
      one.through - other.through ||
      byText(one.holder.user, other.holder.user),
  );
  return placed.map(({ holder }) => holder);
}

function placeOf({ answer, privileged, ways: [way] }: Holder) {
  const standing = (answer === 'unknown' ? 2 : 0) + (privileged ? 0 : 1);
  return { standing, ...(way ? widthOf(way) : { breadth: 0, through: 0 }) };
}
