// npm run check: everything that must hold before a commit. --without-tests leaves the tests out, for who has just run them.
import { runNode, tools } from './project.mjs';
import { closingLine, LEFT_TO_CHECK, runTests } from './test.mjs';

/** What tries thousands of random cases; `npm test` takes a few of each. */
const LONG = [
  'test/properties',
  'test/access',
  'test/schemas/generate.test.ts',
  'test/sandbox/one-definition.test.ts',
  'test/sandbox/dashboard/pages-questions.test.ts',
  'test/sandbox/server',
  'test/campaign',
  'test/render/hostile',
  'test/action/adopting.test.ts',
];

/** Killed and answered badly. The 100,000 crash points of test/apply/crash.test.ts are left to `npm run evidence`, which keeps this within 18 minutes. */
const FAULTS = ['test/apply/recovery.test.ts'];

/** What `npm test` leaves out and no part below tries at its full scale. */
const LEFT_ONLY = LEFT_TO_CHECK.filter(
  (path) => ![...LONG, ...FAULTS, 'test/browser', 'test/ledger', 'test/plan/path'].some((one) => path.startsWith(one)),
);

/** In the order of what is cheapest to mend. A part answers how many things passed and failed in it. */
const parts = [
  {
    name: 'format and lint',
    run: () => oneOf(runNode(tools.biome, ['check', '--config-path=.github/biome.json', '--error-on-warnings'])),
  },
  { name: 'types', run: () => oneOf(runNode(tools.tsc, ['--noEmit', '-p', 'tsconfig.json'])) },
  { name: 'generated files', run: () => oneOf(runNode('.github/scripts/generate.mjs', ['--check'])) },
  { name: 'build', run: () => oneOf(runNode('.github/scripts/build.mjs', [])) },
  { name: 'generated docs', run: () => oneOf(runNode('.github/scripts/docs.mjs', ['--check'])) },
  { name: 'import table', isTests: true, run: () => runTests(['test/project']) },
  {
    name: 'tests',
    isTests: true,
    run: () =>
      runTests(
        ['test/project', ...LEFT_TO_CHECK].map((path) => `--exclude=${path}${path.endsWith('.ts') ? '' : '/**'}`),
      ),
  },
  { name: 'tests that npm test leaves out', run: () => runTests(LEFT_ONLY) },
  {
    name: 'faults of an apply, ledgers on PostgreSQL and git',
    run: () => runTests([...FAULTS, 'test/ledger'], { RINGCTL_TEST_SCALE: 'long' }),
  },
  {
    name: 'worlds of the safe path',
    run: () => runTests(['test/plan/path'], { RINGCTL_TEST_SCALE: 'long', RINGCTL_TEST_RUNS: '150' }),
  },
  {
    name: 'kills of the command',
    run: () => oneOf(runNode('.github/scripts/campaign-kill.mjs', ['200'])),
  },
  {
    name: 'stories in a browser',
    run: () => runTests(['test/browser'], { RINGCTL_TEST_SCALE: 'long' }),
  },
  {
    name: 'tests that take long',
    run: () => runTests(LONG, { RINGCTL_TEST_SCALE: 'long' }),
  },
];

function main(flags) {
  const chosen = flags.includes('--without-tests') ? parts.filter((part) => !part.isTests) : parts;
  const results = chosen.map(runPart);
  const broken = results.filter((result) => result.failed > 0).map((result) => result.name);
  if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}.`);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(closingLine({ passed, failed }));
  return failed === 0 ? 0 : 1;
}

function runPart({ name, run }) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const { passed, failed } = run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${failed === 0 ? 'ok' : 'FAILED'}  ${name}  ${seconds} s`);
  return { name, passed, failed };
}

function oneOf(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

process.exitCode = main(process.argv.slice(2));
