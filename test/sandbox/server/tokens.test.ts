import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { isSameToken } from '../../../src/sandbox/dashboard/session.js';
import { isAllowedToken, makeToken } from '../../../src/sandbox/server/token.js';
import { readSources, type Source } from '../../project/files.js';
import { lineOf, parse, walk } from '../../project/sources.js';

describe.each([
  ['of the faults', isAllowedToken],
  ['of a form', isSameToken],
])('a token %s', (_, isSame) => {
  test('is compared whatever the lengths, and only itself is the same', () => {
    const secret = makeToken();
    let same = 0;
    for (let length = 0; length <= 200; length += 1) {
      const given = secret.repeat(5).slice(0, length);
      for (const [one, other] of [
        [given, secret],
        [secret, given],
        ['\u0000'.repeat(length), secret],
        ['\ud800é'.repeat(length), secret],
      ] as const)
        if (isSame(one, other)) same += 1;
    }
    expect(same).toBe(2);
    expect(isSame('', '')).toBe(true);
  });
});

test('a token is 256 bits of chance', () => {
  const tokens = new Set(Array.from({ length: 1000 }, makeToken));
  expect([tokens.size, [...tokens].every((token) => Buffer.from(token, 'base64url').length === 32)]).toEqual([
    1000,
    true,
  ]);
});

const SECRET = /token|secret|signature/i;
const EQUALITY: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

/** Whether there is one, and what kind it is, tells nothing about it. */
const tellsNothing = (node: ts.Expression): boolean =>
  ts.isStringLiteral(node) ||
  ts.isNumericLiteral(node) ||
  ts.isTypeOfExpression(node) ||
  /^(?:undefined|null)$/.test(node.getText());

/** What is compared, and not what it was found by. */
function nameOf(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) return node.argumentExpression.getText();
  return ts.isCallExpression(node) || ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)
    ? nameOf(node.expression)
    : '';
}

/** Where a secret is compared by an operator, which ends at the first letter that differs. */
function hastyComparisons(sources: readonly Source[]): readonly string[] {
  const found: string[] = [];
  for (const source of sources.filter(({ text }) => SECRET.test(text)))
    walk(parse(source), (node) => {
      if (!ts.isBinaryExpression(node) || !EQUALITY.includes(node.operatorToken.kind)) return;
      const sides = [node.left, node.right];
      if (sides.some(tellsNothing)) return;
      if (sides.some((side) => SECRET.test(nameOf(side))))
        found.push(`${source.path}:${lineOf(node)} ${node.getText()}`);
    });
  return found;
}

test('no source compares a token, a secret or a signature by an operator', () => {
  const sources = readSources('src', /\.ts$/);
  expect(sources.length).toBeGreaterThan(200);
  expect(hastyComparisons(sources)).toEqual([]);
});

test.each([
  ['given === adminToken', 1],
  ['secretOf(a) !== b', 1],
  ['request.headers.signature == expected', 1],
  ['(await tokens)[0] === body["token"]', 1],
  ['token === undefined', 0],
  ['names.get(token) === name', 0],
  ["token === ''", 0],
  ['name === other', 0],
])('%s is found %i times', (text, count) => {
  expect(hastyComparisons([{ path: 'src/a.ts', text }])).toHaveLength(count);
});
