import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { readSources, root, type Source } from './files.js';
import { eagerPackages, forbiddenImports, importCircles, importTable } from './import-table.js';
import { importsOf, parse } from './sources.js';

const sources = readSources('src', /\.[cm]?[jt]s$/);
const at = (path: string, text: string): Source => ({ path, text });

/** What runs on every start must not hold these: they are for the commands that need them. */
const heavy = /^(js-yaml|yaml|hono|@hono\/.*|libsql|pg(?:\/.*)?|diff|ajv.*|octokit|@octokit\/.*)($|\/)/;

describe('in src', () => {
  test('there is something to look at', () => {
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(10);
  });

  test('every import is in the import table', () => {
    expect(forbiddenImports(sources)).toEqual([]);
  });

  test('files import each other in no circle', () => {
    expect(importCircles(sources)).toEqual([]);
  });

  test('the start of the command loads no heavy package', () => {
    const eager = [...eagerPackages(sources, 'src/cli/main.ts')];
    expect(eager.filter((name) => heavy.test(name))).toEqual([]);
  });

  test('the library consists of re-exports', () => {
    const library = sources.filter((source) => source.path === 'src/index.ts');
    expect(library.flatMap((source) => parse(source).statements.filter((one) => !ts.isExportDeclaration(one)))).toEqual(
      [],
    );
  });

  test('every package of the table is one that the project has, once it is imported', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const known = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const imported = sources.flatMap(importsOf).map((one) => one.specifier ?? '');
    const packages = imported.filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
    expect(packages.filter((name) => !known.some((one) => name === one || name.startsWith(`${one}/`)))).toEqual([]);
  });
});

describe('the import table refuses', () => {
  test.each([
    ['src/model/state.ts', "import { createHash } from 'node:crypto';"],
    ['src/model/state.ts', "import { diff } from '../plan/diff.js';"],
    ['src/model/state.ts', "import type { Plan } from '../plan/plan.js';"],
    ['src/model/state.ts', "export * from '../config/parse.js';"],
    ['src/model/state.ts', "type A = import('../config/parse.js').A;"],
    ['src/config/parse.ts', "import { readFileSync } from 'node:fs';"],
    ['src/config/parse.ts', "import { readFileSync } from 'fs';"],
    ['src/config/parse.ts', "import { join } from 'node:path/posix';"],
    ['src/config/parse.ts', "import { fileURLToPath } from 'node:url';"],
    ['src/config/parse.ts', "import { parse } from 'yaml';"],
    ['src/config/parse.ts', "import Ajv from 'ajv/dist/2020.js';"],
    ['src/config/parse.ts', "import 'node:url';"],
    ['src/config/generated/validators.js', "const a = require('node:fs');"],
    ['src/access/effective.ts', "import { makePlan } from '../plan/plan.js';"],
    ['src/plan/digest.ts', "import { randomUUID } from 'node:crypto';"],
    ['src/plan/digest.ts', "import * as crypto from 'node:crypto';"],
    ['src/plan/digest.ts', "const { get } = await import('node:https');"],
    ['src/account/ports.ts', "import { serve } from '../sandbox/api.js';"],
    ['src/sandbox/store.ts', "import { readConfig } from '../config/read.js';"],
    ['src/apply/apply.ts', "import { open } from '../account/sandbox/provider.js';"],
    ['src/apply/apply.ts', "import { digest } from '../plan/digest.js';"],
    ['src/render/human.ts', "import { writeFileSync } from 'node:fs';"],
    ['src/run/plan.ts', "import { seed } from '../sandbox/seed.js';"],
    ['src/run/plan.ts', "import { main } from '../cli/main.js';"],
    ['src/cli/main.ts', "import { Octokit } from 'octokit';"],
    ['src/cli/main.ts', "import { Command } from 'commander-x';"],
    ['src/cli/main.ts', 'const module = await import(name);'],
    ['src/index.ts', "export * from './cli/main.js';"],
    ['src/utils/text.ts', 'export const a = 1;'],
  ])('%s: %s', (path, text) => {
    expect(forbiddenImports([at(path, text)])).toHaveLength(1);
  });
});

describe('the import table allows', () => {
  test.each([
    ['src/model/state.ts', "import type { Plan } from './plan.js';"],
    ['src/config/generated/validators.js', "const a = require('ajv/dist/runtime/ucs2length');"],
    [
      'src/config/rules/profiles-exist.ts',
      "import { at } from '../span.js'; import { a } from '../../model/index.js';",
    ],
    ['src/plan/digest.ts', "import { createHash } from 'node:crypto';"],
    ['src/apply/apply.ts', "import type { AccountWriter } from '../account/ports.js';"],
    ['src/cli/main.ts', "const { seed } = await import('../sandbox/seed.js');"],
  ])('%s: %s', (path, text) => {
    expect(forbiddenImports([at(path, text)])).toEqual([]);
  });
});

test('a circle is found, once, whether by value or by type', () => {
  const circle = [
    at('src/plan/a.ts', "import type { B } from './b.js';"),
    at('src/plan/b.ts', "import { c } from './c.js';"),
    at('src/plan/c.ts', "export * from './a.js';"),
    at('src/plan/d.ts', "import { a } from './a.js';"),
  ];
  expect(importCircles(circle)).toEqual(['src/plan/a -> src/plan/b -> src/plan/c -> src/plan/a']);
  expect(importCircles(circle.slice(1))).toEqual([]);
});

test('what runs on start is followed through files, and not through import() or types', () => {
  const files = [
    at('src/cli/main.ts', "import { a } from './a.js'; import type { B } from './b.js'; await import('./c.js');"),
    at('src/cli/a.ts', "import { Command } from 'commander'; export * from './d.js';"),
    at('src/cli/b.ts', "import 'hono';"),
    at('src/cli/c.ts', "import 'yaml';"),
    at('src/cli/d.ts', "import D from 'libsql';"),
  ];
  expect([...eagerPackages(files, 'src/cli/main.ts')].sort()).toEqual(['commander', 'libsql']);
});

test('every row of the table names folders that have a row', () => {
  const named = Object.values(importTable).flatMap((row) => row.folders.map((folder) => folder.split('/')[0] ?? ''));
  expect(named.filter((folder) => importTable[folder] === undefined)).toEqual([]);
});
