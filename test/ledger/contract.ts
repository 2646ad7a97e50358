// What every ledger does, whatever keeps it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger, Locked } from '../../src/ledger/index.js';
import { groupKey, userKey } from '../../src/model/index.js';
import { isLong } from '../support/scale.js';
import { AT, applied, begin, end, failureOf, holder, lockAs, START, wholeRun } from './entries.js';
import { staleWrites, withoutEpochCheck } from './fencing.js';
import { GRACE_MS, openAt, type Place } from './places.js';

/** `isSlow`: without the long scale, only what differs most between stores. */
export function ledgerContract(name: string, make: () => Promise<Place>, { isSlow = false } = {}): void {
  const also: Also = isLong || !isSlow ? test : test.skip;
  describe(`a ledger in ${name}`, () => {
    locks(make, also);
    journals(make, also);
    records(make);
  });
}

/** A new place for one test. */
type With = (work: (place: Place) => Promise<void>) => () => Promise<void>;

const withPlace =
  (make: () => Promise<Place>): With =>
  (work) =>
  async () => {
    const place = await make();
    try {
      await work(place);
    } finally {
      place.end();
    }
  };

const lost = { name: 'LockLost' };

/** `test`, or what leaves a test out. */
type Also = (name: string, work: () => Promise<void>) => void;

function locks(make: () => Promise<Place>, also: Also): void {
  const at = withPlace(make);

  also(
    'has one holder, tells the others who it is, and is free again after its release',
    at(async (place) => {
      const [one, two] = [await openAt(place), await openAt(place)];
      expect(await one.lockInfo()).toBeUndefined();
      const locked = await lockAs(one, 'ada');
      expect(await two.lock(holder('bo'))).toEqual({ kind: 'held', by: await one.lockInfo() });
      expect(await two.lockInfo()).toMatchObject({
        id: locked.id,
        epoch: 1,
        holder: { by: 'ada', host: 'runner', pid: 7 },
      });
      await locked.release();
      expect(await lockAs(two, 'bo')).toMatchObject({ epoch: 2, waitedForMs: 0 });
      expect(place.slept).toEqual([]);
      await one.close();
      await two.close();
    }),
  );

  also(
    'goes to one of many who ask at the same time',
    at(async (place) => {
      const ledgers = await Promise.all(Array.from({ length: 5 }, () => openAt(place)));
      const answers = await Promise.all(ledgers.map((ledger, index) => ledger.lock(holder(`client ${index}`))));
      expect(answers.filter(({ kind }) => kind === 'locked')).toHaveLength(1);
      await Promise.all(ledgers.map((ledger) => ledger.close()));
    }),
  );

  test(
    'whose lease ran out is taken over after a grace, and its holder before can write nothing more',
    at(async (place) => {
      const [one, two] = [await openAt(place), await openAt(place)];
      const before = await lockAs(one, 'ada', place.leaseMs);
      const run = await before.begin(START);
      await run.write({ begins: begin(1) });
      await place.pass(place.leaseMs + 1);
      const after = await lockAs(two, 'bo');
      expect(after).toMatchObject({ epoch: before.epoch + 1, waitedForMs: GRACE_MS });
      expect(place.slept).toEqual([GRACE_MS]);
      await expect(run.write({ ended: end(1), begins: begin(2) })).rejects.toMatchObject(lost);
      await expect(before.heartbeat()).rejects.toMatchObject(lost);
      await expect(before.begin(START)).rejects.toMatchObject(lost);
      await expect(
        before.record({ kind: 'lastGood', counts: { users: 1, profiles: 1, groups: 1 } }),
      ).rejects.toMatchObject(lost);
      await before.release();
      expect((await two.lockInfo())?.id).toBe(after.id);
      expect((await two.unfinished())?.entries).toMatchObject([{ kind: 'begin', epoch: 1, seq: 1 }]);
      await one.close();
      await two.close();
    }),
  );

  also(
    'whose lease ran out is still its holder’s while nobody took it',
    at(async (place) => {
      const ledger = await openAt(place);
      const locked = await lockAs(ledger, 'ada', place.leaseMs);
      await place.pass(place.leaseMs + 1);
      await locked.heartbeat();
      expect((await ledger.lock(holder('bo'))).kind).toBe('held');
      await ledger.close();
    }),
  );

  also(
    'is taken away by its id, once, and the next holder waits for what is left of the grace',
    at(async (place) => {
      const ledger = await openAt(place);
      const locked = await lockAs(ledger, 'ada');
      expect(await ledger.unlock('somebody else’s')).toBe(false);
      expect(await ledger.unlock(locked.id, 'bo')).toBe(true);
      expect(await ledger.unlock(locked.id)).toBe(false);
      await expect(locked.heartbeat()).rejects.toMatchObject(lost);
      const after = await lockAs(ledger, 'bo');
      expect(after.epoch).toBe(2);
      expect(after.waitedForMs).toBeGreaterThan(GRACE_MS - 10_000);
      expect(after.waitedForMs).toBeLessThanOrEqual(GRACE_MS);
      await ledger.close();
    }),
  );

  also(
    'keeps no write of a stale holder',
    at(async (place) => {
      expect(await staleWrites(place, await place.store())).toBe(0);
    }),
  );

  also(
    'would keep the write of a stale holder without the check of the epoch',
    at(async (place) => {
      expect(await staleWrites(place, withoutEpochCheck(await place.store()))).toBe(1);
    }),
  );

  also(
    'is that of one account',
    at(async (place) => {
      const ledger = await openAt(place);
      await lockAs(ledger, 'ada');
      const other = await openAt(place, 'other').catch((error: unknown) => error);
      if (other instanceof Error) expect(other).toMatchObject({ name: 'LedgerUnusable', why: 'otherAccount' });
      else expect(await (other as Ledger).lockInfo()).toBeUndefined();
      await ledger.close();
      if (!(other instanceof Error)) await (other as Ledger).close();
    }),
  );
}

function journals(make: () => Promise<Place>, also: Also): void {
  const at = withPlace(make);

  also(
    'keeps runs with what was begun and ended, newest first',
    at(async (place) => {
      const ledger = await openAt(place);
      const locked = await lockAs(ledger, 'nina.roth');
      const run = await locked.begin(START);
      await run.write({ begins: [begin(1), begin(2, 'bo@acme.example')] });
      await run.write({
        ended: { ...end(1, 'refused'), message: 'ada@acme.example has no licence' },
        begins: begin(3),
      });
      expect((await ledger.unfinished())?.id).toBe(run.id);
      await expect(run.finish(applied(3))).rejects.toThrow(RangeError);
      await run.finish({ ...applied(2), ended: [end(2), end(3)] });
      const second = await wholeRun(locked);
      expect([run.id, second]).toEqual(['r-0001', 'r-0002']);
      await ledger.close();

      const later = await openAt(place);
      expect((await later.runs()).map(({ id, by, end: ended }) => [id, by, ended?.result])).toEqual([
        ['r-0002', 'nina.roth', 'applied'],
        ['r-0001', 'nina.roth', 'applied'],
      ]);
      expect(await later.unfinished()).toBeUndefined();
      expect(await later.run('r-0003')).toBeUndefined();
      expect(await later.run('r-0001')).toMatchObject({ ...START, end: applied(2), resumedAt: [] });
      expect((await later.run('r-0001'))?.entries).toEqual([
        { kind: 'begin', epoch: 1, ...begin(1) },
        { kind: 'begin', epoch: 1, ...begin(2, 'bo@acme.example') },
        { kind: 'end', epoch: 1, ...end(1, 'refused'), message: 'ada@acme.example has no licence' },
        { kind: 'begin', epoch: 1, ...begin(3) },
        { kind: 'end', epoch: 1, ...end(2) },
        { kind: 'end', epoch: 1, ...end(3) },
      ]);
      await later.close();
    }),
  );

  also(
    'goes on with an unfinished run, and with no other',
    at(async (place) => {
      const ledger = await openAt(place);
      const first = await lockAs(ledger, 'ada');
      const cutOff = await first.begin(START);
      await cutOff.write({ begins: begin(1) });
      await first.release();
      const second = await lockAs(ledger, 'bo');
      const resumed = await second.resume(cutOff.id);
      await expect(resumed.write({ ended: end(9) })).rejects.toThrow(RangeError);
      await resumed.write({ ended: end(1, 'adopted'), begins: begin(2) });
      await resumed.finish({ ...applied(2), ended: end(2) });
      await expect(resumed.write({ begins: begin(3) })).rejects.toThrow(RangeError);
      expect(await failureOf(second.resume(cutOff.id))).toBeInstanceOf(RangeError);
      expect(await failureOf(second.resume('r-0099'))).toBeInstanceOf(RangeError);
      const run = await ledger.run(cutOff.id);
      expect(run).toMatchObject({ by: 'ada', end: { result: 'applied' } });
      expect(run?.resumedAt).toHaveLength(1);
      expect(run?.entries.map(({ kind, epoch, seq }) => [kind, epoch, seq])).toEqual([
        ['begin', 1, 1],
        ['end', 2, 1],
        ['begin', 2, 2],
        ['end', 2, 2],
      ]);
      await ledger.close();
    }),
  );

  also(
    'records what is true, and gives it back as it was given',
    at(async (place) => {
      const ledger = await openAt(place);
      const locked = await lockAs(ledger, 'ada');
      expect([await ledger.lastGood(), await ledger.facts(), await ledger.holds(), await ledger.managed()]).toEqual([
        undefined,
        [],
        [],
        [],
      ]);
      const fact = {
        key: userKey('bo@acme.example'),
        path: 'profile',
        value: { name: 'Agent' },
        by: 'ada',
        at: AT,
        how: 'seen' as const,
      };
      const hold = { email: 'Sam@acme.example', since: AT, by: 'ada', reason: 'left' };
      const managed = [
        { key: groupKey('Sales'), path: 'openAccess' },
        { key: userKey('bo@acme.example'), path: 'profile' },
      ];
      await locked.record({ kind: 'fact', fact });
      await locked.record({ kind: 'fact', fact: { ...fact, value: null } });
      await locked.record({ kind: 'fact', fact: { ...fact, path: 'dashboard' } });
      await locked.record({ kind: 'factRemoved', key: fact.key, path: 'dashboard' });
      await locked.record({ kind: 'hold', hold });
      const run = await locked.begin(START);
      await run.finish({
        ...applied(0),
        changes: [
          { kind: 'managed', fields: managed },
          { kind: 'lastGood', counts: { users: 60, profiles: 5, groups: 4 } },
        ],
      });
      expect(await ledger.facts()).toEqual([{ ...fact, value: null }]);
      expect(await ledger.holds()).toEqual([hold]);
      expect(await ledger.managed()).toEqual(managed);
      expect(await ledger.lastGood()).toEqual({ users: 60, profiles: 5, groups: 4 });
      await locked.record({ kind: 'holdReleased', email: 'sam@acme.example', by: 'bo', reason: 'is back' });
      expect(await ledger.holds()).toEqual([]);
      await ledger.close();
    }),
  );
}

function records(make: () => Promise<Place>): void {
  let place: Place;
  let ledger: Ledger;
  let locked: Locked;
  beforeAll(async () => {
    place = await make();
    ledger = await openAt(place);
    locked = await lockAs(ledger, 'nina.roth');
    await wholeRun(locked, 2);
    await wholeRun(locked, 1, 'bo@acme.example');
  });
  afterAll(async () => {
    await ledger.close();
    place.end();
  });

  test('keeps one unbroken chain', async () => {
    expect(await ledger.verify()).toMatchObject({ ok: true, erased: 0, records: 12 });
  });

  test('erases a person on whom no hold stands once no run is unfinished, and the chain stays whole', async () => {
    await locked.record({ kind: 'hold', hold: { email: 'ada@acme.example', since: AT, by: 'bo', reason: 'left' } });
    expect(await locked.erase('ADA@acme.example')).toEqual({ kind: 'refused', because: 'hold' });
    await locked.record({ kind: 'holdReleased', email: 'ada@acme.example', by: 'bo', reason: 'done' });
    const open = await locked.begin(START);
    expect(await locked.erase('ada@acme.example')).toEqual({ kind: 'refused', because: 'unfinished-run' });
    await open.finish(applied(0));
    await locked.record({
      kind: 'managed',
      fields: [
        { key: userKey('ada@acme.example'), path: 'profile' },
        { key: userKey('bo@acme.example'), path: 'profile' },
      ],
    });
    expect(await locked.erase('ada@acme.example')).toMatchObject({ kind: 'erased' });
    expect((await ledger.run('r-0001'))?.entries[0]).toMatchObject({
      key: 'erased',
      stepId: 'erased',
      input: {},
      seq: 1,
      operation: 'link',
    });
    expect((await ledger.run('r-0001'))?.plan).toEqual({ formatVersion: 1, steps: ['erased', { key: 'group:Sales' }] });
    expect((await ledger.run('r-0002'))?.entries[0]).toMatchObject(begin(1, 'bo@acme.example'));
    expect(await ledger.managed()).toEqual([{ key: userKey('bo@acme.example'), path: 'profile' }]);
    const verified = await ledger.verify();
    expect(verified).toMatchObject({ ok: true });
    expect(verified.ok && verified.erased).toBeGreaterThan(5);
    const store = await place.store();
    const kept = await store.read((view) => view.subjects({ from: 1, count: 1000 }));
    expect(kept.filter(({ people, value }) => `${people}${value}`.includes('ada@acme.example'))).toEqual([]);
    await store.close();
  });
}
