import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readAccountFiles } from '../../src/run/account-files.js';
import { type EditedFile, takeBackEdit, type WriteHooks, writeEdited } from '../../src/run/write-changes.js';
import { emptyDirectory, run, write } from '../cli/world.js';

const BEFORE = { 'a.yaml': 'users: {}\n', 'people/b.yaml': '\ufeffgroups: {}\n' };
const AFTER = {
  'a.yaml': 'users: { a: 1 }\n',
  'new/c.yaml': 'profiles: {}\n',
  'people/b.yaml': '\ufeffgroups: { b: 1 }\n',
};
const EDITS: readonly EditedFile[] = Object.entries(AFTER).map(([path, after]) => ({
  path,
  before: Object.entries(BEFORE).find(([name]) => name === path)?.[1],
  after,
}));

/** Everything in the directory, hidden files too. */
const contents = (dir: string) =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(dir.length + 1), readFileSync(path, 'utf8')]),
  );

/** Never goes on after so many changes of the file system, as a process that is killed. */
function killedAfter(changes: number): { readonly hooks: WriteHooks; readonly killed: Promise<'killed'> } {
  const end = new EventEmitter();
  let count = 0;
  const before = async () => {
    count += 1;
    if (count <= changes) return;
    end.emit('killed');
    await new Promise(() => {});
  };
  return { hooks: { before }, killed: once(end, 'killed').then(() => 'killed') };
}

async function until(changes: number, work: (hooks: WriteHooks) => Promise<unknown>): Promise<'killed' | 'done'> {
  const { hooks, killed } = killedAfter(changes);
  return Promise.race([killed, work(hooks).then(() => 'done' as const)]);
}

/** So many changes of the file system, and every file has its name. */
const ALL_DONE = 10;

describe('an edit of several files', () => {
  test('of files with one name is taken back by two commands at once, each file to its own content', async () => {
    const before = { 'a/x.yaml': 'users: {}\n', 'b/x.yaml': 'groups: {}\n', 'c.yaml': 'profiles: {}\n' };
    const edits = Object.entries(before).map(([path, text]) => ({ path, before: text, after: `# edited\n${text}` }));
    for (let changes = 0; changes < 12; changes += 1) {
      const dir = write(emptyDirectory(), before);
      await until(7, (hooks) => writeEdited(dir, edits, hooks));
      const other = until(changes, (hooks) => takeBackEdit(dir, hooks)).catch(() => 'done');
      await Promise.all([other, takeBackEdit(dir).catch(() => undefined)]);
      await takeBackEdit(dir);
      expect([changes, contents(dir)]).toEqual([changes, before]);
    }
  });

  test('that somebody saved over meanwhile is left as it was saved', async () => {
    const dir = write(emptyDirectory(), BEFORE);
    await until(8, (hooks) => writeEdited(dir, EDITS, hooks));
    const saved = 'users: { b: 2 }\n';
    const before = async (path: string) => void (path === 'a.yaml' && write(dir, { 'a.yaml': saved }));
    expect(await takeBackEdit(dir, { before })).toMatchObject({ ok: true, left: ['a.yaml'] });
    expect(contents(dir)['a.yaml']).toBe(saved);
  });

  test('is not taken back by a list that names what no edit writes', async () => {
    const entry = { path: 'run.sh', before: 'echo 1\n', after: 'echo 2\n', mode: 0o777 };
    const list = JSON.stringify({ version: 1, files: [entry, { ...entry, path: 'a.yaml' }] });
    const dir = write(emptyDirectory(), { 'run.sh': entry.after, '.ringctl/edit/list.json': list });
    expect(await takeBackEdit(dir)).toMatchObject({ ok: false });
    expect(contents(dir)['run.sh']).toBe(entry.after);
  });

  test('that is killed anywhere, and taken back by a command that is killed anywhere, is whole or never was', async () => {
    const seen = { back: 0, whole: 0, halfway: 0, takingBack: 0 };
    for (let first = 0; ; first += 1) {
      for (let second = 0; ; second += 1) {
        const dir = write(emptyDirectory(), BEFORE);
        const edited = await until(first, (hooks) => writeEdited(dir, EDITS, hooks));
        if (edited === 'done') {
          expect([first, contents(dir)]).toEqual([12, AFTER]);
          expect(seen).toEqual({ back: 10, whole: 2, halfway: 2, takingBack: 38 });
          return;
        }
        const { '.ringctl/edit/list.json': _list, ...killed } = contents(dir);
        const again = await until(second, (hooks) => takeBackEdit(dir, hooks));
        if (again === 'killed') seen.takingBack += 1;
        expect(await takeBackEdit(dir)).toMatchObject({ ok: true, left: [] });
        const now = contents(dir);
        const isWhole = ALL_DONE <= first;
        expect(now).toEqual(isWhole ? AFTER : BEFORE);
        expect((await readAccountFiles(dir)).diagnostics).toEqual([]);
        if (again === 'killed') continue;
        seen[isWhole ? 'whole' : 'back'] += 1;
        if (killed['a.yaml'] === AFTER['a.yaml'] && killed['people/b.yaml'] !== AFTER['people/b.yaml'])
          seen.halfway += 1;
        break;
      }
    }
  });

  test('is not read while it is half done, and leaves what somebody has changed since', async () => {
    const dir = write(emptyDirectory(), BEFORE);
    await until(9, (hooks) => writeEdited(dir, EDITS, hooks));
    const { files, diagnostics } = await readAccountFiles(dir);
    expect(diagnostics.map(({ code }) => code)).toEqual(['EDIT_CUT_OFF']);
    expect(files.map(({ path }) => path)).toEqual(['a.yaml', 'new/c.yaml', 'people/b.yaml']);
    expect(await writeEdited(dir, EDITS)).toMatchObject({ ok: false });
    write(dir, { 'people/b.yaml': 'groups: { mine: {} }\n' });
    expect(await takeBackEdit(dir)).toEqual({ ok: true, files: ['a.yaml', 'new/c.yaml'], left: ['people/b.yaml'] });
    expect(contents(dir)).toEqual({ 'a.yaml': BEFORE['a.yaml'], 'people/b.yaml': 'groups: { mine: {} }\n' });
  });

  test('that another command takes back meanwhile ends, and nothing is written', async () => {
    const dir = write(emptyDirectory(), BEFORE);
    const before = async (path: string) => {
      if (path === 'people/b.yaml' && existsSync(join(dir, '.ringctl/edit/drafts'))) await takeBackEdit(dir);
    };
    expect(await writeEdited(dir, EDITS, { before })).toMatchObject({ ok: false, file: 'people/b.yaml' });
    expect(contents(dir)).toEqual(BEFORE);
  });
});

describe('a list that a stranger left', () => {
  const folder = '.ringctl/edit/list.json';
  const list = (files: readonly object[]) => JSON.stringify({ version: 1, files });
  const entry = { path: '../out.yaml', before: 'theirs', after: 'mine', mode: 0o644 };

  test.each([
    ['a path that leads out', list([entry, { ...entry, path: 'a.yaml' }])],
    ['a hidden path', list([{ ...entry, path: '.git/config' }])],
    ['no text', list([{ ...entry, before: 1 }])],
    ['no JSON', '{'],
  ])('with %s takes nothing back', async (_, text) => {
    const parent = write(emptyDirectory(), { 'out.yaml': 'mine', [`account/${folder}`]: text });
    expect(await takeBackEdit(join(parent, 'account'))).toMatchObject({ ok: false, file: folder });
    expect(contents(parent)).toEqual({ 'out.yaml': 'mine', [`account/${folder}`]: text });
  });

  test.each(['.ringctl', '.ringctl/edit'])('behind a link in place of %s is not looked at', async (path) => {
    const outside = write(emptyDirectory(), { 'edit/list.json': list([entry]), 'list.json': list([entry]) });
    const dir = write(emptyDirectory(), BEFORE);
    if (path !== '.ringctl') mkdirSync(join(dir, '.ringctl'));
    symlinkSync(outside, join(dir, path));
    expect(await takeBackEdit(dir)).toMatchObject({ ok: false });
    expect(await writeEdited(dir, EDITS)).toMatchObject({ ok: false });
    expect(Object.keys(contents(outside))).toEqual(['edit/list.json', 'list.json']);
  });
});

test('fmt that is killed with SIGKILL among its files is taken back by the next one, which says so', async () => {
  const dir = emptyDirectory();
  const names = Array.from({ length: 120 }, (_, index) => `f${String(index).padStart(4, '0')}.yaml`);
  write(dir, { 'ringctl.yaml': 'version: 1\naccount: acme\n' });
  write(dir, Object.fromEntries(names.map((name) => [name, 'groups:   {}\n'])));
  const isTidy = (name: string) => readFileSync(join(dir, name), 'utf8') === 'groups: {}\n';
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/ringctl.cjs'), 'fmt'], { cwd: dir });
  const ended = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
  while (!isTidy('f0000.yaml') && child.exitCode === null) await setImmediate();
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  const tidy = names.filter(isTidy).length;
  expect([tidy > 0, tidy < names.length]).toEqual([true, true]);
  const { code, err } = await run(['fmt'], { cwd: dir });
  expect([code, err]).toEqual([0, expect.stringContaining('f0000.yaml')]);
  expect([names.every(isTidy), existsSync(join(dir, '.ringctl'))]).toEqual([true, false]);
});
