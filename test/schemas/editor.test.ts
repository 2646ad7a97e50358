import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountSchema } from '../../src/config/account-schema.js';
import { ACCOUNT_SCHEMA } from '../../src/config/generated/bundled-schemas.js';
import { CAPABILITY_WORDS, CATALOGUE, PAGES } from '../../src/model/index.js';
import { type Editor, openEditor, type Position } from './language-server.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const MODELINE = '# yaml-language-server: $schema=../../schemas/account.schema.json\n';

let editor: Editor;
beforeAll(async () => {
  editor = await openEditor(here);
});
afterAll(() => editor.close());

/** The text without its `|`, and where that stood: what a person has typed, and the cursor. */
function cursor(marked: string): { text: string; position: Position } {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  return {
    text: marked.replace('|', ''),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

const completions = (marked: string) => {
  const { text, position } = cursor(MODELINE + marked);
  return editor.complete(text, position);
};
const hover = (marked: string) => {
  const { text, position } = cursor(MODELINE + marked);
  return editor.hover(text, position);
};

const states = CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id }) => id);
const LEVELS = ['none', 'billing', 'accountant', 'technical', 'supervisor', 'admin'];

describe('an editor completes', () => {
  test('all 35 permissions of a profile and of a user', async () => {
    expect(await completions('profiles:\n  agent:\n    permissions:\n      |\n')).toEqual(states);
    expect(await completions('users:\n  ada@acme.example:\n    permissions:\n      |\n')).toEqual(states);
  });

  test('values of switches, choices and caller ids', async () => {
    const values = (permission: string) =>
      completions(`profiles:\n  agent:\n    permissions:\n      ${permission}: |\n`);
    expect(await values('snooze')).toEqual(['true', 'false']);
    expect(await values('playRecordings')).toEqual(['none', 'own', 'allIvr']);
    expect(await values('editCallerId')).toEqual(['false', 'assignedIvr', 'allIvr']);
  });

  test('the short and the long form of dashboard access', async () => {
    expect(await completions('users:\n  ada@acme.example:\n    dashboard: |\n')).toEqual(LEVELS);
    const keys = await completions('users:\n  ada@acme.example:\n    dashboard:\n      |\n');
    expect(keys).toEqual(expect.arrayContaining(['level', 'pages', 'scope']));
    expect(await completions('users:\n  ada@acme.example:\n    dashboard:\n      level: |\n')).toEqual(LEVELS);
    const pages = await completions(
      'profiles:\n  agent:\n    dashboard:\n      level: supervisor\n      pages:\n        |\n',
    );
    expect(pages).toEqual(PAGES.map(({ id }) => id));
    const access = await completions(
      'profiles:\n  agent:\n    dashboard:\n      level: supervisor\n      pages:\n        ivrs: |\n',
    );
    expect(access).toEqual(['none', 'read', 'write']);
  });

  test('keys of a user and of a file', async () => {
    expect(await completions('users:\n  ada@acme.example:\n    |\n')).toContain('profile');
    expect(await completions('|\n')).toEqual(['callerIds', 'profiles', 'users', 'groups', 'policies', 'tests']);
  });

  test('every capability, in policies and in tests', async () => {
    const capabilities = expect.arrayContaining([...CAPABILITY_WORDS]);
    expect(await completions('policies:\n  own:\n    deny: |\n')).toEqual(capabilities);
    expect(await completions('tests:\n  - nobody: |\n')).toEqual(capabilities);
  });
});

describe('an editor explains', () => {
  test.each([
    'snooze: true',
    'afterCallWorkDuration: 30s',
    'callRecordingVolume: 100%',
    'editCallerId: [allIvr]',
    'playRecordings: own',
  ])('the permission in %s, first with its effect', async (line) => {
    const id = line.split(':')[0];
    const effect = CATALOGUE.find((entry) => entry.id === id)?.effect;
    expect(await hover(`profiles:\n  agent:\n    permissions:\n      |${line}\n`)).toMatch(effect ?? 'missing');
  });

  test.each([
    ['from: 2026-12-01', 'First day'],
    ['until: 2027-02-28', 'Last day'],
    ['profile: agent', 'Id of the profile to link to'],
    ['extends: agent', 'to start from'],
    ['dashboard: supervisor', 'administrative dashboard'],
    ['dashboard: { level: supervisor }', 'administrative dashboard'],
    ['groups: [sales]', 'Ids of groups'],
    ['firstName: Ada', 'First name'],
  ])('the key in %s', async (line, words) => {
    expect(await hover(`users:\n  ada@acme.example:\n    |${line}\n`)).toContain(words);
  });
});

/** `|` stands where the mistake begins; the modeline is line 0. */
const typos: readonly [string, string][] = [
  ['a permission', 'profiles:\n  agent:\n    permissions:\n      |snoze: true\n'],
  ['a choice', 'profiles:\n  agent:\n    permissions:\n      playRecordings: |owm\n'],
  ['a percentage', 'profiles:\n  agent:\n    permissions:\n      callRecordingVolume: |101%\n'],
  ['a duration', 'profiles:\n  agent:\n    permissions:\n      afterCallWorkDuration: |30h\n'],
  ['a level', 'users:\n  ada@acme.example:\n    dashboard: |superviser\n'],
  [
    'a page',
    'users:\n  ada@acme.example:\n    dashboard:\n      level: supervisor\n      pages: { |activites: read }\n',
  ],
  [
    'the lines of a scope',
    'users:\n  ada@acme.example:\n    dashboard:\n      level: supervisor\n      scope: { lines: |directt }\n',
  ],
  ['a top-level key', '|user:\n  ada@acme.example: {}\n'],
  ['an address', 'users:\n  |ada.acme.example: {}\n'],
  ['a key of a user', 'users:\n  ada@acme.example:\n    |profil: agent\n'],
  ['a day', 'users:\n  ada@acme.example:\n    from: |2026-13-01\n'],
  ['an unquoted number', 'users:\n  ada@acme.example:\n    invite: { number: |+33199000001, plan: Business }\n'],
  ['a switch', 'groups:\n  sales: { openAccess: |"yes" }\n'],
];

test.each(typos)('an editor refuses a typo in %s at its line and column', async (_, marked) => {
  const { text, position } = cursor(MODELINE + marked);
  const diagnostics = await editor.diagnose(text);
  expect(diagnostics.map(({ range }) => range.start)).toEqual([position]);
});

test('an editor finds nothing wrong with the right spelling', async () => {
  const text = 'users:\n  ada@acme.example: { profile: agent, from: 2026-12-01, dashboard: accountant }\n';
  expect(await editor.diagnose(MODELINE + text)).toEqual([]);
});

describe('a schema made for one account', () => {
  const names = {
    profiles: ['sales-agent'],
    templates: ['base'],
    groups: ['sales', 'care'],
    callerIds: ['paris'],
    ivrs: ['Paris desk'],
  };
  let folder: string;
  let ours: Editor;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ringctl-schema-'));
    writeFileSync(join(folder, 'account.schema.json'), JSON.stringify(accountSchema(names, ACCOUNT_SCHEMA)));
    ours = await openEditor(folder);
  });
  afterAll(async () => {
    await ours.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const OURS = '# yaml-language-server: $schema=./account.schema.json\n';
  const complete = (marked: string) => {
    const { text, position } = cursor(OURS + marked);
    return ours.complete(text, position);
  };

  test('completes its profiles, templates, groups, lists and IVRs', async () => {
    expect(await complete('users:\n  ada@acme.example:\n    profile: |\n')).toEqual(['none', 'sales-agent']);
    expect(await complete('users:\n  ada@acme.example:\n    extends: |\n')).toEqual(['base', 'sales-agent']);
    expect(await complete('users:\n  ada@acme.example:\n    groups:\n      - |\n')).toEqual(['care', 'sales']);
    const list = await complete('profiles:\n  a:\n    permissions:\n      editCallerId:\n        - |\n');
    expect(list).toEqual(['assignedIvr', 'allIvr', 'paris']);
    const ivrs = await complete(
      'profiles:\n  a:\n    dashboard:\n      level: supervisor\n      scope:\n        ivrs:\n          - |\n',
    );
    expect(ivrs).toEqual(['Paris desk']);
  });

  test('refuses names that the account does not have, and numbers stay possible', async () => {
    const text =
      'users:\n  ada@acme.example:\n    permissions: { editCallerId: [paris, "+33199000009"] }\n    groups: [sales, crae]\n';
    const found = await ours.diagnose(OURS + text);
    expect(found.map(({ range }) => range.start)).toEqual([{ line: 4, character: 20 }]);
  });
});
