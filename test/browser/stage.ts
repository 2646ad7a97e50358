import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { memorySandbox, type Sandbox } from '../../src/sandbox/index.js';
import { type Served, serveSandbox } from '../../src/sandbox/server/serve.js';
import { openBrowser } from './chromium.js';

const NOW = new Date('2026-11-22T09:12:04.000Z');

/** An account on a port of its own, and a browser to look at it. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** Signed in, on the first page; nothing in the page or its script may fail. */
  signIn(search: string, look?: Look): Promise<Page>;
  close(): Promise<void>;
}

export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly script?: boolean;
}

export async function openStage(): Promise<Stage> {
  const sandbox = await memorySandbox('acme', { clock: () => NOW });
  const served = await serveSandbox({ sandbox, port: 0, rate: undefined, clock: () => NOW });
  const browser = await openBrowser();
  const failures: string[] = [];
  return {
    sandbox,
    url: served.url,
    signIn: (search, look = {}) => signIn(browser, { url: served.url, search, look, failures }),
    close: () => close(browser, served, sandbox, failures),
  };
}

interface Entrance {
  readonly url: string;
  readonly search: string;
  readonly look: Look;
  readonly failures: string[];
}

async function signIn(browser: Browser, { url, search, look, failures }: Entrance): Promise<Page> {
  const { width = 1280, scheme = 'light', script = true } = look;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    baseURL: url,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => {
    // The browser notes each answer of 4xx; those are part of the stories.
    if (message.type() === 'error' && !message.text().includes('the server responded with a status of 4'))
      failures.push(message.text());
  });
  await page.goto('/sign-in');
  await page.getByRole('searchbox').fill(search);
  await page.getByRole('button', { name: 'Search' }).click();
  await page
    .getByRole('button', { name: /^Sign in/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: /^Welcome/ }).waitFor();
  return page;
}

async function close(browser: Browser, served: Served, sandbox: Sandbox, failures: readonly string[]): Promise<void> {
  await browser.close();
  await served.stop();
  sandbox.close();
  if (failures.length > 0) throw new Error(`In the browser: ${failures.join('; ')}`);
}

/** Keeps a picture where RINGCTL_SHOTS names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.RINGCTL_SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** What the navigation offers. */
export const entriesOf = (page: Page): Promise<string[]> =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();

export const statusLine = (page: Page): Promise<string> => page.getByRole('status').innerText();
