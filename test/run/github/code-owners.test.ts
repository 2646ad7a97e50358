import { describe, expect, test } from 'vitest';
import { codeOwners, ownerAdvice } from '../../../src/run/github/code-owners.js';

const accounts = [{ dir: 'acme', globs: ['teams/sales/**', 'a b.yaml'] }];
const owners = { all: ['@acme/telephony'], byGlob: new Map([['teams/sales/**', ['@acme/sales-leads']]]) };

const PATH = '.github/CODEOWNERS';

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
      ownerAdvice(text === undefined ? undefined : { path: PATH, text }, accounts).map(({ state }) => state);
    expect(new Set(states(codeOwners('', accounts, owners)))).toEqual(new Set(['good']));
    expect(states(undefined)).toEqual(['weak']);
    expect(new Set(states('/docs/ @acme/writers'))).toEqual(new Set(['weak']));
    expect(states('* @acme/all')).not.toContain('weak');
  });

  test('a later line without owners takes them away', () => {
    const weak = (line: string) =>
      ownerAdvice({ path: PATH, text: `* @acme/all\n${line}\n` }, accounts).filter(({ state }) => state === 'weak');
    for (const path of ['acme/ringctl.yaml', PATH, '.github/actions/ringctl/index.cjs'])
      expect(weak(`/${path}`)).toEqual([expect.objectContaining({ message: expect.stringContaining(path) })]);
  });
});
