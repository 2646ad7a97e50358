import { describe, expect, test } from 'vitest';
import { PLAIN, renderPlan, renderPlanMarkdown } from '../../src/render/index.js';
import { STORY_FACTS, story } from './story.js';
import { COMMENT_TARGET, TERMINAL_TARGET } from './targets.js';

/** A place where the text is not that of the reference, and why. */
interface Deviation {
  readonly reason: string;
  readonly target: string;
  readonly text: string;
}

const DOWNLOAD: Deviation = {
  reason:
    'A row knows that recordings can be downloaded, not which ones can be played: the phrase of the catalogue holds for both.',
  target: 'download their own recordings',
  text: 'download recordings they may play',
};

const TERMINAL: readonly Deviation[] = [
  DOWNLOAD,
  {
    reason: 'A line takes up to 80 cells, and this one has exactly as many.',
    target: 'own\n      account included',
    text: 'own account\n      included',
  },
  {
    reason: 'Changes are in the order of their keys, and somebody new has the profile among their fields.',
    target: `  + user     lea.moreau@acme.example       number +33199000061, plan Business
  + user     claire@compta-plus.example    external, dashboard billing
`,
    text: `  + user     claire@compta-plus.example    external, dashboard billing
  + user     lea.moreau@acme.example       number +33199000061, plan Business,
                                             profile support-agent
`,
  },
  ...['iris.lindqvist@acme.example ', 'marco.bianchi@acme.example  '].map((name) => ({
    reason: 'A field says what it was.',
    target: `${name}  profile: → field-engineer`,
    text: `${name}  profile: support-agent →\n                                             field-engineer`,
  })),
  {
    reason: 'There is no ledger yet that could record it.',
    target: 'To allow exactly this plan, once (recorded with your name):',
    text: 'To allow exactly this plan, once:',
  },
  { reason: 'The embedded account is faster.', target: '12 requests, about 1 s.', text: '12 requests, less than 1 s.' },
];

const COMMENT: readonly Deviation[] = [
  DOWNLOAD,
  {
    reason: 'A review cannot accept a limit yet: the command can.',
    target: `one privileged gain, or let someone of \`acme/security\`, who is not the author and gains nothing here, approve commit \`4f1c2aa\` with this line in the review:
\`\`\`text
ringctl accept privilegedGains=3 b20f6e8dd3174a95
`,
    text: `one privileged gain, or accept exactly this plan, once:
\`\`\`text
ringctl apply --digest b20f6e8dd3174a95 --accept privilegedGains=3 \\
  --reason "…"
`,
  },
  {
    reason: 'The plan is one against the account, and there are no policies yet.',
    target: ' on `main`. All other limits and policies pass.',
    text: '. All other limits pass.',
  },
  {
    reason: 'A warning has its code, and its message holds names of the files: it stands in a code span whole.',
    target:
      '- Warning: profile `field-engineer` lets people answer waiting calls, but hides the list (`profiles/field.yaml:12`).',
    text: '- **warning** `ANSWER_WITHOUT_LIST` in `profiles/field.yaml:12`: `Profile "field-engineer" lets people answer waiting calls, but hides the list.`',
  },
  {
    reason: 'The embedded account leaves nothing to do by hand.',
    target: COMMENT_TARGET.slice(
      COMMENT_TARGET.indexOf('<details><summary><b>3 steps'),
      COMMENT_TARGET.indexOf('<details><summary><b>14 names'),
    ),
    text: '',
  },
  {
    reason: 'Changes are in the order of their keys.',
    target: `+ user lea.moreau@acme.example            users/support.yaml:58
+   number: +33199000061, plan: Business, profile: support-agent
+ user claire@compta-plus.example         users/finance.yaml:22
+   external, dashboard: billing
`,
    text: `+ user claire@compta-plus.example         users/finance.yaml:22
+   external, dashboard: billing
+ user lea.moreau@acme.example            users/support.yaml:58
+   number: +33199000061, plan: Business, profile: support-agent
`,
  },
  {
    reason: 'Commits, records, the age of a plan and the run belong to the Action; the version of the program is said.',
    target: COMMENT_TARGET.slice(COMMENT_TARGET.indexOf('<sub>')),
    text: '<sub>Account read 2026-11-22 09:12 UTC: 60 people, complete · 3 users not managed, left alone · digest b20f6e8dd3174a95 · ringctl 1.0.0</sub>\n',
  },
];

const DIGEST = `sha256:${'b20f6e8dd3174a95'.repeat(4)}`;
const author = { login: 'nina-roth', email: 'nina.roth@acme.example' };

describe.each<[string, readonly Deviation[], string, () => string]>([
  ['terminal', TERMINAL, TERMINAL_TARGET, () => renderPlan(story(), STORY_FACTS, PLAIN)],
  ['comment', COMMENT, COMMENT_TARGET, () => renderPlanMarkdown(story({ digest: DIGEST }), { ...STORY_FACTS, author })],
])('the %s', (_, deviations, target, render) => {
  test('reads as the reference says, but for the deviations', () => {
    let expected = target;
    for (const one of deviations) expected = expected.replace(one.target, () => one.text);
    expect(render()).toBe(expected);
  });

  test('has no deviation that is over', () => {
    for (const one of deviations) {
      expect(target.split(one.target), one.reason).toHaveLength(2);
      if (one.text !== '') expect(target, one.reason).not.toContain(one.text);
    }
  });
});
