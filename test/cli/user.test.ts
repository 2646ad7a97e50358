import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/make-plan.js';
import { readAccountFiles } from '../../src/run/account-files.js';
import { editFiles } from '../../src/run/edit-files.js';
import { writeEdited } from '../../src/run/write-changes.js';
import { valid } from '../config/account.js';
import { live, liveUser, OPTIONS } from '../support/accounts.js';
import { emptyDirectory, run, write } from './world.js';

const FILES = {
  'ringctl.yaml':
    'version: 1\naccount: acme\nlimits: { requiredAdmins: [ada@acme.example, bo@acme.example] }\npeople: { ada-gh: ada@acme.example, bo-gh: bo@acme.example }\nfiles:\n  "users/closed.yaml": { kinds: [users], profiles: [agent] }\n',
  'profiles.yaml':
    'profiles:\n  agent: { permissions: { snooze: true } }\n  lead: { extends: agent, permissions: { maxChannels: 3 } }\n',
  'groups.yaml': 'groups:\n  sales: { name: Sales }\n',
  'users/closed.yaml': 'users:\n  zoe@acme.example: { profile: agent } # quiet\n',
  'users/open.yaml':
    'users:\n  # Founder.\n  ada@acme.example: { permissions: { snooze: true }, dashboard: admin }\n  bo@acme.example: { dashboard: admin }\n  cy@acme.example:\n    profile: lead # since May\n    groups: [sales]\n',
  'rules.yaml':
    'policies:\n  p: { deny: billing.see, outside: { users: [ada@acme.example, bo@acme.example] }, except: { ada@acme.example: { reason: founder, until: 2030-01-01 } } }\n  q: { warn: billing.see, outside: { users: [ada@acme.example] } }\ntests:\n  - { user: ada@acme.example, can: billing.see }\n  - { user: bo@acme.example, can: "users.manage(user:ada@acme.example)" }\n',
};

const account = (): string => write(emptyDirectory(), FILES);
const text = (dir: string, file: string): string => readFileSync(join(dir, file), 'utf8');
const unchanged = (dir: string): boolean => Object.entries(FILES).every(([file, before]) => text(dir, file) === before);

describe('user add', () => {
  test('puts a person beside those with the same profile', async () => {
    const dir = account();
    const { code, out } = await run(
      [
        'user',
        'add',
        'dan@acme.example',
        '--first-name',
        'Dan',
        '--profile',
        'agent',
        '--number',
        '+33199000007',
        '--plan',
        'Business',
      ],
      { cwd: dir },
    );
    expect(code).toBe(0);
    expect(text(dir, 'users/closed.yaml')).toContain(
      '  dan@acme.example:\n    firstName: Dan\n    profile: agent\n    invite: { number: "+33199000007", plan: Business }\n',
    );
    expect(out).toContain('users/closed.yaml:3');
    expect(out).toContain('Next: ringctl plan');
  });

  test('passes over a file that may not say it, and refuses it where it is named', async () => {
    const dir = account();
    const args = ['user', 'add', 'dan@acme.example', '--profile', 'lead'];
    expect(await run([...args, '--file', 'users/closed.yaml'], { cwd: dir })).toMatchObject({
      code: 3,
      out: expect.stringContaining('FILE_MAY_NOT'),
    });
    expect(unchanged(dir)).toBe(true);
    expect((await run(args, { cwd: dir })).code).toBe(0);
    expect(text(dir, 'users/open.yaml')).toContain('dan@acme.example: { profile: lead }');
  });

  test.each([
    [['user', 'add', 'ZOE@acme.example'], 1],
    [['user', 'add', 'no address'], 1],
    [['user', 'add', 'dan@acme.example', '--number', '+33199000007'], 1],
    [['user', 'add', 'dan@acme.example', '--file', '../out.yaml'], 1],
    [['user', 'add', 'dan@acme.example', '--profile', 'nobody'], 3],
    [['user', 'move', 'nobody@acme.example', '--profile', 'agent'], 1],
    [['user', 'move', 'ada@acme.example', '--profile', 'agent'], 1],
    [['user', 'except', 'cy@acme.example', 'snoze=false'], 1],
    [['user', 'except', 'bo@acme.example', 'snooze=false'], 1],
    [['user', 'except', 'ada@acme.example', 'snooze=false', '--as', 'profile'], 1],
    [['user', 'rename', 'cy@acme.example', 'zoe@acme.example'], 1],
    [['user', 'leave', 'cy@acme.example', '--on', 'tomorrow'], 1],
  ])('%j ends with %i and writes nothing', async (args, code) => {
    const dir = account();
    expect((await run(args, { cwd: dir })).code).toBe(code);
    expect(unchanged(dir)).toBe(true);
  });
});

test('user move exchanges the profile and says which groups stay', async () => {
  const dir = account();
  const { out } = await run(['user', 'move', 'cy@acme.example', '--profile', 'agent'], { cwd: dir });
  expect(text(dir, 'users/open.yaml')).toBe(FILES['users/open.yaml'].replace('lead # since', 'agent # since'));
  expect(out).toContain('users/open.yaml:7');
});

test('user leave archives, takes out what means the same without them, and names the rest', async () => {
  const dir = account();
  const { code, out } = await run(['user', 'leave', 'ada@acme.example'], { cwd: dir });
  expect([code, out]).toEqual([0, expect.stringContaining('rules.yaml:3')]);
  expect(text(dir, 'users/open.yaml')).toContain('dashboard: admin, ensure: archived }');
  expect(text(dir, 'ringctl.yaml')).toContain(
    'limits: { requiredAdmins: [bo@acme.example] }\npeople: { bo-gh: bo@acme.example }\n',
  );
  expect(text(dir, 'rules.yaml')).toBe(
    'policies:\n  p: { deny: billing.see, outside: { users: [bo@acme.example] } }\n  q: { warn: billing.see, outside: { users: [ada@acme.example] } }\ntests:\n  - { user: bo@acme.example, can: "users.manage(user:ada@acme.example)" }\n',
  );
});

test('user leave --on states a last day and touches nothing else', async () => {
  const dir = account();
  await run(['user', 'leave', 'cy@acme.example', '--on', '2026-12-31'], { cwd: dir });
  expect(text(dir, 'users/open.yaml')).toBe(`${FILES['users/open.yaml']}    until: 2026-12-31\n`);
});

test.each([
  [
    'unlinked',
    'users/open.yaml',
    '    extends: lead # since May\n    groups: [sales]\n    permissions: { snooze: false }\n',
  ],
  ['profile', 'profiles.yaml', '  lead-cy:\n    extends: lead\n    permissions: { snooze: false }\n'],
])(
  'user except --as %s makes one of the two legal forms, and the same once more only changes it',
  async (form, file, expected) => {
    const dir = account();
    expect((await run(['user', 'except', 'cy@acme.example', 'snooze=false', '--as', form], { cwd: dir })).code).toBe(0);
    expect(text(dir, file)).toContain(expected);
    expect((await run(['user', 'except', 'cy@acme.example', 'snooze=true', '--as', form], { cwd: dir })).code).toBe(0);
    expect(text(dir, file)).toContain(expected.replace('false', 'true'));
  },
);

test('user rename changes every place, keeps the earlier address, and nobody is invited', async () => {
  const dir = account();
  const { code } = await run(['user', 'rename', 'ada@acme.example', 'ada.byron@acme.example'], { cwd: dir });
  expect(code).toBe(0);
  const texts = Object.fromEntries(Object.keys(FILES).map((file) => [file, text(dir, file)]));
  expect(
    Object.values(texts)
      .join('')
      .match(/(?<!previously: \[)ada@acme/g),
  ).toBeNull();
  expect(texts['rules.yaml']).toContain('users.manage(user:ada.byron@acme.example)');
  const { desired } = valid(texts);
  const account_ = live({ users: ['ada', 'bo', 'cy', 'zoe'].map((name) => liveUser(`${name}@acme.example`)) });
  const plan = makePlan(desired, account_, OPTIONS);
  const creates = plan.changes.filter(({ kind, action }) => kind === 'user' && action === 'create');
  expect([creates, plan.steps.filter(({ operation }) => operation === 'createUser')]).toEqual([[], []]);
  expect(plan.changes.find(({ key }) => key === 'user:ada.byron@acme.example')).toMatchObject({
    action: 'update',
    fields: expect.arrayContaining([expect.objectContaining({ path: 'email', before: 'ada@acme.example' })]),
  });
});

test('user rename leads back to an address that they had before', async () => {
  const dir = account();
  const rename = (before: string, after: string) => run(['user', 'rename', before, after], { cwd: dir });
  expect((await rename('zoe@acme.example', 'zo@acme.example')).code).toBe(0);
  expect((await rename('zo@acme.example', 'Zoe@acme.example')).code).toBe(0);
  expect(text(dir, 'users/closed.yaml')).toBe(
    'users:\n  Zoe@acme.example: { profile: agent, previously: [zo@acme.example] } # quiet\n',
  );
});

test('user leave does not empty the list of those who must stay administrators', async () => {
  const dir = account();
  const settings = FILES['ringctl.yaml'].replace('[ada@acme.example, bo@acme.example]', '[ada@acme.example]');
  write(dir, { 'ringctl.yaml': settings });
  const { code, out } = await run(['user', 'leave', 'ada@acme.example'], { cwd: dir });
  expect([code, out]).toEqual([3, expect.stringContaining('REQUIRED_ADMIN')]);
  expect(text(dir, 'ringctl.yaml')).toBe(settings);
  expect(text(dir, 'users/open.yaml')).toBe(FILES['users/open.yaml']);
});

test.each([
  [['user', 'move', 'zoi@acme.example', '--profile', 'agent']],
  [['user', 'add', 'zoe@acme.example']],
  [['user', 'except', 'bo@acme.example', 'snooze=false']],
])('%j says in its mistakes no address that is masked', async (args) => {
  const { code, err } = await run([...args, '--mask-personal-data'], { cwd: account() });
  expect([code, err]).toEqual([1, expect.stringMatching(/person-[0-9a-f]{4}/)]);
  expect(err).not.toContain('@acme.example');
});

describe('files are written', () => {
  const edits = new Map([
    ['groups.yaml', [{ kind: 'set', path: ['groups', 'it'], value: { name: 'IT' } } as const]],
    ['profiles.yaml', [{ kind: 'remove', path: ['profiles', 'lead'] } as const]],
  ]);
  const editedIn = async (dir: string) => {
    const edited = editFiles(await readAccountFiles(dir), edits);
    return edited.ok ? edited.files : [];
  };

  test('with the permissions that they had', async () => {
    const dir = account();
    chmodSync(join(dir, 'groups.yaml'), 0o640);
    expect(await writeEdited(dir, await editedIn(dir))).toEqual({ ok: true });
    expect([statSync(join(dir, 'groups.yaml')).mode & 0o777, text(dir, 'groups.yaml')]).toEqual([
      0o640,
      'groups:\n  sales: { name: Sales }\n  it: { name: IT }\n',
    ]);
  });

  test('all or none: a failure in the middle brings back those before', async () => {
    const dir = account();
    const before = async (path: string) => {
      if (path === 'profiles.yaml') throw new Error('disk full');
    };
    await expect(writeEdited(dir, await editedIn(dir), { before })).rejects.toThrow('disk full');
    expect(unchanged(dir)).toBe(true);
  });

  test('not over what somebody else writes at the same time, and then none of them', async () => {
    const dir = account();
    const files = await editedIn(dir);
    const later = `${FILES['profiles.yaml']}# later\n`;
    const before = async (path: string) => {
      if (path === 'profiles.yaml') write(dir, { 'profiles.yaml': later });
    };
    expect(await writeEdited(dir, files, { before })).toMatchObject({ ok: false, file: 'profiles.yaml' });
    expect([text(dir, 'groups.yaml'), text(dir, 'profiles.yaml')]).toEqual([FILES['groups.yaml'], later]);
  });

  test('not over what changed since it was read, and through no link', async () => {
    const dir = account();
    const files = await editedIn(dir);
    write(dir, { 'profiles.yaml': `${FILES['profiles.yaml']}# later\n` });
    expect(await writeEdited(dir, files)).toMatchObject({ ok: false, file: 'profiles.yaml' });
    expect(text(dir, 'groups.yaml')).toBe(FILES['groups.yaml']);
    symlinkSync(emptyDirectory(), join(dir, 'out'));
    const outside = [{ path: 'out/new.yaml', before: undefined, after: 'users: {}\n' }];
    expect(await writeEdited(dir, outside)).toMatchObject({ ok: false });
    expect(await writeEdited(dir, [{ path: '../new.yaml', before: undefined, after: '' }])).toMatchObject({
      ok: false,
    });
  });
});
