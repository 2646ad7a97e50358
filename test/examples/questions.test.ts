import { describe, expect, test } from 'vitest';
import { seeded } from './example.js';

/** What the answers look like on the example company: the targets of the design, with what its files say now. */
const ANSWERS: readonly (readonly [words: readonly string[], text: string])[] = [
  [
    ['explain', 'pauline.martin@acme.example', 'showDownloadButton', '--live'],
    `Pauline Martin: showDownloadButton is on (live: off, apply would change it).

  on   profiles/sales.yaml:9  profile sales-agent  decides
  off  profiles/base.yaml:19  template base        overridden
Linked to sales-agent in users/sales.yaml:14, without an end date.
Means: can download recordings they may play, as playRecordings is own
  (profiles/base.yaml:26). The same line decides for 13 other people.
`,
  ],
  [
    ['why-not', 'jonas.weber@acme.example', 'recordings.download'],
    `Jonas Weber cannot download recordings: showDownloadButton is off in profile
field-engineer (profiles/base.yaml:19). They can play their own recordings.

Smallest changes that would give it, fewest people first:
  1 person   users/field.yaml:30    unlink; own permissions, the same but
                                    showDownloadButton: true
  10 people  profiles/field.yaml:7  showDownloadButton: true
`,
  ],
  [
    ['who-can', 'rights.grant'],
    `5 people can give rights.

! sam.ortega@acme.example  of everyone   superadministrator  users/it.yaml:37
! Ada Byron                of everyone   admin  users/it.yaml:8
! Nina Roth                of everyone   admin  users/it.yaml:29
! Dana Kowalski            of 17 people  own dashboard access
      users/support.yaml:41
! Bruno Keller             of 5 people   own dashboard access
      users/field.yaml:60

As the files say on 2026-11-22: people who stand in no file are not counted.
`,
  ],
  [
    ['access', 'dana.kowalski@acme.example', '--live'],
    `Dana Kowalski <dana.kowalski@acme.example>
profile support-lead · group support · as the account was read 2026-11-22 12:00
UTC

Phone application
  shown      Snooze icon, Chat tab, Video tab, Statistics tab, Contacts tab,
             waiting list, Answer button on waiting calls, Tag field
  hidden     Schedule block, call-forwarding block, Groups section, Power Dialer
             field, SMS Notifications, Localized Number field, voicemail-drop
             field, auto-answer option, Download button
  clickable  Record button
  frozen     "Call with" field
Settings     can change their own
Calls        3 at a time; not to out-of-plan or French special numbers; of
             missed IVR calls only their own are seen
After a call 30 s of rest; a tag is required
Recordings   plays own; plays those of 19 people, on the dashboard; 100 % of own
             calls are recorded; callers are told
Dashboard    supervisor, group support, all lines
  read       Logs, Analytics
Listening    to nobody (no Activity page); 4 people can listen to this person
Unknown      nothing
`,
  ],
];

describe('questions about acme', () => {
  test.each(ANSWERS.map(([words, text]) => [words.slice(0, 3).join(' '), words, text] as const))(
    '%s',
    async (_, words, text) => {
      expect(await (await seeded('acme', 'acme')).run(...words)).toEqual({ code: 0, out: text, err: '' });
    },
  );

  test('22 people play recordings of group sales, 7 of them those of others', async () => {
    const { out } = await (await seeded('acme', 'acme')).run('who-can', 'recordings.play', '--in', 'sales');
    expect(out.split('\n')[0]).toBe('22 people can play recordings of group sales: 7 those of others, 15 only own.');
    expect(out).toContain(
      '! Priya Shah               of 15 people               profile sales-lead\n      profiles/sales.yaml:21\n',
    );
    expect(out).toContain(
      '  14 people                own                        profile sales-agent\n      profiles/base.yaml:26\n',
    );
  });

  test('the three checks on integrations name who changes settings, what roles see, and who views logs and contacts', async () => {
    const { code, out } = await (await seeded('acme', 'acme')).run(
      'access',
      '--all',
      '--about',
      'integrations',
      '--format',
      'json',
    );
    const answer = JSON.parse(out);
    const people = (holders: readonly { readonly user: string }[]) =>
      holders.map(({ user }) => user.replace(/^user:|@.*$/g, '')).sort();
    expect(code).toBe(0);
    expect(people(answer.settings)).toEqual(['ada.byron', 'nina.roth', 'sam.ortega']);
    expect(people(answer.contacts)).toEqual(people(answer.settings));
    expect(people(answer.logs)).toEqual(
      [
        ...people(answer.settings),
        'bruno.keller',
        'dana.kowalski',
        'hanna.falk',
        'igor.sokol',
        'jade.perrin',
        'olga.petrova',
        'priya.shah',
      ].sort(),
    );
    expect(
      answer.roles.map(({ profile, people: linked }: { profile: string | null; people: readonly string[] }) => [
        profile,
        linked.length,
      ]),
    ).toEqual([
      ['profile:Support agent', 15],
      ['profile:Sales agent', 14],
      ['profile:Field engineer', 10],
      [null, 7],
      ['profile:Finance clerk', 5],
      ['profile:Manager', 3],
      ['profile:IT technician', 2],
      ['profile:Sales lead', 1],
      ['profile:Support lead', 1],
    ]);
  });

  test('coverage counts with an account what a plan counts', async () => {
    const acme = await seeded('acme', 'acme');
    const { coverage } = await acme.plan();
    const { kinds, unmanagedPeople } = JSON.parse((await acme.run('coverage', '--live', '--format', 'json')).out);
    const total = (field: string) =>
      kinds.reduce((sum: number, kind: Record<string, number>) => sum + (kind[field] ?? 0), 0);
    for (const [field, count] of Object.entries(coverage)) expect([field, total(field)]).toEqual([field, count]);
    expect(unmanagedPeople).toBe(3);
  });

  test('every person has the same access asked alone and asked with all', async () => {
    const acme = await seeded('acme', 'acme');
    const { people } = JSON.parse((await acme.run('access', '--all', '--format', 'json')).out);
    expect(people).toHaveLength(58);
    for (const local of ['dana.kowalski', 'olga.petrova', 'ada.byron', 'claire']) {
      const found = people.find(({ user }: { user: string }) => user.startsWith(`user:${local}@`));
      const alone = JSON.parse((await acme.run('access', found.user.slice('user:'.length), '--format', 'json')).out);
      expect(alone.people).toEqual([found]);
    }
  });
});
