import { HOME_PAGES } from './home.js';
import type { PageRoute } from './page.js';
import { ACCOUNT_PAGES } from './pages/index.js';
import { PHONE_PAGES } from './phone/index.js';
import { PROFILE_PAGES } from './profiles/routes.js';
import { USER_PAGES } from './users/routes.js';

/** Every page of somebody who is signed in. */
export const DASHBOARD_PAGES: readonly PageRoute[] = [
  ...HOME_PAGES,
  ...USER_PAGES,
  ...PROFILE_PAGES,
  ...ACCOUNT_PAGES,
  ...PHONE_PAGES,
];
