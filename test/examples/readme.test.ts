// What the README shows is what the program does.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { ringctl, root, seeded } from './example.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocksOf = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

describe('the README', () => {
  /** After a change of what a plan looks like: npm test -- test/examples -u writes it anew. */
  test('shows the plan of examples/acme as it is printed', async () => {
    const { out, err } = await (await seeded('acme', 'acme')).run('plan');
    expect(err).toBe('');
    const block = /(?<=^```text\n)[\s\S]*?(?=^```$)/m;
    expect(readme).toMatch(block);
    await expect(readme.replace(block, () => `$ ringctl plan\n${out}`)).toMatchFileSnapshot(join(root, 'README.md'));
  });

  test('shows files that are valid as they stand', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'ringctl-readme-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const files = blocksOf('yaml').map((text) => [/^# ([a-z.]+\.yaml)/.exec(text)?.[1] ?? '', text] as const);
    expect(files.map(([name]) => name)).toEqual(['ringctl.yaml', 'people.yaml']);
    for (const [name, text] of files) writeFileSync(join(dir, name), text);
    const { code, out } = await ringctl(['validate', '--format', 'json'], dir);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ files: 2, users: 4, profiles: 1, groups: 1, diagnostics: [] });
  });

  test('names every command, and no other', () => {
    const [, table = ''] = readme.split('| --- | --- |\n');
    const named = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = '']) =>
      cell.replaceAll('`', '').split(', '),
    );
    expect(named.sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  test('links to nothing that is not there', () => {
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});

test('every file of the examples begins with the schema that its editor needs', () => {
  const folder = join(root, 'examples');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.ya?ml$/.test(path));
  expect(files.length).toBeGreaterThan(15);
  const wrong = files.filter((path) => {
    const [, schema = ''] =
      /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(join(folder, path), 'utf8')) ?? [];
    const kind = path.endsWith('ringctl.yaml') ? 'config' : 'account';
    return join(folder, dirname(path), schema) !== join(root, `schemas/${kind}.schema.json`);
  });
  expect(wrong).toEqual([]);
});
