import { sharedOf } from '../model/all-but.js';
import {
  type AccessCause,
  type AccessChange,
  type Change,
  nameOf,
  type PersonAccess,
  type Plan,
  type Released,
  type ResourceKey,
  type Source,
  userKey,
} from '../model/index.js';
import type { PlanFacts } from './plan-human.js';
import type { PersonName } from './step-sentence.js';

/** The place alone: the line itself stands in the diagnostics only. */
const placeOnly = ({ file, line, column }: Source) => ({ file, line, column });

function plainSource<T extends Change | Released>({ source, ...rest }: T) {
  return source ? { ...rest, source: placeOnly(source) } : rest;
}

/**
 * The plan as `schemas/plan.schema.json` describes it. With the facts it carries what its people are called and which limits refuse it,
 * so that whoever reads it later is told the same. Whose name another has too is called by their address.
 */
export function planJson(plan: Plan, { personName, sharesName, exceeded = [] }: PlanFacts = {}): unknown {
  const { access, ...rest } = plan;
  const names = personName ? namesIn(plan, (email) => (sharesName?.(email) ? email : personName(email))) : [];
  return {
    ...rest,
    changes: plan.changes.map(plainSource),
    released: plan.released.map(plainSource),
    ...(access && { access: access.map(personJson) }),
    ...(names.length > 0 && { names: Object.fromEntries(names) }),
    ...(exceeded.length > 0 && { exceeded }),
  };
}

/** Whoever gains, loses or is reached, and whom a step adds or removes. */
function namesIn({ access = [], steps }: Plan, personName: PersonName): [ResourceKey, string][] {
  const targets = targetsIn(access);
  const members = steps.flatMap(({ input: { users } }) => (Array.isArray(users) ? users.map(String).map(userKey) : []));
  const people = new Set([...access.map(({ user }) => user), ...targets, ...members]);
  return [...people].flatMap((key): [ResourceKey, string][] => {
    const name = personName(nameOf(key));
    return key.startsWith('user:') && name !== nameOf(key) ? [[key, name]] : [];
  });
}

/** Everybody in the lists of targets, each list that is shared read once. */
function targetsIn(access: readonly PersonAccess[]): ReadonlySet<ResourceKey> {
  const targets = new Set<ResourceKey>();
  const left = new Map<readonly ResourceKey[], ResourceKey | undefined>();
  const changes = access.flatMap(({ gains, losses, uncertain }) => [gains, losses, uncertain].flat());
  for (const change of changes) {
    const { all, except } = sharedOf(change.targets ?? []);
    const missing = left.get(all);
    if (!left.has(all)) {
      for (const key of all) if (key !== except) targets.add(key);
      left.set(all, except);
    } else if (missing !== undefined && missing !== except) {
      targets.add(missing);
      left.set(all, undefined);
    }
  }
  return targets;
}

function personJson({ user, gains, losses, uncertain }: PersonAccess) {
  const json = (changes: readonly AccessChange[]) =>
    changes.map(({ cause, ...rest }) => ({ ...rest, cause: causeJson(cause, user) }));
  return { user, gains: json(gains), losses: json(losses), uncertain: json(uncertain) };
}

/** A line of a file where there is one, and the resource whose change it is where that is not plain. */
function causeJson({ change, path, source }: AccessCause, user: ResourceKey) {
  return {
    ...(source && { file: source.file, line: source.line }),
    ...((!source || change !== user) && { change }),
    ...(path !== '' && { path }),
  };
}
