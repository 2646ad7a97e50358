import fc from 'fast-check';

/**
 * What is tried must not differ from one run of the checks to the next: a commit fails for what it changes. `RINGCTL_TEST_SEED` takes another
 * number, and `random` a new one each time, which fast-check prints when a property fails.
 */
const { RINGCTL_TEST_SEED: given = '20261122' } = process.env;

if (given !== 'random') fc.configureGlobal({ seed: Number(given) });
