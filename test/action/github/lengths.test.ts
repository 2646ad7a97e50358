import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { annotationsOf } from '../../../src/action/checks.js';
import { bodyOf, checkNameOf, labelOf, titleOf } from '../../../src/action/github/lengths.js';
import { outputsOf } from '../../../src/action/outputs.js';

test('a text that GitHub would refuse gives way to one that says so, and is still found by its first line', () => {
  const marker = '<!-- ringctl plan acme -->';
  const longest = `${marker}\n${'x'.repeat(65_535 - marker.length - 1)}`;
  expect(bodyOf(longest)).toBe(longest);
  const over = bodyOf(`${longest}y`);
  expect(over.split('\n')[0]).toBe(marker);
  expect(over).toContain('**This text is too long for GitHub.**');
  expect(over.length).toBeLessThan(400);
  expect(bodyOf('z'.repeat(70_000)).length).toBeLessThan(400);
});

test('titles, names of checks and labels stay within what GitHub takes, and are never cut inside of a character', () => {
  const title = titleOf(`${'x'.repeat(253)}\u{1f600}\u{1f600}`);
  expect(title).toBe(`${'x'.repeat(253)}…`);
  expect(titleOf('short')).toBe('short');
  expect(checkNameOf('ringctl plan acme')).toBe('ringctl plan acme');
  expect(checkNameOf('y'.repeat(5_000)).length).toBe(200);
  const mark = (text: string) => String(text.length).padStart(8, '0');
  expect(labelOf('acme', 'needs approval', mark)).toBe('acme: needs approval');
  const labels = ['privileged', 'refused', 'needs approval'].flatMap((word) =>
    [63, 64].map((length) => labelOf('a'.repeat(length), word, mark)),
  );
  expect(Math.max(...labels.map((label) => label.length))).toBe(50);
  expect(new Set(labels).size).toBe(6);
});

test('annotations are bounded in number and length', () => {
  const source = { file: 'a.yaml', line: 1, column: 1, length: 1, excerpt: '' };
  const one = { code: 'UNKNOWN_USER', severity: 'error', message: 'x'.repeat(10_000), source } as const;
  const annotations = annotationsOf(
    Array.from({ length: 600 }, () => one),
    { path: '/x', prefix: '' },
  );
  expect([annotations.length, annotations[0]?.message.length]).toEqual([500, 4_000]);
});

test('the summary of a job is never larger than GitHub shows, counted in bytes, and ends with a whole text', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-summary-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'summary');
  const out = outputsOf({ env: { GITHUB_STEP_SUMMARY: file }, write: () => {}, token: () => 'x' });
  const text = `### x\n${'▲'.repeat(60_000)}`;
  for (let account = 0; account < 20; account += 1) await out.summarise(text);
  const written = readFileSync(file, 'utf8');
  expect(Buffer.byteLength(written)).toBeLessThan(1_048_576);
  const parts = written.split('### x\n').slice(1);
  expect(parts.length).toBe(5);
  expect(parts.slice(0, -1)).toEqual(Array.from({ length: 4 }, () => `${'▲'.repeat(60_000)}\n`));
  expect(parts.at(-1)).toBe(
    `${'▲'.repeat(60_000)}\n**The rest does not fit into this summary.** The comments and the log have it.\n`,
  );
});
