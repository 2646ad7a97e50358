/** A list that many rows share, and whom of it one row leaves out. */
export interface Shared<Item> {
  readonly all: readonly Item[];
  readonly except: Item | undefined;
}

const SHARED = Symbol('shared');

/**
 * `all` without the item at `index`, for every reader an array like any other, and never a copy: of ten thousand people who each reach all
 * the others there would be ten thousand lists of nearly everybody. The items of `all` are all different, and it must not change any more.
 */
export function allBut<Item>(all: readonly Item[], index: number): readonly Item[] {
  const shared: Shared<Item> = { all, except: all[index] };
  const length = all.length - 1;
  /** Where in `all` an item stands; undefined for what is no position. */
  const placeOf = (name: string | symbol): number | undefined => {
    const position = typeof name === 'string' ? Number(name) : -1;
    if (!(position >= 0 && position < length) || String(position) !== name) return undefined;
    return position < index ? position : position + 1;
  };
  return new Proxy<readonly Item[]>([], {
    get: (target, name) => {
      if (name === 'length') return length;
      if (name === SHARED) return shared;
      const place = placeOf(name);
      return place === undefined ? Reflect.get(target, name) : all[place];
    },
    has: (target, name) => placeOf(name) !== undefined || Reflect.has(target, name),
    ownKeys: () => [...Array.from({ length }, (_, position) => String(position)), 'length'],
    getOwnPropertyDescriptor: (target, name) => {
      if (name === 'length') return { value: length, writable: true };
      const place = placeOf(name);
      if (place === undefined) return Reflect.getOwnPropertyDescriptor(target, name);
      return { value: all[place], configurable: true, enumerable: true, writable: true };
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}

/** What a list is made of: itself, unless something is left out of it. */
export function sharedOf<Item>(list: readonly Item[]): Shared<Item> {
  const shared: Shared<Item> | undefined = Reflect.get(list, SHARED);
  return shared ?? { all: list, except: undefined };
}

/** Whether both hold the same in the same order; lists that are shared are not read for it. */
export function isSameList<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  const [first, second] = [sharedOf(one), sharedOf(other)];
  if (first.all === second.all && first.except === second.except) return true;
  return one.length === other.length && one.every((item, position) => item === other[position]);
}
