import type { AccountSeed } from './account-seed.js';
import { ACME } from './acme.js';
import { EMPTY, SMALL_TEAM } from './small-team.js';

export type { AccountSeed, SeedProfile, SeedSummary, SeedUser } from './account-seed.js';
export { bigAccount } from './big-account.js';
export { permissionsWith } from './values.js';
export { writeSeed } from './write-seed.js';

export const SEEDS = { acme: ACME, 'small-team': SMALL_TEAM, empty: EMPTY } as const satisfies Record<
  string,
  AccountSeed
>;
export type SeedName = keyof typeof SEEDS;
export const SEED_NAMES: readonly SeedName[] = ['acme', 'small-team', 'empty'];
