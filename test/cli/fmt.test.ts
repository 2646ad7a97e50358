import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { emptyDirectory, run, write } from './world.js';

const CONFIG = 'version: 1\naccount: acme\n';
const UNTIDY =
  "# modeline\r\ngroups: { sales: {name: 'Sales' ,openAccess: true} }\r\nusers:\r\n    # Second by name.\r\n    zoe@acme.example:\r\n        profile:   agent # why\r\n        firstName: \"Zoe\"\r\n        groups:\r\n        - sales\r\n    ada@acme.example: {}\r\nprofiles:\r\n    agent:\r\n        permissions: { snooze: true }\r\n        name: 'Agent'\r\n";
const TIDY =
  '# modeline\nprofiles:\n  agent:\n    name: Agent\n    permissions: { snooze: true }\n\nusers:\n  # Second by name.\n  zoe@acme.example:\n    firstName: Zoe\n    profile: agent # why\n    groups:\n      - sales\n  ada@acme.example: {}\n\ngroups: { sales: { name: Sales, openAccess: true } }\n';

const text = (dir: string, file: string): string => readFileSync(join(dir, file), 'utf8');

test('fmt --check ends with 1, shows the places and writes nothing; fmt writes; then there is nothing to do', async () => {
  const dir = write(emptyDirectory(), { 'ringctl.yaml': CONFIG, 'team.yaml': UNTIDY });
  const checked = await run(['fmt', '--check'], { cwd: dir });
  expect([checked.code, text(dir, 'team.yaml')]).toEqual([1, UNTIDY]);
  expect(checked.out).toMatch(/^team\.yaml:1$/m);
  expect((await run(['fmt'], { cwd: dir })).code).toBe(0);
  expect(text(dir, 'team.yaml')).toBe(TIDY);
  expect((await run(['fmt', '--check'], { cwd: dir })).code).toBe(0);
});

test('fmt --sort puts people in order, with their comments', async () => {
  const dir = write(emptyDirectory(), { 'ringctl.yaml': CONFIG, 'team.yaml': TIDY });
  await run(['fmt', '--sort'], { cwd: dir });
  expect(text(dir, 'team.yaml')).toContain(
    'users:\n  ada@acme.example: {}\n  # Second by name.\n  zoe@acme.example:\n    firstName',
  );
});

test('fmt of what is no YAML ends with 3 and leaves the other files alone', async () => {
  const dir = write(emptyDirectory(), { 'ringctl.yaml': CONFIG, 'a.yaml': UNTIDY, 'b.yaml': 'users: [\n' });
  expect(await run(['fmt'], { cwd: dir })).toMatchObject({ code: 3, out: expect.stringContaining('YAML_SYNTAX') });
  expect(text(dir, 'a.yaml')).toBe(UNTIDY);
});

test('after fmt the examples say what they said, and have their comments', async () => {
  const examples = fileURLToPath(new URL('../../examples', import.meta.url));
  const dir = emptyDirectory();
  cpSync(examples, dir, { recursive: true });
  mkdirSync(join(dir, '.git'));
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
  const accounts = files.filter((file) => file.endsWith('ringctl.yaml')).map((file) => join(dir, file, '..'));
  const comments = () => files.map((file) => text(dir, file).match(/#.*/g)?.sort());
  const before = comments();
  const verdicts = async () => (await run(['validate', ...accounts], { cwd: dir })).out.match(/^Valid: .*$/gm);
  const validated = await verdicts();
  expect(validated).toHaveLength(accounts.length);
  expect((await run(['fmt', ...accounts], { cwd: dir })).err).toBe('');
  expect((await run(['fmt', '--check', ...accounts], { cwd: dir })).code).toBe(0);
  expect(comments()).toEqual(before);
  expect(await verdicts()).toEqual(validated);
});
