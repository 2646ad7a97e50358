import { expect } from 'vitest';

/** Nothing may write to the prototype of all objects; in tests, nothing can. The driver of the browser writes to it when it is loaded, and is loaded by the tests of test/browser only. */
if (!expect.getState().testPath?.includes('/test/browser/')) Object.freeze(Object.prototype);
