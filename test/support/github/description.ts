// GitHub's published description of its API, cut down to what the Action uses: @octokit/openapi, MIT, see LICENSE beside it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

interface Operation {
  readonly body?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const description: Description = JSON.parse(
  readFileSync(fileURLToPath(new URL('openapi.json', import.meta.url)), 'utf8'),
);

export const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
formats.default(ajv);
ajv.addSchema({ $id: 'github', components: readable(description.components) });
const compiled = new Map<unknown, ValidateFunction>();

/** What is wrong with a value by a schema of the description; nothing when it is right. */
export function faults(schema: unknown, value: unknown): readonly string[] {
  const validate = compiled.get(schema) ?? ajv.compile(pointed(schema));
  compiled.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const pointed = (schema: unknown): Schema =>
  JSON.parse(JSON.stringify(readable(schema)).replaceAll('"#/components/', '"github#/components/'));

/** OpenAPI says `nullable` beside a reference too, where JSON Schema has no such word. */
function readable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(readable);
  if (!isSchema(schema)) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, readable(value)]),
  );
  if (nullable !== true) return nullable === undefined ? rest : { nullable, ...rest };
  return typeof rest.type === 'string' ? { ...rest, nullable } : { anyOf: [rest, { type: 'null' }] };
}

/** A value of a schema with what it must have and no more, and over it what a test knows. */
export function sample(schema: unknown, over: unknown = undefined): unknown {
  const found = resolved(schema);
  if (found.type === 'array') return Array.isArray(over) ? over.map((one) => sample(found.items, one)) : [];
  if (Array.isArray(over) || over === null || (over !== undefined && typeof over !== 'object')) return over;
  const properties = isSchema(found.properties) ? found.properties : undefined;
  if (!properties) return over ?? plain(found);
  if (over === undefined && found.nullable === true) return null;
  const known = isSchema(over) ? over : {};
  const required = Array.isArray(found.required) ? found.required.map(String) : [];
  const names = new Set([...required, ...Object.keys(known)]);
  return Object.fromEntries([...names].map((name) => [name, sample(properties[name] ?? {}, known[name])]));
}

function resolved(schema: unknown): Schema {
  if (!isSchema(schema)) return {};
  if (typeof schema.$ref === 'string')
    return resolved(description.components.schemas[schema.$ref.replace('#/components/schemas/', '')]);
  const { allOf, anyOf, oneOf } = schema;
  const [first] = [allOf, anyOf, oneOf].find(Array.isArray) ?? [];
  return first === undefined || schema.properties !== undefined
    ? schema
    : { ...resolved(first), nullable: schema.nullable };
}

function plain({ type, enum: values, format, nullable }: Schema): unknown {
  if (nullable === true || (Array.isArray(type) && type.includes('null'))) return null;
  if (Array.isArray(values)) return values[0];
  if (type === 'integer' || type === 'number') return 0;
  if (type === 'boolean') return false;
  if (type === 'object') return {};
  if (format === 'date-time') return '2026-11-22T09:00:00Z';
  return format === 'uri' ? 'https://github.example/' : '';
}
