import type { Dice } from '../access/random-accounts.js';

/** Random documents in all the forms that an edit meets: comments everywhere, anchors and aliases, block and flow style, both line ends. */

const KEYS = ['users', 'ada@acme.example', 'profile', '"a: b"', "'it''s'", 'groups', 'é', 'x.y', '007', 'on'] as const;
const TEXTS = [
  'own',
  '"yes"',
  "'a #b'",
  '12',
  'true',
  '~',
  '2026-12-01',
  '"+33199000001"',
  'a b',
  '""',
  "it's",
  '100%',
] as const;

interface Writer {
  readonly dice: Dice;
  readonly lines: string[];
  readonly step: number;
  /** Names of anchors whose nodes are over. */
  readonly anchors: string[];
  /** Of a hundred values, those with an anchor or an alias. */
  readonly shared: number;
}

export function randomText(dice: Dice): string {
  const writer: Writer = { dice, lines: [], step: dice.pick([2, 2, 4]), anchors: [], shared: dice.pick([0, 0, 15]) };
  if (dice.chance(40)) writer.lines.push(...['# yaml-language-server: $schema=x.json', '# head', '']);
  writeMapping(writer, 0, 0);
  if (dice.chance(20)) writer.lines.push('# tail');
  const lineBreak = dice.pick(['\n', '\n', '\r\n']);
  return `${dice.chance(10) ? '\ufeff' : ''}${writer.lines.join(lineBreak)}${dice.chance(85) ? lineBreak : ''}`;
}

const indentOf = (column: number): string => ' '.repeat(column);

function keysOf({ dice }: Writer): readonly string[] {
  const keys = new Set(Array.from({ length: 1 + dice.below(4) }, () => dice.pick(KEYS)));
  return dice.chance(40) ? [...keys].sort() : [...keys];
}

function writeMapping(writer: Writer, column: number, depth: number, lead = indentOf(column)): void {
  const { dice, lines } = writer;
  let start = lead;
  for (const key of keysOf(writer)) {
    if (start === indentOf(column)) writeBetween(writer, column);
    writeValue(writer, { lead: `${start}${key}:`, column, depth, isKey: true });
    if (dice.chance(10)) lines.push(`${indentOf(column + writer.step)}# deeper`);
    start = indentOf(column);
  }
}

function writeBetween({ dice, lines }: Writer, column: number): void {
  if (dice.chance(10)) lines.push('');
  if (dice.chance(20)) lines.push(`${indentOf(column)}# own`);
}

function writeValue(
  writer: Writer,
  { lead, column, depth, isKey }: { lead: string; column: number; depth: number; isKey: boolean },
): void {
  const { dice, lines, anchors } = writer;
  const comment = dice.chance(20) ? ' # why' : '';
  if (anchors.length > 0 && dice.chance(writer.shared)) {
    lines.push(`${lead} *${anchors[dice.below(anchors.length)]}${comment}`);
    return;
  }
  const anchor = dice.chance(writer.shared) ? `n${lines.length}` : undefined;
  const head = anchor === undefined ? lead : `${lead} &${anchor}`;
  const kind = depth > 3 || !isKey ? 9 : dice.below(12);
  if (kind < 4) {
    lines.push(`${head}${comment}`);
    if (dice.chance(10)) lines.push(`${indentOf(column + writer.step)}# first`);
    writeMapping(writer, column + writer.step, depth + 1);
  } else if (kind < 6) {
    lines.push(`${head}${comment}`);
    writeList(writer, column + dice.pick([0, writer.step]), depth + 1);
  } else if (kind === 6) lines.push(`${head} ${dice.pick(['|', '|-', '>', '|+'])}`, ...textBlock(writer, column));
  else if (kind === 7 && anchor === undefined) lines.push(`${head}${comment}`);
  else lines.push(`${head} ${flow(writer, 0)}${comment}`);
  if (anchor !== undefined) anchors.push(anchor);
}

const textBlock = ({ dice, step }: Writer, column: number): readonly string[] =>
  ['first', '# no comment', ...(dice.chance(30) ? [''] : [])].map((line) =>
    line === '' ? '' : indentOf(column + step) + line,
  );

function writeList(writer: Writer, column: number, depth: number): void {
  const { dice } = writer;
  for (let left = 1 + dice.below(3); left > 0; left -= 1) {
    const dash = `${indentOf(column)}-`;
    if (depth < 4 && dice.chance(35)) writeMapping(writer, column + 2, depth + 1, `${dash} `);
    else writeValue(writer, { lead: dash, column, depth, isKey: false });
  }
}

function flow(writer: Writer, depth: number): string {
  const { dice } = writer;
  const kind = depth > 2 ? 9 : dice.below(8);
  if (kind === 0) return dice.pick(['[]', '{}', '[ ]', '{ }']);
  if (kind === 1) return `[${listOf(writer, () => flow(writer, depth + 1))}]`;
  if (kind !== 2) return dice.pick(TEXTS);
  return `{ ${keysOf(writer)
    .map((key) => `${key}: ${flow(writer, depth + 1)}`)
    .join(', ')}${dice.pick(['', '', ','])} }`;
}

const listOf = ({ dice }: Writer, item: () => string): string =>
  Array.from({ length: 1 + dice.below(3) }, item).join(dice.pick([', ', ',']));
