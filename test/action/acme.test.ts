// The change of examples/acme as a pull request, against the embedded account: what is read by whoever reviews it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { acmeComments } from './acme.js';

/** The rows of a table: who, and what. */
const rowsOf = (comment: string, title: string): readonly (readonly string[])[] => {
  const [, table = ''] = comment.split(`| Who | ${title} |\n| :-- | :-- |\n`);
  return (table.split('\n\n')[0] ?? '').split('\n').map((line) => line.slice(2, -2).split(' | '));
};

test('says who gains what, the privileged ones first, then what a push changed, then what is in force', async () => {
  const { first, push, merged } = await acmeComments();
  expect(first).toMatch(
    /^<!-- ringctl plan acme -->\n### `acme`: ▲&nbsp;21 people gain access, ▼&nbsp;3 people lose access\n\n> \[!CAUTION\]\n> \*\*Not ready to merge: 3 gains are privileged \(!\), the limit is 2\.\*\*/,
  );
  expect(rowsOf(first, 'Can now').map(([who = '', what = '']) => [who, what.split('<br>')[1]])).toEqual([
    ['▲ `Dana Kowalski`<br>**! privileged**', '`users/support.yaml:41`'],
    ['▲ `Claire Fontaine`<br>**! privileged**, new, external', '`users/finance.yaml:22`'],
    ['▲ `Priya Shah`<br>**! privileged**', '`users/field.yaml:31`'],
    ['▲ **14 people** with profile `Sales agent`', '`profiles/sales.yaml:9`'],
    [
      '▲ `Iris Lindqvist`<br>▲ `Marco Bianchi`<br>now `Field engineer`,<br>was `Support agent`',
      '`users/field.yaml:12, 20`',
    ],
    ['▲ `Jonas Weber`', '`users/field.yaml:31`'],
    ['▲ `Léa Moreau`<br>new', '`users/support.yaml:58`'],
  ]);
  expect(rowsOf(first, 'Can no longer').map(([who]) => who)).toEqual([
    '▼ `Tom Becker`<br>leaves',
    '▼ `Iris Lindqvist`<br>▼ `Marco Bianchi`',
  ]);
  expect(first).toMatch(/\nringctl accept privilegedGains=3 [0-9a-f]{16}\n/);
  expect(first).toContain('- Limit: `privilegedGains: 2`, `ringctl.yaml:9` on `main`.');
  expect(first).toContain('- Author `nina-roth` gains nothing.');
  expect(push).toContain('### `acme`: ▲&nbsp;20 people gain access, ▼&nbsp;3 people lose access\n\n> [!IMPORTANT]\n');
  expect(push).toMatch(
    /\n\*\*Since `[0-9a-f]{7}`:\*\* `Dana Kowalski` no longer gets to create, change and archive .*Everything else is as before\.\n/,
  );
  expect(push).toContain(' · plan 2 of this pull request,');
  const who = (comment: string) => rowsOf(comment, 'Can now').map(([name]) => name);
  expect(who(push)).toEqual(who(first).slice(1));
  expect(merged).toContain('### `acme`: applied\n');
  expect(merged).toContain('approved by sam-ortega in #1');
  expect(rowsOf(merged, 'Can now')).toHaveLength(6);
}, 300_000);

test('the lines that it names are those of the example', () => {
  const line = (path: string, number: number) =>
    readFileSync(fileURLToPath(new URL(`../../examples/acme/${path}`, import.meta.url)), 'utf8').split('\n')[
      number - 1
    ];
  expect(line('users/support.yaml', 41)).toContain('users: write');
  expect(line('profiles/sales.yaml', 9)).toContain('showDownloadButton: true');
  expect(line('ringctl.yaml', 9)).toContain('privilegedGains: 2');
});
