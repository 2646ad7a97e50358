// The file that GitHub runs: what the sources give, in a folder without anything else.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupKey } from '../../src/model/index.js';
import { root } from '../project/files.js';
import { newStory, type Story } from './story.js';

const folder = mkdtempSync(join(tmpdir(), 'ringctl-bundle-'));
const bundle = join(folder, 'index.cjs');

beforeAll(async () => {
  const { buildAction } = await import('../../.github/scripts/build.mjs');
  await buildAction({ outfile: bundle });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the bundle that is checked in is what the sources give', () => {
  const checkedIn = readFileSync(join(root, '.github/actions/ringctl/index.cjs'));
  expect(checkedIn.equals(readFileSync(bundle)), 'node .github/scripts/build.mjs --action').toBe(true);
});

test('it is run by node alone, and applies a merge with a branch as its ledger', async () => {
  const story = await newStory();
  const alone = join(folder, 'alone.cjs');
  copyFileSync(bundle, alone);
  const pull = story.pull({
    author: 'nina',
    files: { 'desk.yaml': 'groups:\n  desk: { name: Desk, openAccess: false }\n' },
  });
  await story.plan(pull);
  const sha = story.merge(pull);
  const job = { command: 'apply', event: 'push', payload: { ref: 'refs/heads/main', before: sha, after: sha } };
  const { env, read } = story.environment({ ...job, dir: story.checkout(sha), commit: sha, ref: 'refs/heads/main' });
  const done = read(await program(alone, env, story));
  expect([done.code, done.outputs.result]).toEqual([0, 'applied']);
  expect((await story.live()).state.groups.has(groupKey('Desk'))).toBe(true);
  expect(story.comment(pull)).toContain('### `acme`: applied');
  const shown = done.log.replace(`::add-mask::${story.key}\n`, '');
  for (const text of [shown, done.summary, JSON.stringify(done.outputs), JSON.stringify(story.github.state.checks)])
    expect(text).not.toContain(story.key);
});

function program(file: string, env: Record<string, string>, story: Story): Promise<{ code: number; log: string }> {
  const child = spawn(process.execPath, [file], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  expect(story.key).not.toBe('');
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, log })));
}
