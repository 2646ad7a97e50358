import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLong } from '../support/scale.js';
import { openStage, type Stage, statusLine } from './stage.js';

/** Stories of calls, of what is around them, and of phones. */
describe.runIf(isLong)('in a browser', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('a supervisor listens to their people who can be listened to, and to nobody else', async () => {
    const page = await stage.signIn('priya.shah');
    await page.goto('/activity');
    const names = await page.getByRole('button', { name: /^Double listen/ }).allInnerTexts();
    expect(names.map((name) => name.replace(/^Double listen\s+to /, '')).sort()).toEqual([
      'Hugo Lambert',
      'Pauline Martin',
    ]);
    expect(await page.getByRole('main').innerText()).toContain('The user can be listened to: off');
    expect(await page.getByText('Tom Becker').count()).toBe(0);
    await page.getByRole('button', { name: /Pauline Martin/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Listening to Pauline Martin' }).waitFor();
    const seconds = await page.evaluate(`new Promise((done) => {
  const audio = document.querySelector('audio');
  if (audio.readyState > 0) done(audio.duration);
  audio.addEventListener('loadedmetadata', () => done(audio.duration));
})`);
    expect(seconds).toBe(2);
    await page.context().close();
  });

  test('a supervisor of one IVR sees its calls only, and plays without downloading', async () => {
    const page = await stage.signIn('olga.petrova');
    await page.goto('/logs');
    const lines = await page.locator('tbody tr td:nth-child(3)').allInnerTexts();
    expect(new Set(lines)).toEqual(new Set(['IVR Support line']));
    expect(await page.getByRole('link', { name: 'Play' }).count()).toBeGreaterThan(0);
    expect(await page.getByRole('link', { name: 'Download' }).count()).toBe(0);
    expect(await page.getByText('Read only').count()).toBe(1);
    await page.context().close();
  });

  test('somebody calls, ends the call, and closes the window with the tag that is required', async () => {
    const page = await stage.signIn('amira.haddad');
    await page.getByRole('link', { name: 'Your phone' }).click();
    await page.getByLabel('Call with').selectOption('+33199000080');
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    expect(await statusLine(page)).toContain('with +33199000080, recorded');
    await page.getByRole('button', { name: 'Hang up' }).click();
    expect(await statusLine(page)).toContain('the After-Call window is open');
    await page.getByRole('button', { name: 'Close the window' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Tags required: on');
    await page.getByLabel('Tag').first().selectOption('Order');
    await page.getByRole('button', { name: 'Close the window' }).click();
    expect(await statusLine(page)).toContain('After-Call window closed, tag Order');
    await page.context().close();
  });

  test('a call outside the plan is refused with the permission that decides', async () => {
    const page = await stage.signIn('ben.okafor');
    await page.getByRole('link', { name: 'Your phone' }).click();
    await page.getByLabel('Destination').selectOption('outOfPlan');
    await page.getByRole('button', { name: 'Call', exact: true }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Out-of-plan destinations: off');
    await page.context().close();
  });

  test('a technician gives a free number to an IVR and cannot order licences', async () => {
    const page = await stage.signIn('emil.novy');
    await page.goto('/numbers?page=2');
    await page.getByRole('link', { name: '+33199000066' }).click();
    await page.getByLabel('IVR').selectOption('Support line');
    await page.getByRole('button', { name: 'Give to the IVR' }).click();
    expect(await statusLine(page)).toContain('free → IVR Support line');
    await page.goto('/licences');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Not allowed');
    await page.context().close();
  });

  test('an external accountant adds credit, downloads an invoice and sees why licences are not theirs to order', async () => {
    const page = await stage.signIn('lena.fischer');
    await page.goto('/billing');
    await page.getByLabel('Amount').fill('20');
    await page.getByRole('button', { name: 'Add credit' }).click();
    expect(await statusLine(page)).toContain('120.50 EUR → 140.50 EUR');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /invoice of 2026-10/ }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('invoice-2026-10.txt');
    expect(await page.getByRole('button', { name: 'Order licences' }).isDisabled()).toBe(true);
    await page.context().close();
  });
});
