import { execFileSync } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../schemas/plan.schema.json' with { type: 'json' };
import type { Plan } from '../../src/model/index.js';
import { CONFIG, emptyDirectory, run, write } from './world.js';

const NAMES = ['ada', 'bob', 'cleo', 'dan', 'eve'];
const settings = (limits: string, people = '') => `${CONFIG}limits: { ${limits} }\n${people}`;
const users = (gone: number) =>
  `users:\n${NAMES.map((name, index) => `  ${name}@acme.example: { ${index < gone ? 'ensure: archived' : 'dashboard: none'} }\n`).join('')}`;

const STRICT = settings('removals: { percent: 5, atLeast: 1 }');
const LOOSE = settings('removals: { percent: 100, atLeast: 1 }');

/** What `plan --base` says of a change from one state of the files to another. */
async function changeOf(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const cwd = write(emptyDirectory(), before);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@acme.example', ...args], { cwd, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'base');
  write(cwd, after);
  const plan = (...words: string[]) => run(['plan', '--base', 'main', ...words], { cwd });
  const { code, out } = await plan('--format', 'json');
  const json: Plan = JSON.parse(out);
  return { code, json, plan, human: (await plan()).out, markdown: (await plan('--format', 'markdown')).out };
}

const before = { 'ringctl.yaml': STRICT, 'people.yaml': users(0) };

describe('a change that loosens a limit and uses it', () => {
  const after = { 'ringctl.yaml': LOOSE, 'people.yaml': users(3) };

  test('is refused by the limit of the base', async () => {
    const { code, json } = await changeOf(before, after);
    expect(code).toBe(4);
    expect(json.diagnostics.map((one) => one.code)).toEqual(['RULE_LOOSENED', 'LIMIT_EXCEEDED']);
    expect(json.diagnostics[0]).toMatchObject({
      severity: 'warning',
      source: { file: 'ringctl.yaml', line: 4 },
      related: [{ source: { file: 'ringctl.yaml', line: 4 } }],
    });
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validate(schema, json), ajv.errorsText()).toBe(true);
  });

  test('says so above every person, with both values and both places', async () => {
    const { human, markdown } = await changeOf(before, after);
    for (const text of [human, markdown]) {
      const at = (words: string) => text.indexOf(words);
      expect(at('1 rule is loosened')).toBeGreaterThan(0);
      expect(at('Limit "removals" is loosened: 5 % or 1 person before, 100 % or 1 person')).toBeGreaterThan(0);
      expect(at('removals" is')).toBeLessThan(at('ada@acme.example'));
      expect(text.match(/RULE_LOOSENED/)).toBeNull();
    }
    expect(human).toContain('      ringctl.yaml:4, before ringctl.yaml:4\n');
    expect(markdown).toContain('<br>`ringctl.yaml:4`, before `ringctl.yaml:4`\n');
  });
});

describe('a change of rules alone', () => {
  test('is no quiet "no changes"', async () => {
    const { code, human, markdown } = await changeOf(before, { 'ringctl.yaml': LOOSE });
    expect(code).toBe(0);
    expect(human).toMatch(/^! 1 rule is loosened$/m);
    expect(human).toMatch(/^No changes\. Both revisions ask for the same\.$/m);
    expect(markdown).toContain('### `acme`: no changes, !&nbsp;1 rule is loosened\n\n> [!WARNING]\n');
  });

  test('that makes them stricter is told as well, and is no risk', async () => {
    const { human, markdown } = await changeOf({ ...before, 'ringctl.yaml': LOOSE }, { 'ringctl.yaml': STRICT });
    expect(human).toMatch(/^1 rule is changed, none is loosened$/m);
    expect(human).toContain('Limit "removals" is tightened');
    expect(human).not.toContain('!');
    expect(markdown).toContain('### `acme`: no changes\n\n> [!NOTE]\n');
  });

  test('is said of a login too, which no mask lets through as a person', async () => {
    const people = 'people: { x: eve@acme.example }\n';
    const { human, plan } = await changeOf(before, { 'ringctl.yaml': STRICT + people });
    expect(human).toContain('! Login "x" is added: nobody before, eve@acme.example now.');
    expect((await plan('--mask-personal-data')).out).not.toContain('eve@');
  });

  test('has no way to speak in our name: what others wrote stands in code spans', async () => {
    const glob = '"**`](x) @acme/security | ok"';
    const after = { 'ringctl.yaml': `${STRICT}files: { ${glob}: { kinds: [users] } }\n` };
    const { markdown } = await changeOf(before, after);
    const line = markdown.split('\n').find((text) => text.startsWith('- ')) ?? '';
    expect(line).toContain('@acme/security');
    expect(line.replace(/`[^`]*`/g, '')).not.toMatch(/@|\||\]\(/);
  });
});
