import type { AccountState, PageId, ResourceKey, UserState } from '../../../src/model/index.js';
import { grants, holds, LATER, universeOf } from '../../access/brute-force.js';

/** What somebody may see, hear and change, from the brute force alone: none of the code that decides it in the dashboard. */
export interface Expected {
  opens(page: PageId, access: 'read' | 'write'): boolean;
  person(page: PageId, access: 'read' | 'write', other: UserState): boolean;
  personOn(page: PageId, other: UserState, line: 'direct' | 'ivr'): boolean;
  group(page: PageId, access: 'read' | 'write', name: string): boolean;
  ivr(page: PageId, access: 'read' | 'write', name: string): boolean;
  everyGroup(page: PageId): boolean;
  call(page: PageId, call: ExpectedCall): boolean;
  listens(call: ExpectedCall): boolean;
  plays(call: ExpectedCall, what: 'play' | 'download'): boolean;
  is(capability: string): boolean;
}

export interface ExpectedCall {
  readonly user: UserState | undefined;
  readonly ivr: string | null;
  readonly ivrPeople: readonly UserState[];
}

export function expectedOf(state: AccountState, actor: ResourceKey): Expected {
  const universe = universeOf(state);
  const facts = grants(state, actor, universe);
  const has = (fact: string) => facts.get(fact) === 'yes';
  const known = (names: readonly string[], name: string) => (names.includes(name) ? name : LATER);
  const groupsOf = ({ groups }: UserState) =>
    (groups.known ? groups.value : []).map((name) => known(universe.groups, name));
  const groupFact = (page: PageId, access: string, name: string) => `page.${page}.${access}(group:${name}`;
  const lineOf = ({ ivr }: ExpectedCall) => (ivr === null ? ('direct' as const) : ('ivr' as const));

  const personOn: Expected['personOn'] = (page, other, line) =>
    other.status === 'active' &&
    !other.external &&
    [...groupsOf(other), LATER].some((name) => has(`${groupFact(page, 'read', name)}@${line})`));
  const ivr: Expected['ivr'] = (page, access, name) => has(`page.${page}.${access}(ivr:${known(universe.ivrs, name)})`);
  const isOfAll = (page: PageId, line: 'direct' | 'ivr') => has(`${groupFact(page, 'read', LATER)}@${line})`);

  const call: Expected['call'] = (page, one) => {
    if (one.ivr !== null && !ivr(page, 'read', one.ivr)) return false;
    if (one.user) return personOn(page, one.user, lineOf(one));
    return one.ivr !== null && (isOfAll(page, 'ivr') || one.ivrPeople.some((other) => personOn(page, other, 'ivr')));
  };
  return {
    call,
    ivr,
    personOn,
    is: (capability) => has(capability),
    opens: (page, access) => has(`page.${page}.${access}`),
    person: (page, access, other) => holds(state, actor, `page.${page}.${access}(${other.key})`) === 'yes',
    group: (page, access, name) => has(`${groupFact(page, access, known(universe.groups, name))})`),
    everyGroup: (page) => isOfAll(page, 'direct') || isOfAll(page, 'ivr'),
    listens: (one) =>
      call('activity', one) && one.user !== undefined && has(`calls.listen(${one.user.key})@${lineOf(one)}`),
    plays: (one, what) => {
      if (!call('logs', one)) return false;
      const right = `recordings.${what}`;
      if (one.user?.key === actor) return has(`${right}(own)`);
      return one.user
        ? has(`${right}(${one.user.key})@${lineOf(one)}`)
        : has(`${right}(ivr:${known(universe.ivrs, one.ivr ?? '')})`);
    },
  };
}
