/** One file a use case: the compositions that the command line and the Action share. Nothing here prints. */
import type { Account } from '../account/ports.js';
import type { Config } from '../config/read-config.js';
import {
  type Day,
  type Diagnostic,
  day,
  instant,
  type Live,
  nameOf,
  type Plan,
  type ResourceKey,
  type Settings,
  type Source,
} from '../model/index.js';
import { confirmationDiagnostics } from '../plan/confirmed.js';
import { managedFieldsIn } from '../plan/coverage.js';
import { type AcceptableLimit, type Exceeded, exceededLimits } from '../plan/limits.js';
import { type Made, makePlanAndStates } from '../plan/make-plan.js';
import { assumedLive } from '../plan/offline.js';
import { releasedFields, releasedSince } from '../plan/released.js';
import { unseenDiagnostics, withStatedSuperAdmins } from '../plan/unseen.js';
import { readAccountFiles } from './account-files.js';
import { type Compiled, compile } from './compile.js';
import { settled } from './halfway.js';
import { withNames } from './hand-outs.js';
import { withLabels } from './labels.js';
import { heldKeys, type Memory, mustBeWhole, NO_MEMORY, type Remember } from './memory.js';
import { unknownIvrs } from './named-ivrs.js';
import { type NeededApproval, neededApprovals, policyDiagnostics, type Rulebook } from './policies.js';
import { withBeginnings, withRecorded } from './recorded.js';
import { ruleChanges } from './rule-changes.js';
import { type BaseFiles, compileWithBase } from './with-base.js';

/** The caller decides which account is behind the settings, and opens it. */
export type OpenAccount = (settings: Settings, dir: string) => Promise<{ readonly account: Account; close(): void }>;

export interface PlanInputsRequest {
  readonly dir: string;
  readonly now: Date;
  readonly tool: Plan['tool'];
  /** `YYYY-MM-DD`; undefined is today in the account's time zone. */
  readonly at: string | undefined;
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
  readonly allowDelete: boolean;
  /** Limits that are accepted for exactly this number of people. */
  readonly accept?: { readonly [limit in AcceptableLimit]?: number };
  /** The number of people for which an account that shrank is accepted. */
  readonly acceptedShrink?: number | undefined;
  /** A git revision whose limits, policies and people count, so that nobody loosens a rule and uses that in one change. */
  readonly rulesOf?: string | undefined;
}

export interface PlanRequest extends PlanInputsRequest {
  readonly open: OpenAccount;
  readonly onProgress?: (done: number, total: number) => void;
  readonly remember?: Remember;
}

interface Invalid {
  readonly ok: false;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlannedLive {
  readonly ok: true;
  readonly plan: Plan;
  readonly live: Live;
  readonly config: Config;
  /** Limits that refuse the plan; each stands in its diagnostics too. */
  readonly exceeded: readonly Exceeded[];
  /** What policies leave to people. */
  readonly approvals: readonly NeededApproval[];
  /** Who a login stands for: under --base as the base revision says, so that nobody becomes somebody else in the change itself. */
  readonly people: Settings['people'];
  /** The states between which the plan leads. */
  readonly states: Pick<Made, 'before' | 'after'>;
}
export type Planned = Invalid | PlannedLive;
export type PlannedOffline = Invalid | Omit<PlannedLive, 'live'>;

/** Compiles, reads the account and plans. Throws AccountUnreadable where the account cannot be read whole. */
export async function plan(request: PlanRequest): Promise<Planned> {
  const compiled = await compileFor(request);
  if (!compiled.ok) return compiled;
  const { files, base } = compiled;
  const config = files.value;
  const { account, close } = await request.open(config.desired.settings, request.dir);
  try {
    const memory = (await request.remember?.(config.desired.settings, request.dir)) ?? NO_MEMORY;
    const live = await account.read(request.onProgress);
    return planned({ files, base, live, request, memory });
  } finally {
    close();
  }
}

export type CompiledFor = Invalid | { readonly ok: true; readonly files: Compiled; readonly base?: BaseFiles };

/** The files of the directory, with those whose rules count. Throws BaseUnreadable. */
export async function compileFor({ dir, rulesOf, tool }: PlanInputsRequest): Promise<CompiledFor> {
  if (rulesOf !== undefined) return compileWithBase(dir, rulesOf, tool.version);
  const files = await compile(await readAccountFiles(dir), tool);
  return files.ok ? { ok: true, files } : files;
}

export interface Planning {
  readonly files: Compiled;
  readonly base?: BaseFiles | undefined;
  readonly live: Live;
  readonly request: PlanInputsRequest;
  /** Default: nothing. */
  readonly memory?: Memory;
}

/** Throws AccountUnreadable where what was read cannot be all of the account. */
export function planned({ files, base, live: seen, request, memory = NO_MEMORY }: Planning): PlannedLive {
  const config = files.value;
  const { desired } = config;
  const rules = base ? base.files.value : config;
  const { limits } = rules.desired.settings;
  const shown = withStatedSuperAdmins(seen, desired);
  const previously = (person: ResourceKey) => desired.users.get(person)?.previously ?? [];
  mustBeWhole(shown, { memory, limits, previously, acceptedShrink: request.acceptedShrink });
  const live = withRecorded(shown, memory.facts, desired);
  const released = releasedSince(memory.managed, desired, live.state);
  const made = makePlanAndStates(desired, live, {
    ...optionsOf(config, request),
    held: heldKeys(memory),
    released,
    settle: (before) => withBeginnings(settled(before, memory.halfway, desired.filesDigest), memory.facts),
  });
  return {
    ok: true,
    live,
    config,
    ...judged(
      { ...made, plan: withLabels(withNames(made.plan, memory.handOuts), files.labels) },
      {
        rules,
        books: [bookOf(files), ...(base ? [base.book] : [])],
        config,
        request,
        held: heldKeys(memory),
        warnings: warningsOf({ files, base, live, request, memory }, made),
      },
    ),
  };
}

/** What is wrong with files, account and memory together beside what the plan itself says. */
function warningsOf({ files, base, live, request, memory = NO_MEMORY }: Planning, made: Made): readonly Diagnostic[] {
  const config = files.value;
  const { desired } = config;
  const rules = base ? base.files.value : config;
  const { unreadable, recorded } = made.plan.coverage;
  return [
    ...(base ? ruleChanges(config, rules, base.ref) : []),
    ...files.warnings,
    ...unknownIvrs(config, live),
    ...emptyFiles(desired, memory),
    // Nothing is to be said where the account shows every field itself.
    ...(unreadable + recorded === 0
      ? []
      : confirmationDiagnostics({
          fields: managedFieldsIn(desired, made.before, live.recorded),
          maxAgeDays: rules.desired.settings.limits.recordedMaxAgeDays,
          now: instant(request.now),
        })),
    ...unseenDiagnostics({ ...desired, ...made, managed: memory.managed, locate: locator(config) }),
  ];
}

/** Files that were not found look like files that say nothing. */
function emptyFiles({ users, profiles }: Config['desired'], { managed }: Memory): readonly Diagnostic[] {
  const hadAny = managed.some(({ key }) => key.startsWith('user:') || key.startsWith('profile:'));
  if (!hadAny || users.size > 0 || profiles.size > 0) return [];
  const message = 'The files name nobody and no profile, and did when they were last applied.';
  return [{ code: 'FILES_EMPTY', severity: 'error', message, hint: 'Look for files that were not found.' }];
}

const bookOf = ({ value, conditions }: Compiled): Rulebook => ({
  policies: value.desired.policies,
  conditions,
  locate: value.locate,
});

interface Judging {
  /** The files whose limits count: under --base those of the base revision, so that nobody loosens a limit and uses it in one change. */
  readonly rules: Config;
  /** The policies that count, those of the files first. */
  readonly books: readonly Rulebook[];
  readonly config: Config;
  readonly request: PlanInputsRequest;
  readonly held?: ReadonlySet<ResourceKey>;
  readonly warnings: readonly Diagnostic[];
}

function judged(
  { plan, before, after }: Made,
  { rules, books, config, request, held = new Set(), warnings }: Judging,
): Pick<PlannedLive, 'plan' | 'exceeded' | 'approvals' | 'people' | 'states'> {
  const facts = {
    before,
    after,
    access: plan.access ?? [],
    actingAs: plan.actingAs,
    released: plan.released.map((row) => row.key),
    held,
    ...(plan.leftOpen && { leftOpen: plan.leftOpen }),
  };
  const exceeded = exceededLimits(facts, rules.desired.settings.limits, request.accept);
  const refusals = exceeded.map((limit) => limitDiagnostic(limit, rules));
  const policies = policyDiagnostics(books, { ...facts, at: plan.inputs.at }, config);
  return {
    plan: {
      ...plan,
      diagnostics: [...warnings, ...plan.diagnostics, ...neededHeld(exceeded, held), ...policies, ...refusals],
    },
    exceeded,
    approvals: neededApprovals(books, { ...facts, at: plan.inputs.at }),
    people: rules.desired.settings.people,
    states: { before, after },
  };
}

/** Who is cut off and must be there all the same: the way out is not in the files. */
const neededHeld = (exceeded: readonly Exceeded[], held: ReadonlySet<ResourceKey>): readonly Diagnostic[] =>
  exceeded.flatMap(({ limit, who }) =>
    who
      .filter((key) => held.has(key))
      .map((key) => ({
        code: 'HELD',
        severity: 'warning',
        message: `${nameOf(key)} is held, and limits.${limit} asks for them.`,
        hint: `Change that limit, or release them: ringctl hold release ${nameOf(key)} --reason "…"`,
      })),
  );

function limitDiagnostic({ limit, count, allowed, isAcceptable }: Exceeded, rules: Config): Diagnostic {
  const source = rules.locate({ file: 'ringctl.yaml', path: ['limits', limit] }, 'key');
  const message = isAcceptable
    ? `${limit}: ${count} people, the limit is ${allowed}.`
    : `${limit}: ${count}, where ${allowed} must hold.`;
  return { code: 'LIMIT_EXCEEDED', severity: 'error', message, ...(source && { source }) };
}

/** Compares the files with those of a git revision. No account is read. */
export async function planAgainstBase(request: PlanInputsRequest & { readonly base: string }): Promise<PlannedOffline> {
  const compiled = await compileWithBase(request.dir, request.base, request.tool.version);
  if (!compiled.ok) return compiled;
  const { value: config, warnings } = compiled.files;
  const { value: base } = compiled.base.files;
  const options = optionsOf(config, request);
  const live = assumedLive(base.desired, { at: options.at, readAt: options.createdAt });
  const released = releasedFields(base.desired, config.desired, locator(base));
  const made = makePlanAndStates(config.desired, live, { ...options, base: { ref: request.base, released } });
  return {
    ok: true,
    config,
    ...judged(made, {
      rules: base,
      books: [bookOf(compiled.files), compiled.base.book],
      config,
      request,
      warnings: [...ruleChanges(config, base, request.base), ...warnings],
    }),
  };
}

function optionsOf(config: Config, request: PlanInputsRequest) {
  const { tool, targets, excludes, allowDelete } = request;
  return {
    tool,
    createdAt: instant(request.now),
    at: dayOf(request, config.desired.settings.timeZone),
    targets,
    excludes,
    allowDelete,
    locate: locator(config),
  };
}

const locator =
  (config: Config) =>
  (key: ResourceKey, path: string): Source | undefined => {
    const place = config.placeOf(key, path) ?? config.placeOf(key, '');
    return place && config.locate(place, 'key');
  };

/** `at`, or today in this time zone. */
export function dayOf({ at, now }: Pick<PlanInputsRequest, 'at' | 'now'>, timeZone: string): Day {
  if (at !== undefined) return day(at);
  if (timeZone === 'UTC') return day(now.toISOString().slice(0, 10));
  const parts = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return day(new Intl.DateTimeFormat('en-CA', parts).format(now));
}
