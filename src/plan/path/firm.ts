import type { ResourceKey } from '../../model/index.js';
import type { Draft } from '../draft.js';
import { firmly, type Window } from './window.js';
import { mentionsOf, type Write } from './writes.js';

/** What is used is there before and has its name, what goes is left before; and steps of one value keep their order. */
export function firmWindows(writes: readonly Write[]): readonly Window[] {
  const borders = bordersOf(writes);
  return writes.flatMap(({ draft, after }, step) => [
    ...after.map((earlier) => firmly(earlier, step)),
    ...(borders.size === 0 ? [] : borderWindows(borders, draft, step)),
  ]);
}

/** After which step a resource is there under its name, after which its name is free, and which step takes it away. */
interface Border {
  begin?: number;
  vacated?: number;
  end?: number;
}

function bordersOf(writes: readonly Write[]): ReadonlyMap<ResourceKey, Border> {
  const borders = new Map<ResourceKey, Border>();
  const set = (key: ResourceKey, border: Border) => borders.set(key, { ...borders.get(key), ...border });
  for (const [step, { draft }] of writes.entries()) {
    const [previous, key] = draft.operation === 'rename' ? draft.writes : [];
    if (previous !== undefined && key !== undefined) {
      set(previous, { vacated: step });
      set(key, { begin: step });
    }
    if (draft.operation.startsWith('create')) set(draft.key, { begin: step });
    if (draft.operation === 'delete') set(draft.key, { end: step });
  }
  return borders;
}

function borderWindows(borders: ReadonlyMap<ResourceKey, Border>, draft: Draft, step: number): readonly Window[] {
  return [...mentionsOf(draft)].flatMap((key) => {
    const { begin, vacated, end } = borders.get(key) ?? {};
    const isItself = begin === step || vacated === step || end === step;
    const windows = [
      ...(begin !== undefined && !isItself ? [firmly(begin, step)] : []),
      ...(vacated !== undefined && begin === step ? [firmly(vacated, step)] : []),
      ...(end !== undefined && !isItself ? [firmly(step, end)] : []),
    ];
    return windows;
  });
}
