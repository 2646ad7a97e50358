// What the goals say of the figures. A row: {goal, what, measured, limit, verdict: 'ok' | 'missed' | 'shown', gate}.
import { median, medianOf, ratios } from './measure.mjs';

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const mib = (value) => `${Math.round(value)} MiB`;
const count = (value) => value.toLocaleString('en');
const times = (value, unit) => `${value.toFixed(2)} × ${unit}`;

function row({ goal, what, measured, limit, isMet, gate = false, detail = '' }) {
  return { goal, what, measured, limit, verdict: isMet ? 'ok' : 'missed', gate, detail };
}

/** P1: the whole plan against the floor. */
export function planCost({ users, floor, plan }) {
  const ratio = ratios(plan, floor);
  const measured = times(ratio.median, 'F');
  const cpu = (runs) => seconds(medianOf(runs, 'cpuMs'));
  const wall = (runs) => seconds(medianOf(runs, 'wallMs'));
  const spread = `pairs ${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)}`;
  const detail = `CPU ${cpu(plan)}, F ${cpu(floor)}; wall ${wall(plan)}, F ${wall(floor)}; ${spread}`;
  const what = `plan, ${count(users)} users`;
  const goal = users < 10_000 ? 2.5 : 2;
  const rows = [
    row({ goal: 'P1', what, measured, limit: `≤ ${goal.toFixed(1)} × F`, isMet: ratio.median <= goal, detail }),
  ];
  if (users === 10_000)
    rows.push(
      row({
        goal: 'P1',
        what: `${what}, first step`,
        measured,
        limit: '≤ 4.0 × F',
        isMet: ratio.median <= 4,
        gate: true,
      }),
    );
  return rows;
}

/** P2: what ten times the people cost, above what a plan of ten people costs. */
export function growth({ small, large, start }) {
  const above = ({ plan }) => medianOf(plan, 'cpuMs') - start;
  const ratio = above(large) / above(small);
  const what = `growth, ${count(small.users)} to ${count(large.users)} users`;
  const detail = `CPU above start-up ${seconds(above(small))} and ${seconds(above(large))}; start-up ${seconds(start)}`;
  return row({ goal: 'P2', what, measured: `${ratio.toFixed(2)} ×`, limit: '≤ 11 ×', isMet: ratio <= 11, detail });
}

const SHARE = 0.25;

/** What the headline takes of the CPU of a plan: differences of access, lines, counting, and its part of the rendering. */
export function headlineShare({ users, phases }) {
  const share = median(phases.map(({ headline, total }) => headline / total));
  const percent = (value) => `${(100 * value).toFixed(1)} %`;
  return row({
    goal: 'A1',
    what: `share of the headline in plan, ${count(users)} users`,
    measured: percent(share),
    limit: `≤ ${percent(SHARE)}`,
    isMet: share <= SHARE,
    gate: true,
    detail: `CPU ${seconds(medianOf(phases, 'headline'))} of ${seconds(medianOf(phases, 'total'))}, in one process`,
  });
}

const ANSWER_MS = 300;

/**
 * Questions about files that were asked before: least CPU beyond start-up, which is that of --help. At ten times the people eleven times
 * as much is allowed. A gate is what has room.
 */
export function questionCosts({ users, help, first, questions }) {
  const beyond = ({ cpuMs }) => cpuMs - leastOf(help);
  const allowed = users > 10_000 ? (ANSWER_MS * 11 * users) / 100_000 : ANSWER_MS;
  return questions.map(({ what, runs, isGate }) => {
    const costs = runs.map(beyond);
    const ms = Math.min(...costs);
    return row({
      goal: 'A2',
      what: `${what} beyond start-up, second run, ${count(users)} users`,
      measured: `${Math.round(ms)} ms`,
      limit: `≤ ${allowed} ms`,
      isMet: ms <= allowed,
      gate: isGate && users === 10_000,
      detail: `median ${Math.round(median(costs))} ms, most ${Math.round(Math.max(...costs))} ms; the very first run, which compiles, ${Math.round(beyond(first))} ms`,
    });
  });
}

const leastOf = (runs) => Math.min(...runs.map(({ cpuMs }) => cpuMs));

/** P3: peak memory of the plan. */
export function peakMemory({ users, floor, plan }) {
  const peak = medianOf(plan, 'peakMiB');
  const goal = Math.round(80 + (3 * users) / 1024);
  const what = `peak memory of plan, ${count(users)} users`;
  const detail = `floor ${mib(medianOf(floor, 'peakMiB'))}`;
  const rows = [row({ goal: 'P3', what, measured: mib(peak), limit: `≤ ${goal} MiB`, isMet: peak <= goal, detail })];
  if (users === 10_000)
    rows.push(
      row({
        goal: 'P3',
        what: `${what}, first step`,
        measured: mib(peak),
        limit: '≤ 200 MiB',
        isMet: peak <= 200,
        gate: true,
      }),
    );
  return rows;
}

/** P4: what goes to the account. */
export function requestCounts({ users, counts }) {
  const { reads, fewestReads, writesOfPlan, changes, steps, writes, repeated, failed, again, writesAgain } = counts;
  const of = (what, fields) => row({ goal: 'P4', what: `${what}, ${count(users)} users`, gate: true, ...fields });
  return [
    of('requests of a plan', {
      measured: `${reads}`,
      limit: `≤ ${fewestReads} + 2`,
      isMet: reads <= fewestReads + 2 && writesOfPlan === 0,
      detail: `pages of 1,000; ${writesOfPlan} writes`,
    }),
    of('writes of an apply', {
      measured: `${writes}`,
      limit: `= ${steps} steps`,
      isMet: writes === steps && repeated === 0 && failed === 0,
      detail: `${changes} changes; ${repeated} repeated on one object and endpoint; ${failed} not done`,
    }),
    of('writes of an apply with nothing to do', {
      measured: `${writesAgain}`,
      limit: '0',
      isMet: writesAgain === 0 && again === 'nothing',
      detail: `outcome "${again}"`,
    }),
  ];
}

/** P7: CPU of short commands against that of Node alone. */
export function startUp({ nothing, help, validate }) {
  const of = (what, runs, goal) => {
    const ratio = ratios(runs, nothing).median;
    const detail = `CPU ${Math.round(medianOf(runs, 'cpuMs'))} ms, node -e 0 ${Math.round(medianOf(nothing, 'cpuMs'))} ms`;
    return row({
      goal: 'P7',
      what,
      measured: times(ratio, 'node'),
      limit: `≤ ${goal.toFixed(1)} × node`,
      isMet: ratio <= goal,
      detail,
    });
  };
  return [of('--help', help, 1.7), of('validate, 10 users', validate, 2.5)];
}
