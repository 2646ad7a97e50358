// The comment as somebody sees it who has never heard of the tool.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommentFrame, renderComment } from '../../src/render/comment.js';
import { acmeComments } from '../action/acme.js';
import { CORPUS } from '../render/hostile/corpus.js';
import { documentsWith, MARKS, type Names, SLOTS } from '../render/hostile/documents.js';
import { pageOf } from '../render/hostile/html.js';
import { STORY_FACTS, story } from '../render/story.js';
import { isLong } from '../support/scale.js';
import { openBrowser } from './chromium.js';

const FRAME: CommentFrame = {
  head: '4f1c2aa'.padEnd(40, '0'),
  base: { branch: 'main', commit: '9be01d7'.padEnd(40, '0') },
  runUrl: 'https://github.example/acme/telephony/actions/runs/1',
  number: 1,
  approvals: { asks: [], notCounted: [], from: ['@acme/security'] },
  later: [],
  artifact: 'The whole plan is `plan-acme.json`, among the files of the run.',
};
const PLAN = story();
const WITHIN = { ...PLAN, diagnostics: PLAN.diagnostics.filter(({ severity }) => severity === 'warning') };

describe.runIf(isLong)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  const opened = async (
    markdown: string,
    options: { readonly width?: number; readonly colorScheme?: 'light' | 'dark' } = {},
  ) => {
    const { width = 820, colorScheme = 'light' } = options;
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled: true });
    await page.setContent(pageOf(markdown));
    return page;
  };

  async function picture(page: Page, name: string): Promise<void> {
    const folder = process.env.RINGCTL_SHOTS;
    if (folder === undefined || folder === '') return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `comment-${name}.png`), fullPage: true });
  }

  async function drawn(name: string, text: string): Promise<void> {
    for (const [kind, options] of Object.entries({
      light: {},
      dark: { colorScheme: 'dark' },
      phone: { width: 390 },
    } as const)) {
      const page = await opened(text, options);
      await picture(page, `${name}-${kind}`);
      const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect([name, kind, wider]).toEqual([name, kind, 0]);
      await page.close();
    }
  }

  test('the change of examples/acme says on the first screen who gains what, and is no wider than a page or a phone', async () => {
    const comments = await acmeComments();
    for (const [name, text] of Object.entries(comments)) await drawn(name, text);
    const page = await opened(comments.first);
    const rows = page.locator('table').first().locator('tr');
    expect(await page.locator('h3').innerText()).toBe(
      'acme: ▲\u00a021 people gain access, ▼\u00a03 people lose access',
    );
    expect(await page.locator('.alert.caution').innerText()).toContain('3 gains are privileged (!), the limit is 2.');
    const who = await rows.locator('td:first-child').allInnerTexts();
    expect(who.map((text) => text.split('\n')[0])).toEqual([
      'Who',
      '▲ Dana Kowalski',
      '▲ Claire Fontaine',
      '▲ Priya Shah',
      '▲ 14 people with profile Sales agent',
      '▲ Iris Lindqvist',
      '▲ Jonas Weber',
      '▲ Léa Moreau',
    ]);
    expect(who.filter((text) => text.includes('! privileged'))).toHaveLength(3);
    const last = await rows.nth(3).boundingBox();
    expect((last?.y ?? 900) + (last?.height ?? 0)).toBeLessThan(900);
    await page.close();
  }, 300_000);

  test('a comment that is shortened is drawn too', async () => {
    const { text, kind } = renderComment(WITHIN, { ...STORY_FACTS, exceeded: [] }, FRAME, 2_600);
    expect(kind).toBe('shortened');
    await drawn('long', text);
  });

  test('has no element that a name made, nor asks for anything', async () => {
    const plain = await opened('');
    const tags = async (markdown: string): Promise<unknown> => {
      await plain.setContent(pageOf(markdown));
      return plain.evaluate(
        "[...document.querySelectorAll('article *')].map((one) => one.tagName).filter((tag) => tag !== 'CODE' && tag !== 'SPAN').sort().join()",
      );
    };
    const asks: string[] = [];
    plain.on('request', (request) => asks.push(request.url()));
    const known = documentsWith(MARKS);
    for (const [index, text] of CORPUS.entries()) {
      if (index % 9 !== 0) continue;
      const names: Names = {
        ...MARKS,
        ...Object.fromEntries(SLOTS.map((slot) => [slot, text])),
        email: MARKS.email,
        hint: MARKS.hint,
      };
      const name = [...known.keys()][index % known.size] ?? '';
      expect([text, name, await tags(documentsWith(names).get(name) ?? '')]).toEqual([
        text,
        name,
        await tags(known.get(name) ?? ''),
      ]);
    }
    expect(asks).toEqual([]);
    await plain.close();
  }, 300_000);
});
