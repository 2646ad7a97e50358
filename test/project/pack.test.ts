// What goes out: the list of what `npm pack` would hold, without building or reaching anything.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { projectFiles, root } from './files.js';

const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const mayBePacked = [
  /^package\.json$/,
  /^README\.md$/,
  /^LICENSE$/,
  /^dist\/ringctl\.cjs$/,
  /^dist\/index\.js$/,
  /^dist\/action\/(action\.yml|index\.cjs)$/,
  /^dist\/types\/.+\.d\.ts$/,
  /^schemas\/[\w.-]+\.json$/,
];

describe('npm pack', () => {
  let packed: readonly string[] = [];

  beforeAll(() => {
    const npm = process.env.npm_execpath;
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
    const [program, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
    const output = execFileSync(program, [...first, ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
    packed = filesOf(JSON.parse(output));
  });

  test('holds the command, the library, the schemas, what explains them, and nothing else', () => {
    expect(packed.filter((path) => !mayBePacked.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  test('holds all of what the project has of these', () => {
    const schemas = projectFiles('schemas');
    expect(schemas.length).toBeGreaterThan(0);
    const wanted = ['package.json', 'README.md', 'LICENSE', 'dist/ringctl.cjs', 'dist/index.js', ...schemas];
    expect(wanted.filter((path) => !packed.includes(path))).toEqual([]);
  });
});

/** npm 10 and 11 answer a list with one package; later ones an object by name. */
function filesOf(answer: unknown): readonly string[] {
  const [first] = Object.values(
    answer as Readonly<Record<string, { readonly files: readonly { readonly path: string }[] }>>,
  );
  return (first?.files ?? []).map((file) => file.path);
}

describe('package.json', () => {
  const manifest = read('package.json');

  test('depends on libsql alone: everything else is in the bundles', () => {
    expect(Object.keys(manifest.dependencies)).toEqual(['libsql']);
    expect(manifest.optionalDependencies ?? manifest.peerDependencies).toBeUndefined();
  });

  test('leads to files that are packed, and runs nothing where it is installed', () => {
    const leads = [manifest.bin.ringctl, manifest.exports['.'].types, manifest.exports['.'].import];
    expect(leads.filter((path: string) => !mayBePacked.some((one) => one.test(path.replace(/^\.\//, ''))))).toEqual([]);
    expect(Object.keys(manifest.scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
  });
});

type Names = Readonly<Record<string, string>>;
type Locked = {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly optionalDependencies?: Names;
};

/** What is needed and not in the lock file, as `who needs what`. */
function unlocked(packages: Readonly<Record<string, Locked>>): readonly string[] {
  return Object.entries(packages).flatMap(([path, one]) => {
    const needed = Object.keys({ ...one.dependencies, ...one.optionalDependencies, ...one.devDependencies });
    return needed.filter((name) => !isReachable(packages, path, name)).map((name) => `${path} needs ${name}`);
  });
}

/** As Node looks for it: in the package's own node_modules, then in those of the folders above. */
function isReachable(packages: Readonly<Record<string, Locked>>, path: string, name: string): boolean {
  const inside = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  if (packages[inside] !== undefined) return true;
  if (path === '') return false;
  return isReachable(packages, path.slice(0, Math.max(path.lastIndexOf('/node_modules/'), 0)), name);
}

describe('package-lock.json', () => {
  const lock = read('package-lock.json');
  const entries = Object.entries<Locked>(lock.packages);
  const installed = entries.filter(([path]) => path !== '');

  test('has an integrity for every package', () => {
    expect(installed.length).toBeGreaterThan(20);
    expect(installed.filter(([, one]) => !/^sha512-/.test(one.integrity ?? '')).map(([path]) => path)).toEqual([]);
  });

  test('names no host to fetch a package from', () => {
    expect(entries.filter(([, one]) => one.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  // A lock file written beside an installed node_modules lacks the builds for other systems, and `npm ci` then refuses it.
  test('holds what its packages need, on every system', () => {
    expect(unlocked(lock.packages)).toEqual([]);
    const { 'node_modules/esbuild': _, ...withoutEsbuild } = lock.packages;
    expect(unlocked(withoutEsbuild)).toContain(' needs esbuild');
  });

  test('is of this package.json', () => {
    const { version, dependencies, devDependencies, engines } = read('package.json');
    expect(lock.packages['']).toMatchObject({ version, dependencies, devDependencies, engines });
  });
});
