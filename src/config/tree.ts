import {
  type AliasEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import { FORBIDDEN_KEYS } from '../model/index.js';
import type { Entries } from './entries.js';
import { type Finding, quoted } from './finding.js';
import { plainScalar } from './scalar.js';
import { forbiddenValue, hasForbidden, normalised } from './text.js';
import { bomb, circle, notANumber, notText, surrounded, tagged, tooDeep, tooLong } from './tree-findings.js';

export const MAX_DEPTH = 32;
const MAX_EXPANSIONS = 10_000;
export const MAX_SCALAR = 64 * 1024;

export interface Data {
  [key: string]: unknown;
}

export interface Tree {
  /** Plain data. A value that was refused is undefined and stays in its place, so that places after it are right. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** False when so much is wrong that nothing can be said about the content. */
  readonly isWhole: boolean;
  readonly entries: Entries;
}

interface Anchor {
  value: unknown;
  /** Nodes that an alias of it stands for. */
  nodes: number;
  isOpen: boolean;
}

interface Frame {
  readonly items: unknown[] | undefined;
  readonly members: Data | undefined;
  readonly event: number;
  readonly anchor: Anchor | undefined;
  nodes: number;
  /** Of a mapping: the key whose value comes next. */
  key: string | undefined;
  isKeyRefused: boolean;
}

interface Walk {
  readonly text: string;
  readonly events: readonly Event[];
  readonly findings: Finding[];
  readonly frames: Frame[];
  readonly anchors: Map<string, Anchor>;
  readonly starts: number[];
  readonly numbers: Map<string, Map<string, number>>;
  expansions: number;
  root: unknown;
  isWhole: boolean;
}

/** Data of one document, and all that is wrong with its form, in one walk over the events of the parser. */
export function buildTree(text: string, events: readonly Event[]): Tree {
  const walk: Walk = {
    text,
    events,
    findings: [],
    frames: [],
    anchors: new Map(),
    starts: [],
    numbers: new Map(),
    expansions: 0,
    root: undefined,
    isWhole: true,
  };
  for (let index = 0; index < events.length && walk.isWhole; index += 1) {
    const event = events[index];
    if (event) visit(walk, event, index);
  }
  const { root, findings, isWhole, starts, numbers } = walk;
  return { value: isWhole ? root : undefined, findings, isWhole, entries: { starts, numbers } };
}

function visit(walk: Walk, event: Event, index: number): void {
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      break;
    case EVENT_ID.SCALAR:
      visitScalar(walk, event);
      break;
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      open(walk, event, index);
      break;
    case EVENT_ID.ALIAS:
      visitAlias(walk, event);
      break;
    case EVENT_ID.POP:
      close(walk);
      break;
    default:
      event satisfies never;
  }
}

function visitScalar(walk: Walk, event: ScalarEvent): void {
  const text = scalarText(walk, event);
  const frame = walk.frames.at(-1);
  if (text === undefined) refuse(walk, event);
  else if (frame?.members && frame.key === undefined) visitKey({ walk, frame, event, key: text });
  else place(walk, event.style === SCALAR_STYLE.PLAIN ? plainValue(walk, event, text) : text, event);
}

/** The text of a key or value, or undefined when it is refused. */
function scalarText(walk: Walk, event: ScalarEvent): string | undefined {
  const { valueStart, valueEnd } = event;
  const length = valueEnd - valueStart;
  if (event.tagStart >= 0 || length > MAX_SCALAR) {
    walk.findings.push(event.tagStart >= 0 ? tagged(walk.text, event) : tooLong(valueStart));
    return undefined;
  }
  const text = valueStart < 0 ? '' : getScalarValue(walk.text, event);
  if (hasForbidden(text)) {
    const isRaw = hasForbidden(walk.text.slice(valueStart, valueEnd).replace(/[\t\r\n]/g, ''));
    if (!isRaw) walk.findings.push(forbiddenValue(text, ...visibleSpan(walk.text, event)));
    return undefined;
  }
  const trimmed = text.trim();
  if (text !== trimmed) walk.findings.push(surrounded(valueStart, length));
  return normalised(trimmed);
}

/** Without the indentation of a block. */
function visibleSpan(text: string, { valueStart, valueEnd }: ScalarEvent): [offset: number, length: number] {
  const raw = text.slice(valueStart, valueEnd);
  return [valueEnd - raw.trimStart().length, raw.trim().length];
}

function plainValue(walk: Walk, event: ScalarEvent, text: string): unknown {
  const scalar = plainScalar(text);
  if ('value' in scalar) return scalar.value;
  walk.findings.push(notANumber(text, event, scalar.fault));
  return undefined;
}

function visitKey({ walk, frame, event, key }: { walk: Walk; frame: Frame; event: ScalarEvent; key: string }): void {
  const offset = event.valueStart;
  const length = event.valueEnd - event.valueStart;
  frame.key = key;
  frame.nodes += 1;
  if (walk.frames.length <= 2) noteEntry(walk, key, offset);
  if (FORBIDDEN_KEYS.has(key)) {
    walk.findings.push({ code: 'FORBIDDEN_KEY', offset, length, message: `${quoted(key)} is not allowed as a key.` });
  } else if (key === '<<' && event.style === SCALAR_STYLE.PLAIN) {
    const hint = 'Let a profile or a person take over permissions with extends.';
    walk.findings.push({ code: 'MERGE_KEY', offset, length, message: 'Merge keys (<<) are not read.', hint });
  } else if (frame.members && Object.hasOwn(frame.members, key)) {
    const first = { mapping: frame.event, key };
    walk.findings.push({ code: 'DUPLICATE_KEY', offset, length, message: duplicateMessage(walk, key), first });
  } else return;
  frame.isKeyRefused = true;
}

function noteEntry({ frames, starts, numbers }: Walk, key: string, offset: number): void {
  const section = frames[0]?.key;
  if (frames.length === 2 && section !== undefined) {
    const keys = numbers.get(section);
    if (keys) keys.set(key, starts.length);
    else numbers.set(section, new Map([[key, starts.length]]));
  }
  starts.push(offset);
}

const KINDS: ReadonlyMap<string | undefined, string> = new Map(
  Object.entries({
    users: 'User',
    profiles: 'Profile',
    groups: 'Group',
    policies: 'Policy',
    callerIds: 'The list',
  }),
);

function duplicateMessage(walk: Walk, key: string): string {
  const section = walk.frames.length === 2 ? walk.frames[0]?.key : undefined;
  const kind = KINDS.get(section) ?? 'The key';
  return `${kind} ${quoted(key)} is defined twice.`;
}

function open(walk: Walk, event: SequenceEvent | MappingEvent, index: number): void {
  if (walk.frames.length >= MAX_DEPTH) {
    walk.findings.push(tooDeep(event.start, MAX_DEPTH));
    walk.isWhole = false;
    return;
  }
  if (event.tagStart >= 0) walk.findings.push(tagged(walk.text, event));
  const isMapping = event.type === EVENT_ID.MAPPING;
  const items = isMapping ? undefined : [];
  const members = isMapping ? {} : undefined;
  const anchor = setAnchor(walk, event, items ?? members);
  if (anchor) anchor.isOpen = true;
  walk.frames.push({ items, members, event: index, anchor, nodes: 1, key: undefined, isKeyRefused: false });
}

function close(walk: Walk): void {
  const frame = walk.frames.pop();
  if (!frame) return;
  if (frame.anchor) {
    frame.anchor.isOpen = false;
    frame.anchor.nodes = frame.nodes;
  }
  attach(walk, frame.items ?? frame.members, frame.nodes, walk.events[frame.event]);
}

function visitAlias(walk: Walk, event: AliasEvent): void {
  const name = walk.text.slice(event.anchorStart, event.anchorEnd);
  const anchor = walk.anchors.get(name);
  const at = { offset: event.anchorStart - 1, length: name.length + 1 };
  if (!anchor) {
    walk.findings.push({ code: 'UNKNOWN_ALIAS', ...at, message: `No anchor &${name} stands before this alias.` });
    attach(walk, undefined, 1, event);
    return;
  }
  walk.expansions += anchor.nodes;
  const isCircle = anchor.isOpen;
  if (isCircle || walk.expansions > MAX_EXPANSIONS) {
    walk.findings.push(isCircle ? circle(name, at) : bomb(at));
    walk.isWhole = false;
    return;
  }
  attach(walk, anchor.value, anchor.nodes, event);
}

/** Leaves a value out, but keeps its place. */
function refuse(walk: Walk, event: ScalarEvent): void {
  const frame = walk.frames.at(-1);
  if (frame?.members && frame.key === undefined) {
    frame.key = '';
    frame.isKeyRefused = true;
  } else place(walk, undefined, event);
}

function place(walk: Walk, value: unknown, event: ScalarEvent): void {
  setAnchor(walk, event, value);
  attach(walk, value, 1, event);
}

function attach(walk: Walk, value: unknown, nodes: number, event: Event | undefined): void {
  const frame = walk.frames.at(-1);
  if (!frame) {
    walk.root = value;
    return;
  }
  frame.nodes += nodes;
  if (frame.items) frame.items.push(value);
  else if (frame.key === undefined) {
    walk.findings.push(notText(event));
    frame.key = '';
    frame.isKeyRefused = true;
  } else {
    if (frame.members && !frame.isKeyRefused) setMember(frame.members, frame.key, value);
    frame.key = undefined;
    frame.isKeyRefused = false;
  }
}

/** Also where all objects have something of that name, such as toString. */
function setMember(members: Data, key: string, value: unknown): void {
  if (!(key in Object.prototype)) members[key] = value;
  else Object.defineProperty(members, key, { value, configurable: true, enumerable: true, writable: true });
}

function setAnchor(walk: Walk, event: ScalarEvent | SequenceEvent | MappingEvent, value: unknown): Anchor | undefined {
  if (event.anchorStart < 0) return undefined;
  const anchor = { value, nodes: 1, isOpen: false };
  walk.anchors.set(walk.text.slice(event.anchorStart, event.anchorEnd), anchor);
  return anchor;
}
