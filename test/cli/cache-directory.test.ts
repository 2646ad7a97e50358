import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheDirectory } from '../../src/cli/cache-directory.js';
import { CONFIG, emptyDirectory, run, write } from './world.js';

describe('the directory of what can be made again', () => {
  test.each<[NodeJS.Platform, Readonly<Record<string, string>>, string | undefined]>([
    ['linux', { HOME: '/ada' }, '/ada/.cache/ringctl'],
    ['linux', { HOME: '/ada', XDG_CACHE_HOME: '/var/ada' }, '/var/ada/ringctl'],
    ['linux', { HOME: '/ada', XDG_CACHE_HOME: 'cache' }, '/ada/.cache/ringctl'],
    ['linux', { HOME: '/ada', XDG_CACHE_HOME: '' }, '/ada/.cache/ringctl'],
    ['freebsd', { HOME: '/ada' }, '/ada/.cache/ringctl'],
    ['darwin', { HOME: '/ada', XDG_CACHE_HOME: '/var/ada' }, '/ada/Library/Caches/ringctl'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local', HOME: 'C:\\ada' },
      'C:\\Users\\ada\\AppData\\Local\\ringctl',
    ],
    ['win32', { HOME: 'C:\\ada' }, undefined],
    ['linux', { HOME: 'ada' }, undefined],
    ['linux', {}, undefined],
  ])('on %s with %j', (platform, env, expected) => {
    expect(cacheDirectory(env, platform)).toBe(expected);
  });
});

/** Large enough by a comment, so that compiling it takes no time. */
const FILES = {
  'ringctl.yaml': CONFIG,
  'comment.yaml': `# ${'x'.repeat(99)}\n`.repeat(2_600).concat('policies: {}\n'),
  'users.yaml': `users:
  ada@acme.example: { firstName: Ada, permissions: { snooze: true, playRecordings: own }, dashboard: admin }
  bo@acme.example:
    firstName: Bo
    dashboard: { level: supervisor, pages: { logs: read }, scope: { groups: [care] } }
    groups: [care]
`,
  'groups.yaml': 'groups: { care: { name: Care } }\n',
};

const QUESTIONS = [
  ['who-can', 'recordings.play'],
  ['who-can', 'calls.listen', '--in', 'care'],
  ['explain', 'bo@acme.example'],
  ['explain', 'care'],
  ['access', 'ada@acme.example'],
  ['access', '--all'],
  ['why-not', 'bo@acme.example', 'billing.see'],
].map((words, index) => [...words, '--format', index % 2 === 0 ? 'json' : 'human']);

describe.skipIf(process.platform === 'win32')('questions about many files', () => {
  const cacheHome = (home: string) =>
    process.platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
  const homeDirectory = () => {
    const home = emptyDirectory();
    if (process.platform === 'darwin') write(cacheHome(home), {});
    return home;
  };

  test('have the answers that they have without the cache, also the second time', async () => {
    const cwd = write(emptyDirectory(), FILES);
    for (const words of QUESTIONS) {
      const home = homeDirectory();
      const fresh = await run(words, { cwd });
      const world = { cwd, env: { HOME: home } };
      expect(fresh.code).toBe(0);
      expect(await run(words, world)).toEqual(fresh);
      const directory = join(cacheHome(home), 'ringctl');
      const [entry = ''] = readdirSync(directory);
      const before = statSync(join(directory, entry));
      expect(await run(words, world)).toEqual(fresh);
      expect(statSync(join(directory, entry))).toEqual({
        ...before,
        atime: expect.anything(),
        atimeMs: expect.anything(),
      });
    }
  });

  test('follow every edit', async () => {
    const world = { cwd: write(emptyDirectory(), FILES), env: { HOME: homeDirectory() } };
    const firstName = async () => {
      const { out, code } = await run(['explain', 'bo@acme.example', 'firstName', '--format', 'json'], world);
      return code === 0 ? JSON.parse(out).fields[0].value : code;
    };
    const names = [];
    for (const text of [
      FILES['users.yaml'],
      FILES['users.yaml'].replace('Bo', 'Al'),
      'users: [',
      FILES['users.yaml'],
    ]) {
      write(world.cwd, { 'users.yaml': text });
      names.push(await firstName());
    }
    expect(names).toEqual(['Bo', 'Al', 3, 'Bo']);
  });

  test('alone write the cache: what decides about the account, and small files, do not', async () => {
    const home = homeDirectory();
    const env = { HOME: home };
    const cwd = write(emptyDirectory(), FILES);
    for (const words of [['validate'], ['test'], ['plan'], ['fmt', '--check']]) await run(words, { cwd, env });
    const { 'comment.yaml': _, ...small } = FILES;
    expect((await run(['access', '--all'], { cwd: write(emptyDirectory(), small), env })).code).toBe(0);
    expect(existsSync(join(cacheHome(home), 'ringctl'))).toBe(false);
  });
});
