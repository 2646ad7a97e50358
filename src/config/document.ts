import { EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
import { once } from '../model/index.js';
import { type AccountFile, MAX_FILE_BYTES } from './account-files.js';
import type { Entries } from './entries.js';
import type { Finding } from './finding.js';
import { plainDocument } from './plain-document.js';
import { PARSER_DEPTH, type Positions, positionsOf } from './positions.js';
import { decodeText, forbiddenCharacters } from './text.js';
import { buildTree, type Tree } from './tree.js';

/** One file as data. The events of the parser are gone once the data is built, unless something is wrong, whose place they say. */
export interface Document extends Tree {
  readonly file: string;
  readonly positions: Positions;
}

export function readDocument(file: AccountFile): Document {
  if (file.bytes.length > MAX_FILE_BYTES) return nothing(file.path, '', [tooLarge()]);
  const { text, findings } = decodeText(file.bytes);
  if (findings.length > 0) return nothing(file.path, text, findings);
  const plain = plainDocument(text);
  if (plain) return { ...plain, file: file.path, positions: positionsOf(file.path, text, plain.entries) };
  const characters = forbiddenCharacters(text);
  const parsed = parse(text);
  if ('finding' in parsed) return nothing(file.path, text, characters.length > 0 ? characters : [parsed.finding]);
  const form = formFindings(text, parsed.events);
  if (form.length > 0) return nothing(file.path, text, [...characters, ...form]);
  const tree = buildTree(text, parsed.events);
  const all = characters.length > 0 ? [...characters, ...tree.findings] : tree.findings;
  const events = tree.findings.length > 0 ? parsed.events : undefined;
  return { ...tree, findings: all, file: file.path, positions: positionsOf(file.path, text, tree.entries, events) };
}

/** A file without mistakes whose content is known already, and where its entries begin: its text is looked at when a place in it is asked for. */
export function knownDocument(file: AccountFile, entries: () => Entries): Document {
  const positions = once(() => positionsOf(file.path, decodeText(file.bytes).text, entries()));
  return {
    file: file.path,
    value: undefined,
    findings: [],
    isWhole: true,
    entries: NO_ENTRIES,
    get positions() {
      return positions();
    },
  };
}

export const NO_ENTRIES: Entries = { starts: [], numbers: new Map() };

const nothing = (file: string, text: string, findings: readonly Finding[]): Document => ({
  file,
  value: undefined,
  findings,
  isWhole: false,
  entries: NO_ENTRIES,
  positions: positionsOf(file, text, NO_ENTRIES),
});

function parse(text: string): { readonly events: readonly Event[] } | { readonly finding: Finding } {
  try {
    return { events: parseEvents(text, { maxDepth: PARSER_DEPTH }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { finding: syntaxFinding(text, error) };
  }
}

function syntaxFinding(text: string, error: YAMLException): Finding {
  const offset = error.mark?.position ?? 0;
  if (error.reason.startsWith('nesting exceeded')) {
    const message = 'Lists and mappings stand too deep in each other here.';
    return { code: 'TOO_DEEP', offset, length: 1, message };
  }
  const reason = error.reason.replace(/can not/g, 'cannot');
  const hint = text[offset] === '\t' ? { hint: 'Indent with spaces, not with tabs.' } : {};
  return { code: 'YAML_SYNTAX', offset, length: 1, message: `This is not YAML: ${reason}.`, ...hint };
}

/** Directives and further documents: what comes after them cannot be trusted to mean what it looks like. */
function formFindings(text: string, events: readonly Event[]): readonly Finding[] {
  const findings: Finding[] = [];
  const directive = firstDirective(text, events[0]);
  if (directive) findings.push(directive);
  const second = events.findIndex((event, index) => index > 0 && event.type === EVENT_ID.DOCUMENT);
  if (second > 0) findings.push(severalDocuments(text, events, second));
  return findings;
}

function firstDirective(text: string, event: Event | undefined): Finding | undefined {
  if (event?.type !== EVENT_ID.DOCUMENT || !event.explicitStart) return undefined;
  const head = text.slice(0, /^---(?:\s|$)/m.exec(text)?.index ?? 0);
  const found = /^%.*/m.exec(head);
  if (!found) return undefined;
  return {
    code: 'DIRECTIVE',
    offset: found.index,
    length: found[0].trimEnd().length,
    message: 'Directives are not read: files are YAML 1.2 without extensions.',
    hint: 'Delete this line.',
  };
}

function severalDocuments(text: string, events: readonly Event[], second: number): Finding {
  const next = events[second + 1];
  const start = next && 'start' in next ? next.start : next && 'valueStart' in next ? next.valueStart : -1;
  const from = start < 0 ? text.length : start;
  const marker = /^(?:---|\.\.\.)(?=\s|$)/gm;
  const before = [...text.slice(0, from).matchAll(marker)].at(-1);
  return {
    code: 'SEVERAL_DOCUMENTS',
    offset: before?.index ?? from,
    length: 3,
    message: 'A second document begins here, and a file holds one.',
    hint: 'Put it in a file of its own.',
  };
}

function tooLarge(): Finding {
  const message = 'The file is larger than 32 MiB.';
  return { code: 'FILE_TOO_LARGE', offset: 0, length: 1, message, hint: 'Divide it into several files.' };
}
