import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFIG, emptyDirectory, run, write } from './world.js';

describe('ringctl pull', () => {
  it('begins a directory, and again has nothing to write', async () => {
    const cwd = emptyDirectory();
    const seeding = write(emptyDirectory(), { 'ringctl.yaml': 'version: 1\naccount: acme\n' });
    expect((await run(['sandbox', 'seed', '--seed', 'small-team'], { cwd: seeding })).code).toBe(0);
    cpSync(join(seeding, '.ringctl'), join(cwd, '.ringctl'), { recursive: true });
    const first = await run(['pull', '--account', 'acme'], { cwd, isTerminal: true });
    expect(first).toMatchObject({ code: 0 });
    expect(first.err).toContain('Reading the account');
    for (const file of ['ringctl.yaml', 'users.yaml', 'profiles.yaml', 'groups.yaml', 'schemas/account.schema.json'])
      expect(existsSync(join(cwd, file))).toBe(true);
    expect(readFileSync(join(cwd, 'users.yaml'), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=schemas\/account\.schema\.json\nusers:/,
    );
    expect(await run(['plan', '--detailed-exitcode'], { cwd })).toMatchObject({ code: 0 });
    const again = await run(['pull', '--format', 'json'], { cwd });
    expect(JSON.parse(again.out)).toMatchObject({ files: [], added: [], changed: [], proposed: [], remaining: [] });
    expect((await run(['pull', '--account', 'acme'], { cwd })).code).toBe(1);
    const masked = await run(['pull', '--mask-personal-data'], { cwd });
    expect(masked.out).not.toContain('smallteam.example');
    const suggested = await run(['profile', 'suggest'], { cwd });
    expect(suggested.code).toBe(0);
    const copied = await run(['profile', 'duplicate', 'shop', 'Night shop'], { cwd });
    expect(copied).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'profiles.yaml'), 'utf8')).toContain('  night-shop:\n    name: Night shop\n');
    expect((await run(['profile', 'duplicate', 'shop', 'Night shop'], { cwd })).code).toBe(1);
    expect((await run(['profile', 'from-user', 'theo.marsh@smallteam.example', 'night'], { cwd })).code).toBe(0);
  });

  it('shows and writes nothing with --dry-run, and refuses a table with mistakes by line', async () => {
    const cwd = write(emptyDirectory(), { 'ringctl.yaml': CONFIG });
    expect((await run(['pull'], { cwd })).code).toBe(8);
    expect((await run(['sandbox', 'seed'], { cwd })).code).toBe(0);
    // The embedded account shows everything, so there is no table to begin.
    expect((await run(['pull', '--people', 'people.csv'], { cwd })).code).toBe(1);
    expect(existsSync(join(cwd, 'people.csv'))).toBe(false);
    expect(existsSync(join(cwd, 'users.yaml'))).toBe(false);
    const dry = await run(['pull', '--dry-run', '--split', 'team'], { cwd });
    expect(dry.out).toContain('  + teams/sales.yaml\n');
    expect(existsSync(join(cwd, 'users.yaml'))).toBe(false);
    write(cwd, {
      'people.csv': 'address;level\nada.byron@acme.example;admin\nben.okafor@acme.example;admin\nx;none\n',
    });
    const refused = await run(['pull', '--people', 'people.csv', '--format', 'json'], { cwd });
    expect(refused.code).toBe(3);
    expect(refused.out).toContain('PEOPLE_ROW');
    expect(existsSync(join(cwd, 'users.yaml'))).toBe(false);
    write(cwd, { 'people.csv': 'address;level\nada.byron@acme.example;admin\nben.okafor@acme.example;admin\n' });
    const contradicts = await run(['pull', '--people', 'people.csv', '--format', 'json'], { cwd });
    expect(JSON.parse(contradicts.out).diagnostics).toMatchObject([
      { code: 'PEOPLE_ROW', source: { file: 'people.csv', line: 3 } },
    ]);
  });

  it.each([
    [['pull', '--team', '1']],
    [['pull', '--account', 'A B']],
    [['pull', '--account', 'b', '--team', '../x']],
    [['pull', '--account', 'b', '--url', 'http://127.0.0.1:8080']],
    [['pull', '--account', 'b', '--team', '1', '--url', 'https://public-api.ringover.com']],
    [['pull', '--team', '1', '--url', 'http://127.0.0.1:8080']],
    [['pull', '--split', 'person']],
  ])('refuses %j', async (argv) => {
    const cwd = emptyDirectory();
    expect((await run(argv, { cwd })).code).toBe(1);
    expect(existsSync(join(cwd, 'ringctl.yaml'))).toBe(false);
  });
});
