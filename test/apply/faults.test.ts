import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What can go wrong while something is applied, and the tests that show what is done about it: each by its file below `test` and its title. */
const FAULTS: readonly (readonly [string, Readonly<Record<string, readonly string[]>>])[] = [
  [
    'something was created and the answer is lost',
    {
      'apply/recovery.test.ts': [
        'ends where it would have ended, whatever becomes of requests and answers',
        'is noticed to do things twice where nobody looks before it sends again',
      ],
    },
  ],
  [
    'nothing was created and the answer is lost',
    { 'apply/apply-plan.test.ts': ['is sent again only after the account said that nothing was carried out'] },
  ],
  [
    'what was created is in no list yet',
    { 'apply/apply-plan.test.ts': ['is looked for as long as what was created may not be seen yet, and found once'] },
  ],
  [
    'people are invited together',
    { 'account/ringover/writing.test.ts': ['invites a person, who can be linked in the same run'] },
  ],
  [
    'an invitation is refused because its number is taken',
    {
      'account/ringover/checking.test.ts': ['is whether an address with another number is the person who was invited'],
    },
  ],
  [
    'the answer to a change is lost',
    { 'apply/apply-plan.test.ts': ['is read: what was carried out is done, and is not sent again'] },
  ],
  ['the answer to a toggle is lost', { 'account/ringover/checking.test.ts': ['a toggle whose answer is lost'] }],
  [
    'the answer to a removal is lost, and then nobody is found',
    { 'account/ringover/checking.test.ts': ['counts only when the complete list lacks them too'] },
  ],
  [
    'the account has too many requests, and says when to come again',
    {
      'account/retry.test.ts': [
        'Retry-After',
        'is waited for at most 15 minutes a run; from then on a 429 is the answer, at once',
        'of a write is told, not waited for: it is not sent again before it is written down again',
      ],
      'account/pace.test.ts': ['is kept however late timers and answers are'],
    },
  ],
  [
    'only writes are too many, for minutes',
    {
      'apply/apply-plan.test.ts': [
        'is waited for as often as it asks, and written down again before each try',
        'is never sent when the lock is taken over during the wait',
      ],
      'run/locked.test.ts': ['is extended three times a lease, and given back at the end'],
    },
  ],
  [
    'the account fails again and again',
    {
      'account/retry.test.ts': ['a request that is answered'],
      'apply/apply-plan.test.ts': ['stops after three failures in a row, and not when one succeeds between'],
    },
  ],
  [
    'the key is refused in the middle',
    {
      'apply/apply-plan.test.ts': ['a key that is refused'],
      'account/reads.test.ts': ['is refused at whichever request %s happens'],
    },
  ],
  ['an answer has another status, or no body', { 'account/ringover/outcomes.test.ts': ['what became of a write'] }],
  [
    'a list is cut off, or lacks rows or pages',
    {
      'account/ringover/lists.test.ts': ['that is cut off at the largest page is not whole'],
      'account/reads.test.ts': ['is refused, or gives the plan that it would have given'],
    },
  ],
  [
    'rows move between pages',
    {
      'account/ringover/lists.test.ts': [
        'never misses what was there all the time, whatever came and went between its pages',
      ],
    },
  ],
  [
    'somebody else has removed it already',
    { 'account/ringover/writing.test.ts': ['takes somebody who is gone already for done'] },
  ],
  [
    'somebody else has changed it since',
    {
      'account/account-contract.ts': [
        'writes nothing over a value that was changed since',
        'leaves what a step does not speak of, when that was changed since',
      ],
      'cli/ledger.test.ts': ['is refused with 5 where something else has changed since, and sends nothing'],
    },
  ],
  [
    'somebody else changes it between a read and a write',
    { 'apply/apply-plan.test.ts': ['is stale where somebody else has been there'] },
  ],
  [
    'the run dies at any moment, also while it recovers',
    {
      'apply/crash.test.ts': ['ends where it would have ended, wherever and however often that happens'],
      'apply/recovery.test.ts': ['ends where it would have ended, wherever it is killed'],
    },
  ],
  [
    'the journal is damaged, or another one',
    {
      'ledger/file.test.ts': [
        'a file of which any byte is altered, or that is cut off, is refused or says the same as before',
        'is refused when it is another database, newer, or that of another account',
      ],
    },
  ],
  [
    'the disk is full, read-only, or does not keep what it is given',
    {
      'apply/disk.test.ts': ['stops the run before the next request, at whichever write: %j'],
      'ledger/disk.test.ts': ['keeps what it has, and says that there is no room'],
      'cli/ledger-failure.test.ts': ['is told with what to do about its cause'],
    },
  ],
  [
    'the power fails',
    {
      'ledger/disk.test.ts': ['is written through to the disk before anything is acknowledged'],
      'apply/crash.test.ts': ['is noticed to go wrong without %s'],
    },
  ],
  [
    'a person or a runner interrupts',
    {
      'cli/apply.test.ts': ['Ctrl-C'],
      'apply/apply-plan.test.ts': ['is left out when the person interrupts the wait'],
    },
  ],
  [
    'the ledger is lost in the middle',
    {
      'ledger/postgres.test.ts': [
        'keeps what was acknowledged when connections are ended in the middle',
        'a database that does not answer is unavailable',
      ],
      'apply/apply-plan.test.ts': ['a journal that cannot be written'],
    },
  ],
  [
    'the holder of the lock stands still and wakes up',
    {
      'apply/crash.test.ts': ['sends nothing more when it wakes up'],
      'apply/apply-plan.test.ts': ['is not sent once that was too long ago, and is written down again'],
      'ledger/postgres.test.ts': ['refuses what a process writes after it was stopped past its lease'],
    },
  ],
  [
    'many apply at once',
    {
      'ledger/postgres.test.ts': ['never has two holders, in 2,000 attempts of 40 clients'],
      'cli/ledger.test.ts': ['keeps a second apply out with 7, and names the holder'],
    },
  ],
  ['a clock is wrong', { 'account/retry.test.ts': ['counts from the Date of the answer, whose clock is not ours'] }],
  [
    'two swap what only one can have',
    { 'plan/path/tables.test.ts': ['where people swap profiles that are both rewritten'] },
  ],
  ['something refers to what is not there', { 'mistakes/mistakes.test.ts': ['and every mistake a code'] }],
  [
    'one person looks like two',
    {
      'plan/make-plan.test.ts': [
        'are an error when both exist',
        'change in place when previously names the resource of the account',
      ],
    },
  ],
  [
    'a profile is in use that is to go',
    { 'plan/make-plan.test.ts': ['are deleted under authoritative only when nobody refers to them'] },
  ],
  [
    'the ledger is gone',
    {
      'cli/revoke.test.ts': [
        'does not give back what it held: everything is refused until it is put back or begun anew',
      ],
    },
  ],
  [
    'another version writes the ledger',
    {
      'ledger/postgres.test.ts': [
        'is migrated once by many who open it at the same time, and refused when it is newer or foreign',
      ],
    },
  ],
  [
    'an answer is larger than any answer',
    { 'account/ringover/outcomes.test.ts': ['is not taken in whole where it is larger than any answer'] },
  ],
  ['the account is not reached', { 'account/retry.test.ts': ['a request that is answered'] }],
  [
    'an answer drips, or a kept connection is reset',
    {
      'account/retry.test.ts': [
        'a body that never ends is given up with the whole try',
        'a write whose kept connection is reset is ambiguous, and was sent once',
      ],
    },
  ],
];

const textOf = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

/** Titles that no test of these files has, as `file: title`. */
function missingIn(tests: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(tests).flatMap(([file, titles]) => {
    const text = textOf(file);
    return titles.filter((title) => !text.includes(`'${title}'`)).map((title) => `${file}: ${title}`);
  });
}

describe('what can go wrong', () => {
  it.each(FAULTS)('%s: has its tests', (_what, tests) => {
    expect(Object.values(tests).flat().length).toBeGreaterThan(0);
    expect(missingIn(tests)).toEqual([]);
  });

  it('would be noticed without a test', () => {
    expect(missingIn({ 'apply/crash.test.ts': ['is not there'] })).toEqual(['apply/crash.test.ts: is not there']);
  });
});
