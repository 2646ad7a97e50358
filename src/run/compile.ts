import { type Conditions, NO_CONDITIONS } from '../access/condition.js';
import type { AccountFiles } from '../config/account-files.js';
import { type Config, readConfig } from '../config/read-config.js';
import { inOrder } from '../config/report.js';
import {
  type Asked,
  type CapabilityNames,
  type Checked,
  type Desired,
  type Diagnostic,
  groupKey,
  type Policy,
  profileKey,
  type ResourceKey,
  type Settings,
  userKey,
} from '../model/index.js';
import { type Labels, readLabels } from './labels.js';

/** Files without mistakes, conditions of policies included. */
export type Compiled = Extract<Checked<Config>, { ok: true }> & {
  readonly conditions: Conditions /** For steps by hand; undefined: the English ones. */;
  readonly labels?: Labels;
};
export type Compiling = Compiled | Extract<Checked<Config>, { ok: false }>;

interface CompileOptions {
  /** Of ringctl, for `requires`. */
  readonly version: string | undefined;
  /** What files may state by another revision, where one is the base. */
  readonly rights?: Settings['files'];
}

/** Reads the files as `readConfig` does, and checks what only an interpreter of conditions can. */
export async function compile(files: AccountFiles, { version, rights }: CompileOptions): Promise<Compiling> {
  const checked = readConfig(files, version, rights);
  const read = readLabels(files.labels);
  if (!checked.ok || !read.ok) return { ok: false, diagnostics: inOrder([checked, read].flatMap(mistakesOf)) };
  const { desired } = checked.value;
  const labels = read.value;
  if (!hasConditions(desired.policies)) return { ...checked, conditions: NO_CONDITIONS, labels };
  const faults = await conditionFaults(checked.value);
  if (faults.length > 0) return { ok: false, diagnostics: inOrder([...faults, ...checked.warnings]) };
  return { ...checked, conditions: await conditionsOf(desired.policies, [desired]), labels };
}

const mistakesOf = (checked: Checked<unknown>): readonly Diagnostic[] =>
  checked.ok ? checked.warnings : checked.diagnostics;

type When = Extract<Asked, { kind: 'when' }>;

const whens = (policies: readonly Policy[]): readonly When[] =>
  policies.flatMap(({ asked }) => asked.filter((one) => one.kind === 'when'));

const hasConditions = (policies: readonly Policy[]): boolean => whens(policies).length > 0;

async function conditionFaults({ desired, locate }: Config): Promise<Diagnostic[]> {
  const { conditionFault } = await import('../access/cel.js');
  const names = namesOf([desired]);
  return whens(desired.policies).flatMap(({ when, at }): Diagnostic[] => {
    const fault = conditionFault(when, names);
    if (!fault) return [];
    const source = locate(at, 'value', fault);
    const code = fault.isCapability ? 'UNKNOWN_CAPABILITY' : 'BAD_CONDITION';
    return [{ code, severity: 'error', message: fault.message, ...(source && { source }) }];
  });
}

/** Answers the conditions of these policies. What they name is looked up in the first of the files that defines it. */
export async function conditionsOf(policies: readonly Policy[], files: readonly Desired[]): Promise<Conditions> {
  if (!hasConditions(policies)) return NO_CONDITIONS;
  const { celConditions } = await import('../access/cel.js');
  const idOf = (kind: 'groups' | 'profiles', key: ResourceKey) =>
    files.map((desired) => desired[kind].get(key)?.id).find((id) => id !== undefined);
  return celConditions({
    ...namesOf(files),
    groupId: (name) => idOf('groups', groupKey(name)) ?? name,
    profileId: (name) => idOf('profiles', profileKey(name)) ?? name,
  });
}

function namesOf(files: readonly Desired[]): CapabilityNames {
  const groups = new Map(
    files.toReversed().flatMap(({ groups }) => [...groups.values()].map(({ id, name }) => [id, name])),
  );
  const ivrs = new Set(files.flatMap(scopedIvrs));
  return {
    group: (id) => groups.get(id),
    user: (email) => {
      const key = userKey(email);
      return files.some(({ users }) => users.has(key)) ? key : undefined;
    },
    hasIvr: (name) => ivrs.has(name),
  };
}

const scopedIvrs = ({ profiles, users }: Desired): readonly string[] =>
  [...profiles.values(), ...users.values()].flatMap(({ dashboard }) =>
    dashboard && dashboard.scope.ivrs !== 'all' ? dashboard.scope.ivrs : [],
  );
