// Where the CPU time of a plan goes: medians of fresh processes, one phase after the other.
import { interleaved, median } from './measure.mjs';

const ROUNDS = 7;

/** `{headline, total}` in CPU milliseconds, once for each of the fresh processes. */
export function headlinePhases({ directory, program, scratch, rounds }) {
  const [runs] = interleaved({ programs: [[program, directory, 'all']], rounds, scratch });
  return runs.map(({ stdout }) => {
    const { headline, ...phases } = JSON.parse(stdout);
    return { headline, total: Object.values(phases).reduce((sum, ms) => sum + ms, 0) };
  });
}

export function phasesText({ directory, program, scratch }) {
  const [parse, schema, all] = interleaved({
    programs: ['parse', 'schema', 'all'].map((until) => [program, directory, until]),
    rounds: ROUNDS,
    scratch,
  }).map((runs) => runs.map(({ stdout }) => JSON.parse(stdout)));
  const of = (runs, name) => median(runs.map((run) => run[name]));
  const config = of(all, 'config');
  const phases = [
    ['start Node and load the program', of(all, 'start')],
    ['read the files', of(all, 'files')],
    ['parse YAML', of(parse, 'parse')],
    ['check against the schema', of(schema, 'schema')],
    ['rules, inheritance, references', config - of(parse, 'parse') - of(schema, 'schema')],
    ['open the embedded account', of(all, 'open')],
    ['read the account', of(all, 'read')],
    ['plan', of(all, 'plan')],
    ['render', of(all, 'render')],
  ];
  const total = phases.reduce((sum, [, ms]) => sum + ms, 0);
  const line = ([name, ms]) =>
    `${name.padEnd(34)}${ms.toFixed(0).padStart(7)} ms${((100 * ms) / total).toFixed(0).padStart(6)} %`;
  const headline = ['of these, the headline', of(all, 'headline')];
  return [...phases, ['in all', total], headline].map(line).join('\n');
}
