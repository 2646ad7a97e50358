import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { readonly version: string };

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  root,
  define: { RINGCTL_VERSION: JSON.stringify(version) },
  test: {
    include: ['test/**/*.test.ts'],
    // No module of ours has a state of its own, so files share those that are loaded: loading them was half of the time.
    isolate: false,
    globalSetup: ['test/setup/network-log.ts'],
    setupFiles: ['test/setup/network.ts', 'test/setup/prototype.ts', 'test/setup/property-seed.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: process.env.RINGCTL_TEST_SCALE === 'long' ? 600_000 : 60_000,
    // Chromium or PostgreSQL may have to be installed first.
    hookTimeout: 300_000,
  },
});
