import { checkTests, type Reason, type TestResult } from '../access/assertions.js';
import type { Config } from '../config/read-config.js';
import { type Diagnostic, decidingFields, instant, nameOf, type Source } from '../model/index.js';
import { assumedLive } from '../plan/offline.js';
import { readAccountFiles } from './account-files.js';
import { compile } from './compile.js';
import { dayOf } from './plan.js';
import { reasonText, testText } from './test-words.js';

/** One test of the files with its sentence, and why it fails. */
export interface TestVerdict {
  readonly name: string;
  readonly reasons: readonly LocatedReason[];
  readonly source: Source | undefined;
}

export interface LocatedReason extends Reason {
  /** The line that decides it. */
  readonly source: Source | undefined;
}

export type Tested =
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: true; readonly config: Config; readonly tests: readonly TestVerdict[] };

export interface TestRequest {
  readonly dir: string;
  readonly version: string;
  readonly now: Date;
}

/** Whether the tests of the files are true of what the files alone say. Touches no network. */
export async function test({ dir, version, now }: TestRequest): Promise<Tested> {
  const files = await compile(await readAccountFiles(dir), { version });
  if (!files.ok) return files;
  const config = files.value;
  const { desired } = config;
  const at = dayOf({ at: undefined, now }, desired.settings.timeZone);
  const { state } = assumedLive(desired, { at, readAt: instant(now) });
  return { ok: true, config, tests: checkTests(state, desired.tests).map((result) => verdictOf(result, config)) };
}

function verdictOf({ test: one, reasons }: TestResult, config: Config): TestVerdict {
  return {
    name: testText(one),
    source: config.locate(one.at, 'key'),
    reasons: reasons.map((reason) => ({ ...reason, source: sourceOf(reason, config) })),
  };
}

function sourceOf({ user, capability }: Reason, config: Config): Source | undefined {
  if (user === undefined) return undefined;
  const places = [...decidingFields(capability.name), ''].flatMap((path) => config.placeOf(user, path) ?? []);
  return places[0] && config.locate(places[0], 'key');
}

const MOST_PLACES = 3;

/** What is said of a test that fails. */
export function failure({ name, reasons, source }: TestVerdict): Diagnostic {
  const places = reasons.flatMap(({ user, answer, source: place }) =>
    user !== undefined && answer !== 'unknown' && place
      ? [{ message: `This line decides it for ${nameOf(user)}.`, source: place }]
      : [],
  );
  const isUntold = reasons.some(({ answer }) => answer === 'unknown');
  return {
    code: 'TEST_FAILED',
    severity: 'error',
    message: `The test "${name}" fails: ${reasonText(reasons)}.`,
    ...(isUntold && {
      hint: 'What the files do not say cannot be shown: state profile, permissions, dashboard or groups.',
    }),
    ...(source && { source }),
    ...(places.length > 0 && { related: places.slice(0, MOST_PLACES) }),
  };
}
