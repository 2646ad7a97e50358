import type { PageRoute } from '../page.js';
import { ACTION_PAGES } from './action-logs.js';
import { ANALYTICS_PAGES } from './analytics.js';
import { BILLING_PAGES } from './billing.js';
import { CALL_PAGES } from './calls.js';
import { CONTACT_PAGES } from './contacts.js';
import { DEVELOPER_PAGES } from './developer.js';
import { GROUP_PAGES } from './groups.js';
import { INTEGRATION_PAGES } from './integrations.js';
import { IVR_PAGES } from './ivrs.js';
import { NUMBER_PAGES } from './numbers.js';
import { PLAIN_PAGES } from './plain-pages.js';
import { SETTING_PAGES } from './settings.js';
import { WORK_PAGES } from './work.js';

/** All pages of the account but those of people and profiles. */
export const ACCOUNT_PAGES: readonly PageRoute[] = [
  ...GROUP_PAGES,
  ...NUMBER_PAGES,
  ...IVR_PAGES,
  ...PLAIN_PAGES,
  ...CONTACT_PAGES,
  ...SETTING_PAGES,
  ...DEVELOPER_PAGES,
  ...INTEGRATION_PAGES,
  ...BILLING_PAGES,
  ...CALL_PAGES,
  ...ANALYTICS_PAGES,
  ...WORK_PAGES,
  ...ACTION_PAGES,
];
