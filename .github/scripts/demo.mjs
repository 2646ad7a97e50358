// npm run demo: the whole way on a copy of examples/acme, on the embedded account. Fails unless the second plan is empty.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './project.mjs';

/** The plan exceeds a limit of the company, ends with 4 and prints the command that allows exactly this plan. */
const REFUSED = 4;

function main() {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-demo-'));
  try {
    cpSync(join(root, 'examples/acme'), join(folder, 'acme'), {
      recursive: true,
      filter: (path) => !path.endsWith('.ringctl'),
    });
    const run = (command, expected) => runCommand(command, { cwd: join(folder, 'acme'), expected });
    run(['sandbox', 'seed']);
    run(['validate']);
    run([...allowedBy(run(['plan'], REFUSED)), 'reorganisation of the field team', '--auto-approve']);
    const last = run(['plan']);
    if (!/^No changes\./m.test(stripVTControlCharacters(last)))
      throw new Error('The second plan is not empty: it must say "No changes."');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The command that the refused plan prints, up to the reason, which a person would write. */
function allowedBy(plan) {
  const command = /ringctl (apply --digest [^"]+--reason) "…"/.exec(stripVTControlCharacters(plan))?.[1];
  if (command === undefined) throw new Error('The plan does not print the command that would allow it.');
  return command.split(/[\s\\]+/);
}

/** Shows the line as one would type it, then what it prints; throws when it ends with another code than expected. */
function runCommand(words, { cwd, expected = 0 }) {
  const command = words.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ');
  console.log(`\n$ ringctl ${command}`);
  const child = spawnSync(process.execPath, [join(root, 'dist/ringctl.cjs'), ...words], {
    cwd,
    env: demoEnvironment(),
    encoding: 'utf8',
    // What is read here is passed on afterwards; everything else keeps its order by going straight out.
    stdio: ['ignore', words[0] === 'plan' ? 'pipe' : 'inherit', 'inherit'],
  });
  if (child.error) throw child.error;
  process.stdout.write(child.stdout ?? '');
  if (child.status !== expected)
    throw new Error(`ringctl ${command} ended with exit code ${child.status ?? child.signal}.`);
  return child.stdout;
}

/** Settings of the person who runs this stay out of it; what it prints is read here too, so colour has to be asked for. */
function demoEnvironment() {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RINGCTL_')));
  return process.stdout.isTTY && env.NO_COLOR === undefined ? { ...env, FORCE_COLOR: '1' } : env;
}

try {
  main();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}
