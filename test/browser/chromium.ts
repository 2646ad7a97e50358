// The browser of the stories: Debian's Chromium, driven by playwright-core. No other part of the project needs it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACE = '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser, which the caller closes. Where there is none it is installed, as the system allows. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(PLACE)) install();
  return chromium.launch({ executablePath: PLACE, args: FLAGS });
}

/** Files of tests that run at the same time wait for each other; a machine that never asked for its lists asks now. */
const APT = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'APT::Get::Lock-Timeout=300'];

function install(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words: readonly string[]) => execFileSync('apt-get', [...APT, ...words], { stdio: 'ignore', env });
  const chromium = ['install', '-y', '--no-install-recommends', 'chromium'];
  try {
    try {
      apt(...chromium);
    } catch {
      apt('update');
      apt(...chromium);
    }
  } catch (cause) {
    const message = `These tests need Chromium at ${PLACE}, and it could not be installed: apt-get install chromium.`;
    throw new Error(message, { cause });
  }
}
