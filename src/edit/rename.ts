import { isMap } from 'yaml';
import type { Splicing } from './add.js';
import type { Parsed } from './document.js';
import type { Edit } from './edit.js';
import { indexOf } from './nodes.js';
import { keyText, quotedText } from './scalar.js';
import { isRefusal, type Refusal } from './text.js';
import { walk } from './walk.js';

/** Another key for the same value. Between a key in quotes and its value there need not be a space. */
export function renamed(parsed: Parsed, { path, key }: Extract<Edit, { kind: 'rename-key' }>): Splicing | Refusal {
  const way = walk(parsed, path);
  if (isRefusal(way)) return way;
  const spot = way.spots.at(-1);
  if (way.end !== 'there' || !spot || !isMap(spot.holder)) return { why: 'There is no key at this place.' };
  if (indexOf(spot.holder, key) >= 0) return { why: `The key "${key}" is there already.` };
  const { start, keyEnd, lead } = spot.entry;
  const isTight = lead !== undefined && lead === spot.entry.valueStart;
  return { splices: [{ start, end: keyEnd, text: isTight ? quotedText(key) : keyText(key) }], reach: path.length };
}
