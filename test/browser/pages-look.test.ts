import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLong } from '../support/scale.js';
import { faultsOf, openAll } from './look.js';
import { openStage, type Stage, shoot } from './stage.js';

describe.runIf(isLong)('the pages of the account and the phone', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  const PATHS = [
    'activity',
    'logs',
    'logs/1',
    'analytics',
    'campaigns',
    'tasks',
    'groups',
    'groups/1',
    'numbers',
    'numbers/1',
    'ivrs',
    'ivrs/1',
    'audio-conferences',
    'call-tags',
    'call-tags/1',
    'snoozes',
    'blocked-numbers',
    'contacts',
    'brands',
    'other-settings',
    'developer',
    'integrations',
    'action-logs',
    'billing',
    'licences',
    'users/14/sees',
    'users/35/sees',
  ] as const;

  test.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('can be read and used at %i pixels, %s', async (width, scheme) => {
    const page = await stage.signIn('ada.byron', { width, scheme });
    const found: (readonly [string, readonly string[]])[] = [];
    for (const path of PATHS) {
      await page.goto(`/${path}`);
      await shoot(page, `${path.replaceAll('/', '-')}-${width}-${scheme}`);
      await openAll(page);
      const faults = await faultsOf(page);
      if (faults.length > 0) found.push([path, faults]);
    }
    expect(found).toEqual([]);
    await page.context().close();
  });
});
