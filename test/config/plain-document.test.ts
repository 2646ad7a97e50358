import { isDeepStrictEqual } from 'node:util';
import { EVENT_ID, parseEvents } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { plainDocument } from '../../src/config/plain-document.js';
import { PARSER_DEPTH } from '../../src/config/positions.js';
import { forbiddenCharacters } from '../../src/config/text.js';
import { buildTree, type Tree } from '../../src/config/tree.js';
import { diceOf } from '../access/random-accounts.js';
import { runs } from '../support/scale.js';
import { diagnostics } from './account.js';
import { mutated, randomDocument, realDocuments, someLines, yamlFiles } from './random-yaml.js';

/** The tree of a document without mistakes as the parser of all of YAML reads it. */
function byParser(text: string): Tree | undefined {
  if (forbiddenCharacters(text).length > 0) return undefined;
  try {
    const events = parseEvents(text, { maxDepth: PARSER_DEPTH });
    const isOne = events.every(
      (event, index) => event.type !== EVENT_ID.DOCUMENT || (index === 0 && !event.explicitStart),
    );
    const tree = buildTree(text, events);
    return isOne && tree.findings.length === 0 ? tree : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the reader takes the text; if so, then as the parser does, keys in the same order. */
function isRead(text: string): boolean {
  const plain = plainDocument(text);
  if (plain === undefined) return false;
  const parsed = byParser(text);
  if (!isDeepStrictEqual(plain, parsed) || JSON.stringify(plain) !== JSON.stringify(parsed))
    expect({ text, read: plain }).toStrictEqual({ text, read: parsed });
  return true;
}

const countRead = (runs: number, textOf: (run: number) => string): number => {
  let read = 0;
  for (let run = 0; run < runs; run += 1) if (isRead(textOf(run))) read += 1;
  return read;
};

describe('the reader of plain documents answers as the parser or not at all', () => {
  const count = runs({ short: 20_000, long: 100_000 });

  test('for random documents, most of which it reads', () => {
    expect(countRead(count, (seed) => randomDocument(diceOf(seed)))).toBeGreaterThan(count / 2);
  });

  test('for real lines with random mistakes', () => {
    const documents = realDocuments();
    const read = countRead(count, (seed) => {
      const dice = diceOf(seed);
      return mutated(someLines(documents[dice.below(documents.length)] ?? '', dice), dice);
    });
    expect(read).toBeGreaterThan(count / 10);
  });

  test('for random documents with random mistakes', () => {
    const read = countRead(count / 4, (seed) => {
      const dice = diceOf(seed);
      return mutated(randomDocument(dice), dice);
    });
    expect(read).toBeGreaterThan(count / 4 / 10);
  });

  test('for every beginning of a real document', () => {
    for (const document of realDocuments().slice(0, 5))
      for (let end = 0; end < Math.min(document.length, 1500); end += 1) isRead(document.slice(0, end));
  });
});
