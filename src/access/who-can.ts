import type { Holder, Of, Through, Way } from '../model/answers.js';
import { type AccountState, byText } from '../model/index.js';
import { ASSUMPTIONS } from './assumptions.js';
import { accessOf } from './effective.js';
import { crowdOf } from './reached.js';
import { answerTo, type Question, waysOf } from './ways.js';

/** Everybody who can, or of whom nobody knows: what is privileged first, then the widest, then by the order of keys. */
export function whoCan(state: AccountState, question: Question): readonly Holder[] {
  const crowd = crowdOf(state);
  const holders: Holder[] = [];
  for (const user of state.users.values()) {
    const access = accessOf(state, user);
    const answer = answerTo(state, access, question);
    if (answer === 'no') continue;
    const all = [...waysOf(crowd, { user, access }, { ...question, answer })].sort(widestFirst);
    const ways = answer === 'yes' ? all.filter((way) => way.answer === 'yes') : all;
    holders.push({
      user: user.key,
      answer,
      privileged: ways.some((way) => isPrivileged(question.query.name, way)),
      ways,
    });
  }
  return holders.sort(inOrder);
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

const THROUGH: readonly Through['kind'][] = [
  'superadmin',
  'admin',
  'dashboard',
  'profile',
  'own',
  'membership',
  'signIn',
];

function widestFirst(one: Way, other: Way): number {
  return breadth(other.of) - breadth(one.of) || THROUGH.indexOf(one.through.kind) - THROUGH.indexOf(other.through.kind);
}

/** Everyone, then people by their number, then IVRs, then what is one's own. */
function breadth(of: Of | undefined): number {
  if (!of) return 0;
  if (of.kind === 'people') return 2 + of.count;
  if (of.kind === 'everyone') return Number.MAX_SAFE_INTEGER;
  return of.kind === 'ivrs' ? 1 : 0;
}

function inOrder(one: Holder, other: Holder): number {
  const [first, second] = [one.ways[0], other.ways[0]];
  return (
    Number(one.answer === 'unknown') - Number(other.answer === 'unknown') ||
    Number(other.privileged) - Number(one.privileged) ||
    (first && second ? widestFirst(first, second) : 0) ||
    byText(one.user, other.user)
  );
}
