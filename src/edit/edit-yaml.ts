import type { Splicing } from './add.js';
import { changed, type Data, dataOf, isSameData } from './data.js';
import { type Parsed, parseText } from './document.js';
import type { Edit, EditResult } from './edit.js';
import { removed } from './remove.js';
import { renamed } from './rename.js';
import { makeRound } from './round.js';
import { setValue } from './set.js';
import { isRefusal, type Refusal, spliced } from './text.js';

/**
 * The text after some edits, each of which sees those before it; or why one of them is not possible, and then nothing is. Every
 * character outside of what is exchanged stays: comments, order, quotes, ends of lines. Whatever the form of the text, the data is what
 * the edits ask for: it is read again and compared.
 */
export function editYaml(text: string, edits: readonly Edit[]): EditResult {
  let parsed = parseText(text);
  let left = edits;
  while (true) {
    const [first] = left;
    if (isRefusal(parsed)) return { ok: false, why: parsed.why, path: [] };
    if (!first) return { ok: true, text: parsed.text };
    const round = makeRound(parsed, left, splicing);
    if ('why' in round) return { ok: false, why: round.why, path: round.path };
    const done = left.slice(0, round.count);
    const next = parseText(spliced(parsed.text, round.splices));
    if (!says(next, expected(parsed, done))) return { ok: false, why: UNCLEAR, path: first.path };
    parsed = next;
    left = left.slice(round.count);
  }
}

const UNCLEAR = 'It is written in a form in which it cannot be edited safely; edit it by hand.';

function splicing(parsed: Parsed, edit: Edit): Splicing | Refusal {
  switch (edit.kind) {
    case 'set':
      return setValue(parsed, edit);
    case 'remove':
      return removed(parsed, edit);
    case 'rename-key':
      return renamed(parsed, edit);
    default:
      return edit satisfies never;
  }
}

const expected = (parsed: Parsed, edits: readonly Edit[]): Data | undefined => {
  const data = dataOf(parsed);
  return data === undefined ? undefined : edits.reduce(changed, data);
};

function says(parsed: Parsed | Refusal, data: Data | undefined): boolean {
  const read = isRefusal(parsed) ? undefined : dataOf(parsed);
  return read !== undefined && data !== undefined && isSameData(read, data);
}
