import { describe, expect, test } from 'vitest';
import { codeOwners, ownerAdvice } from '../../../src/run/github/code-owners.js';

const accounts = [{ dir: 'acme', globs: ['teams/sales/**', 'a b.yaml'] }];
const owners = { all: ['@acme/telephony'], byGlob: new Map([['teams/sales/**', ['@acme/sales-leads']]]) };

const PATH = '.github/CODEOWNERS';
const DECIDING = [
  { what: 'the files of acme', paths: ['acme/ringctl.yaml', 'acme/policies.yaml', 'acme/teams/sales/a.yaml'] },
  { what: 'the Action', paths: ['.github/actions/ringctl/action.yml', '.github/actions/ringctl/index.cjs'] },
];

describe('CODEOWNERS', () => {
  test('gives each pattern of files: its owner, and the rules to the owners of all', () => {
    expect(
      codeOwners('', accounts, owners)
        .split('\n')
        .filter((line) => line.startsWith('/')),
    ).toEqual([
      '/acme/** @acme/telephony',
      '/acme/teams/sales/** @acme/sales-leads',
      '/acme/a\\ b.yaml @acme/telephony',
      '/acme/ringctl.yaml @acme/telephony',
      '/.github/ @acme/telephony',
    ]);
  });

  test('leaves what others wrote, and writes its own part anew', () => {
    const first = codeOwners('docs/ @acme/writers', accounts, owners);
    expect(first.startsWith('docs/ @acme/writers\n# ringctl: begin\n')).toBe(true);
    const changed = codeOwners(`${first}/x @me\n`, [{ dir: '', globs: [] }], owners);
    expect(changed).toContain('docs/ @acme/writers\n');
    expect(changed).toContain('/x @me\n');
    expect(changed).toContain('/** @acme/telephony\n');
    expect(changed).not.toContain('/acme/');
    expect(codeOwners(changed, [{ dir: '', globs: [] }], owners)).toBe(changed);
  });

  test('what it wrote gives everything that decides an owner', () => {
    const states = (text: string | undefined) =>
      ownerAdvice(text === undefined ? undefined : { path: PATH, text }, DECIDING).map(({ state }) => state);
    expect(states(codeOwners('', accounts, owners))).toEqual(['good', 'good', 'good']);
    expect(states(undefined)).toEqual(['weak']);
    expect(states('/docs/ @acme/writers')).toEqual(['weak', 'weak', 'weak']);
    expect(states('* @acme/all')).toEqual(['good', 'good', 'good']);
  });

  test('a later line without owners takes them away, of each file that decides', () => {
    const weak = (line: string) =>
      ownerAdvice({ path: PATH, text: `* @acme/all\n${line}\n` }, DECIDING).filter(({ state }) => state === 'weak');
    for (const path of [PATH, ...DECIDING.flatMap(({ paths }) => paths)])
      expect(weak(`/${path}`)).toEqual([expect.objectContaining({ message: expect.stringContaining(`: ${path}.`) })]);
  });

  test('names five files that nobody owns, and counts the others', () => {
    const paths = Array.from({ length: 9 }, (_, index) => `acme/${index}.yaml`);
    const [, { message = '' } = {}] = ownerAdvice({ path: PATH, text: '/acme/0.yaml @a' }, [{ what: 'acme', paths }]);
    expect(message).toContain('8 of 9: acme/1.yaml');
    expect(message).toContain('acme/5.yaml and 3 more');
  });
});
