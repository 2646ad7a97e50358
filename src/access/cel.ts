/** Conditions in CEL. Loaded only where some policy has one: nothing that every run needs may import this file. */
import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import {
  type CapabilityNames,
  isFault,
  knownValue,
  PAGES,
  type PermissionValue,
  readCapability,
} from '../model/index.js';
import { holds } from './can.js';
import type { ConditionAnswer, Conditions, Judged } from './condition.js';
import { type Access, PERMISSIONS, pageAccess } from './effective.js';

/** What the conditions of an account can refer to. */
export interface ConditionNames extends CapabilityNames {
  /** Ids in the files, of a group and of a profile of this name; the name itself where the files do not define it. */
  readonly groupId: (name: string) => string;
  readonly profileId: (name: string) => string;
}

/** What is wrong with a condition, and with which characters of it. */
export interface ConditionFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** A capability that does not exist: told with the names that do. */
  readonly isCapability: boolean;
}

/** No condition that a person can read needs more, and none may keep a run waiting. */
const LIMITS = { maxAstNodes: 300, maxDepth: 16, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 };

/** Thrown where a condition asks what nobody knows. CEL lets go of it where the other side of `||` or `&&` decides by itself. */
class NotKnown extends Error {
  override readonly name = 'NotKnown';
}

const TYPES = { switch: 'bool', choice: 'string', duration: 'int', count: 'int', percentage: 'int' } as const;

/** Each field has a type, so that a wrong one is found when the files are checked, not when somebody meets it. */
function makeEnvironment(can: (capability: string) => boolean): Environment {
  const permissions = PERMISSIONS.map(({ id, kind }) => [id, kind === 'callerIds' ? 'list<string>' : typeOf(kind)]);
  const person = {
    email: 'string',
    external: 'bool',
    superAdmin: 'bool',
    level: 'string',
    profile: 'string',
    groups: 'list<string>',
    pages: 'Pages',
    permissions: 'Permissions',
    scope: 'Scope',
  };
  const scope = { allGroups: 'bool', groups: 'list<string>', allIvrs: 'bool', ivrs: 'list<string>', lines: 'string' };
  return new Environment({ unlistedVariablesAreDyn: false, limits: LIMITS })
    .registerType('Permissions', { fields: Object.fromEntries(permissions) })
    .registerType('Pages', { fields: Object.fromEntries(PAGES.map(({ id }) => [id, 'string'])) })
    .registerType('Scope', { fields: scope })
    .registerType('Person', { fields: person })
    .registerVariable('person', 'Person')
    .registerFunction('Person.can(string): bool', (_person: unknown, capability: string) => can(capability));
}

const typeOf = (kind: string): string => Reflect.get(TYPES, kind) ?? 'string';

/** Undefined where the condition is sound: CEL, true or false, of fields and capabilities that exist. */
export function conditionFault(when: string, names: CapabilityNames): ConditionFault | undefined {
  const environment = makeEnvironment(() => false);
  const checked = environment.check(when);
  const whole = { start: 0, end: when.length, isCapability: false };
  if (!checked.valid) {
    const { summary, range } = checked.error ?? {};
    const message = `This condition is not CEL that ringctl can work out: ${summary ?? 'it cannot be read'}.`;
    return { ...whole, ...range, message, isCapability: false };
  }
  if (checked.type !== 'bool')
    return { ...whole, message: `A condition must be true or false, and this one gives ${checked.type ?? 'nothing'}.` };
  for (const node of nodesOf(environment.parse(when).ast)) {
    const fault = nodeFault(node, names);
    if (fault) return { start: node.start, end: node.end, isCapability: false, ...fault };
  }
  return undefined;
}

type NodeFault = Pick<ConditionFault, 'message'> & Partial<ConditionFault>;

function nodeFault(node: ASTNode, names: CapabilityNames): NodeFault | undefined {
  if (node.op === 'call' && (node.args[0] === 'dyn' || node.args[0] === 'has'))
    return { message: `${node.args[0]} cannot be used in a condition: it hides a field that does not exist.` };
  if (node.op !== 'rcall') return undefined;
  const [name, , given] = node.args;
  if (name === 'matches')
    return { message: 'matches cannot be used in a condition; use startsWith, endsWith or contains.' };
  return name === 'can' ? capabilityFault(given[0], names) : undefined;
}

function capabilityFault(given: ASTNode | undefined, names: CapabilityNames): NodeFault | undefined {
  if (given?.op !== 'value' || typeof given.args !== 'string')
    return { message: 'can takes a capability in quotes, such as person.can("billing.see").' };
  const read = readCapability(given.args, names);
  if (!isFault(read)) return undefined;
  const at = { start: given.start + 1, end: given.end - 1, isCapability: true };
  if (read.fault === 'name') return { ...at, message: `There is no capability "${read.word}".` };
  if (read.fault === 'argument') return { ...at, message: `"${given.args}" takes ${read.takes}.` };
  return { ...at, message: `"${given.args}" names "${read.word}", which no file defines.` };
}

function* nodesOf(value: unknown): Iterable<ASTNode> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item);
  else if (isNode(value)) {
    yield value;
    yield* nodesOf(value.args);
  }
}

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value;

export function celConditions(names: ConditionNames): Conditions {
  let judged: Judged | undefined;
  const environment = makeEnvironment((text) => known(judged && canDo(judged, text, names)));
  const parsed = new Map<string, ReturnType<Environment['parse']>>();
  return {
    answer: (when, person) => {
      const condition = parsed.get(when) ?? environment.parse(when);
      parsed.set(when, condition);
      judged = person;
      return worked(() => condition({ person: asCel(person, names) }));
    },
  };
}

/** Undefined where nobody knows. */
function canDo({ state, access }: Judged, text: string, names: CapabilityNames): boolean | undefined {
  const read = readCapability(text, names);
  const answer = isFault(read) ? 'unknown' : holds(state, access, read);
  return answer === 'unknown' ? undefined : answer === 'yes';
}

/** What nobody knows is unknown; anything else that is thrown is a fault of the condition, such as a list that is too short. */
function worked(work: () => unknown): ConditionAnswer {
  try {
    return work() === true ? 'yes' : 'no';
  } catch (error) {
    return error instanceof NotKnown ? 'unknown' : 'failed';
  }
}

/** The person as a condition reads them, field by field and only when asked. */
function asCel({ user, access }: Judged, names: ConditionNames): object {
  return {
    email: access.email,
    external: access.isExternal,
    superAdmin: access.isSuperAdmin,
    get level() {
      return known(access.level);
    },
    get profile() {
      const profile = known(knownValue(user.profile));
      return profile === null ? '' : names.profileId(profile);
    },
    get groups() {
      return known(access.groups).map(names.groupId);
    },
    get pages() {
      known(access.level);
      return Object.fromEntries(PAGES.map(({ id }) => [id, pageAccess(access, id)]));
    },
    get scope() {
      known(access.level);
      return scopeAsCel(access, names);
    },
    get permissions() {
      return permissionsAsCel(access);
    },
  };
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new NotKnown();
  return value;
}

function scopeAsCel({ scope: { groups, ivrs, lines } }: Access, { groupId }: ConditionNames): object {
  return {
    allGroups: groups === 'all',
    groups: groups === 'all' ? [] : groups.map(groupId),
    allIvrs: ivrs === 'all',
    ivrs: ivrs === 'all' ? [] : ivrs,
    lines,
  };
}

function permissionsAsCel({ permissions }: Access): object {
  const fields = PERMISSIONS.map(({ id }) => {
    const get = () => asInt(known<PermissionValue>(Reflect.get(permissions, id)));
    return [id, { get, enumerable: true }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(fields));
}

/** Whole numbers of CEL are no numbers of JavaScript. */
const asInt = (value: PermissionValue) => (typeof value === 'number' ? BigInt(value) : value);
