import { describe, expect, test } from 'vitest';
import { withinCpu } from '../support/cpu-time.js';
import { parts, resolve, type Schema, schemaFiles } from './schema-files.js';
import { strictAjv, validatorOf } from './validators.js';

const files = schemaFiles();
const all = [...parts()];
const fileOf = (at: string) => at.slice(0, at.indexOf('/') < 0 ? undefined : at.indexOf('/'));

describe('every schema', () => {
  test('compiles in strict mode', () => {
    const ajv = strictAjv();
    expect([...files.keys()].filter((name) => ajv.getSchema(name) === undefined)).toEqual([]);
    expect(files.size).toBe(8);
  });

  test('refers only to what is inside schemas/, and has nothing beside a $ref', () => {
    const refs = all.filter(({ schema }) => typeof schema.$ref === 'string');
    expect(refs.filter(({ at, schema }) => !resolve(files, fileOf(at), String(schema.$ref)))).toEqual([]);
    expect(refs.filter(({ schema }) => Object.keys(schema).length > 1)).toEqual([]);
    expect(refs.length).toBeGreaterThan(50);
  });

  test('has no $id, no title, no uniqueItems and no type null', () => {
    const unwanted = ['$id', 'title', 'uniqueItems', 'default'];
    expect(all.filter(({ schema }) => unwanted.some((keyword) => keyword in schema))).toEqual([]);
    expect(all.filter(({ schema }) => JSON.stringify(schema.type ?? '').includes('null'))).toEqual([]);
  });

  test('describes every property', () => {
    const described = ({ at, schema }: { at: string; schema: Schema }): boolean => {
      if (typeof schema.$ref !== 'string') return typeof schema.description === 'string' && schema.description !== '';
      const target = resolve(files, fileOf(at), schema.$ref);
      return target !== undefined && typeof target.description === 'string';
    };
    const properties = all.filter(({ isProperty, at }) => isProperty && !/\/(if|then|else)\//.test(at));
    expect(properties.filter((part) => !described(part)).map(({ at }) => at)).toEqual([]);
    expect(properties.length).toBeGreaterThan(150);
  });

  test('closes every object that names its keys', () => {
    const open = all.filter(
      ({ schema, at }) => schema.type === 'object' && schema.properties && !/\/(if|not)$/.test(at),
    );
    expect(open.filter(({ schema }) => schema.additionalProperties !== false)).toEqual([]);
  });
});

describe('every pattern', () => {
  const patterns = all.filter(({ schema }) => typeof schema.pattern === 'string');
  const attacks = (size: number) => [
    'a'.repeat(size),
    '0'.repeat(size),
    '@'.repeat(size),
    'a@'.repeat(size / 2),
    `${'a'.repeat(size - 1)}@`,
    `${'a'.repeat(size - 1)}!`,
    `+3${'3'.repeat(size - 2)} `,
    `sha256:${'0'.repeat(size)}`,
    `${'1m'.repeat(size / 2)}x`,
    `${' '.repeat(size - 1)}\n`,
  ];

  test.each([...new Set(patterns.map(({ schema }) => String(schema.pattern)))])('%s takes linear time', (pattern) => {
    const expression = new RegExp(pattern, 'u');
    for (const text of attacks(50_000)) withinCpu(200, () => expression.test(text));
  });

  test('has a maxLength before it, unless it is the plan that ringctl writes itself', () => {
    const unbounded = patterns.filter(({ at, schema }) => {
      const keywords = Object.keys(schema);
      const isBounded = keywords.includes('maxLength') && keywords.indexOf('maxLength') < keywords.indexOf('pattern');
      return !isBounded && !at.startsWith('plan.schema.json');
    });
    expect(unbounded).toEqual([]);
  });
});

describe('a description of the catalogue', () => {
  const permissions = all.filter(({ at }) => /^permissions\.schema\.json\/properties\/[A-Za-z]+$/.test(at));

  test('names label, position, needs and initial value as the catalogue has them', () => {
    expect(permissions).toHaveLength(35);
    const facts = permissions.map(({ at, schema }) => ({
      at,
      text: String(schema.description),
      ...Object(schema['x-permission']),
    }));
    expect(facts.filter(({ text, label, position }) => !text.includes(`"${label}", number ${position}.`))).toEqual([]);
    expect(facts.filter(({ text, needs }) => needs.some((id: string) => !text.includes(`\`${id}\``)))).toEqual([]);
    const sent = ({ kind, initial }: { kind: string; initial: unknown }) =>
      kind === 'callerIds' || kind === 'duration' ? 'false' : kind === 'percentage' ? `${initial}%` : String(initial);
    expect(facts.filter((fact) => !fact.text.includes(`ringctl sends \`${sent(fact)}\` (our assumption)`))).toEqual([]);
  });
});

test('the plan schema accepts a plan with unknown values, releases and steps by hand, and refuses anything more', () => {
  const validate = validatorOf('plan.schema.json');
  const source = { file: 'users.yaml', line: 3, column: 5 };
  const step = {
    id: 'ab12',
    after: [],
    key: 'user:ada@acme.example',
    operation: 'setPermissions',
    input: {},
    precondition: {},
  };
  const field = { path: 'permissions.snooze', before: { unknown: 'unreadable' }, after: true, mode: 'by-hand' };
  const change = {
    key: 'user:ada@acme.example',
    kind: 'user',
    action: 'update',
    fields: [field],
    source,
    reason: 'stated',
  };
  const plan = {
    formatVersion: 1,
    tool: { name: 'ringctl', version: '1.0.0' },
    account: 'acme',
    provider: 'sandbox',
    digest: `sha256:${'0'.repeat(64)}`,
    createdAt: '2026-11-22T01:46:00.000Z',
    inputs: { at: '2026-11-22', targets: [], excludes: [], allowDelete: false, filesDigest: 'a'.repeat(64) },
    summary: { add: 0, change: 1, destroy: 0, byHand: 1, released: 1, unmanaged: 4 },
    changes: [change],
    steps: [{ ...step, mode: 'by-hand', requests: 0, digest: '0'.repeat(64) }],
    released: [{ key: 'profile:Sales agent', path: 'permissions.snooze', value: true, source }],
    coverage: { automatic: 1, byHand: 1, unreadable: 1, recorded: 0, unmanaged: 4 },
    diagnostics: [],
  };
  expect(validate(plan), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...plan, more: 1 })).toBe(false);
  expect(validate({ ...plan, changes: [{ ...change, action: 'delete' }] })).toBe(false);
  expect(validate({ ...plan, changes: [{ ...change, action: 'delete', how: 'archive' }] })).toBe(true);
  expect(validate({ ...plan, changes: [{ ...change, how: 'archive' }] })).toBe(false);
  expect(validate({ ...plan, changes: [{ ...change, fields: [{ ...field, before: { unknown: 'lost' } }] }] })).toBe(
    false,
  );
  expect(validate({ ...plan, changes: [{ ...change, fields: [{ ...field, after: { unknown: 'offline' } }] }] })).toBe(
    false,
  );
  expect(validate({ ...plan, steps: [{ ...plan.steps[0], operation: 'explode' }] })).toBe(false);
});
