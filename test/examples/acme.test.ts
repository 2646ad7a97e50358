import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { root, seeded } from './example.js';

/** The line that decides each change: the documents of the project speak of these places. */
const CHANGES = {
  'create user:claire@compta-plus.example': 'users/finance.yaml:22',
  'create user:lea.moreau@acme.example': 'users/support.yaml:58',
  'create membership:Field/iris.lindqvist@acme.example': 'profiles/field.yaml:6',
  'create membership:Field/marco.bianchi@acme.example': 'profiles/field.yaml:6',
  'create membership:Sales/jonas.weber@acme.example': 'users/field.yaml:31',
  'create membership:Support/lea.moreau@acme.example': 'profiles/support.yaml:6',
  'update user:dana.kowalski@acme.example': 'users/support.yaml:41',
  'update user:iris.lindqvist@acme.example': 'users/field.yaml:12',
  'update user:marco.bianchi@acme.example': 'users/field.yaml:20',
  'update profile:Sales agent': 'profiles/sales.yaml:9',
  'delete user:tom.becker@acme.example': 'users/support.yaml:63',
  'delete membership:Support/iris.lindqvist@acme.example': 'profiles/field.yaml:6',
  'delete membership:Support/marco.bianchi@acme.example': 'profiles/field.yaml:6',
};

describe('acme', () => {
  test('is valid, with one warning', async () => {
    const acme = await seeded('acme', 'acme');
    const { code, out } = await acme.run('validate', '--format', 'json');
    const { diagnostics, ...sizes } = JSON.parse(out);
    expect(code).toBe(0);
    expect(sizes).toMatchObject({ files: 12, users: 59, profiles: 8, groups: 6 });
    expect(diagnostics).toMatchObject([
      { code: 'ANSWER_WITHOUT_LIST', severity: 'warning', source: { file: 'profiles/field.yaml', line: 12 } },
    ]);
  });

  test('plans the change set, each change with the line that causes it, and nothing else', async () => {
    const { summary, changes, coverage } = await (await seeded('acme', 'acme')).plan();
    const found = changes.map(({ action, key, source }) => [`${action} ${key}`, `${source?.file}:${source?.line}`]);
    expect(Object.fromEntries(found)).toEqual(CHANGES);
    expect(summary).toMatchObject({ add: 6, change: 4, destroy: 3, byHand: 0, released: 0, unmanaged: 3 });
    expect(coverage).toMatchObject({ byHand: 0, unreadable: 0, recorded: 0 });
  });

  test('needs 9 requests: whoever is linked gets the groups of the profile with the link', async () => {
    const { steps } = await (await seeded('acme', 'acme')).plan();
    const operations = steps.map(({ operation }) => operation);
    expect(steps.reduce((sum, { requests }) => sum + requests, 0)).toBe(9);
    expect(operations.filter((one) => one === 'link')).toHaveLength(3);
    expect(operations.filter((one) => one === 'addMember')).toHaveLength(1);
    expect(operations).not.toContain('removeMember');
  });

  test('has a plan that the schema describes', async () => {
    const plan = await (await seeded('acme', 'acme')).plan();
    const schema = JSON.parse(readFileSync(join(root, 'schemas/plan.schema.json'), 'utf8'));
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    expect(ajv.validate(schema, plan), ajv.errorsText()).toBe(true);
    expect(ajv.validate(schema, { ...plan, digest: 'none' })).toBe(false);
  });

  test('is stopped by its own limit, which stands in line 9, and nothing is written', async () => {
    const acme = await seeded('acme', 'acme');
    const { diagnostics, digest } = await acme.plan();
    const refusals = diagnostics.filter(({ severity }) => severity === 'error');
    expect(refusals).toMatchObject([{ code: 'LIMIT_EXCEEDED', source: { file: 'ringctl.yaml', line: 9 } }]);
    expect((await acme.run('apply', '--auto-approve')).code).toBe(4);
    expect((await acme.plan()).digest).toBe(digest);
  });

  test('is carried out whole when exactly this plan is allowed, and changes nothing the second time', async () => {
    const acme = await seeded('acme', 'acme');
    const { digest, summary } = await acme.plan();
    const accept = [
      '--accept',
      `privilegedGains=${summary.people?.privileged}`,
      '--digest',
      digest,
      '--reason',
      'CHG-4471',
    ];
    expect(await acme.run('drift')).toMatchObject({ code: 2 });
    const applied = await acme.run('apply', '--auto-approve', '--format', 'json', ...accept);
    expect(applied, applied.out).toMatchObject({ code: 0 });
    const again = await acme.run('plan', '--detailed-exitcode');
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^No changes\./m) });
    expect(await acme.run('drift')).toMatchObject({ code: 0 });
  });
});
