import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE, LEVELS, PAGES } from '../../src/model/index.js';
import { openForSeed } from '../../src/sandbox/account-file.js';
import { createApp } from '../../src/sandbox/api/app.js';
import { WRITES } from '../../src/sandbox/api/routes.js';
import { type AccountSeed, memorySandbox, REFUSALS, type Sandbox, type SeedName } from '../../src/sandbox/index.js';
import { asNode, type Operation, readApiDocument } from './full-api-document.js';
import { CASES } from './refusal-cases.js';
import { caller, isObject, OFFICE, type Said, type Sending } from './requests.js';
import { STAFFED } from './staff-cases.js';
import { VALID } from './valid-requests.js';

const document = readApiDocument();
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
const statusOf = (code: string) => Object.entries(REFUSALS).find(([known]) => known === code)?.[1].status;

describe('the document of the full API', () => {
  it('describes every route, and nothing that is not routed', async () => {
    const database = await openForSeed(':memory:');
    const { routes } = createApp({ database, clock: () => new Date(0) });
    database.close();
    const routed = routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace('/full/v1', '').replaceAll(':id', '{id}')}`);
    expect(document.operations.map(nameOf).toSorted()).toEqual(routed.toSorted());
    expect(routed.length).toBeGreaterThan(40);
  });

  it('names an operation once', () => {
    const ids = Object.values(document.node('/paths')).flatMap((methods) =>
      Object.values(asNode(methods)).map((operation) => asNode(operation).operationId),
    );
    expect(new Set(ids).size).toBe(document.operations.length);
  });

  it('has every refusal with its sentence, each under its status', () => {
    const codes = document.node('/components/schemas/RefusalCode').oneOf;
    const sentences = Object.entries(REFUSALS).map(([code, { sentence }]) => ({ const: code, description: sentence }));
    expect(codes).toEqual(sentences);
    const listed = Object.entries(document.node('/components/responses')).flatMap(([name]) => {
      const at = `/components/responses/${name}/content/application~1json/schema/properties/error/properties/code`;
      const { enum: given } = document.node(at);
      return Array.isArray(given) ? given : [];
    });
    expect(listed.toSorted()).toEqual(Object.keys(REFUSALS).toSorted());
  });

  it.each(document.operations.map((operation) => [nameOf(operation), operation] as const))(
    '%s: has an answer for the status of each of its refusals',
    (_name, { refusals, statuses }) => {
      const wanted = [...new Set(refusals.map(statusOf)), 500];
      expect(statuses.filter((status) => status >= 300).toSorted()).toEqual(wanted.toSorted());
      expect(statuses.filter((status) => status < 300)).toHaveLength(1);
      expect(refusals).toEqual(expect.arrayContaining(['KEY_MISSING', 'KEY_MAY_NOT']));
    },
  );

  it('asks for If-Match where the routes do', () => {
    const matched = document.operations.filter(({ parameters }) => parameters.includes('header If-Match'));
    const wanted = WRITES.filter(({ match }) => match).map(({ method, path }) => `${method} ${path}`);
    expect(matched.map(nameOf).toSorted()).toEqual(wanted.map((name) => name.replaceAll(':id', '{id}')).toSorted());
    for (const { refusals } of document.operations)
      expect(refusals.includes('CHANGED_SINCE')).toBe(matched.some((operation) => operation.refusals === refusals));
  });

  it('has the permissions, pages and levels of the catalogue', () => {
    const permissions = CATALOGUE.filter(({ kind }) => kind !== 'action');
    for (const schema of ['Permissions', 'AllPermissions'])
      expect(Object.keys(asNode(document.node(`/components/schemas/${schema}`).properties))).toEqual(
        permissions.map(({ id }) => id),
      );
    expect(document.node('/components/schemas/AllPermissions').required).toEqual(permissions.map(({ id }) => id));
    for (const { id, minimum, maximum, choices } of permissions) {
      const schema = document.node(`/components/schemas/Permissions/properties/${id}`);
      expect([id, schema.maximum, schema.enum]).toEqual([id, maximum, choices]);
      if (schema.type === 'integer') expect(schema.minimum).toBe(minimum ?? 0);
    }
    const pages = Object.keys(asNode(document.node('/components/schemas/Pages').properties));
    expect(pages).toEqual(PAGES.map(({ id }) => id));
    expect(document.node('/components/schemas/Level').enum).toEqual(LEVELS);
  });
});

/** What is wrong with an answer by the document; nothing where it is as described. */
function faultsOf(line: string, said: Said): readonly unknown[] {
  const operation = document.operationOf(line);
  if (!operation) return [`${line} is not described`];
  const { status, body, etag, code } = said;
  if (!operation.statuses.includes(status)) return [`${line} answers ${status}`];
  if (code !== undefined && !operation.refusals.includes(code)) return [`${line} is refused with ${code}`];
  if (operation.isTagged(status) !== (etag !== null)) return [`${line} has the tag ${etag}`];
  const answer = operation.answer(status);
  if (!answer) return body === undefined ? [] : [`${line} has a body`];
  return answer(body) ? [] : [line, answer.errors];
}

describe.each<[string, SeedName | AccountSeed]>([
  ['the office', STAFFED],
  ['acme', 'acme'],
])('what %s answers', (_name, seed) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await memorySandbox(seed);
  });
  afterAll(() => sandbox.close());

  it('to every read is as described', async () => {
    const call = caller(sandbox);
    await call('POST /groups', { body: { name: 'Later', openAccess: false } });
    const reads = document.operations.filter(({ method }) => method === 'GET').map(({ path }) => path);
    const lines = reads.flatMap((path) =>
      path.includes('{id}') ? ['1', '2', '6'].map((id) => path.replace('{id}', id)) : [path, `${path}?limit=2`],
    );
    const narrowed = [
      '/users/6?fields=email,groups',
      '/users/6/permissions?keys=snooze,editCallerId',
      '/profiles/1/template?fields=groups',
      '/action-log?latest=true&limit=1',
    ];
    for (const line of [...lines, ...narrowed].map((path) => `GET ${path}`))
      expect(faultsOf(line, await call(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(40);
  });
});

describe('writes', () => {
  it.each(Object.entries(VALID))(
    '%s: takes what is described, and answers so',
    async (route, { line, body, expect: current }) => {
      const sandbox = await memorySandbox(OFFICE);
      const said = await caller(sandbox)(line, { body, expect: current });
      sandbox.close();
      expect(faultsOf(line, said)).toEqual([]);
      expect(said.status).toBeLessThan(300);
      const operation = document.operationOf(line);
      expect(operation && nameOf(operation)).toBe(route.replaceAll(':id', '{id}'));
      expect(operation?.takes?.(body)).toBe(body && true);
    },
  );
});

describe('refusals', () => {
  it('have codes that the route describes, and bodies of the one form', async () => {
    const sandbox = await memorySandbox(STAFFED);
    const met = new Set<string>();
    for (const [code, line, sending] of CASES) {
      if (line === 'GET /nothing') continue;
      const said = await caller(sandbox)(line, sending);
      expect(faultsOf(line, said)).toEqual([]);
      met.add(code);
    }
    sandbox.close();
    expect(met).toEqual(new Set(Object.keys(REFUSALS)));
  });

  it('of bodies are foreseen: what has not the fields is not as described either', () => {
    const objects = CASES.flatMap(([code, line, { body }]: readonly [string, string, Sending]) =>
      code === 'BODY_INVALID' && isObject(body) ? [{ line, body }] : [],
    );
    expect(objects.filter(({ line, body }) => document.operationOf(line)?.takes?.(body) !== false)).toEqual([]);
    expect(objects.length).toBeGreaterThan(8);
  });
});
