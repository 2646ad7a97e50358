// npm run build: dist/ringctl.cjs (the command), dist/index.js (the library) and dist/types.
//   --without-types  the two bundles only, which is all that running needs
//   --action         the bundle of the Action alone, which is checked in; a test compares it with what the sources give
//   --quiet          prints nothing unless something is wrong
import { appendFileSync, chmodSync, cpSync, existsSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { checkDeclarations, pruneDeclarations } from './declarations.mjs';
import { licencesOf } from './licences.mjs';
import { root, runNode, tools, version } from './project.mjs';

/** Native, so it cannot be bundled; everything else is. */
const external = ['libsql'];

async function main(flags) {
  const started = performance.now();
  requireSources(['src/cli/main.ts', 'src/index.ts']);
  if (flags.has('--action')) {
    console.log(await buildAction({}));
    return 0;
  }
  const withTypes = !flags.has('--without-types');
  if (withTypes) rmSync(join(root, 'dist'), { recursive: true, force: true });

  const report = [
    await buildCommand({ entry: 'src/cli/main.ts', outfile: 'dist/ringctl.cjs' }),
    await buildLibrary({ entry: 'src/index.ts', outfile: 'dist/index.js' }),
  ];
  // init --github gives it to a repository.
  cpSync(join(root, '.github/actions/ringctl'), join(root, 'dist/action'), { recursive: true });
  if (withTypes) {
    if (runNode(tools.tsc, ['-p', '.github/tsconfig.build.json']) !== 0) return 1;
    pruneDeclarations(join(root, 'dist/types'), 'index.d.ts');
    report.push(checkDeclarations(join(root, 'dist/types'), external));
  }
  if (!flags.has('--quiet'))
    console.log(`${report.join('\n')}\nbuilt in ${Math.round(performance.now() - started)} ms`);
  return 0;
}

/**
 * One CommonJS file: an ESM bundle of commander fails. What is reached only through `import()` stays in its wrapper and
 * is not run until a command asks for it, so the start does not pay for YAML, the embedded account or the database.
 */
export async function buildCommand({ entry, outfile, absWorkingDir = root }) {
  const size = await bundle({ entry, outfile, absWorkingDir, format: 'cjs', banner: { js: '#!/usr/bin/env node' } });
  chmodSync(join(absWorkingDir, outfile), 0o755);
  return size;
}

export function buildLibrary({ entry, outfile, absWorkingDir = root }) {
  return bundle({ entry, outfile, absWorkingDir, format: 'esm' });
}

/** Where the bundle of the Action is checked in: GitHub runs it as it is, without installing anything. */
export const ACTION_BUNDLE = '.github/actions/ringctl/index.cjs';

/** One CommonJS file. Its ledger is a branch or a PostgreSQL: the one that needs a native package is refused before it is loaded. */
export function buildAction({ outfile = ACTION_BUNDLE, absWorkingDir = root }) {
  return bundle({ entry: 'src/action/main.ts', outfile, absWorkingDir, format: 'cjs' });
}

async function bundle({ entry, outfile, absWorkingDir, ...options }) {
  const { metafile } = await build({
    absWorkingDir,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external,
    define: { RINGCTL_VERSION: JSON.stringify(version) },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    ...options,
  });
  const file = resolve(absWorkingDir, outfile);
  appendFileSync(file, licencesOf(Object.keys(metafile.inputs), absWorkingDir));
  return `${outfile.padEnd(18)} ${Math.round(statSync(file).size / 1024)} KiB`;
}

function requireSources(entries) {
  const missing = entries.filter((entry) => !existsSync(join(root, entry)));
  if (missing.length > 0) throw new Error(`There is nothing to build from: ${missing.join(' and ')} missing.`);
}

if (process.argv[1] === import.meta.filename) {
  process.exitCode = await main(new Set(process.argv.slice(2))).catch((error) => {
    console.error(error.message);
    return 1;
  });
}
