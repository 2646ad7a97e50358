import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ACME } from '../../src/sandbox/seed/acme.js';
import { MODES } from '../account/ringover/opened.js';
import { isLong } from '../support/scale.js';
import { filledIn, lineOf, PEOPLE, TABLE } from './first-day-files.js';
import { type Directory, noKeyIsTold, ringctl, service } from './ringover-service.js';
import { emptyDirectory, write } from './world.js';

noKeyIsTold();

/** From an empty directory to files that say what is so, as the administrator of acme would get there. */
describe.each(isLong ? MODES : MODES.slice(-1))('the first day over the public API (%s)', (_name, mode) => {
  test('ends with a plan without changes, after one table, eight sheets, nothing else and no request that writes', async () => {
    const given = await service({ seed: ACME, mode });
    const place: Directory = { cwd: emptyDirectory(), env: { RINGOVER_API_KEY: given.key() } };
    const begun = await ringctl(['pull', '--account', 'acme', '--team', ACME.team.id, '--url', given.url], place);
    expect(begun).toMatchObject({ code: 0 });
    expect(begun.out).toContain('ringctl pull --people');

    const table = await json(['pull', '--people', 'people.csv'], place);
    expect(table).toMatchObject({ files: [], unreadable: { people: PEOPLE.length } });
    expect(readFileSync(join(place.cwd, 'people.csv'), 'utf8').trim().split('\r\n')).toEqual([
      'address,profile,level',
      ...PEOPLE.map(({ email }) => `${email},,`).sort(),
    ]);
    write(place.cwd, { 'people.csv': TABLE });
    const told = await json(['pull', '--people', 'people.csv'], place);
    expect(told.files).toEqual([{ path: 'users.yaml', isNew: false }]);
    expect(told).toMatchObject({ proposed: [], left: [], remaining: [], unreadable: { people: 3, profiles: 8 } });

    write(place.cwd, { 'profiles.yaml': filledIn(readFileSync(join(place.cwd, 'profiles.yaml'), 'utf8')) });
    if (isLong) {
      const again = await json(['pull', '--people', 'people.csv'], place);
      expect(again).toMatchObject({ files: [], unreadable: { people: 3, profiles: 0 } });
    }

    const confirming = ['baseline', '--confirm-as', 'ada.byron@acme.example', '--how', 'seen', '--auto-approve'];
    write(place.cwd, {
      'other.csv': TABLE.replace(
        'zoe.arnaud@acme.example;Finance clerk;billing',
        'zoe.arnaud@acme.example;Finance clerk;admin',
      ),
    });
    const contradicted = await ringctl([...confirming, '--people', 'other.csv', '--format', 'json'], place);
    expect(contradicted.code).toBe(3);
    expect(JSON.parse(contradicted.out).diagnostics).toMatchObject([
      { code: 'PEOPLE_ROW', source: { file: 'other.csv', line: lineOf('zoe.arnaud@acme.example') } },
    ]);
    if (isLong) expect(await ringctl([...confirming, '--people', 'none.csv'], place)).toMatchObject({ code: 1 });

    const confirmed = await json([...confirming, '--people', 'people.csv'], place);
    expect(confirmed).toMatchObject({ result: 'recorded', how: 'seen' });
    expect(confirmed.pages).toEqual(ACME.profiles.map(({ name }) => `profile:${name}`).sort());
    expect(confirmed.pages).toHaveLength(8);
    expect(confirmed.listed).toEqual([]);
    expect(confirmed.told).toMatchObject({ profiles: PEOPLE.length - 1 });
    const planned = await ringctl(['plan', '--detailed-exitcode'], place);
    expect(planned.code).toBe(0);
    expect(planned.out).toMatch(/^No changes\. /m);
    expect(planned.out.replace(/\s+/g, ' ')).toMatch(
      /Checked \d+ of \d+ managed fields; \d+ recorded, oldest 0 days; 0 never confirmed\./,
    );
    expect(await json(['steps'], place)).toMatchObject({ steps: [] });

    if (isLong) await pullsKeepWhatIsRecorded(place);
    expect(given.writes()).toEqual([]);
    expect(given.asked.length).toBeGreaterThan(PEOPLE.length);
  }, 300_000);
});

/** Neither a second pull nor one that finds nothing of the people loses or contradicts what was recorded. */
async function pullsKeepWhatIsRecorded(place: Directory): Promise<void> {
  const later = await json(['pull'], place);
  expect(later).toMatchObject({ files: [], proposed: [], remaining: [] });
  write(place.cwd, { 'users.yaml': 'users: {}\n' });
  await json(['pull'], place);
  expect((await ringctl(['plan', '--detailed-exitcode'], place)).code).toBe(0);
  const said = readFileSync(join(place.cwd, 'users.yaml'), 'utf8');
  expect(said.match(/^ {4}profile: (?!none)/gm)).toHaveLength(PEOPLE.filter(({ profile }) => profile !== null).length);
  expect(said).toMatch(/ada\.byron@acme\.example:\n(?: {4}.*\n)* {4}dashboard: admin\n/);
}

async function json(words: readonly string[], place: Directory): Promise<Readonly<Record<string, unknown>>> {
  const { code, out, err } = await ringctl([...words, '--format', 'json'], place);
  expect([words[0], code, err]).toEqual([words[0], 0, '']);
  return JSON.parse(out);
}
