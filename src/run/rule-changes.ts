import { SETTINGS_FILE } from '../config/account-files.js';
import { quoted } from '../config/finding.js';
import type { Config } from '../config/read-config.js';
import { CODES, type Diagnostic, isSame, type Place, type ResourceKey, type Source, userKey } from '../model/index.js';
import { policiesIn, renames } from './base-policies.js';
import { policyTurns, type Turn, type TurnedPart } from './policy-turns.js';
import { limitTurns, limitWords, rightTurns } from './setting-turns.js';

/** A rule that judges changes and is another one by now. */
interface RuleChange {
  /** `Limit "removals"` */
  readonly rule: string;
  readonly what: Turn | 'added' | 'removed';
  /** Said as such: a rule that goes, or may, is loosened too. */
  readonly isLooser: boolean;
  /** What it was and is. */
  readonly detail?: string;
  /** Where it stands in the files, and where it stood in the base. */
  readonly source: Source | undefined;
  readonly baseSource: Source | undefined;
}

/**
 * What becomes of policies, limits, the rights of files and the people behind logins between two revisions, each as a warning.
 * They judge the next change: whoever loosens one must be seen to, whatever else the change does.
 */
export function ruleChanges(head: Config, base: Config, revision: string): readonly Diagnostic[] {
  const both = { head, base, keyOf: keysIn(head, base) };
  const changes = [...policyChanges(both), ...limitChanges(both), ...rightChanges(both), ...loginChanges(both)];
  return changes.map((change) => ruleDiagnostic(change, revision));
}

interface Both {
  readonly head: Config;
  readonly base: Config;
  /** Somebody of the base, as the files call them by now. */
  readonly keyOf: (email: string) => ResourceKey;
}

function keysIn(head: Config, base: Config): Both['keyOf'] {
  const renamed = renames(head.desired, base.desired);
  return (email) => renamed.get(userKey(email)) ?? userKey(email);
}

function policyChanges({ head, base }: Both): RuleChange[] {
  const had = new Map(policiesIn(head.desired, base.desired).map((policy) => [policy.id, policy]));
  const has = new Map(head.desired.policies.map((policy) => [policy.id, policy]));
  return namesOf(had, has).flatMap((id) => {
    const [before, after] = [had.get(id), has.get(id)];
    const places = { source: after && head.locate(after.at), baseSource: before && base.locate(before.at) };
    const turns = before && after ? policyTurns(before, after) : [];
    return partsChange({ rule: `Policy ${quoted(id)}`, isNew: !before, isGone: !after, turns, places });
  });
}

const namesOf = (before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): readonly string[] => [
  ...new Set([...before.keys(), ...after.keys()]),
];

type Places = Pick<RuleChange, 'source' | 'baseSource'>;

interface Parts {
  readonly rule: string;
  readonly isNew: boolean;
  readonly isGone: boolean;
  readonly turns: readonly TurnedPart[];
  readonly places: Places;
}

/** Of several parts the worst decides, and only those that are like it are named. */
function partsChange({ rule, isNew, isGone, turns, places }: Parts): RuleChange[] {
  if (isNew) return [{ rule, what: 'added', isLooser: false, ...places }];
  if (isGone) return [{ rule, what: 'removed', isLooser: true, ...places }];
  const what = TURNS.find((turn) => turns.some((part) => part.turn === turn));
  if (!what) return [];
  const detail = turns.flatMap(({ part, turn }) => (turn === what ? [part] : [])).join(', ');
  return [{ rule, what, isLooser: what === 'loosened', detail, ...places }];
}

const TURNS: readonly Turn[] = ['loosened', 'tightened', 'changed'];

function limitChanges({ head, base, keyOf }: Both): RuleChange[] {
  const [before, after] = [base.desired.settings.limits, head.desired.settings.limits];
  const [was, is] = [limitWords(before), limitWords(after)];
  return limitTurns(before, after, keyOf).map(({ part, turn }) => ({
    rule: `Limit ${quoted(part)}`,
    what: turn,
    isLooser: turn === 'loosened',
    detail: beforeAndAfter(was[part], is[part]),
    ...settingPlaces({ head, base }, ['limits', part]),
  }));
}

const beforeAndAfter = (before: string | undefined, after: string | undefined): string =>
  `${before ?? 'nobody'} before, ${after ?? 'nobody'} now`;

/** Every glob restricts the files that it meets. */
function rightChanges({ head, base }: Both): RuleChange[] {
  const had = new Map(Object.entries(base.desired.settings.files));
  const has = new Map(Object.entries(head.desired.settings.files));
  return namesOf(had, has).flatMap((glob) => {
    const [before, after] = [had.get(glob), has.get(glob)];
    const turns = before && after ? rightTurns(before, after) : [];
    const places = settingPlaces({ head, base }, ['files', glob]);
    return partsChange({ rule: `The right of files ${quoted(glob)}`, isNew: !before, isGone: !after, turns, places });
  });
}

/** Who a login is decides whether somebody gains by their own change, and who may approve: nothing about that is harmless. */
function loginChanges({ head, base, keyOf }: Both): RuleChange[] {
  const had = new Map(Object.entries(base.desired.settings.people));
  const has = new Map(Object.entries(head.desired.settings.people));
  return namesOf(had, has).flatMap((login) => {
    const [before, after] = [had.get(login), has.get(login)];
    if ((before && keyOf(before)) === (after && userKey(after))) return [];
    const what = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    const places = settingPlaces({ head, base }, ['people', login]);
    return [{ rule: `Login ${quoted(login)}`, what, isLooser: true, detail: beforeAndAfter(before, after), ...places }];
  });
}

const settingPlaces = ({ head, base }: Pick<Both, 'head' | 'base'>, path: Place['path']): Places => ({
  source: statedAt(head, path),
  baseSource: statedAt(base, path),
});

/** Undefined where it is not stated: what is located is then what stands around it. */
function statedAt({ locate }: Config, path: Place['path']): Source | undefined {
  const [source, around] = [path, path.slice(0, -1)].map((steps) => locate({ file: SETTINGS_FILE, path: steps }));
  return isSame(source, around) ? undefined : source;
}

function ruleDiagnostic(
  { rule, what, isLooser, detail, source, baseSource }: RuleChange,
  revision: string,
): Diagnostic {
  const code = isLooser ? 'RULE_LOOSENED' : 'RULE_CHANGED';
  const message = `${rule} is ${what}${detail === undefined ? '' : `: ${detail}`}.`;
  const related = baseSource && [{ message: `It stands here in revision ${revision}.`, source: baseSource }];
  return { code, severity: CODES[code].severity, message, ...(source && { source }), ...(related && { related }) };
}
