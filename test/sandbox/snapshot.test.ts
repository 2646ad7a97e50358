import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox, SandboxMissing, SandboxUnusable, seedSandbox } from '../../src/sandbox/index.js';
import { restoreSandbox, snapshotSandbox } from '../../src/sandbox/snapshot.js';

const LISTS = ['users', 'profiles', 'groups', 'numbers', 'ivrs', 'action-log'];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringctl-snapshot-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

/** Every list of the account as its superadministrator reads it, and the key that was used. */
async function contents(path: string): Promise<{ readonly lists: readonly unknown[]; readonly key: string }> {
  const sandbox = await openSandbox(path);
  try {
    const key = sandbox.keyFor();
    const ask = async (list: string) =>
      (
        await sandbox.fetch(
          new Request(`http://account.example/full/v1/${list}?limit=1000`, { headers: { authorization: key } }),
        )
      ).json();
    return { lists: await Promise.all(LISTS.map(ask)), key };
  } finally {
    sandbox.close();
  }
}

async function addGroup(path: string): Promise<void> {
  const sandbox = await openSandbox(path);
  const request = new Request('http://account.example/full/v1/groups', {
    method: 'POST',
    headers: { authorization: sandbox.keyFor(), 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Added since', openAccess: true }),
  });
  expect((await sandbox.fetch(request)).status).toBe(201);
  sandbox.close();
}

describe('a snapshot', () => {
  it('holds all of the account, its action log included, and no key', async () => {
    await seedSandbox(at('a.db'), 'acme');
    await addGroup(at('a.db'));
    const original = await contents(at('a.db'));
    await snapshotSandbox(at('a.db'), at('a.snapshot'));
    await seedSandbox(at('b.db'), 'small-team');
    await restoreSandbox(at('b.db'), at('a.snapshot'));
    const copy = await contents(at('b.db'));
    expect(copy.lists).toEqual(original.lists);
    expect(JSON.stringify(copy.lists)).toContain('Added since');
    expect(copy.key).not.toBe(original.key);
  });

  it('goes on where the original was: ids given later are not given twice', async () => {
    await seedSandbox(at('a.db'), 'acme');
    await snapshotSandbox(at('a.db'), at('a.snapshot'));
    await restoreSandbox(at('b.db'), at('a.snapshot'));
    await addGroup(at('b.db'));
    await addGroup(at('a.db'));
    const idsOf = async (name: string) =>
      (await contents(at(name))).lists.map((list) => (list as { total: number }).total);
    expect(await idsOf('b.db')).toEqual(await idsOf('a.db'));
  });

  it('replaces an earlier one, and leaves nothing else behind', async () => {
    await seedSandbox(at('a.db'), 'small-team');
    writeFileSync(at('a.snapshot'), 'an earlier one');
    await snapshotSandbox(at('a.db'), at('a.snapshot'));
    await restoreSandbox(at('b.db'), at('a.snapshot'));
    expect((await contents(at('b.db'))).lists).toEqual((await contents(at('a.db'))).lists);
  });

  it('of something else, or of nothing, is refused and the account stays', async () => {
    await seedSandbox(at('a.db'), 'small-team');
    const before = await contents(at('a.db'));
    writeFileSync(at('text'), 'this is no database, however long the text that stands in the file may be');
    await expect(restoreSandbox(at('a.db'), at('text'))).rejects.toBeInstanceOf(SandboxUnusable);
    await expect(restoreSandbox(at('a.db'), at('nothing'))).rejects.toBeInstanceOf(SandboxMissing);
    await expect(snapshotSandbox(at('nothing'), at('out'))).rejects.toBeInstanceOf(SandboxMissing);
    expect((await contents(at('a.db'))).lists).toEqual(before.lists);
  });
});
