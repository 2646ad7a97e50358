import type { Holder, Way } from '../model/answers.js';
import { type AccountState, byText, type ResourceKey } from '../model/index.js';
import { ASSUMPTIONS } from './assumptions.js';
import { accessOf } from './effective.js';
import { type Crowd, crowdOf, type Likes } from './reached.js';
import { answerTo, type Question, waysOf, widthOf } from './ways.js';

/** Everybody who can, or of whom nobody knows: what is privileged first, then the widest, then by the order of keys. */
export function whoCan(state: AccountState, question: Question): readonly Holder[] {
  const crowd = crowdOf(state);
  const isOfOnePerson = question.query.argument?.startsWith('user:') === true;
  const likes: readonly Likes[] = isOfOnePerson
    ? [...state.users.values()].map((user) => ({ access: accessOf(state, user), users: [user] }))
    : crowd.likes();
  return inOrder(likes.map((some) => holdersAmong(crowd, some, question)));
}

/** What is said of one of them is said of all; what is decided by their own lines, by those of each. */
function holdersAmong(crowd: Crowd, { access, users }: Likes, question: Question): readonly Holder[] {
  const answer = answerTo(crowd.state, access, question);
  if (answer === 'no') return [];
  const [user] = users;
  const ways = waysOf(crowd, { user, access }, { ...question, answer });
  const privileged = ways.some((way) => isPrivileged(question.query.name, way));
  const isOwn = ({ cause }: Way) => cause.key === user.key;
  const ownWays = (key: ResourceKey): readonly Way[] =>
    ways.map((way) => (isOwn(way) ? { ...way, cause: { key, path: way.cause.path } } : way));
  const differs = ways.some(isOwn);
  return users.map(({ key }) => ({ user: key, answer, privileged, ways: differs ? ownWays(key) : ways }));
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

/** What decides is worked out once for those who are alike: there are many holders, and each is compared with a dozen others. */
function inOrder(alike: readonly (readonly Holder[])[]): readonly Holder[] {
  const placed = alike.flatMap((holders) => {
    const place = holders[0] && placeOf(holders[0]);
    return place ? holders.map((holder) => ({ holder, place })) : [];
  });
  placed.sort(
    ({ holder, place: one }, { holder: second, place: other }) =>
      one.standing - other.standing ||
      other.breadth - one.breadth ||
      one.through - other.through ||
      byText(holder.user, second.user),
  );
  return placed.map(({ holder }) => holder);
}

function placeOf({ answer, privileged, ways: [way] }: Holder) {
  const standing = (answer === 'unknown' ? 2 : 0) + (privileged ? 0 : 1);
  return { standing, ...(way ? widthOf(way) : { breadth: 0, through: 0 }) };
}
