export { LIVE, type Mode, PORTAL } from './mode.js';
export { createPublicApp, PUBLIC_BASE, type PublicOptions } from './public-app.js';
