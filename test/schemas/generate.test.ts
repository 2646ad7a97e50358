import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLong } from '../support/scale.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const generate = (folder: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(folder, '.github/scripts/generate.mjs'), ...args], { encoding: 'utf8' });

test('everything generated is up to date', () => {
  const { status, stderr } = generate(root, '--check');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

describe.runIf(isLong)('in a copy of the project', () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'ringctl-generate-'));
    for (const path of [
      'schemas',
      '.github/scripts',
      '.github/docs',
      'src/model/generated',
      'src/config/generated',
      'package.json',
    ])
      cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const change = (path: string, text: (before: string) => string) =>
    writeFileSync(join(copy, path), text(readFileSync(join(copy, path), 'utf8')));

  test('a changed fact makes the check name each file that follows from it, until it is generated again', () => {
    expect(generate(copy, '--check').status).toBe(0);
    change('schemas/permissions.schema.json', (text) =>
      text.replace('The app shows the Chat tab.', 'The app has the Chat tab.'),
    );
    const { status, stderr } = generate(copy, '--check');
    expect(status).toBe(1);
    const named = stderr
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(named).toEqual([
      'src/model/generated/catalogue.ts',
      'src/model/generated/files.ts',
      'src/config/generated/bundled-schemas.ts',
      '.github/docs/permissions.md',
    ]);
    expect(generate(copy).status).toBe(0);
    expect(generate(copy, '--check').status).toBe(0);
  });

  test.each(['https://schemas.example/other.json', '../package.json', 'file:///etc/hosts', 'missing.schema.json'])(
    'a $ref to %s is refused',
    (ref) => {
      const path = join(copy, 'schemas/account.schema.json');
      const before = readFileSync(path, 'utf8');
      writeFileSync(path, before.replace('"#/$defs/users"', JSON.stringify(ref)));
      const { status, stderr } = generate(copy, '--check');
      writeFileSync(path, before);
      expect(status).toBe(1);
      expect(stderr).toContain('does not lead into schemas/');
    },
  );
});

test.each(['esm', 'cjs'] as const)('the validators load from a bundle in the form %s', async (format) => {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-bundle-'));
  const outfile = join(folder, format === 'esm' ? 'bundle.mjs' : 'bundle.cjs');
  await build({
    entryPoints: [join(root, 'src/config/generated/validators.js')],
    bundle: true,
    format,
    outfile,
    platform: 'node',
  });
  const module = format === 'esm' ? await import(pathToFileURL(outfile).href) : createRequire(import.meta.url)(outfile);
  rmSync(folder, { recursive: true, force: true });
  expect([module.accountFile({ groups: { sales: {} } }), module.configFile({})]).toEqual([true, false]);
});
