// What can be told of a page by measuring it: names, sizes, contrast, headings, width, and the way of the focus.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const inPage = async (page: Page, call: string): Promise<unknown> => {
  const measuring = readFileSync(new URL('measure.cjs', import.meta.url), 'utf8');
  return page.evaluate(`${measuring}\n${call}`);
};

/** Each fault as a sentence; none is an empty list. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults = await inPage(page, 'measure()');
  if (!Array.isArray(faults)) throw new TypeError('the page could not be measured');
  return faults.map(String);
}

export interface Stop {
  readonly label: string;
  /** Among all elements of the page. */
  readonly position: number;
  readonly isRinged: boolean;
}

/** Where the tabulator key stops, up to `most` times, until it leaves the page. */
export async function focusOrder(page: Page, most: number): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press('Tab');
    const stop = stopOf(await inPage(page, 'focused()'));
    if (!stop || stops.some(({ position }) => position === stop.position)) break;
    stops.push(stop);
  }
  return stops;
}

function stopOf(value: unknown): Stop | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const field = (name: string): unknown => Reflect.get(value, name);
  return { label: String(field('label')), position: Number(field('position')), isRinged: field('isRinged') === true };
}

/** Whatever is folded is opened. */
export const openAll = async (page: Page): Promise<void> => {
  await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true;");
};
