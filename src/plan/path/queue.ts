export interface Queue {
  /** Again, when its rank has changed. */
  readonly add: (step: number) => void;
  /** The step of the lowest rank `below` another, of equals the one with the lowest number, for which `isFree` holds. Whatever is not free is dropped until it is added again. */
  readonly take: (isFree: (step: number) => boolean, below: number) => number | undefined;
}

/** Steps by rank: a heap in which an entry whose rank has changed since is put back in its place when it comes up. */
export function createQueue(rankOf: (step: number) => number): Queue {
  const heap: Entry[] = [];
  return {
    add: (step) => push(heap, { step, rank: rankOf(step) }),
    take: (isFree, below) => {
      for (;;) {
        const top = heap[0];
        if (!top || top.rank >= below) return undefined;
        pop(heap);
        if (!isFree(top.step)) continue;
        if (rankOf(top.step) === top.rank) return top.step;
        push(heap, { step: top.step, rank: rankOf(top.step) });
      }
    },
  };
}

interface Entry {
  readonly step: number;
  readonly rank: number;
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.rank < other.rank || (one.rank === other.rank && one.step < other.step);

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (!parent || isBefore(parent, entry)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (!top || !last || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    const below = right && left && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
    const child = heap[below];
    if (!child || !isBefore(child, last)) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
  return top;
}
