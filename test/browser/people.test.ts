import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLong } from '../support/scale.js';
import { entriesOf, openStage, type Stage, shoot, statusLine } from './stage.js';

/** Stories of users and profiles, as people tell them: each acts on its own people of the account. */
describe.runIf(isLong)('in a browser', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  const SUPERVISOR = ['Activity', 'Logs', 'Analytics', 'Campaigns', 'Tasks'];
  const USERS = ['Users', 'User profiles', 'Groups'];
  const TECHNICAL = [
    'Numbers',
    'IVRs',
    'Audio conferences',
    'Call tags',
    'Snoozes',
    'Blocked numbers',
    'Contacts',
    'Brands',
    'Other settings',
    'Developer options',
    'Integrations',
    'Action logs',
  ];
  const open = async (page: Page, name: string): Promise<void> => {
    await page.goto('/users');
    await page.getByRole('searchbox').fill(name);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const switchOf = (page: Page, label: string) => page.getByRole('switch', { name: label, exact: true });

  test.each([
    ['ada.byron', [...SUPERVISOR, ...USERS, ...TECHNICAL, 'Credits and billing']],
    ['emil.novy', ['Numbers', 'IVRs', 'Audio conferences', 'Call tags', 'Snoozes', 'Blocked numbers']],
    ['dana.kowalski', ['Logs', 'Analytics']],
    ['lena.fischer', ['Credits and billing']],
    ['pauline.martin', []],
  ])('%s sees exactly their pages', async (who, pages) => {
    const page = await stage.signIn(who);
    const own = who === 'lena.fischer' ? ['Home'] : ['Home', 'Your phone'];
    expect((await entriesOf(page)).sort()).toEqual([...own, ...pages].sort());
    await page.goto('/users');
    const heading = await page.getByRole('heading', { level: 1 }).innerText();
    expect(heading).toBe(pages.includes('Users') ? 'Users' : 'Not allowed');
    if (!pages.includes('Users')) expect(await page.getByRole('alert').innerText()).toContain('to the page Users');
    await page.context().close();
  });

  test('a permission of somebody without a profile is edited, without script too', async () => {
    for (const [script, before, after] of [
      [true, 'off', 'on'],
      [false, 'on', 'off'],
    ] as const) {
      const page = await stage.signIn('ada.byron', { script });
      await open(page, 'Yara Costa');
      await switchOf(page, 'Snooze').click();
      await page.getByRole('button', { name: 'Save Software customization' }).click();
      expect(await statusLine(page)).toBe(`Saved at 09:12:04 UTC: Snooze, ${before} → ${after}.`);
      expect(await switchOf(page, 'Snooze').isChecked()).toBe(after === 'on');
      await page.context().close();
    }
  });

  test('typing narrows the list of permissions', async () => {
    const page = await stage.signIn('ada.byron');
    await open(page, 'Yara Costa');
    await page.getByRole('searchbox', { name: 'Find a permission' }).fill('download');
    expect(await page.getByRole('switch').filter({ visible: true }).count()).toBe(1);
    await page.context().close();
  });

  test('a linked user is locked, and changes with the profile as all others do', async () => {
    const page = await stage.signIn('ada.byron');
    await open(page, 'Pauline Martin');
    expect(await page.getByRole('switch').count()).toBe(0);
    await page.getByRole('link', { name: 'Edit the profile' }).click();
    await switchOf(page, 'Show download button').click();
    await page.getByRole('button', { name: 'Save Recording and Supervision' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('This reaches 15 people');
    await shoot(page, 'profile-before-saving');
    await page.getByRole('button', { name: 'Save for 15 people' }).click();
    expect(await statusLine(page)).toContain('Show download button, off → on, for 15 people');
    await shoot(page, 'profile-saved');
    for (const name of ['Pauline Martin', 'Amira Haddad']) {
      await open(page, name);
      expect(await page.locator('[data-words^="Show download button"] .value').innerText()).toBe('on');
    }
    await page.context().close();
  });

  test('a saved change of a profile is undone', async () => {
    const page = await stage.signIn('ada.byron');
    await page.goto('/profiles');
    await page.getByRole('link', { name: 'Support agent' }).click();
    await switchOf(page, 'SIP account').click();
    await page.getByRole('button', { name: 'Save Software customization' }).click();
    await page.getByRole('button', { name: /^Save for/ }).click();
    const isOn = await switchOf(page, 'SIP account').isChecked();
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await switchOf(page, 'SIP account').isChecked()).toBe(!isOn);
    await page.context().close();
  });

  test('a profile is created from a user, who is linked to it, and duplicated', async () => {
    const page = await stage.signIn('ada.byron');
    await open(page, 'Pavel Urban');
    await page.getByRole('link', { name: 'Create a profile from this user' }).click();
    await page.getByRole('textbox', { name: 'Name of the profile' }).fill('Night shift');
    await page.getByRole('button', { name: 'Create the profile' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Night shift');
    await page.getByRole('link', { name: 'Duplicate' }).click();
    await page.getByRole('button', { name: 'Create the profile' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Night shift (copy)');
    await open(page, 'Pavel Urban');
    expect(await page.locator('.note').innerText()).toContain('Permissions come from profile Night shift.');
    await page.context().close();
  });

  test('user management is moved to a supervisor, who has the people of their group and no others', async () => {
    const admin = await stage.signIn('ada.byron');
    await open(admin, 'Dana Kowalski');
    await admin.getByText('Technical pages:').click();
    await admin.getByRole('group', { name: 'Users', exact: true }).getByRole('radio', { name: 'write' }).check();
    await admin.getByRole('button', { name: 'Save dashboard access' }).click();
    expect(await statusLine(admin)).toContain('Users write');
    await admin.goto('/users?q=pauline');
    const others = await admin.getByRole('link', { name: 'Pauline Martin' }).getAttribute('href');
    await admin.context().close();
    const lead = await stage.signIn('dana.kowalski');
    expect(await entriesOf(lead)).toContain('Users');
    expect(await entriesOf(lead)).not.toContain('User profiles');
    await lead.goto('/users');
    const groups = await lead.locator('tbody tr td:nth-child(4)').allInnerTexts();
    expect([groups.length > 10, groups.filter((group) => !group.includes('Support'))]).toEqual([true, []]);
    await lead.goto(others ?? '');
    expect(await lead.getByRole('alert').getAttribute('data-code')).toBe('OUTSIDE_SCOPE');
    await shoot(lead, 'outside-scope');
    await lead.context().close();
  });
});
