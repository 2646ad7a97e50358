import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLong } from '../support/scale.js';
import { faultsOf, focusOrder, openAll } from './look.js';
import { openStage, type Stage, shoot } from './stage.js';

describe.runIf(isLong)('the pages of users and profiles', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  const PATHS = [
    ['home', '/'],
    ['users', '/users'],
    ['user', '/users/16'],
    ['user-linked', '/users/14'],
    ['user-new', '/users/new'],
    ['user-delete', '/users/16/delete'],
    ['profiles', '/profiles'],
    ['profile', '/profiles/1'],
    ['profile-assign', '/profiles/1/assign'],
    ['sign-in', '/sign-in'],
  ] as const;

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('can be read and used at %i pixels, %s', async (width, scheme) => {
    const page = await stage.signIn('ada.byron', { width, scheme });
    for (const [name, path] of PATHS) {
      await page.goto(path);
      await shoot(page, `${name}-${width}-${scheme}`);
      await openAll(page);
      expect([path, await faultsOf(page)]).toEqual([path, []]);
    }
    await page.context().close();
  });

  test('are walked through with the keyboard in the order in which they are read', async () => {
    const page = await stage.signIn('ada.byron');
    await page.goto('/users/16');
    const order = await focusOrder(page, 200);
    expect(order[0]?.label).toBe('Skip to the content');
    expect(order.length).toBeGreaterThan(80);
    expect(order.filter(({ isRinged }) => !isRinged)).toEqual([]);
    const positions = order.map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    await page.context().close();
  });
});
