// The import table: which folder of src may know which. Everything in the middle is pure; only the edges touch the world.
import { builtinModules } from 'node:module';
import type { Source } from './files.js';
import { type Import, importsOf, targetOf, withoutEnding } from './sources.js';

type Row = {
  /** Folders of src it may import, besides itself; `account/ports` names one file. */
  readonly folders: readonly string[];
  /** npm packages, as the start of what is imported. */
  readonly packages: readonly string[];
  /** Modules of Node with the names that may be taken from them, or all of Node. */
  readonly node: 'all' | Readonly<Record<string, readonly string[]>>;
};

const everythingPure = ['model', 'config', 'access', 'plan', 'render', 'edit'];

export const importTable: Readonly<Record<string, Row>> = {
  model: { folders: [], packages: [], node: {} },
  config: {
    folders: ['model'],
    packages: ['js-yaml', 'ajv/dist/runtime/', 'ajv-formats/dist/formats'],
    node: { 'node:url': ['domainToASCII', 'domainToUnicode'], 'node:crypto': ['createHash'] },
  },
  access: { folders: ['model'], packages: ['@marcbachmann/cel-js'], node: {} },
  plan: { folders: ['model', 'access'], packages: [], node: { 'node:crypto': ['createHash'] } },
  account: { folders: ['model'], packages: [], node: 'all' },
  ledger: { folders: ['model'], packages: ['pg', 'libsql'], node: 'all' },
  sandbox: { folders: ['model', 'access'], packages: ['hono', '@hono/node-server', 'libsql'], node: 'all' },
  apply: { folders: ['model', 'account/ports', 'ledger'], packages: [], node: 'all' },
  edit: { folders: ['model'], packages: ['yaml'], node: {} },
  render: { folders: ['model'], packages: ['diff', 'picocolors'], node: { 'node:crypto': ['createHash'] } },
  run: { folders: [...everythingPure, 'account', 'apply', 'ledger'], packages: ['csv-parse'], node: 'all' },
  cli: {
    folders: [...everythingPure, 'account', 'apply', 'ledger', 'run', 'sandbox'],
    packages: ['commander', 'picocolors'],
    node: 'all',
  },
  action: {
    folders: [...everythingPure, 'account', 'apply', 'ledger', 'run'],
    packages: ['octokit', '@octokit/'],
    node: 'all',
  },
  // The library itself, src/index.ts.
  index: { folders: [...everythingPure, 'account', 'apply', 'ledger', 'run'], packages: [], node: {} },
};

/** Every import that the table does not allow, as `file:line imports what`. */
export function forbiddenImports(sources: readonly Source[], table = importTable): readonly string[] {
  return sources.flatMap((source) => {
    const folder = folderOf(source.path);
    const row = table[folder];
    if (row === undefined) return [`${source.path} is in the folder "${folder}", which has no row in the import table`];
    return importsOf(source)
      .filter((one) => !isAllowed(one, folder, row))
      .map((one) => `${one.from}:${one.line} imports ${one.specifier ?? 'what it computes'} (${one.names.join(', ')})`);
  });
}

/** Every circle of imports between files, types included, as `a -> b -> a`, each once. What is loaded by `import()` when it is needed closes none: the table of commands loads the commands, and some of them read the table. */
export function importCircles(sources: readonly Source[]): readonly string[] {
  const graph = importGraph(sources, (one) => one.when !== 'lazy');
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) circles.push([...way.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const next of graph.get(file)?.files ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}

/** The packages that run as soon as `entry` is loaded: `import()` and types do not count. */
export function eagerPackages(sources: readonly Source[], entry: string): ReadonlySet<string> {
  const graph = importGraph(sources, (one) => one.when === 'eager');
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const name of graph.get(file)?.packages ?? []) packages.add(name);
    for (const next of graph.get(file)?.files ?? []) visit(next);
  };
  visit(withoutEnding(entry));
  return packages;
}

type Node = { readonly files: readonly string[]; readonly packages: readonly string[] };

function importGraph(sources: readonly Source[], counts: (one: Import) => boolean): ReadonlyMap<string, Node> {
  return new Map(
    sources.map((source) => {
      const imports = importsOf(source).filter(counts);
      const files = imports.map(targetOf).filter((path) => path !== undefined);
      const packages = imports.filter((one) => targetOf(one) === undefined).map((one) => one.specifier ?? '');
      return [withoutEnding(source.path), { files: files.map(withoutEnding), packages }];
    }),
  );
}

function isAllowed(one: Import, folder: string, row: Row): boolean {
  if (one.specifier === undefined) return false;
  const target = targetOf(one);
  if (target !== undefined) return isFolderAllowed(withoutEnding(target), folder, row);
  if (isOfNode(one.specifier)) {
    if (row.node === 'all') return true;
    const names = row.node[one.specifier] ?? [];
    return one.names.length > 0 && one.names.every((name) => names.includes(name));
  }
  const { specifier } = one;
  return row.packages.some((start) => specifier === start || specifier.startsWith(start.replace(/\/?$/, '/')));
}

function isFolderAllowed(target: string, folder: string, row: Row): boolean {
  const allowed = row.folders.map((name) => `src/${name}`);
  return folderOf(target) === folder || allowed.some((path) => target === path || target.startsWith(`${path}/`));
}

function isOfNode(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** `src/plan/diff.ts` is in `plan`; `src/index.ts` stands for itself. */
function folderOf(path: string): string {
  return withoutEnding(path.split('/')[1] ?? '');
}
