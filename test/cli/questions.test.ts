import { describe, expect, test } from 'vitest';
import { CONFIG, emptyDirectory, run, write } from './world.js';

const FILES = {
  'ringctl.yaml': CONFIG,
  'profiles.yaml': `profiles:
  base: { template: true, permissions: { snooze: true } }
  agent: { name: Agent, extends: base, dashboard: none, permissions: { playRecordings: own, showDownloadButton: false } }
`,
  'groups.yaml': 'groups: { sales: { name: "=Sales" }, care: { name: Care } }\n',
  'users.yaml': `users:
  ada@acme.example: { firstName: Ada, lastName: Byron, profile: agent, groups: [sales] }
  bo@acme.example: { firstName: Bo, lastName: Ek, profile: agent, groups: [care], until: 2026-12-31 }
  cy@acme.example:
    firstName: Cy
    lastName: Oz
    groups: [sales]
    dashboard: { level: supervisor, pages: { logs: read }, scope: { groups: [sales] } }
    permissions: { playRecordings: none, showDownloadButton: true }
  di@acme.example: { firstName: Di, lastName: Ray, profile: agent, ensure: archived }
`,
};

const directory = (files: Readonly<Record<string, string>> = FILES) => write(emptyDirectory(), files);

/** Without an embedded account: whatever answers, asks the files alone. */
const ask = (...words: readonly string[]) => run(words, { cwd: directory() });

async function json(...words: readonly string[]) {
  const { code, out, err } = await ask(...words, '--format', 'json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out);
}

describe('questions', () => {
  test.each<[readonly string[], string | undefined]>([
    [['who-can', 'recordings.pley'], 'recordings.play'],
    [['who-can', 'recordings.play', '--in', 'sale'], 'sales'],
    [['who-can', 'calls.listen(salles)'], 'sales'],
    [['who-can', 'calls.listen(user:adda@acme.example)'], 'ada@acme.example'],
    [['who-can', 'billing.see(sales)'], undefined],
    [['who-can', 'calls.listen(sales)', '--in', 'care'], undefined],
    [['access', 'adaa@acme.example'], 'ada@acme.example'],
    [['access'], undefined],
    [['access', 'ada@acme.example', '--all'], undefined],
    [['access', 'ada@acme.example', '--about', 'integrations'], undefined],
    [['explain', 'agnet'], 'agent'],
    [['explain', 'base'], undefined],
    [['explain', 'ada@acme.example', 'snoze'], 'snooze'],
    [['explain', 'sales', 'snooze'], undefined],
    [['why-not', 'adaa@acme.example', 'billing.see'], 'ada@acme.example'],
    [['why-not', 'ada@acme.example', 'biling.see'], 'billing.see'],
  ])('%j is refused with 1, and nothing is answered', async (words, meant) => {
    const { code, out, err } = await ask(...words);
    expect([code, out]).toEqual([1, '']);
    if (meant !== undefined) expect(err).toContain(`Did you mean "${meant}"?`);
  });

  test('files that are invalid end with 3', async () => {
    const cwd = directory({ ...FILES, 'more.yaml': 'users: { x@acme.example: { profile: nobody } }\n' });
    for (const words of [['who-can', 'billing.see'], ['coverage'], ['access', '--all']])
      expect((await run(words, { cwd })).code).toBe(3);
  });

  test('an account that is not there ends with 8, where it is asked', async () => {
    expect((await ask('who-can', 'billing.see', '--live')).code).toBe(8);
  });

  test('who-can tells of whom, through what, and the line', async () => {
    const { holders, ...head } = await json('who-can', 'recordings.play', '--in', 'sales');
    expect(head).toEqual({
      formatVersion: 1,
      account: 'acme',
      basis: { of: 'files', at: '2026-11-22' },
      question: 'who-can',
      capability: 'recordings.play',
      in: '=Sales',
    });
    expect(holders).toMatchObject([
      {
        user: 'user:cy@acme.example',
        privileged: true,
        ways: [
          { of: { count: 1 }, through: { kind: 'dashboard' }, cause: { source: { file: 'users.yaml', line: 8 } } },
        ],
      },
      {
        user: 'user:ada@acme.example',
        privileged: false,
        ways: [
          {
            of: { kind: 'own' },
            through: { profile: 'profile:Agent' },
            cause: { source: { file: 'profiles.yaml', line: 3 } },
          },
        ],
      },
    ]);
  });

  test('explain tells the line that decides, what it overrides, and whom else it reaches', async () => {
    const { fields, until, link } = await json('explain', 'bo@acme.example', 'snooze');
    expect([until, link]).toEqual([
      '2026-12-31',
      { profile: 'profile:Agent', source: { file: 'users.yaml', line: 3 } },
    ]);
    expect(fields).toMatchObject([
      {
        path: 'permissions.snooze',
        value: true,
        chain: [
          { holder: { kind: 'template', id: 'base' }, decides: true, source: { file: 'profiles.yaml', line: 2 } },
        ],
        others: ['user:ada@acme.example'],
      },
    ]);
  });

  test('explain without a field has every field that is stated, and no other', async () => {
    const { fields } = await json('explain', 'cy@acme.example');
    expect(fields.map(({ path }: { path: string }) => path)).toEqual([
      'permissions.playRecordings',
      'permissions.showDownloadButton',
      'dashboard',
      'groups',
      'firstName',
      'lastName',
    ]);
  });

  test('somebody who left is asked about too', async () => {
    expect(await json('access', 'di@acme.example')).toMatchObject({ people: [{ standing: 'archived', app: [] }] });
    const { answer, obstacles, remedies } = await json('why-not', 'di@acme.example', 'app.snooze');
    expect([answer, obstacles[0].cause.path]).toEqual(['no', 'status']);
    expect(remedies).toMatchObject([{ edits: [{ path: 'status', after: 'active' }] }]);
  });

  test('why-not tells where each change would be written', async () => {
    const { remedies } = await json('why-not', 'ada@acme.example', 'recordings.download');
    const told = remedies.map(
      ({ edits, people }: { edits: readonly { source: unknown; unlinks?: true }[]; people: readonly string[] }) => [
        people.length,
        edits[0]?.unlinks,
        edits[0]?.source,
      ],
    );
    expect(told).toEqual([
      [1, true, { file: 'users.yaml', line: 2 }],
      [2, undefined, { file: 'profiles.yaml', line: 3 }],
    ]);
  });

  test.each([
    ['who-can', 'recordings.play'],
    ['access', 'cy@acme.example'],
    ['access', '--all'],
    ['access', '--all', '--about', 'integrations'],
    ['explain', 'cy@acme.example'],
    ['why-not', 'ada@acme.example', 'recordings.download'],
    ['coverage'],
  ])('%s %s as CSV has one head, and rows as wide as it', async (...words) => {
    const { code, out } = await ask(...words.filter((word) => word !== undefined), '--format', 'csv');
    const widths = out
      .trimEnd()
      .split('\r\n')
      .map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(',').length);
    expect(code).toBe(0);
    expect(widths.length).toBeGreaterThan(1);
    expect(new Set(widths).size).toBe(1);
  });

  test('a name in CSV is no formula', async () => {
    const { out } = await ask('who-can', 'page.logs.read', '--format', 'csv');
    expect(out).toContain(",'=Sales,");
  });

  test.each([
    ['who-can', 'recordings.play'],
    ['access', 'cy@acme.example'],
    ['access', '--all'],
    ['explain', 'cy@acme.example'],
    ['why-not', 'cy@acme.example', 'calls.listen(user:ada@acme.example)'],
  ])('%s %s names nobody where people are masked, in any form', async (...words) => {
    for (const format of ['human', 'json', 'csv']) {
      const { code, out } = await ask(
        ...words.filter((word) => word !== undefined),
        '--mask-personal-data',
        '--format',
        format,
      );
      expect(code).toBe(0);
      expect(out).toMatch(/person-[0-9a-f]{4}/);
      expect(out).not.toMatch(/acme\.example|Ada Byron|Cy Oz/);
    }
  });

  test('an address that is refused is masked as well', async () => {
    const { err } = await ask('access', 'adaa@acme.example', '--mask-personal-data');
    expect(err).not.toContain('@acme.example');
  });

  test('names cannot act on a terminal', async () => {
    const users =
      'users:\n  eve@acme.example: { firstName: "E\\u202Eve", lastName: "Z\\u2066x", permissions: { snooze: true } }\n';
    const { out } = await run(['who-can', 'app.snooze'], {
      cwd: directory({ 'ringctl.yaml': CONFIG, 'users.yaml': users }),
    });
    expect(out).not.toMatch(/[\u202E\u2066]/);
  });

  test('two people of one name are told apart by their addresses', async () => {
    const user = '{ firstName: Ada, lastName: Byron, permissions: { snooze: true } }';
    const users = `users:\n  a@acme.example: ${user}\n  b@acme.example: ${user}\n`;
    const { out } = await run(['who-can', 'app.snooze'], {
      cwd: directory({ 'ringctl.yaml': CONFIG, 'users.yaml': users }),
    });
    expect(out).toContain('Ada Byron <a@acme.example>');
    expect(out).toContain('Ada Byron <b@acme.example>');
  });
});
