// The schemas as they stand in schemas/, and the walk that the tests need.
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../schemas/', import.meta.url);

export type Schema = { readonly [keyword: string]: unknown };

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function schemaFiles(): ReadonlyMap<string, Schema> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .sort();
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))]));
}

export interface Part {
  /** `account.schema.json/$defs/user/properties/from`. */
  readonly at: string;
  readonly schema: Schema;
  /** Whether it stands under `properties`: what an editor explains. */
  readonly isProperty: boolean;
}

const MAPS = ['properties', '$defs'];

/** Every subschema of every file. */
export function* parts(): Generator<Part> {
  for (const [name, schema] of schemaFiles()) yield* partsOf(schema, name, false);
}

function* partsOf(value: unknown, at: string, isProperty: boolean): Generator<Part> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* partsOf(item, `${at}/${index}`, false);
  if (!isSchema(value)) return;
  yield { at, schema: value, isProperty };
  for (const [keyword, inside] of Object.entries(value)) {
    if (MAPS.includes(keyword)) yield* membersOf(inside, `${at}/${keyword}`, keyword === 'properties');
    else if (!keyword.startsWith('x-') && keyword !== 'discriminator')
      yield* partsOf(inside, `${at}/${keyword}`, false);
  }
}

function* membersOf(map: unknown, at: string, isProperty: boolean): Generator<Part> {
  if (!isSchema(map)) return;
  for (const [name, schema] of Object.entries(map)) yield* partsOf(schema, `${at}/${name}`, isProperty);
}

/** What a `$ref` of one file means, or undefined when it leads nowhere inside schemas/. */
export function resolve(files: ReadonlyMap<string, Schema>, from: string, ref: string): Schema | undefined {
  const [file = '', pointer = ''] = ref.split('#');
  const start: unknown = files.get(file === '' ? from : file);
  const steps = pointer.split('/').filter(Boolean);
  const found = steps.reduce<unknown>((value, step) => (isSchema(value) ? value[step] : undefined), start);
  return isSchema(found) ? found : undefined;
}
