import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allBut, isSameList, sharedOf } from '../../src/model/all-but.js';
import { runs } from '../support/scale.js';

/** What a reader may do with a list, as values that can be compared. */
const READINGS: readonly (readonly [string, (list: readonly string[]) => unknown])[] = [
  ['length', (list) => list.length],
  ['iteration', (list) => [...list]],
  ['positions', (list) => [list[0], list.at(-1), list[list.length], list.at(1)]],
  ['map', (list) => list.map((item, position) => `${position} ${item}`)],
  ['filter', (list) => list.filter((item) => item > 'c')],
  ['flat', (list) => [list, ['z']].flat()],
  ['slice', (list) => [list.slice(0, 3), list.slice(1), list.slice(-2)]],
  ['search', (list) => [list.includes('b'), list.indexOf('c'), list.find((item) => item > 'a')]],
  ['questions', (list) => [list.some((item) => item === 'd'), list.every((item) => item !== 'd')]],
  ['copies in order', (list) => [list.toSorted(), list.toReversed(), list.concat(['x']), ['x'].concat(list)]],
  ['text', (list) => [list.join(), String(list), JSON.stringify(list), JSON.stringify({ list })]],
  ['keys', (list) => [Object.keys(list), Object.entries(list), '0' in list, list.length in list, '-1' in list]],
  ['kind', (list) => [Array.isArray(list), Object.prototype.toString.call(list)]],
];

describe('allBut', () => {
  it('reads in every way like a copy without the item', () => {
    let inside = 0;
    const items = fc.uniqueArray(fc.constantFrom(...'abcdefghijkl'), { minLength: 1 });
    fc.assert(
      fc.property(items, fc.nat(), (all, any) => {
        const index = any % all.length;
        if (index > 0 && index < all.length - 1) inside += 1;
        const copy = all.toSpliced(index, 1);
        const list = allBut(all, index);
        expect(READINGS.map(([name, read]) => [name, read(list)])).toEqual(
          READINGS.map(([name, read]) => [name, read(copy)]),
        );
        expect(list).toEqual(copy);
        expect(isSameList(list, copy)).toBe(true);
      }),
      { numRuns: runs({ short: 100, long: 5000 }) },
    );
    expect(inside).toBeGreaterThan(20);
  });

  it('knows the list that it shares, and what it leaves out', () => {
    const all = ['a', 'b', 'c'];
    const list = allBut(all, 1);
    expect(sharedOf(list)).toEqual({ all: ['a', 'b', 'c'], except: 'b' });
    expect(sharedOf(list).all).toBe(all);
    expect(sharedOf(all)).toEqual({ all, except: undefined });
  });

  it('cannot be changed', () => {
    const list = allBut(['a', 'b', 'c'], 1);
    expect(() => Reflect.apply(Array.prototype.push, list, ['d'])).toThrow(TypeError);
    expect(() => Reflect.apply(Array.prototype.pop, list, [])).toThrow(TypeError);
    expect(() => Reflect.apply(Array.prototype.sort, list, [])).toThrow(TypeError);
    expect([...list]).toEqual(['a', 'c']);
  });

  it('is as another list where both leave out the same of the same, or hold the same', () => {
    const all = ['a', 'b', 'c'];
    expect(isSameList(allBut(all, 0), allBut(all, 0))).toBe(true);
    expect(isSameList(allBut(all, 0), allBut(all, 2))).toBe(false);
    expect(isSameList(allBut(all, 0), ['b', 'c'])).toBe(true);
    expect(isSameList(all, ['a', 'b', 'c'])).toBe(true);
    expect(isSameList(all, ['a', 'b', 'd'])).toBe(false);
  });
});
