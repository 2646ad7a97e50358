import type { Contents } from '../config/read-config.js';

/** What people have in common. None of it is a number where a person states it. */
const SHARED = ['permissions', 'dashboard', 'groups'] as const;

type Packed = Contents & { readonly blocks: readonly unknown[] };

/** Contents as JSON in which equal blocks of people stand once, and their number stands with each person: that is read sooner. */
export function packed({ settings, files }: Contents): string {
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
  return `{"settings":${JSON.stringify(settings)},"files":${JSON.stringify(written)},"blocks":[${[...numbers.keys()].join(',')}]}`;
}

/** The contents again: blocks that are equal are one object. Undefined where the text is something else. */
export function unpacked(text: string): Contents | undefined {
  const value: unknown = JSON.parse(text);
  if (!isPacked(value)) return undefined;
  const { settings, files, blocks } = value;
  for (const { content } of files) {
    for (const person of Object.values(content.users ?? {})) {
      for (const field of SHARED) {
        const number: unknown = person[field];
        if (typeof number === 'number') Reflect.set(person, field, blocks[number]);
      }
    }
  }
  return { settings, files };
}

/** Far from everything: what is not whole has another digest, and is not read. */
const isPacked = (value: unknown): value is Packed =>
  typeof value === 'object' && value !== null && 'settings' in value && 'files' in value && 'blocks' in value;
