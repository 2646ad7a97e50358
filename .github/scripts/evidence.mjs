// node .github/scripts/evidence.mjs [--quick]: runs every campaign and writes what it showed to .github/EVIDENCE.md. --quick takes the short scale.
// What is cut off goes on where it was, as long as sources and tests are the same. --kept runs nothing, and writes of each campaign the newest that
// was had, which each row names by its commit. With parts of their names only those campaigns run, and nothing is written but what --kept finds.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runNode, tools } from './project.mjs';

const VITEST = ['run', '--config=test/vitest.config.ts', '--maxWorkers=1'];

/** Each is one command that anybody can repeat. `counts`: the campaign writes its own numbers; of the others the tests are counted. */
const campaigns = (isQuick) => [
  { files: ['test/apply/crash.test.ts'], counts: true },
  { files: ['test/apply/recovery.test.ts'], counts: true },
  { files: ['test/account/reads.test.ts'], counts: true },
  { files: ['test/campaign/signals.test.ts'], what: 'signals and a full disk, tests of the real command' },
  { files: ['test/plan/path/safe-path.test.ts'], counts: true },
  { files: ['test/plan/path/optimum.test.ts'], what: 'tiny worlds against the best of all orders, tests' },
  { files: ['test/properties'], what: 'convergence, tests' },
  { files: ['test/ledger'], what: 'locks and journals, tests' },
  { script: '.github/scripts/campaign-kill.mjs', args: [isQuick ? '10' : '200'], counts: true },
];

function main(words) {
  const isQuick = words.includes('--quick');
  const names = words.filter((word) => !word.startsWith('--'));
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-evidence-'));
  try {
    const isBuilt = runNode('.github/scripts/build.mjs', ['--without-types', '--quiet']) === 0;
    const had = campaigns(isQuick).flatMap((campaign, index) => {
      if (words.includes('--kept')) return newest(campaign, isQuick);
      const isNamed = names.length === 0 || names.some((name) => nameOf(campaign).includes(name));
      return isNamed ? kept(campaign, isQuick, () => rowsOf(campaign, { folder, index, isQuick })) : [];
    });
    if (names.length === 0) writeFileSync(join(root, '.github/EVIDENCE.md'), documentOf(had, isQuick));
    return isBuilt && had.every(({ failures }) => failures === 0) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const nameOf = ({ files, script }) => files?.[0] ?? script;

const store = join(root, 'node_modules/.cache/ringctl-evidence');

const storedName = (campaign, isQuick) => `${isQuick ? 'short' : 'long'}-${nameOf(campaign).replaceAll('/', '-')}.json`;

/** Rows of a campaign that ended well on the same sources and tests are not had again. */
function kept(campaign, isQuick, work) {
  const trees = git('rev-parse', 'HEAD:src', 'HEAD:test').replaceAll('\n', '-');
  const file = join(store, `${trees}-${storedName(campaign, isQuick)}`);
  if (isClean() && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const rows = work();
  if (isClean() && rows.length > 0 && rows.every(({ failures }) => failures === 0)) {
    mkdirSync(store, { recursive: true });
    writeFileSync(file, JSON.stringify(rows));
  }
  return rows;
}

function newest(campaign, isQuick) {
  const files = existsSync(store)
    ? readdirSync(store).filter((name) => name.endsWith(storedName(campaign, isQuick)))
    : [];
  const [file] = files
    .map((name) => join(store, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  return file ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

function rowsOf(campaign, { folder, index, isQuick }) {
  const lines = join(folder, `${index}.jsonl`);
  const results = join(folder, `${index}.json`);
  const scale = isQuick ? {} : { RINGCTL_TEST_SCALE: 'long' };
  const env = { ...process.env, ...scale, RINGCTL_EVIDENCE: lines };
  const started = performance.now();
  const exitCode = campaign.script
    ? runNode(campaign.script, campaign.args, { env })
    : runNode(
        tools.vitest,
        [...VITEST, '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...campaign.files],
        { env },
      );
  const milliseconds = performance.now() - started;
  const command = commandOf(campaign, isQuick);
  const given = campaign.counts && existsSync(lines) ? linesOf(lines) : [];
  const rows = campaign.counts ? given : [{ ...countOf(results), what: campaign.what, seed: 20261122, milliseconds }];
  // What ends badly without having told what failed is a failure all the same.
  const isUntold = exitCode !== 0 && rows.every(({ failures }) => failures === 0);
  const untold = { what: `${command} itself`, seed: '', count: 1, failures: 1, milliseconds };
  const commit = `${git('rev-parse', '--short=12', 'HEAD')}${isClean() ? '' : ' and changes'}`;
  const date = new Date().toISOString().slice(0, 10);
  return [...rows, ...(isUntold ? [untold] : [])].map((row) => ({ ...row, command, commit, date }));
}

const linesOf = (file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

function countOf(file) {
  if (!existsSync(file)) return { count: 0, failures: 1 };
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'));
  return { count: numPassedTests + numFailedTests, failures: numFailedTests };
}

function commandOf({ files, script, args }, isQuick) {
  if (script) return `node ${script} ${args.join(' ')}`;
  return `${isQuick ? '' : 'RINGCTL_TEST_SCALE=long '}npm test -- ${files.join(' ')}`;
}

function git(...args) {
  const { stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return (stdout ?? '').trim();
}

const isClean = () => git('status', '--porcelain', '--', 'src', 'test') === '';

function documentOf(rows, isQuick) {
  const table = rows.map(
    ({ what, seed, count, failures, milliseconds, command, commit, date }) =>
      `| ${what} | ${seed} | ${count.toLocaleString('en')} | ${failures} | ${(milliseconds / 1000).toFixed(0)} s | ${date} | ${commit} | \`${command.replaceAll('`', '')}\` |`,
  );
  return [
    '# Evidence',
    '',
    `Written by \`node .github/scripts/evidence.mjs${isQuick ? ' --quick' : ''}\`. What stands here was counted by the campaigns themselves, on the commit that the row names; each can be had again with its command.`,
    '',
    '| what | seed | tried | failures | duration | date | commit | command |',
    '|---|---|---|---|---|---|---|---|',
    ...table,
    '',
    'A failure is any of these: something exists twice, a change is lost, something is removed that no plan removes, the journal has a beginning without an end, the account ends elsewhere than without the fault, or a plan that only a fault explains.',
    'Each protection that the campaigns rely on is taken away once in the same tests, which then have to fail: looking before sending again, waiting for what was created, writing down beginnings and ends, fencing, giving back what was taken for the way, comparing totals.',
    '',
  ].join('\n');
}

process.exitCode = main(process.argv.slice(2));
