// The drivers reach into the sources for what the command does not show. They are bundled like the command, into a temporary folder.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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

/** Where the headline of a plan is made: the CPU time of these functions is told apart from the rest, in the order and the process in which they run. */
const HEADLINE = {
  'src/plan/headline.ts': ['planAccess', 'countPeople'],
  'src/render/access-human.ts': ['accessView', 'headlineLines', 'accessLines'],
};

const UNTIMED = '?untimed';

const headlineIsTimed = {
  name: 'headline-is-timed',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\?untimed$/ }, ({ path }) => ({ path: path.replace(UNTIMED, ''), suffix: UNTIMED }));
    for (const [file, names] of Object.entries(HEADLINE)) {
      const path = join(root, file);
      onLoad({ filter: new RegExp(`${file.replaceAll('/', '[\\\\/]').replace('.', '\\.')}$`) }, ({ suffix }) =>
        suffix === UNTIMED ? undefined : { contents: timedText(path, names), resolveDir: dirname(path) },
      );
    }
  },
};

function timedText(path, names) {
  const [untimed, timed] = [`${path}${UNTIMED}`, join(root, 'test/bench/driver/timed.ts')].map(JSON.stringify);
  return [
    `import { timed } from ${timed};`,
    `import * as untimed from ${untimed};`,
    `export * from ${untimed};`,
    ...names.map((name) => `export const ${name} = timed(untimed.${name});`),
  ].join('\n');
}

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
    plugins: [libsqlOfProject, headlineIsTimed],
    logLevel: 'warning',
  });
  return Object.fromEntries(names.map((name) => [name, join(folder, `${name}.cjs`)]));
}
