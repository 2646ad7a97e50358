import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read-config.js';
import { type ReadHooks, readAccountFiles } from '../../src/run/account-files.js';

/** A folder with a repository `repo`, the account in `repo/acme`, and a secret outside. */
let folder = '';

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const link = (to: string, path: string) => symlinkSync(to, join(folder, path));
const SECRET = 'profiles:\n  secret: { template: true }\n';
const settings = (...include: readonly string[]) =>
  write('repo/acme/ringctl.yaml', `version: 1\naccount: acme\ninclude: ${JSON.stringify(include)}\n`);

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ringctl-')));
  write('outside/secret.yaml', SECRET);
  write('repo/.git/config.yaml', SECRET);
  write('repo/shared/base.yaml', 'profiles:\n  base: { template: true }\n');
  settings();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(hooks: ReadHooks = {}) {
  const files = await readAccountFiles(join(folder, 'repo/acme'), hooks);
  const checked = readConfig(files);
  const all = checked.ok ? checked.warnings : checked.diagnostics;
  return { paths: files.files.map(({ path }) => path), codes: all.map(({ code }) => code), all };
}

describe('what is included', () => {
  test('is a file elsewhere in the repository', async () => {
    settings('../shared/base.yaml');
    expect(await read()).toMatchObject({ paths: ['../shared/base.yaml', 'ringctl.yaml'], codes: [] });
  });

  test.each([
    ['../../outside/secret.yaml', 'INCLUDE_PATH'],
    ['../../../../../../etc/passwd', 'INCLUDE_PATH'],
    ['/etc/passwd', 'INCLUDE_PATH'],
    ['C:/secret.yaml', 'INCLUDE_PATH'],
    ['..\\shared\\base.yaml', 'INCLUDE_PATH'],
    ['../shared/../../outside/secret.yaml', 'INCLUDE_PATH'],
    ['../shared/../shared/base.yaml', 'INCLUDE_PATH'],
    ['../shared/./base.yaml', 'INCLUDE_PATH'],
    ['..//shared/base.yaml', 'INCLUDE_PATH'],
    ['./../shared/base.yaml', 'INCLUDE_PATH'],
    ['../acme/ringctl.yaml', 'INCLUDE_PATH'],
    ['../.git/config.yaml', 'INCLUDE_PATH'],
    ['../shared', 'INCLUDE_PATH'],
    ['../shared/base.txt', 'INCLUDE_PATH'],
    ['', 'WRONG_VALUE'],
    ['..', 'INCLUDE_PATH'],
    ['~/secret.yaml', 'INCLUDE_PATH'],
    ['https://acme.example/base.yaml', 'INCLUDE_PATH'],
    ['file:///etc/base.yaml', 'INCLUDE_PATH'],
    ['../shared/none.yaml', 'INCLUDE_NOT_FOUND'],
    ['../shared/base.yaml/x.yaml', 'NOT_A_FILE'],
  ])('is not %j', async (path, code) => {
    settings(path);
    const { paths, codes, all } = await read();
    expect(paths).toEqual(['ringctl.yaml']);
    expect(codes).toContain(code);
    expect(all.find((one) => one.code === code)?.source).toMatchObject({ file: 'ringctl.yaml', line: 3 });
  });

  test('is not a link, nor behind one', async () => {
    link('../outside', 'repo/linked');
    link('../../outside/secret.yaml', 'repo/shared/linked.yaml');
    link('loop.yaml', 'repo/shared/loop.yaml');
    settings('../linked/secret.yaml', '../shared/linked.yaml', '../shared/loop.yaml');
    expect(await read()).toMatchObject({
      paths: ['ringctl.yaml'],
      codes: ['LINK_REFUSED', 'LINK_REFUSED', 'LINK_REFUSED'],
    });
  });

  test('has no second name', async () => {
    linkSync(join(folder, 'outside/secret.yaml'), join(folder, 'repo/shared/hard.yaml'));
    settings('../shared/hard.yaml');
    expect(await read()).toMatchObject({ paths: ['ringctl.yaml'], codes: ['LINK_REFUSED'] });
  });

  test('is neither a pipe nor a folder', async () => {
    execFileSync('mkfifo', [join(folder, 'repo/shared/pipe.yaml')]);
    mkdirSync(join(folder, 'repo/shared/folder.yaml'));
    settings('../shared/pipe.yaml', '../shared/folder.yaml');
    expect(await read()).toMatchObject({ paths: ['ringctl.yaml'], codes: ['NOT_A_FILE', 'NOT_A_FILE'] });
  });

  test('is not included twice, and includes nothing itself', async () => {
    write('repo/shared/more.yaml', 'include: [../shared/base.yaml]\nprofiles: {}\n');
    settings('../shared/base.yaml', '../shared/base.yaml', '../shared/more.yaml');
    expect((await read()).codes).toEqual(['KEY_IN_WRONG_FILE', 'INCLUDE_PATH']);
  });

  test('stays inside the directory where there is no repository', async () => {
    rmSync(join(folder, 'repo/.git'), { recursive: true });
    settings('../shared/base.yaml');
    expect((await read()).codes).toEqual(['INCLUDE_PATH']);
  });
});

describe('what stands in the directory', () => {
  test('is read from all folders, sorted, but for names with a dot before them', async () => {
    for (const path of [
      'b.yaml',
      'a/z.yml',
      'a/b/c.yaml',
      '.hidden.yaml',
      '.ringctl/x.yaml',
      'a/.git/y.yaml',
      'notes.txt',
      'yaml',
    ]) {
      write(`repo/acme/${path}`, 'users: {}\n');
    }
    expect((await read()).paths).toEqual(['a/b/c.yaml', 'a/z.yml', 'b.yaml', 'ringctl.yaml']);
  });

  test.each(['file', 'folder', 'loop', 'nothing'])('is not a link to a %s', async (to) => {
    const target =
      { file: '../../outside/secret.yaml', folder: '../../outside', loop: 'linked.yaml', nothing: 'nowhere' }[to] ?? '';
    link(target, 'repo/acme/linked.yaml');
    expect(await read()).toMatchObject({ paths: ['ringctl.yaml'], codes: ['LINK_REFUSED'] });
  });

  test('is not a link to a folder by another name', async () => {
    link('../../outside', 'repo/acme/teams');
    link('../../outside/secret.yaml', 'repo/acme/README');
    expect(await read()).toMatchObject({ paths: ['ringctl.yaml'], codes: ['LINK_REFUSED'] });
  });

  test('is not a pipe, and does not wait for one', async () => {
    execFileSync('mkfifo', [join(folder, 'repo/acme/pipe.yaml')]);
    expect(await read()).toMatchObject({ paths: ['ringctl.yaml'], codes: ['NOT_A_FILE'] });
  });

  const exchanges: { readonly [what: string]: (path: string) => void } = {
    link: (path) => {
      unlinkSync(path);
      symlinkSync(join(folder, 'outside/secret.yaml'), path);
    },
    file: (path) => renameSync(join(folder, 'outside/secret.yaml'), path),
    pipe: (path) => {
      unlinkSync(path);
      execFileSync('mkfifo', [path]);
    },
    nothing: unlinkSync,
  };

  test.each(Object.keys(exchanges))('cannot be exchanged for a %s between looking and opening', async (what) => {
    write('repo/acme/users.yaml', 'users: {}\n');
    const beforeOpen = async (path: string) => {
      if (path.endsWith('users.yaml')) exchanges[what]?.(path);
    };
    const { paths, codes } = await read({ beforeOpen });
    expect(paths).toEqual(['ringctl.yaml']);
    expect(codes).toHaveLength(1);
    expect(['LINK_REFUSED', 'FILE_UNREADABLE']).toContain(codes[0]);
  });

  test('cannot have its folder exchanged for a link', async () => {
    write('repo/acme/teams/secret.yaml', 'users: {}\n');
    const beforeOpen = async (path: string) => {
      if (!path.endsWith('secret.yaml')) return;
      rmSync(dirname(path), { recursive: true });
      linkSync(join(folder, 'outside/secret.yaml'), join(folder, 'outside/copy.yaml'));
      symlinkSync(join(folder, 'outside'), dirname(path));
    };
    const { paths, codes } = await read({ beforeOpen });
    expect(paths).toEqual(['ringctl.yaml']);
    expect(codes).toHaveLength(1);
  });

  test('may be reached through a link, since the user named it', async () => {
    link('repo/acme', 'by-link');
    const { files, diagnostics } = await readAccountFiles(join(folder, 'by-link'));
    expect(files.map(({ path }) => path)).toEqual(['ringctl.yaml']);
    expect(diagnostics).toEqual([]);
  });

  test('is no directory', async () => {
    const { diagnostics } = await readAccountFiles(join(folder, 'repo/acme/ringctl.yaml'));
    expect(diagnostics.map(({ code }) => code)).toEqual(['DIRECTORY_UNREADABLE']);
  });
});
