import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { readAddress } from '../../src/config/address.js';
import { areTwoNames, skeleton } from '../../src/config/look-alike.js';
import { pathMatcher } from '../../src/config/path-glob.js';
import { plainScalar } from '../../src/config/scalar.js';
import { editDistance, suggest } from '../../src/config/suggest.js';
import { versionRange } from '../../src/config/version-range.js';
import { flowYaml } from '../../src/config/yaml-text.js';
import { userKey } from '../../src/model/index.js';

describe('a suggestion', () => {
  test.each([
    ['snoze', ['snooze', 'chatTab'], 'snooze'],
    ['snoozee', ['snooze'], 'snooze'],
    ['nsooze', ['snooze'], 'snooze'],
    ['SNOOZE', ['snooze'], 'snooze'],
    ['sales-agnt', ['sales-agent', 'sales-agents'], 'sales-agent'],
    ['ab', ['cd'], undefined],
    ['xyz', ['agent'], undefined],
    ['bb', ['ba', 'ab'], 'ab'],
    ['', ['agent'], undefined],
  ])('for %j of %j is %j', (word, candidates, meant) => {
    expect(suggest(word, candidates)).toBe(meant);
    expect(suggest(word, [...candidates].reverse())).toBe(meant);
  });

  test('comes from a distance that is zero for equal words only, and the same both ways', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (before, after) => {
        expect(editDistance(before, after)).toBe(editDistance(after, before));
        expect(editDistance(before, after) === 0).toBe(before === after);
        expect(editDistance(before, after)).toBeLessThanOrEqual(Math.max(before.length, after.length));
      }),
    );
    expect(editDistance('ab', 'ba')).toBe(1);
  });
});

describe('a range of versions', () => {
  test.each([
    ['>=1.0 <2', ['1.0.0', '1.9.9'], ['0.9.0', '2.0.0']],
    ['1', ['1.0.0', '1.5.2'], ['2.0.0']],
    ['1.2', ['1.2.0', '1.2.9'], ['1.3.0']],
    ['=1.2.3', ['1.2.3'], ['1.2.4']],
    ['^1.2', ['1.2.0', '1.9.0'], ['1.1.9', '2.0.0']],
    ['^0.2.3', ['0.2.3', '0.2.9'], ['0.3.0']],
    ['~1.2.3', ['1.2.3', '1.2.9'], ['1.3.0', '1.2.2']],
    ['~1', ['1.0.0', '1.9.0'], ['2.0.0']],
    ['>1.2', ['1.3.0'], ['1.2.9', '1.2.0']],
    ['<=1.2', ['1.2.9'], ['1.3.0']],
    ['>=1.0.0', ['1.0.0-beta.1+5'], []],
  ])('%s', (range, inside, outside) => {
    const isInRange = versionRange(range);
    for (const version of inside) expect(isInRange?.(version)).toBe(true);
    for (const version of outside) expect(isInRange?.(version)).toBe(false);
  });

  test.each(['', '*', '1.x', '1.0 || 2', '>=', 'latest', '1.2.3.4', '1 - 2', '>= 1.0'])('is not %j', (range) => {
    expect(versionRange(range)).toBeUndefined();
  });
});

describe('a pattern of paths', () => {
  test.each([
    ['teams/sales/**', 'teams/sales/a.yaml', true],
    ['teams/sales/**', 'teams/sales/b/c/a.yaml', true],
    ['teams/sales/**', 'teams/care/a.yaml', false],
    ['**/users.yaml', 'users.yaml', true],
    ['**/users.yaml', 'a/b/users.yaml', true],
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'a/b.yaml', false],
    ['a?c/*', 'abc/x', true],
    ['a?c/*', 'abbc/x', false],
    ['**', 'anything/at/all', true],
    ['a/**/b/**/c', 'a/x/b/y/z/c', true],
    ['a/**/b/**/c', 'a/x/b/y/z/d', false],
    ['a.c', 'abc', false],
  ])('%s and %s: %j', (glob, path, isMatch) => {
    expect(pathMatcher(glob)(path)).toBe(isMatch);
  });

  test('takes no time over many stars', () => {
    expect(pathMatcher('*a'.repeat(60))('a'.repeat(180))).toBe(true);
    expect(pathMatcher(`${'*a'.repeat(60)}b`)('a'.repeat(180))).toBe(false);
  });
});

describe('text without quotes', () => {
  const texts = fc.oneof(
    fc.stringMatching(/^[-+]?[0-9.]{0,6}(?:e[-+]?[0-9]{1,2})?$/),
    fc.constantFrom(
      'null',
      'Null',
      '~',
      'true',
      'TRUE',
      'False',
      'yes',
      'on',
      '0x1F',
      '0o17',
      '012',
      '1_0',
      '2026-12-01',
      '-0',
      '+1',
    ),
    fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/),
  );

  test('stands for what js-yaml reads', () => {
    let numbers = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const scalar = plainScalar(text);
        if (!('value' in scalar) || text === '' || text === '-') return;
        if (typeof scalar.value === 'number') numbers += 1;
        expect(load(`a: ${text}`)).toEqual({ a: scalar.value });
      }),
      { numRuns: 500 },
    );
    expect(numbers).toBeGreaterThan(50);
  });

  test('that a hint prints reads as the same value', () => {
    const json = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.oneof(fc.boolean(), fc.nat(99), texts, fc.array(texts), fc.string()),
    );
    fc.assert(
      fc.property(json, (value) => {
        expect(load(flowYaml(value))).toEqual(value);
      }),
    );
  });
});

describe('an address', () => {
  test.each([
    ['ada@acme.example', 'ada@acme.example'],
    ['Ada.Byron+x@Acme.example', 'Ada.Byron+x@Acme.example'],
    ["o'neil@acme.example", "o'neil@acme.example"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@почта.example', 'ada@xn--80a1acny.example'],
    ['ada@会社.example', 'ada@xn--6oq404h.example'],
  ])('%s is compared as %s', (text, email) => {
    expect(readAddress(text)).toEqual({ ok: true, email });
  });

  test.each([
    ...[
      'ada',
      '@acme.example',
      'ada@',
      'ada@acme',
      'ada@.example',
      'ada@acme..example',
      '.ada@acme.example',
      'ada.@acme.example',
    ],
    ...[
      'a..b@acme.example',
      'ada byron@acme.example',
      'ada@acme example.com',
      'ada@-acme.example',
      'ada@acme-.example',
      '"ada"@acme.example',
    ],
    ...[
      'adá@acme.example',
      'аda@acme.example',
      'ada@ａcme.example',
      'ada@BÜCHER.example',
      'ada@\u212Aelvin.example',
      'ada@acme。example',
      'ada@127.0.0.1.',
    ],
    ...[
      `${'a'.repeat(65)}@acme.example`,
      `ada@${'a'.repeat(64)}.example`,
      `ada@${'a.'.repeat(130)}example`,
      'ada@xn--.example',
      'ada@xn--\u212Aa.example',
    ],
  ])('is not %s', (text) => {
    expect(readAddress(text)).toMatchObject({ ok: false, code: 'BAD_ADDRESS' });
  });

  test.each(['ada@аcme.example', 'ada@acmе.example', 'ada@αcme.example', 'ada@会社а.example'])(
    'does not mix scripts: %s',
    (text) => {
      expect(readAddress(text)).toMatchObject({ ok: false, code: 'MIXED_SCRIPTS' });
    },
  );

  test('equals another exactly when their small ASCII letters are equal', () => {
    const letter = fc.constantFrom('a', 'A', 'k', 'K', '\u212a', 'i', 'I', 'ı', 'İ', 'ß', 's', 'S', 'ſ');
    const local = fc.array(letter, { minLength: 1, maxLength: 3 }).map((letters) => letters.join(''));
    let equal = 0;
    fc.assert(
      fc.property(local, local, (before, after) => {
        const [first, second] = [before, after].map((text) => readAddress(`${text}@acme.example`));
        for (const [text, address] of [
          [before, first],
          [after, second],
        ] as const)
          expect(address?.ok).toBe(/^[A-Za-z]+$/.test(text));
        if (!first?.ok || !second?.ok) return;
        const isSame = userKey(first.email) === userKey(second.email);
        if (isSame) equal += 1;
        expect(isSame).toBe(before.toLowerCase() === after.toLowerCase());
      }),
      { numRuns: 3000 },
    );
    expect(equal).toBeGreaterThan(5);
  });

  test.each([
    ['ada.0wen@acme.example', 'ada.owen@acme.example', true],
    ['a1ice@acme.example', 'alice@acme.example', true],
    ['sm1th@acme.example', 'smith@acme.example', true],
    ['bemard@acme.example', 'bernard@acme.example', true],
    ['vvilma@acme.example', 'wilma@acme.example', true],
    ['ada@acme.example', 'ada@xn--80aeun8a.example', false],
    ['ada@ac.example', 'ada@xn--80a7b.example', false],
    ['ian@acme.example', 'lan@acme.example', false],
    ['ada@acme.example', 'ben@acme.example', false],
  ])('%s looks like %s: %j', (before, after, isAlike) => {
    expect(skeleton(before) === skeleton(after) && !areTwoNames(before, after)).toBe(isAlike);
  });

  test('of another alphabet looks like its Latin double', () => {
    const double = readAddress('ada@асе.example');
    expect(double.ok && skeleton(double.email)).toBe(skeleton('ada@ace.example'));
  });
});
