// What the scripts share: where the project is, and how they run its tools.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

/** Runs `node file …args` at the root of the project with this Node, output shown; the exit code, or 1 when it was killed. */
export function runNode(file, args, options = {}) {
  const child = spawnSync(process.execPath, [join(root, file), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  if (child.error) throw child.error;
  return child.status ?? 1;
}

/** The files that npm links in node_modules/.bin, called without a shell so that they run on every system. */
export const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
};
