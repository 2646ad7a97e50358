import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText } from '../../src/render/csv.js';

describe('csvText', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['=SUM(A1)', "'=SUM(A1)"],
    ['+33199000001', "'+33199000001"],
    ['-1', "'-1"],
    ['@acme', "'@acme"],
    ['\tx', "'\\u{9}x"],
    ['\r=x', "'\\u{D}=x"],
    ['=a,"b"', '"\'=a,""b"""'],
    ['two\nlines', 'two\\u{A}lines'],
    [' lead', '" lead"'],
    ['', ''],
  ])('%j', (value, cell) => {
    expect(csvText(['head'], [[value]])).toBe(`head\r\n${cell}\r\n`);
  });

  it('writes numbers and truth as they are, and nothing for what is not there', () => {
    expect(csvText(['a', 'b', 'c', 'd'], [[-1, true, null, undefined]])).toBe('a,b,c,d\r\n-1,true,,\r\n');
  });

  it('never begins a text with what a spreadsheet takes for a formula, and keeps its columns', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(texts, (row) => {
        const [, line = ''] = csvText(['a', 'b'], [row]).split('\r\n');
        const cells = cellsOf(line);
        expect(cells).toHaveLength(2);
        for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

/** A reader of one line, as RFC 4180 says it. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/s.exec(rest);
    if (!match) throw new Error(`not CSV: ${line}`);
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return cells;
    rest = rest.slice(match[0].length);
  }
}
