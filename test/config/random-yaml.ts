import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dice } from '../access/random-accounts.js';

/** Random documents, and random mistakes in real ones, from a seed: a plain generator, since tens of thousands are read. */

const KEYS = [
  ...[
    'users',
    'ada@acme.example',
    'first name',
    'é',
    'a-b',
    'a.b',
    'a:b',
    'a#b',
    'Ωmega',
    '會社',
    '12',
    '007',
    'true',
    'null',
  ],
  ...[
    '"quoted"',
    "'quoted'",
    '"a: b"',
    "'a #b'",
    '"1"',
    'toString',
    'x/y',
    'a"b',
    "a'b",
    '+1',
    '_',
    'a]',
    '日本 語',
    '@x',
  ],
] as const;
const VALUES = [
  ...[
    'own',
    'true',
    'False',
    'null',
    '~',
    '12',
    '-5',
    '0x1F',
    '0o17',
    '1_000',
    '1e3',
    '.5',
    '-.5',
    '12.',
    '+7',
    '-x',
    '012',
  ],
  ...[
    '10:30',
    'https://acme.example/a#b',
    'a b  c',
    "it's",
    'say "so"',
    'a, b',
    'a]',
    '}',
    '100%',
    '2026-12-01',
    'é',
    'Ωm',
    '😀',
  ],
  ...[
    '"text"',
    "'text'",
    '""',
    "''",
    '"+33199000001"',
    "'a: b'",
    '"a #b"',
    '"#"',
    '"true"',
    "'12'",
    '"[a]"',
    '"é"',
    '"\'"',
  ],
  ...[
    '[]',
    '{}',
    '[a, b]',
    '{ a: b }',
    '{a: b}',
    '[a,b]',
    '{ a: [b, "c"], d: { e: 1 } }',
    "['a, b', c]",
    '[[a], [b, [c]]]',
  ],
  ...[
    '[a, ]',
    '{ a: b, }',
    '[ -1, x-y, a:b, a#b ]',
    '{ "a": b, \'c\': [] }',
    '{ a: {}, b: [{ c: d }] }',
    '{"a":[b]}',
    '{a:[]}',
  ],
] as const;
/** What hardly any file has: most of it means something else than what it looks like, or nothing at all. */
const STRANGE = [
  ...[
    'a: b',
    'b:',
    ':b',
    ': b',
    '- a',
    '-',
    '?',
    '? a',
    '&x b',
    '*x',
    '|',
    '>-',
    '!t b',
    '!!str 1',
    '"a" b',
    '"a\\n"',
    "'it''s'",
  ],
  ...[
    '[a',
    '{a: b',
    'a]: b',
    '[a: b]',
    '{a}',
    '{a:b}',
    '{a: b: c}',
    '{a: b, a: c}',
    '[a #b]',
    '[a]#b',
    '"a"#b',
    '%x',
    '@x',
    '`x',
  ],
  ...[
    'a\tb',
    '\t',
    '\ta',
    ' ',
    '#x',
    'a\u00a0',
    '\u00a0',
    'e\u0301',
    '\u200b',
    '\ufeff',
    '\uffff',
    '1e400',
    '9007199254740993',
  ],
  ...[
    '.inf',
    '-.INF',
    '.nan',
    '" a"',
    "'a '",
    '"a',
    "'a",
    '[',
    ']',
    '}',
    ',',
    '{,}',
    '[,]',
    '[a,,b]',
    '<<',
    '---',
    '...',
    '--- a',
  ],
] as const;
const ENDS = ['', '', '', '', '', ' ', '   ', ' # why', '  #', ' # é: "x" [', ' #a: b'] as const;
const BETWEEN = ['', '', '  ', '# comment', '   # comment: x', '      #- a', '#'] as const;

interface Block {
  readonly dice: Dice;
  readonly lines: string[];
  /** Of a thousand places, those where something strange stands. */
  readonly strange: number;
}

export function randomDocument(dice: Dice): string {
  const lines: string[] = [];
  const block = { dice, lines, strange: dice.pick([0, 0, 0, 10, 40]) };
  writeMapping(block, '', 0);
  return lines.join(dice.pick(['\n', '\n', '\n', '\r\n'])) + dice.pick(['', '\n', '\n', '\n\n', '\n  ', '\r\n']);
}

const isStrange = ({ dice, strange }: Block): boolean => dice.below(1000) < strange;

function writeMapping(block: Block, indent: string, depth: number, first = indent): void {
  const { dice, lines } = block;
  const keys = new Set(Array.from({ length: 1 + dice.below(4) }, () => dice.pick(KEYS)));
  let lead = first;
  for (const key of keys) {
    if (lead === indent && dice.chance(15)) lines.push(dice.pick(BETWEEN));
    const written = `${isStrange(block) ? dice.pick([...STRANGE, ...VALUES]) : key}${isStrange(block) ? dice.pick([' :', '', '::']) : ':'}`;
    writeValue(block, { lead: `${lead}${written}`, indent, depth, isKey: true });
    lead = isStrange(block) ? `${indent} ` : indent;
  }
}

function writeList(block: Block, indent: string, depth: number): void {
  const { dice } = block;
  const count = 1 + dice.below(3);
  for (let item = 0; item < count; item += 1) {
    const dash = `${isStrange(block) ? `${indent} ` : indent}-${dice.pick([' ', ' ', ' ', '   '])}`;
    if (depth < 5 && dice.chance(20)) writeMapping(block, ' '.repeat(dash.length), depth + 1, dash);
    else writeValue(block, { lead: dash.trimEnd(), indent, depth, isKey: false });
  }
}

function writeValue(
  block: Block,
  { lead, indent, depth, isKey }: { lead: string; indent: string; depth: number; isKey: boolean },
): void {
  const { dice, lines } = block;
  const end = dice.pick(ENDS);
  const kind = isKey && depth < 5 ? dice.below(10) : 9;
  if (kind > 2) {
    const value = isStrange(block) ? dice.pick(STRANGE) : dice.chance(4) && isKey ? '' : dice.pick(VALUES);
    lines.push(`${lead}${isStrange(block) ? '' : dice.pick([' ', ' ', '   '])}${value}${end}`);
    return;
  }
  lines.push(`${lead}${end}`);
  if (dice.chance(10)) lines.push(dice.pick(BETWEEN));
  const deeper = `${indent}${dice.pick(['  ', '  ', ' ', '    '])}`;
  if (kind < 2) writeMapping(block, deeper, depth + 1);
  else writeList(block, dice.chance(30) ? indent : deeper, depth + 1);
}

const CONTRACT = `# ringctl.yaml
version: 1
requires: ">=1.0 <2"
timeZone: Europe/Paris               # default UTC; for from/until
limits: { removals: { percent: 5, atLeast: 3 }, shrink: 10%, requiredAdmins: [ada@acme.example], recordedMaxAge: 90d }
people: { ada-gh: ada@acme.example } # account on the forge -> person
files: { "teams/sales/**": { kinds: [users], groups: [sales], dashboard: false } }   # what a file may state
include: [../shared/templates.yaml]  # regular files inside the repository
callerIds:
  paris: ["+33199000000", "+33199000002"]      # named lists of numbers
profiles:
  base: { template: true, permissions: { snooze: true, maxChannels: 2 } }      # only to extend
  sales-agent:
    name: Sales agent                          # its name in the account; default is the id
    permissions:
      callRecordingVolume: 100%
      editCallerId: [paris, "+33199000009"]    # false | assignedIvr | allIvr | a list of these
    dashboard:                                 # none | billing | technical | supervisor | admin, or:
      pages: { activity: read, users: write }  # exactly these
users:
  pauline.martin@acme.example:
    invite: { number: "+33199000001", plan: Business }   # used when the person does not exist yet
  jo.contractor@acme.example:                  # an exception: not linked
    extends: sales-agent
    until: 2027-02-28
policies:
  care-never-downloads: { deny: recordings.download, for: { groups: [care] }, message: "Care staff must not." }
  own-rule: { deny: { when: 'person.external && person.can("page.users.write")' }, message: "…" }     # the last resort
tests:
  - { nobody: billing.see, outside: { groups: [finance] } }
  - { user: ada@acme.example, can: [calls.listen(sales)], cannot: [calls.listen(support)] }
`;

const root = fileURLToPath(new URL('../..', import.meta.url));

export const yamlFiles = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'));

/** The examples, those of every mistake, and what the files can hold at all. */
export const realDocuments = (): readonly string[] => [
  CONTRACT,
  CONTRACT,
  ...yamlFiles('examples'),
  ...yamlFiles('test/mistakes'),
];

/** Some lines of a document as one of their own: the outermost indentation is gone. */
export function someLines(document: string, dice: Dice): string {
  const lines = document.split('\n');
  const from = dice.below(lines.length);
  const indent = /^ */.exec(lines[from] ?? '')?.[0] ?? '';
  const taken: string[] = [];
  for (const line of lines.slice(from, from + 3 + dice.below(10))) {
    if (line.trim() !== '' && !line.startsWith(indent)) break;
    taken.push(line.slice(indent.length));
  }
  return `${taken.join('\n')}\n`;
}

const PIECES = [
  ...[
    ':',
    ': ',
    ' :',
    '-',
    '- ',
    '#',
    ' #',
    ' ',
    '  ',
    '\n',
    '\n  ',
    '\n- ',
    '\n\n',
    '\r\n',
    '\r',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
  ],
  ...[
    ',',
    ', ',
    '&',
    '*',
    '!',
    '|',
    '>',
    '?',
    '? ',
    '%',
    '@',
    '`',
    '~',
    '\\',
    '\t',
    '0',
    '1',
    'e',
    '.',
    '+',
    '<<: ',
    '_',
    'é',
  ],
  ...[
    '\u0301',
    '\u00a0',
    '\u200b',
    '\u2028',
    '\ufeff',
    '\u0085',
    '\u0000',
    '😀',
    '---',
    '\n---\n',
    '\n...\n',
    '=',
    'a',
    'a: b',
    '/',
  ],
] as const;

/** With one to three characters taken away, added or exchanged. */
export function mutated(text: string, dice: Dice): string {
  let changed = text;
  for (let left = 1 + dice.below(3); left > 0; left -= 1) {
    const at = dice.below(changed.length + 1);
    const removed = dice.pick([0, 0, 1, 1, 2]);
    const added = removed > 0 && dice.chance(50) ? '' : dice.pick(PIECES);
    changed = changed.slice(0, at) + added + changed.slice(at + removed);
  }
  return changed;
}
