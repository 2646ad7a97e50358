import { byText } from '../../model/index.js';
import { draft } from '../draft.js';
import { type Turn, type Window, withoutDoubles } from './phases.js';
import type { Write } from './writes.js';

/** Several people who enter or leave one group are one request, up to this number. */
const BATCH = 500;

export interface Batched {
  readonly writes: readonly Write[];
  readonly windows: readonly Window[];
  /** Number that a step has now. */
  readonly placeOf: (step: number) => number;
}

/**
 * People share a request where nothing can run from one of them to another: nothing waits for entering, nor for leaving before anything else, and
 * whoever waits shares it only with those who wait for the same.
 */
export function batched(writes: readonly Write[], windows: readonly Window[]): Batched {
  const groups = new Map<string, number[]>();
  const roles = rolesOf(writes, windows);
  for (const [step, write] of writes.entries()) {
    const name = write.member ? batchName(write, step, roles) : `${step}`;
    const list = groups.get(name);
    if (list) list.push(step);
    else groups.set(name, [step]);
  }
  const places: number[] = writes.map(() => 0);
  const merged: Write[] = [];
  for (const steps of [...groups.values()].flatMap(cut)) {
    for (const step of steps) places[step] = merged.length;
    merged.push(mergedWrite(steps.flatMap((step) => writes[step] ?? [])));
  }
  const place = (step: number) => places[step] ?? step;
  return {
    writes: merged.map((write) => ({ ...write, after: write.after.map(place) })),
    windows: merged.length === writes.length ? windows : windows.map((window) => moved(window, place)),
    placeOf: place,
  };
}

interface Roles {
  /** Steps for which another must wait. */
  readonly awaited: ReadonlySet<number>;
  /** What a step waits for. */
  readonly waits: ReadonlyMap<number, readonly string[]>;
}

function rolesOf(writes: readonly Write[], windows: readonly Window[]): Roles {
  const mayShare = (step: number) => writes[step]?.member !== undefined;
  const awaited = new Set<number>();
  const waits = new Map<number, string[]>();
  for (const [index, { kind, opens, closes, isEach }] of windows.entries()) {
    if (kind === 'loss') continue;
    for (const { step } of closes) awaited.add(step);
    const sharing = kind === 'gain' ? opens.filter(mayShare) : [];
    if (sharing.length === 0) continue;
    const closers = isEach ? `${index}` : closes.map((turn) => turn.step).join(' ');
    for (const step of sharing) {
      const list = waits.get(step);
      const others = isEach ? closers : `${opens.filter((other) => other !== step).join(' ')} < ${closers}`;
      if (list) list.push(others);
      else waits.set(step, [others]);
    }
  }
  return { awaited, waits };
}

/** Who follows a step of their own, such as their link, and is waited for goes alone. */
function batchName({ draft: one, member, after, why, rank }: Write, step: number, { awaited, waits }: Roles): string {
  const waitsFor = [...new Set(waits.get(step) ?? [])].sort().join(';');
  const isAlone = awaited.has(step) && (after.length > 0 || waitsFor !== '');
  if (isAlone) return `${step}`;
  return `${one.operation}\n${member?.group}\n${after.length > 0}\n${why !== undefined}\n${rank}\n${waitsFor}`;
}

const cut = (steps: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(steps.length / BATCH) }, (_, index) =>
    steps.slice(index * BATCH, (index + 1) * BATCH),
  );

function mergedWrite(writes: readonly Write[]): Write {
  const [first] = writes;
  if (!first) throw new RangeError('a batch of nobody');
  if (writes.length === 1) return first;
  const users = writes.flatMap(({ member }) => (member ? [member.email] : [])).sort(byText);
  const { operation, key, precondition, reads } = first.draft;
  const use = { reads, writes: writes.flatMap((write) => write.draft.writes) };
  const after = [...new Set(writes.flatMap((write) => write.after))];
  return { ...first, draft: draft(operation, key, { input: { users }, precondition }, use), after };
}

function moved(window: Window, place: (step: number) => number): Window {
  const { kind, who, capabilities, isEach } = window;
  const opens = window.opens.length < 2 ? window.opens.map(place) : [...new Set(window.opens.map(place))];
  const closes = withoutDoubles(window.closes.map(({ step, detour }): Turn => ({ step: place(step), detour })));
  return { kind, opens, closes, who, capabilities, ...(isEach && { isEach }) };
}
