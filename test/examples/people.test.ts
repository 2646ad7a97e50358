import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/index.js';
import { type Example, ringctl, seeded } from './example.js';

/** The written form: a cause is a line of the files, and the resource that changes where it is not the person. */
interface Written {
  readonly capability: string;
  readonly privileged: boolean;
  readonly targets?: readonly string[];
  readonly cause: { readonly file?: string; readonly line?: number; readonly change?: string };
}
type WrittenPlan = Omit<Plan, 'access'> & {
  readonly access: readonly { readonly user: string; readonly gains: readonly Written[] }[];
  readonly names?: Readonly<Record<string, string>>;
};

const acme = () => seeded('acme', 'acme');
const written = async (example: Example): Promise<WrittenPlan> =>
  JSON.parse((await example.run('plan', '--format', 'json')).out);

/** From the counts of people to the changes of fields. */
const headline = (text: string) => text.slice(text.indexOf('▲'), text.indexOf('\nChanges\n'));

describe('the plan of acme', () => {
  test('names everybody whom one line of a profile reaches', async () => {
    const example = await acme();
    const { access, names = {} } = await written(example);
    const linked = readFileSync(join(example.dir, 'users/sales.yaml'), 'utf8')
      .split(/\n(?= {2}\S+@)/)
      .filter((entry) => /^ {4}profile: sales-agent$/m.test(entry))
      .flatMap((entry) => /^ {2}(\S+@\S+):/m.exec(entry)?.[1] ?? []);
    const reached = access.filter(({ gains }) =>
      gains.some(({ cause }) => cause.file === 'profiles/sales.yaml' && cause.line === 9),
    );
    expect(linked).toHaveLength(14);
    expect(reached.map(({ user }) => user).sort()).toEqual(linked.map((email) => `user:${email}`).sort());
    const { out } = await example.run('plan', '--verbose');
    for (const { user } of reached) expect(headline(out).replace(/\s+/g, ' ')).toContain(names[user]);
  });

  test('says that user management of a supervisor is privileged', async () => {
    const { access } = await written(await acme());
    const dana = access.find(({ user }) => user === 'user:dana.kowalski@acme.example');
    const manage = dana?.gains.find(({ capability }) => capability === 'users.manage');
    expect(manage).toMatchObject({ privileged: true, cause: { file: 'users/support.yaml' } });
    expect(manage?.targets).toHaveLength(18);
  });

  test.each([
    ['dana.kowalski@acme.example', 'The author is among those who gain: dana.kowalski@acme.example can create, change'],
    ['nina-roth', 'Author nina-roth gains nothing.'],
    ['stranger', 'The author counts as one of those who gain:'],
  ])('says whether %s gains by their own change', async (author, words) => {
    const { out } = await (await acme()).run('plan', '--author', author);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain(words);
    expect(text.indexOf(words)).toBeLessThan(text.indexOf('Privileged gains'));
  });
});

describe('the plan of acme, saved', () => {
  test('is shown with the same people, sentences and lines', async () => {
    const example = await acme();
    const { out } = await example.run('plan', '--out', 'plan.json');
    const shown = await example.run('show', 'plan.json');
    expect(shown.code).toBe(0);
    expect(headline(shown.out)).toBe(headline(out));
    expect(shown.out.slice(shown.out.indexOf('\nRefused:'))).toBe(out.slice(out.indexOf('\nRefused:')));
    expect(headline(shown.out)).toContain('▲ 14 people with profile Sales agent                 profiles/sales.yaml:9');
    const page = async (...words: string[]) =>
      (await example.run(...words, '--format', 'markdown')).out.replace(/[\s\S]*?(?=^\| Who)/m, '').split('\n\n')[0];
    expect(await page('show', 'plan.json')).toBe(await page('plan'));
  });

  test('names nobody when it is to mask them, neither before nor after it was saved', async () => {
    const example = await acme();
    await example.run('plan', '--out', 'plan.json');
    await example.run('plan', '--out', 'masked.json', '--mask-personal-data');
    const texts = [
      (await example.run('show', 'plan.json', '--mask-personal-data')).out,
      (await example.run('show', 'plan.json', '--mask-personal-data', '--format', 'json')).out,
      (await example.run('show', 'masked.json')).out,
      (await example.run('show', 'masked.json', '--format', 'markdown')).out,
      readFileSync(join(example.dir, 'masked.json'), 'utf8'),
    ];
    for (const text of texts) {
      expect(text).toMatch(/person-[0-9a-f]{4}/);
      expect(text).not.toMatch(/Kowalski|dana\.|Haddad|amira|Weber|@compta/);
    }
    expect(headline(texts[2] ?? '')).toBe(headline(texts[0] ?? ''));
  });

  test('by a version that knew no names, nor whose change a line is, still shows who and where', async () => {
    const example = await acme();
    await example.run('plan', '--out', 'plan.json');
    const path = join(example.dir, 'plan.json');
    const { names: _, ...plan }: WrittenPlan = JSON.parse(readFileSync(path, 'utf8'));
    const text = JSON.stringify(plan)
      .replace(/("line":\d+),"change":"[^"]*"/g, '$1')
      .replace(/,"path":"[^"]*"\}/g, '}');
    writeFileSync(path, text.replace(/(?<="fields":\[)\{[^\]]*\}(?=\])/g, ''));
    const { code, out } = await example.run('show', 'plan.json');
    expect(code).toBe(0);
    expect(out).toContain('! ▲ dana.kowalski@acme.example');
    expect(out).toMatch(/14 people .*profiles\/sales\.yaml:9/);
  });
});

describe('somebody who is called like another', () => {
  const namesake = async () => {
    const example = await acme();
    const path = join(example.dir, 'users/support.yaml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace('firstName: Léa', 'firstName: Yara').replace('lastName: Moreau', 'lastName: Costa'),
    );
    return example;
  };

  test('whom the plan does not speak of is told apart by the address', async () => {
    const example = await namesake();
    const { out } = await example.run('plan', '--out', 'plan.json');
    expect(headline(out)).toContain('▲ Yara Costa <lea.moreau@acme.example>');
    expect(headline(out)).not.toContain('yara.costa@');
    expect(headline((await example.run('show', 'plan.json')).out)).toContain('▲ lea.moreau@acme.example');
  });
});

describe('the day of a plan', () => {
  const NIGHT = new Date('2026-11-22T23:30:00Z');

  test.each([
    [[], undefined],
    [['--at', '2026-11-23'], undefined],
    [['--at', '2026-11-22'], 'For 2026-11-22.'],
  ])('is that of the time zone of the account, and said where it is another: %j', async (flags, words) => {
    const { dir } = await acme();
    const { out } = await ringctl(['plan', ...flags], dir, NIGHT);
    expect(/^For .*$/m.exec(out)?.[0]).toBe(words);
  });
});

test('drift of acme is refused by nothing, since nothing is to be changed', async () => {
  const example = await acme();
  const codes = async (command: string) => {
    const { diagnostics }: Plan = JSON.parse((await example.run(command, '--format', 'json')).out);
    return diagnostics.map(({ code }) => code);
  };
  expect(await codes('plan')).toContain('LIMIT_EXCEEDED');
  expect(await codes('drift')).toEqual(['ANSWER_WITHOUT_LIST']);
  const { code, out } = await example.run('drift');
  expect(code).toBe(2);
  expect(out).not.toMatch(/Refused|LIMIT_EXCEEDED/);
});

describe('the rules of acme', () => {
  test('are kept, and its tests pass', async () => {
    const { code, out } = await (await acme()).run('test', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out).summary).toEqual({ passed: 7, failed: 0 });
  });

  test.each([
    ['profiles/support.yaml', 'showDownloadButton: false', 'showDownloadButton: true', ['POLICY_DENIED']],
    ['users/support.yaml', 'users: write }', 'users: write, billing: read }', ['POLICY_CONFLICT']],
    [
      'users/finance.yaml',
      'dashboard: billing\n',
      'dashboard: { level: technical, pages: { billing: read, users: write } }\n',
      ['POLICY_CONFLICT'],
    ],
    [
      'users/finance.yaml',
      'external: true, dashboard: billing }',
      'external: true, dashboard: technical }',
      ['POLICY_DENIED'],
    ],
  ])('refuse %s with %s turned into %s', async (file, before, after, codes) => {
    const example = await acme();
    const path = join(example.dir, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(before);
    writeFileSync(path, text.replace(before, after));
    const { out } = await example.run('validate', '--format', 'json');
    const { diagnostics }: Pick<Plan, 'diagnostics'> = JSON.parse(out);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(codes);
  });

  test('ask for approval of who gives rights', async () => {
    const { diagnostics } = await written(await acme());
    expect(diagnostics.map(({ code }) => code)).toContain('APPROVAL_NEEDED');
  });
});
