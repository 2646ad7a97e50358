import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyDirectory, run, write } from './world.js';

describe('init', () => {
  test.each(['schemas', 'users.yaml', 'ringctl.yaml'])('writes through no link in place of %s', async (name) => {
    const outside = emptyDirectory();
    for (const target of [outside, join(outside, 'nowhere')]) {
      const cwd = emptyDirectory();
      symlinkSync(target, join(cwd, name));
      const { code, err } = await run(['init'], { cwd });
      expect([code, err]).toEqual([1, expect.stringContaining(name)]);
      expect([readdirSync(outside), readdirSync(cwd)]).toEqual([[], [name]]);
    }
  });

  test.each(['acme', '007', 'true', '1-2'])('of the account %s writes what fmt leaves as it is', async (name) => {
    const cwd = emptyDirectory();
    expect((await run(['init', '--account', name], { cwd })).code).toBe(0);
    expect((await run(['fmt', '--check'], { cwd })).out).toBe('');
    expect((await run(['validate'], { cwd })).code).toBe(0);
  });

  test('writes all files or none', async () => {
    const cwd = write(emptyDirectory(), { schemas: 'no folder\n' });
    expect((await run(['init'], { cwd })).code).toBe(1);
    expect(readdirSync(cwd)).toEqual(['schemas']);
  });

  test('begins anew where it was cut off before', async () => {
    const cwd = write(emptyDirectory(), { 'users.yaml': 'mine\n' });
    const entry = { path: 'users.yaml', after: 'mine\n', mode: 0o644 };
    const other = { path: 'groups.yaml', after: 'theirs\n', mode: 0o644 };
    write(cwd, { '.ringctl/edit/list.json': JSON.stringify({ version: 1, files: [entry, other] }) });
    expect(await run(['init'], { cwd })).toMatchObject({ code: 0, err: expect.stringContaining('users.yaml') });
    expect((await run(['validate'], { cwd })).code).toBe(0);
  });
});
