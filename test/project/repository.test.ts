import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFiles, root } from './files.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const scripts: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts;

const topLevel = [
  ...['.ci', '.github', '.gitignore', 'LICENSE', 'README.md', 'examples'],
  ...['package-lock.json', 'package.json', 'schemas', 'src', 'test', 'tsconfig.json'],
];

test('the top level holds what it is meant to hold and nothing else', () => {
  const entries = new Set(projectFiles().map((path) => path.split('/')[0] ?? ''));
  expect([...entries].filter((entry) => !topLevel.includes(entry))).toEqual([]);
});

/** A path of one machine: below a home, a working or a temporary folder. */
const machinePath = /(?<![\w.~-])\/(?:work|root|home|tmp|Users)\/[\w.-]/;
/** A host that serves packages: whoever installs chooses theirs. */
const registryHost =
  /\bregistry\.[a-z-]+\.[a-z]+|https?:\/\/[^\s/]*(?:npm|registry|artifactory|nexus|verdaccio)[^\s/]*/i;

describe('no file of the project names', () => {
  const texts = projectFiles().map((path) => ({ path, lines: read(path).split('\n') }));
  const naming = (pattern: RegExp) =>
    texts.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    );

  test('a path of a machine', () => {
    expect(naming(machinePath)).toEqual([]);
  });

  test('a host that serves packages', () => {
    // The bundle of the Action is what its sources give, and packages speak of registries of their own.
    expect(naming(registryHost).filter((place) => !place.startsWith('.github/actions/ringctl/index.cjs:'))).toEqual([]);
  });

  test('the host that packages come from here', () => {
    const configured = process.env.npm_config_registry;
    const host = configured === undefined ? undefined : new URL(configured).host;
    const naming = texts.filter(({ lines }) => host !== undefined && lines.some((line) => line.includes(host)));
    expect(naming.map(({ path }) => path)).toEqual([]);
  });
});

test.each([
  [
    'a path of a machine',
    machinePath,
    `see ${['', 'work', 'main'].join('/')}`,
    'see ../work/main and ./tmp/a and a/root/b',
  ],
  ['a registry', registryHost, ['registry', 'example', 'org'].join('.'), 'the npm registry'],
  ['a registry by address', registryHost, `https:/${'/'}npm.acme.example/a`, 'https://acme.example/npm'],
])('%s is recognised', (_, pattern, bad, good) => {
  expect(pattern.test(bad)).toBe(true);
  expect(pattern.test(good)).toBe(false);
});

describe('commands that documents name', () => {
  const documents = ['README.md', '.github/CONTRIBUTING.md'].filter((path) => existsSync(join(root, path)));

  test.each(documents)('are scripts of the project: %s', (path) => {
    expect(unknownCommands(read(path))).toEqual([]);
  });

  test('are found in blocks and words of code, and must exist', () => {
    expect(
      unknownCommands('```\nnpm ci && npm run check -- --without-tests\n```\nNode and npm are enough: `npm test`'),
    ).toEqual([]);
    expect(unknownCommands('```\nnpm run demonstrate\n```\nthen `npm start`')).toEqual([
      'npm run demonstrate',
      'npm start',
    ]);
  });
});

/** npm's own commands that need no script here. */
const ownCommands = ['ci', 'install', 'pack', 'exec', 'version'];

/** In blocks and words of code: `npm run NAME` needs a script of that name; `npm NAME` a script or a command of npm. */
function unknownCommands(text: string): readonly string[] {
  const code = [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([one]) => one).join('\n');
  return [...code.matchAll(/\bnpm (run )?([a-z][\w:-]*)/g)]
    .filter(([, run, name = '']) => scripts[name] === undefined && (run !== undefined || !ownCommands.includes(name)))
    .map(([command]) => command);
}

test('every script leads to a file that is there, unless a tool runs it', () => {
  const files = Object.values(scripts).flatMap((line) =>
    [...line.matchAll(/node (\S+)/g)].map((match) => match[1] ?? ''),
  );
  expect(files.length).toBeGreaterThan(3);
  expect([...new Set(files)].filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('.ci/run can be executed, and stops at what is undefined or fails', () => {
  expect(readdirSync(join(root, '.ci'))).toEqual(['run']);
  if (process.platform !== 'win32') expect(statSync(join(root, '.ci/run')).mode & 0o111).toBe(0o111);
  expect(read('.ci/run')).toMatch(/^#!\/usr\/bin\/env bash\n/);
  expect(read('.ci/run')).toContain('set -euo pipefail');
});
