import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read-config.js';
import { CATALOGUE, canonicalJson, type Desired } from '../../src/model/index.js';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const switches = CATALOGUE.filter(({ kind }) => kind === 'switch').map((entry) => entry.id);
const permissions = fc.dictionary(fc.constantFrom(...switches), fc.boolean(), { maxKeys: 6 });
const dashboard = fc.oneof(
  fc.constantFrom('none', 'technical', 'supervisor'),
  fc.record({
    level: fc.constantFrom('supervisor', 'technical'),
    pages: fc.dictionary(fc.constantFrom('users', 'logs', 'activity'), fc.constantFrom('read', 'write', 'none')),
  }),
);
const groups = fc.uniqueArray(fc.constantFrom('sales', 'care', 'field'));
const profile = fc.record({ permissions, dashboard, groups }, { requiredKeys: [] });
const user = fc.oneof(
  fc.record({ profile: id.map((name) => `p-${name}`), dashboard, groups }, { requiredKeys: ['profile'] }),
  fc.record({ extends: id.map((name) => `t-${name}`), permissions, dashboard, groups }, { requiredKeys: ['extends'] }),
  fc.record({ permissions, firstName: fc.constantFrom('Ada', 'Ben') }, { requiredKeys: [] }),
);

interface Definition {
  readonly section: string;
  readonly key: string;
  readonly value: unknown;
}

const named = <T>(section: string, prefix: string, value: fc.Arbitrary<T>, suffix = '') =>
  fc
    .tuple(...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => fc.tuple(fc.constant(`${prefix}${name}${suffix}`), value)))
    .map((all): readonly Definition[] => all.map(([key, one]) => ({ section, key, value: one })));

const account = fc
  .tuple(
    named('profiles', 'p-', profile),
    named(
      'profiles',
      't-',
      profile.map((one) => ({ ...one, template: true })),
    ),
    named('users', 'user.', user, '@acme.example'),
    fc.constant(['sales', 'care', 'field'].map((key) => ({ section: 'groups', key, value: { openAccess: true } }))),
  )
  .map((all): readonly Definition[] => all.flat());

/** The definitions in a given order, spread over files. */
function filesOf(definitions: readonly Definition[], files: readonly number[]) {
  const contents = new Map<string, Record<string, Record<string, unknown>>>();
  for (const [index, { section, key, value }] of definitions.entries()) {
    const path = `file${files[index % files.length] ?? 0}.yaml`;
    const content = contents.get(path) ?? {};
    content[section] = { ...content[section], [key]: value };
    contents.set(path, content);
  }
  const encode = (text: string) => new TextEncoder().encode(text);
  const settings = { path: 'ringctl.yaml', bytes: encode('version: 1\naccount: acme\n') };
  return [settings, ...[...contents].map(([path, content]) => ({ path, bytes: encode(dump(content)) }))];
}

function desiredOf(files: ReturnType<typeof filesOf>): string {
  const checked = readConfig({ files, diagnostics: [] });
  if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics[0]));
  const { users, profiles, groups: all }: Desired = checked.value.desired;
  const withoutPlace = (value: object) => ({ ...value, at: undefined });
  return canonicalJson(
    [[...users], [...profiles], [...all]].map((map) => map.map(([key, value]) => [key, withoutPlace(value)])),
  );
}

/** Keys of every mapping the other way round. */
function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('what is desired', () => {
  test('does not depend on the order of files and keys, nor on which file a definition stands in', () => {
    let moved = 0;
    const orders = fc.array(fc.nat(4), { minLength: 1, maxLength: 7 });
    const property = fc.property(account, fc.nat(), orders, (definitions, seed, files) => {
      const turn = seed % definitions.length;
      const shuffled = [...definitions.slice(turn), ...definitions.slice(0, turn)].map((one) => ({
        ...one,
        value: reversed(one.value),
      }));
      if (turn > 0 && new Set(files).size > 1) moved += 1;
      expect(desiredOf(filesOf(shuffled, files).reverse())).toBe(desiredOf(filesOf(definitions, [0])));
    });
    fc.assert(property, { numRuns: 100 });
    expect(moved).toBeGreaterThan(30);
  });

  test('has one digest for the same files in any order, and another for any other byte', () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const digest = (...texts: readonly string[]) => {
      const files = texts.map((text, index) => ({ path: `${index}.yaml`, bytes: encode(text) }));
      const settings = { path: 'ringctl.yaml', bytes: encode('version: 1\naccount: acme\n') };
      const digests = [
        [settings, ...files],
        [...files, settings],
      ].map((all) => {
        const checked = readConfig({ files: all, diagnostics: [] });
        return checked.ok ? checked.value.desired.filesDigest : undefined;
      });
      expect(digests[0]).toBe(digests[1]);
      return digests[0];
    };
    const all = [
      digest('users: {}'),
      digest('users: {} '),
      digest('users: {}', ''),
      digest('', 'users: {}'),
      digest('users: {}', '# x'),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
