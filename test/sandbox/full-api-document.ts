import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isObject } from './requests.js';

/** The OpenAPI document of the full API, and what of it the tests ask for. */
type Node = Readonly<Record<string, unknown>>;

const FILE = new URL('../../schemas/full-api.openapi.json', import.meta.url);

export interface Operation {
  readonly method: string;
  /** As the document writes it: `/users/{id}`. */
  readonly path: string;
  readonly refusals: readonly string[];
  readonly statuses: readonly number[];
  /** Names of the parameters, with where they stand: `header If-Match`. */
  readonly parameters: readonly string[];
  readonly isTagged: (status: number) => boolean;
  /** Undefined where no body is described. */
  readonly takes: ((body: unknown) => boolean) | undefined;
  readonly answer: (status: number) => ValidateFunction | undefined;
}

export interface ApiDocument {
  readonly operations: readonly Operation[];
  /** The operation that a line such as `GET /users/7?fields=email` asks for. */
  readonly operationOf: (line: string) => Operation | undefined;
  readonly node: (pointer: string) => Node;
}

export function readApiDocument(): ApiDocument {
  const root = asNode(JSON.parse(readFileSync(FILE, 'utf8')));
  const node = (pointer: string): Node =>
    pointer
      .replace(/^#?\//, '')
      .split('/')
      .reduce((inside, step) => asNode(inside[step.replaceAll('~1', '/')]), root);
  const resolved = (given: unknown): Node => {
    const { $ref } = asNode(given);
    return typeof $ref === 'string' ? node($ref) : asNode(given);
  };
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
  ajv.addSchema(withDefinitions(root), 'api');
  const compiled = new Map<string, ValidateFunction>();
  const compile = (schema: unknown) => {
    const text = JSON.stringify(schema);
    const validate = compiled.get(text) ?? ajv.compile(withDefinitionsOf(schema));
    compiled.set(text, validate);
    return validate;
  };
  const operations = Object.entries(asNode(root.paths)).flatMap(([path, methods]) =>
    Object.entries(asNode(methods)).map(([method, operation]) =>
      operationFrom({ path, method: method.toUpperCase(), operation: asNode(operation), resolved, compile }),
    ),
  );
  return {
    operations,
    node,
    operationOf: (line) => operations.find((operation) => asks(line, operation, operations)),
  };
}

export const asNode = (value: unknown): Node => (isObject(value) ? value : {});

/** The schemas as one document of JSON Schema, so that OpenAPI's own words need not be known. */
function withDefinitions(root: Node): Node {
  return asNode(moved({ $defs: asNode(asNode(root.components).schemas) }, '#/$defs/'));
}

const withDefinitionsOf = (schema: unknown): Node => asNode(moved(schema, 'api#/$defs/'));

function moved(value: unknown, to: string): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, to));
  if (!isObject(value)) return value;
  const pairs = Object.entries(value).map(([name, inside]) => [
    name,
    name === '$ref' ? String(inside).replace('#/components/schemas/', to) : moved(inside, to),
  ]);
  return Object.fromEntries(pairs);
}

interface Described {
  readonly path: string;
  readonly method: string;
  readonly operation: Node;
  readonly resolved: (given: unknown) => Node;
  readonly compile: (schema: unknown) => ValidateFunction;
}

function operationFrom({ path, method, operation, resolved, compile }: Described): Operation {
  const responses = asNode(operation.responses);
  const schemaOf = (given: unknown) => asNode(asNode(asNode(given).content)['application/json']).schema;
  const parameters = Array.isArray(operation.parameters) ? operation.parameters.map(resolved) : [];
  const body = schemaOf(operation.requestBody);
  const response = (status: number) => resolved(responses[status]);
  return {
    method,
    path,
    refusals: Array.isArray(operation['x-refusals']) ? operation['x-refusals'].map(String) : [],
    statuses: Object.keys(responses).map(Number),
    parameters: parameters.map((parameter) => `${parameter.in} ${parameter.name}`),
    isTagged: (status) => Object.hasOwn(asNode(response(status).headers), 'ETag'),
    takes: body === undefined ? undefined : (given) => compile(body)(given),
    answer: (status) => {
      const schema = schemaOf(response(status));
      return schema === undefined ? undefined : compile(schema);
    },
  };
}

function asks(line: string, { method, path }: Operation, all: readonly Operation[]): boolean {
  const [asked, address = ''] = line.split(' ');
  const [plain] = address.split('?');
  if (asked !== method) return false;
  if (all.some((other) => other.method === method && other.path === plain)) return path === plain;
  return new RegExp(`^${path.replaceAll('{id}', '[^/]+')}$`).test(plain ?? '');
}
