import { createRequire } from 'node:module';
import { afterEach, expect } from 'vitest';
import { openLog, takeAttempts } from './attempts.js';

openLog();
createRequire(import.meta.url)('./network-guard.cjs');

afterEach(() => {
  expect(takeAttempts(), 'connections that leave this machine').toEqual([]);
});
