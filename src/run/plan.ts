/** One file a use case: the compositions that the command line and the Action share. Nothing here prints. */
import type { Account } from '../account/ports.js';
import type { Config } from '../config/read-config.js';
import {
  type Day,
  type Diagnostic,
  day,
  instant,
  isSame,
  type Live,
  type Plan,
  type ResourceKey,
  type Settings,
  type Source,
} from '../model/index.js';
import { type AcceptableLimit, type Exceeded, exceededLimits } from '../plan/limits.js';
import { type Made, makePlanAndStates } from '../plan/make-plan.js';
import { assumedLive } from '../plan/offline.js';
import { releasedFields, releasedSince } from '../plan/released.js';
import { readAccountFiles } from './account-files.js';
import { readAccountFilesAt } from './base-files.js';
import { policiesIn } from './base-policies.js';
import { type Compiled, compile, conditionsOf } from './compile.js';
import { settled } from './halfway.js';
import { heldKeys, type Memory, mustBeWhole, NO_MEMORY, type Remember } from './memory.js';
import { unknownIvrs } from './named-ivrs.js';
import { policyDiagnostics, type Rulebook } from './policies.js';
import { ruleChanges } from './rule-changes.js';

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
  /** Who a login stands for: under --base as the base revision says, so that nobody becomes somebody else in the change itself. */
  readonly people: Settings['people'];
  /** The states between which the plan leads. */
  readonly states: Pick<Made, 'before' | 'after'>;
}
export type Planned = Invalid | PlannedLive;
export type PlannedOffline = Invalid | Omit<PlannedLive, 'live'>;

/** Compiles, reads the account and plans. Throws AccountUnreadable where the account cannot be read whole. */
export async function plan(request: PlanRequest): Promise<Planned> {
  const files = await compile(await readAccountFiles(request.dir), request.tool);
  if (!files.ok) return files;
  const config = files.value;
  const { account, close } = await request.open(config.desired.settings, request.dir);
  try {
    const memory = (await request.remember?.(config.desired.settings, request.dir)) ?? NO_MEMORY;
    const live = await account.read(request.onProgress);
    return planned({ files, live, request, memory });
  } finally {
    close();
  }
}

export interface Planning {
  readonly files: Compiled;
  readonly live: Live;
  readonly request: PlanInputsRequest;
  /** Default: nothing. */
  readonly memory?: Memory;
}

/** Throws AccountUnreadable where what was read cannot be all of the account. */
export function planned({ files, live, request, memory = NO_MEMORY }: Planning): PlannedLive {
  const config = files.value;
  const { desired } = config;
  const { limits } = desired.settings;
  mustBeWhole(live, { memory, limits, acceptedShrink: request.acceptedShrink });
  const released = releasedSince(memory.managed, desired, live.state);
  const made = makePlanAndStates(desired, live, {
    ...optionsOf(config, request),
    held: heldKeys(memory),
    released,
    settle: (before) => settled(before, memory.halfway, desired.filesDigest),
  });
  return {
    ok: true,
    live,
    config,
    ...judged(made, {
      rules: config,
      books: [bookOf(files)],
      config,
      request,
      warnings: [...files.warnings, ...unknownIvrs(config, live), ...emptyFiles(desired, memory)],
    }),
  };
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
  readonly warnings: readonly Diagnostic[];
}

function judged(
  { plan, before, after }: Made,
  { rules, books, config, request, warnings }: Judging,
): Pick<PlannedLive, 'plan' | 'exceeded' | 'people' | 'states'> {
  const facts = {
    before,
    after,
    access: plan.access ?? [],
    actingAs: plan.actingAs,
    released: plan.released.map((row) => row.key),
    ...(plan.leftOpen && { leftOpen: plan.leftOpen }),
  };
  const exceeded = exceededLimits(facts, rules.desired.settings.limits, request.accept);
  const refusals = exceeded.map((limit) => limitDiagnostic(limit, rules));
  const policies = policyDiagnostics(books, { ...facts, at: plan.inputs.at }, config);
  return {
    plan: { ...plan, diagnostics: [...warnings, ...plan.diagnostics, ...policies, ...refusals] },
    exceeded,
    people: rules.desired.settings.people,
    states: { before, after },
  };
}

function limitDiagnostic({ limit, count, allowed, isAcceptable }: Exceeded, rules: Config): Diagnostic {
  const source = rules.locate({ file: 'ringctl.yaml', path: ['limits', limit] }, 'key');
  const message = isAcceptable
    ? `${limit}: ${count} people, the limit is ${allowed}.`
    : `${limit}: ${count}, where ${allowed} must hold.`;
  return { code: 'LIMIT_EXCEEDED', severity: 'error', message, ...(source && { source }) };
}

/** Compares the files with those of a git revision. No account is read. */
export async function planAgainstBase(request: PlanInputsRequest & { readonly base: string }): Promise<PlannedOffline> {
  const files = await readAccountFiles(request.dir);
  const { version } = request.tool;
  const own = await compile(files, { version });
  if (!own.ok) return own;
  const base = await compile(await readAccountFilesAt(request.dir, request.base), { version });
  if (!base.ok)
    return { ok: false, diagnostics: base.diagnostics.map((diagnostic) => inBase(diagnostic, request.base)) };
  const rights = base.value.desired.settings.files;
  const head = isSame(rights, own.value.desired.settings.files) ? own : await compile(files, { version, rights });
  if (!head.ok) return head;
  const config = head.value;
  const options = optionsOf(config, request);
  const live = assumedLive(base.value.desired, { at: options.at, readAt: options.createdAt });
  const released = releasedFields(base.value.desired, config.desired, locator(base.value));
  const made = makePlanAndStates(config.desired, live, { ...options, base: { ref: request.base, released } });
  const books = [bookOf(head), await baseBook(config, base.value, request.base)];
  const warnings = [...ruleChanges(config, base.value, request.base), ...head.warnings];
  return { ok: true, config, ...judged(made, { rules: base.value, books, config, request, warnings }) };
}

async function baseBook({ desired }: Config, base: Config, revision: string): Promise<Rulebook> {
  const conditions = await conditionsOf(base.desired.policies, [desired, base.desired]);
  return { policies: policiesIn(desired, base.desired), conditions, locate: base.locate, base: revision };
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

const inBase = (diagnostic: Diagnostic, base: string): Diagnostic => ({
  ...diagnostic,
  message: `In revision ${base}: ${diagnostic.message}`,
});
