// The two bundles in dist, which `npm test` makes before it runs this.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './files.js';
import { importsOf } from './sources.js';

const { version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe.each(['dist/ringctl.cjs', 'dist/index.js'])('%s', (path) => {
  const text = readFileSync(join(root, path), 'utf8');

  test('needs Node and the packages that are installed with it, and nothing else', () => {
    const needed = importsOf({ path, text }).map((one) => one.specifier ?? 'what it computes');
    const isThere = (name: string) => name.startsWith('node:') || builtinModules.includes(name) || name in dependencies;
    expect(needed.filter((name) => !isThere(name))).toEqual([]);
    expect(needed.length).toBeGreaterThan(0);
  });

  test('carries the licences of what is bundled', () => {
    expect(text).toMatch(/\n--- js-yaml [\d.]+ \(MIT\)\n/);
  });
});

test('the command can be executed, and knows its version', () => {
  const file = join(root, 'dist/ringctl.cjs');
  expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o111).toBe(0o111);
  expect(execFileSync(process.execPath, [file, 'version'], { encoding: 'utf8' })).toContain(version);
});

test('the library loads, and says nothing', () => {
  const script = "import('./dist/index.js').then((library) => process.exit(Object.keys(library).length > 0 ? 0 : 1))";
  expect(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8', stdio: 'pipe' })).toBe('');
});
