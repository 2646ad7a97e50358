import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySandbox, REFUSALS, type Sandbox } from '../../src/sandbox/index.js';
import { CASES } from './refusal-cases.js';
import { caller } from './requests.js';
import { STAFFED } from './staff-cases.js';

describe('a request is refused', () => {
  let sandbox: Sandbox;
  let before: unknown;
  beforeAll(async () => {
    sandbox = await memorySandbox(STAFFED);
    before = (await caller(sandbox)('GET /team')).body;
  });
  afterAll(async () => {
    expect((await caller(sandbox)('GET /team')).body).toEqual(before);
    sandbox.close();
  });

  it.each(CASES)('with %s: %s', async (code, line, sending) => {
    expect(await caller(sandbox)(line, sending)).toMatchObject({ code, status: REFUSALS[code].status });
  });

  it('for every reason of the list', () => {
    expect([...new Set(CASES.map(([code]) => code))].toSorted()).toEqual(Object.keys(REFUSALS).toSorted());
  });

  it('unless the key may do as much as is asked of it', async () => {
    expect((await caller(sandbox)('GET /users', { key: 'read-only' })).status).toBe(200);
  });
});
