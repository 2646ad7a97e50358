import { expect } from 'vitest';
import { readDocument } from '../../src/config/document.js';
import { isSame, type Json } from '../../src/model/index.js';
import type { Texts } from './pulled.js';

/** Files as somebody wrote them: a line for each value, each with a comment of its own, in a layout that no printer of ours has. */
export interface Written {
  readonly texts: Texts;
  readonly lines: readonly WrittenLine[];
}

interface WrittenLine {
  readonly file: string;
  readonly path: readonly string[];
  readonly text: string;
  readonly comment: string;
}

/** Of files that are JSON. The settings stay as they are. */
export function writtenByHand(files: Texts, lineBreak: '\n' | '\r\n'): Written {
  const lines: WrittenLine[] = [];
  const texts = Object.entries(files).map(([file, json]) => {
    if (file === 'ringctl.yaml') return [file, json] as const;
    const own = linesOf(JSON.parse(json), { file, path: [] }, lines);
    lines.push(...own);
    return [file, `${own.map(({ text }) => text).join(lineBreak)}${lineBreak}`] as const;
  });
  return { texts: Object.fromEntries(texts), lines };
}

function linesOf(
  value: { readonly [key: string]: Json },
  { file, path }: Pick<WrittenLine, 'file' | 'path'>,
  before: readonly WrittenLine[],
): readonly WrittenLine[] {
  const made: WrittenLine[] = [];
  for (const [key, member] of Object.entries(value)) {
    const comment = `# ${file} ${before.length + made.length}`;
    const here = { file, path: [...path, key] };
    const start = `${'   '.repeat(path.length)}${key.includes('@') ? `'${key}'` : key} :`;
    const isHeading = isMapping(member) && Object.keys(member).length > 0;
    made.push({ ...here, comment, text: `${start}${isHeading ? '' : `  ${JSON.stringify(member)}`}   ${comment}` });
    if (isHeading) made.push(...linesOf(member, here, [...before, ...made]));
  }
  return made;
}

const isMapping = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Says of every line whose value is what it was that it stands there still, byte for byte and in its order. Returns how many values are others. */
export function onlyValuesChanged({ texts, lines }: Written, after: Texts, lineBreak: '\n' | '\r\n'): number {
  const kept = new Map(Object.entries(after).map(([file, text]) => [file, text.split(lineBreak)]));
  const [had, has] = [dataIn(texts), dataIn(after)];
  const at = new Map<string, number>();
  let changed = 0;
  for (const { file, path, text, comment } of lines) {
    const [before, now] = [valueAt(had.get(file), path), valueAt(has.get(file), path)];
    const isHeading = isMapping(before) && isMapping(now) && Object.keys(before).length * Object.keys(now).length > 0;
    if (!isHeading && !isSame(before, now)) {
      changed += 1;
      if (now !== undefined && !isMapping(now)) expect(after[file]).toContain(comment);
      continue;
    }
    const place = kept.get(file)?.indexOf(text, at.get(file) ?? 0) ?? -1;
    expect([text, place >= 0]).toEqual([text, true]);
    at.set(file, place + 1);
  }
  return changed;
}

const dataIn = (texts: Texts): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(texts).map(([path, text]) => [
      path,
      readDocument({ path, bytes: new TextEncoder().encode(text) }).value,
    ]),
  );

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((holder, step) => (isMapping(holder) ? Reflect.get(holder, step) : undefined), value);
