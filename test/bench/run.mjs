// npm run bench: the goals P1, P2, P3, P4 and P7 against the floor, and A1 and A2 of access, measured in one run. Ends with 1 when a gate is missed.
//   --large    100,000 users as well, 3 pairs
//   --profile  only where the time of a plan at 10,000 users goes, phase by phase
//   --questions  only A2, what questions cost at 10,000 users when the same files were asked before
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { APPLY_DRIVERS, applyRows } from './apply.mjs';
import { bundleDrivers } from './bundle.mjs';
import { generate } from './generate.mjs';
import { growth, headlineShare, peakMemory, planCost, questionCosts, requestCounts, startUp } from './goals.mjs';
import { interleaved, measured, medianOf } from './measure.mjs';
import { headlinePhases, phasesText } from './phases.mjs';
import { serverRows } from './server.mjs';
import { tableText } from './table.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const program = here('../../dist/ringctl.cjs');
const PAIRS = { 1000: 9, 10000: 7, 100000: 3 };
const FLAGS = ['--large', '--profile', '--questions'];

async function main(flags) {
  const unknown = flags.find((flag) => !FLAGS.includes(flag));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${FLAGS.join(', ')}`);
  if (!existsSync(program)) throw new Error('There is no dist/ringctl.cjs. Build first, or use: npm run bench');
  const scratch = mkdtempSync(join(tmpdir(), 'ringctl-bench-'));
  try {
    const bundles = join(scratch, 'drivers');
    mkdirSync(bundles);
    const drivers = await bundleDrivers({ names: ['seed', 'requests', 'phases', ...APPLY_DRIVERS], folder: bundles });
    const account = (users) => generate({ users, folder: join(scratch, String(users)), seedProgram: drivers.seed });
    if (flags.includes('--profile')) return profile({ scratch, drivers, account });
    if (flags.includes('--questions'))
      return told(questionCosts(ask({ users: 10_000, made: account(10_000), scratch })));
    return await bench({
      sizes: flags.includes('--large') ? [1000, 10_000, 100_000] : [1000, 10_000],
      scratch,
      drivers,
      account,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function bench({ sizes, scratch, drivers, account }) {
  const started = performance.now();
  const ten = account(10);
  const accounts = new Map(sizes.map((users) => [users, account(users)]));
  const [nothing, help, validate] = interleaved({
    programs: [
      ['-e', '0'],
      [program, '--help'],
      [program, 'validate', ten.directory],
    ],
    rounds: 15,
    scratch,
  });
  const [smallest] = interleaved({ programs: [[program, 'plan', ten.directory]], rounds: 5, scratch });
  const compared = [];
  for (const [users, made] of accounts) compared.push(await compare({ users, made, scratch }));
  const grown = compared
    .slice(1)
    .map((large, index) => growth({ small: compared[index], large, start: medianOf(smallest, 'cpuMs') }));
  const asked = sizes
    .filter((users) => users >= 10_000)
    .map((users) => ask({ users, made: accounts.get(users), scratch }));
  const headlines = asked.map(({ users }) => ({
    users,
    phases: headlinePhases({
      directory: accounts.get(users).directory,
      program: drivers.phases,
      scratch,
      rounds: PAIRS[users],
    }),
  }));
  const counts = JSON.parse(measured({ args: [drivers.requests, accounts.get(10_000).directory], scratch }).stdout);
  const rows = [
    ...compared.flatMap(planCost),
    ...grown,
    ...compared.flatMap(peakMemory),
    ...headlines.map(headlineShare),
    ...asked.flatMap(questionCosts),
    ...requestCounts({ users: 10_000, counts }),
    ...(await applyRows({ drivers, scratch })),
    ...(sizes.includes(100_000) ? await serverRows({ users: 100_000, made: accounts.get(100_000) }) : []),
    ...startUp({ nothing, help, validate }),
  ];
  console.log(`${headline(sizes)}\n`);
  const code = told(rows);
  const isLarge = sizes.includes(100_000);
  console.log(`${Math.round((performance.now() - started) / 1000)} s.`);
  console.log(
    `Again: npm run bench${isLarge ? ' -- --large' : '   100,000 users too: npm run bench -- --large'}   by phase: npm run bench -- --profile`,
  );
  return code;
}

/** Prints the rows, and says with 1 that a gate is missed. */
function told(rows) {
  const missed = rows.filter(({ gate, verdict }) => gate && verdict === 'missed').length;
  console.log(`${tableText(rows)}\n\n${missed === 0 ? 'Every gate is met.' : `Gates missed: ${missed}.`}`);
  return missed === 0 ? 0 : 1;
}

function headline(sizes) {
  const pairs = sizes.map((users) => `${PAIRS[users]} pairs at ${users.toLocaleString('en')}`).join(', ');
  return `plan with the embedded account in process against the floor F, medians of ${pairs}; Node ${process.versions.node}, ${cpus().length} cores`;
}

/** Floor and plan in turn. A first run of each shows that they do the work that is measured. */
async function compare({ users, made, scratch }) {
  const server = fork(here('pages.mjs'), [made.pages]);
  try {
    const port = await new Promise((resolve, reject) => server.once('message', resolve).once('exit', reject));
    const floorArgs = [here('floor.mjs'), made.directory, made.json, `http://127.0.0.1:${port}`];
    const planArgs = [program, 'plan', made.directory];
    const { different } = JSON.parse(measured({ args: floorArgs, scratch }).stdout);
    if (different !== users / 100) throw new Error(`the floor finds ${different} differences among ${users} users`);
    const { stdout } = measured({ args: planArgs, scratch });
    if (!/^Plan: \d+ to add, \d+ to change, \d+ to destroy/m.test(stdout))
      throw new Error(`plan says something else:\n${stdout.slice(0, 2000)}`);
    const [floor, plan] = interleaved({ programs: [floorArgs, planArgs], rounds: PAIRS[users], scratch });
    return { users, floor, plan };
  } finally {
    server.disconnect();
  }
}

/**
 * Questions in turn with the start, which they are measured against. The first of all compiles the files and keeps what it read, in a
 * directory of the bench; what is measured are second runs.
 */
function ask({ users, made, scratch }) {
  const { directory, person, group } = made;
  const questions = [
    { what: 'who-can recordings.play', args: ['who-can', 'recordings.play'], isGate: false },
    { what: 'who-can rights.grant', args: ['who-can', 'rights.grant'], isGate: true },
    { what: 'who-can calls.listen --in GROUP', args: ['who-can', 'calls.listen', '--in', group], isGate: false },
    { what: 'explain USER', args: ['explain', person], isGate: true },
  ];
  const programs = questions.map(({ args }) => [program, ...args, '-C', directory]);
  process.env.XDG_CACHE_HOME = join(scratch, `cache-${users}`);
  const first = measured({ args: programs[1], scratch });
  const [help, ...runs] = interleaved({ programs: [[program, '--help'], ...programs], rounds: PAIRS[users], scratch });
  return { users, help, first, questions: questions.map((one, index) => ({ ...one, runs: runs[index] })) };
}

function profile({ scratch, drivers, account }) {
  const { directory } = account(10_000);
  console.log(
    `CPU of a plan at 10,000 users by phase, medians of fresh processes\n\n${phasesText({ directory, program: drivers.phases, scratch })}`,
  );
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  return 1;
});
