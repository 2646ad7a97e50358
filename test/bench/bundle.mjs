// The drivers reach into the sources for what the command does not show. They are bundled like the command, into a temporary folder.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Native and outside of the bundle, so it must be found from a folder that has no node_modules. */
const libsqlOfProject = {
  name: 'libsql-of-the-project',
  setup: ({ onResolve }) => {
    const path = createRequire(join(root, 'package.json')).resolve('libsql');
    onResolve({ filter: /^libsql$/ }, () => ({ path, external: true }));
  },
};

/** `{seed: path, …}` of the bundles. */
export async function bundleDrivers({ names, folder }) {
  await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => `test/bench/driver/${name}.ts`),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    define: { RINGCTL_VERSION: JSON.stringify('1.0.0') },
    plugins: [libsqlOfProject],
    logLevel: 'warning',
  });
  return Object.fromEntries(names.map((name) => [name, join(folder, `${name}.cjs`)]));
}
