// npm test: bundles the command and the library, which some tests run, and runs vitest. Further words go to vitest: npm test -- test/plan
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode, tools } from './project.mjs';

/** The counts and the exit code of one run of vitest; a file that cannot be loaded counts as one failure. `env` is added to that of this process. */
export function runTests(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-tests-'));
  const file = join(folder, 'results.json');
  try {
    const words = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args];
    const options = { env: { ...process.env, ...env } };
    const exitCode = runNode(tools.vitest, ['run', '--config=test/vitest.config.ts', ...words], options);
    return { exitCode, ...countsOf(file, exitCode) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countsOf(file, exitCode) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const unloaded = results.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0);
  const failed = results.numFailedTests + unloaded.length;
  return { passed: results.numPassedTests, failed: exitCode === 0 ? failed : Math.max(failed, 1) };
}

export function closingLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/** What takes its time and is tried by `npm run check`, so that `npm test` stays short. Named by its path, any of it runs here too. */
export const LEFT_TO_CHECK = [
  'test/access/brute-force.test.ts',
  'test/access/exhaustive.test.ts',
  'test/access/random-pairs.test.ts',
  'test/account/sandbox.test.ts',
  'test/config/hostile.test.ts',
  'test/config/plain-document.test.ts',
  'test/examples/people.test.ts',
  'test/examples/questions.test.ts',
  'test/project/bundle.test.ts',
  'test/schemas/editor.test.ts',
  'test/properties',
  'test/sandbox/dashboard',
  'test/sandbox/public',
  'test/sandbox/server',
  'test/action',
  'test/apply/disk.test.ts',
  'test/cli/first-day.test.ts',
  'test/cli/fmt.test.ts',
  'test/cli/ledger.test.ts',
  'test/cli/pull.test.ts',
  'test/cli/revoke.test.ts',
  'test/cli/revoke-public.test.ts',
  'test/cli/ringover.test.ts',
  'test/cli/steps.test.ts',
  'test/cli/undo.test.ts',
  'test/edit/edit-yaml.property.test.ts',
  'test/project/workflows.test.ts',
  'test/render/comment.test.ts',
  'test/render/hostile',
  'test/run/profiles.test.ts',
  'test/run/pull.test.ts',
  'test/run/pull-public.test.ts',
  'test/run/by-hand.test.ts',
  'test/account/ringover',
  'test/account/pace.test.ts',
  'test/account/reads.test.ts',
  'test/apply/crash.test.ts',
  'test/apply/recovery.test.ts',
  'test/browser',
  'test/campaign',
  'test/ledger',
  'test/plan/path',
];

if (process.argv[1] === import.meta.filename) {
  const words = process.argv.slice(2);
  const left =
    words.length > 0 ? [] : LEFT_TO_CHECK.map((path) => `--exclude=${path}${path.endsWith('.ts') ? '' : '/**'}`);
  const built = runNode('.github/scripts/build.mjs', ['--without-types', '--quiet']);
  const tests = built === 0 ? runTests([...words, ...left]) : { exitCode: 1, passed: 0, failed: 1 };
  console.log(closingLine(tests));
  process.exitCode = tests.exitCode;
}
