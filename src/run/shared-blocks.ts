import type { Contents } from '../config/read-config.js';

/** What people have in common. None of it is a number where a person states it. */
const SHARED = ['permissions', 'dashboard', 'groups'] as const;

type Packed = Omit<Contents, 'entries'> & {
  readonly blocks: readonly unknown[];
  /** Of each file as JSON, since hardly any is looked at. */
  readonly entries: readonly string[];
};
type Entries = ReturnType<Contents['entries'][number]>;

/** Contents as JSON in which equal blocks of people stand once, and their number stands with each person: that is read sooner. */
export function packed({ settings, files, entries }: Contents): string {
  const numbers = new Map<string, number>();
  const numberOf = (block: object): number => {
    const text = JSON.stringify(block);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const withNumbers = (person: object): object => {
    const blocks = SHARED.map((field) => [field, Reflect.get(person, field)] as const);
    const shared = blocks.filter(([, block]) => typeof block === 'object');
    return { ...person, ...Object.fromEntries(shared.map(([field, block]) => [field, numberOf(block)])) };
  };
  const written = files.map(({ file, content }) => {
    const users = Object.entries(content.users ?? {}).map(([id, person]) => [id, withNumbers(person)]);
    return { file, content: { ...content, ...(content.users && { users: Object.fromEntries(users) }) } };
  });
  const places = entries.map((of) => entriesText(of()));
  const text = JSON.stringify({ settings, files: written, entries: places });
  return `${text.slice(0, -1)},"blocks":[${[...numbers.keys()].join(',')}]}`;
}

/** The contents again: blocks that are equal are one object. Undefined where the text is something else. */
export function unpacked(text: string): Contents | undefined {
  const value: unknown = JSON.parse(text);
  if (!isPacked(value)) return undefined;
  const { settings, files, blocks, entries } = value;
  for (const { content } of files) {
    for (const person of Object.values(content.users ?? {})) {
      for (const field of SHARED) {
        const number: unknown = person[field];
        if (typeof number === 'number') Reflect.set(person, field, blocks[number]);
      }
    }
  }
  return { settings, files, entries: entries.map((text) => () => entriesFrom(text)) };
}

const entriesText = ({ starts, numbers }: Entries): string =>
  JSON.stringify([starts, [...numbers].map(([section, keys]) => [section, [...keys]])]);

function entriesFrom(text: string): Entries {
  const [starts, sections]: [number[], [string, [string, number][]][]] = JSON.parse(text);
  return { starts, numbers: new Map(sections.map(([section, keys]) => [section, new Map(keys)])) };
}

/** Far from everything: what is not whole has another digest, and is not read. */
const isPacked = (value: unknown): value is Packed =>
  typeof value === 'object' && value !== null && 'settings' in value && 'blocks' in value;
