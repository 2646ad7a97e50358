import { describe, expect, test } from 'vitest';
import { EVERYWHERE, groupKey, type Plan, profileKey, userKey } from '../../src/model/index.js';
import {
  type Author,
  maskAuthor,
  maskFor,
  maskPlan,
  PLAIN,
  renderDrift,
  renderPlan,
  renderPlanMarkdown,
  renderReport,
} from '../../src/render/index.js';
import { limitVerdict, limitWords } from '../../src/render/limit-refusal.js';
import { HOSTILE } from './hostile.js';
import { create, field, makePlan, step, update } from './plans.js';
import { groupScope, person, personName, row, STORY_ACCESS, STORY_FACTS, source, story } from './story.js';

const NINA = 'nina.roth@acme.example';
const human = (plan: Plan, facts: object = {}) => renderPlan(plan, { personName, ...facts }, PLAIN);

describe('the author', () => {
  const said = (author: Author, plan = story()) => ({
    human: human(plan, { author }).replace(/\n {2}(?=\S)/g, ' '),
    markdown: renderPlanMarkdown(plan, { personName, author }),
  });

  test('who gains nothing is said to', () => {
    const { human: text, markdown } = said({ login: 'nina-roth', email: NINA });
    expect(text).toContain('\nAuthor nina-roth gains nothing.\n');
    expect(markdown).toContain('\n- Author `nina-roth` gains nothing.\n');
  });

  test('who gains is said first, and in bold', () => {
    const { human: text, markdown } = said({ login: 'dana-k', email: 'Dana.Kowalski@acme.example' });
    expect(text.indexOf('The author is among those who gain: dana-k can create, change')).toBeGreaterThan(0);
    expect(text.indexOf('The author')).toBeLessThan(text.indexOf('Privileged gains'));
    const bullets = markdown.split('\n').filter((line) => line.startsWith('- **'));
    expect(bullets[0]).toMatch(
      /^- \*\*The author is among those who gain:\*\* `dana-k` can create, change and archive the 18 people/,
    );
  });

  test('of whom nobody knows who they are counts among those who gain something privileged', () => {
    const { human: text, markdown } = said({ login: 'x' });
    expect(text).toContain(
      'The author counts as one of those who gain: nobody knows who x is in the account, and 3 people gain something privileged.',
    );
    expect(markdown).toContain(
      '- **The author counts as one of those who gain:** nobody knows who `x` is in the account',
    );
    expect(said({ login: 'x' }, makePlan()).human).toContain(
      'Author x: nobody knows who x is in the account, and no gain is privileged.',
    );
  });

  test('who is not known to anybody is not spoken of', () => {
    expect(said({}).human).not.toMatch(/[Aa]uthor/);
  });
});

describe('a refusal', () => {
  const limit = (name: string, count: number, allowed: number, isAcceptable = true) => ({
    limit: name,
    count,
    allowed,
    who: [userKey('a@acme.example')],
    isAcceptable,
  });
  const refused = (...exceeded: readonly ReturnType<typeof limit>[]) => {
    const diagnostics = exceeded.map(({ limit: name }, index) => ({
      code: 'LIMIT_EXCEEDED' as const,
      severity: 'error' as const,
      message: name,
      source: source(`ringctl.yaml:${index + 1}`),
    }));
    const plan = makePlan({ changes: [update(groupKey('x'), field('name', 'x', 'y'))], diagnostics });
    return { text: human(plan, { exceeded }), markdown: renderPlanMarkdown(plan, { exceeded }) };
  };

  test('of two limits says both, with the line of each and one command', () => {
    const { text, markdown } = refused(limit('losses', 386, 150), limit('privilegedGains', 22, 2));
    expect(text.split('\n')[1]).toBe('Refused: 2 limits are exceeded, see the end.');
    expect(text.split('Refused: 2 limits are exceeded. ')[1]).toBe(`Nothing was changed.
  losses               386 people, the limit is 150    ringctl.yaml:1
    A
  privilegedGains      22 people, the limit is 2       ringctl.yaml:2
    A
To allow exactly this plan, once:
  ringctl apply --digest 7c1e93ab40d2f658 --accept losses=386 \\
    --accept privilegedGains=22 \\
    --reason "…"
`);
    expect(markdown).toContain(
      '**Not ready to merge: 386 people lose access, the limit is 150, and 22 gains are privileged (!), the limit is 2.**',
    );
    expect(markdown).toContain(
      '- Limit: `losses: 150`, `ringctl.yaml:1`.\n- Limit: `privilegedGains: 2`, `ringctl.yaml:2`. All other limits pass.',
    );
  });

  test.each(['minAdmins', 'requiredAdmins', 'actingIdentity', 'releases'])('of %s offers no command', (name) => {
    const { text, markdown } = refused(limit('losses', 386, 150), limit(name, 1, 2, false));
    expect(text + markdown).not.toContain('--accept');
    expect(text).toContain('This cannot be allowed: the files must be changed.');
    expect(markdown).toContain('This cannot be allowed');
  });

  test('has words for every limit', () => {
    const names = [
      'removals',
      'losses',
      'changes',
      'privilegedGains',
      'invites',
      'minAdmins',
      'requiredAdmins',
      'actingIdentity',
      'releases',
    ];
    for (const name of names) {
      expect(limitWords(limit(name, 1, 2))).toMatch(/\w \w/);
      expect(limitVerdict(limit(name, 1, 2))).not.toContain('undefined');
    }
    expect(limitVerdict(limit('removals', 1, 0))).toBe('1 person leaves, the limit is 0');
  });

  test('by a limit that is not handed over is told as the error that it is', () => {
    const text = human(story());
    expect(text).toContain('Refused: 1 error, see the end.');
    expect(text).toContain('LIMIT_EXCEEDED');
  });
});

test('two people of one name, and a name of two scripts, have their addresses beside them', () => {
  const gain = (email: string) =>
    person(email, { gains: [row('app.snooze', false, true, { of: profileKey('agent'), at: 'p.yaml:1' })] });
  const plan = story({ access: [gain('a@acme.example'), gain('b@acme.example'), gain('c@acme.example')] });
  const names = (email: string) => (email.startsWith('c') ? 'Аda Byron' : 'Ada Byron');
  expect(human(plan, { personName: names }).replace(/\s+/g, ' ')).toContain(
    'Ada Byron <a@acme.example>, Ada Byron <b@acme.example>, Аda Byron <c@acme.example>',
  );
  expect(renderPlanMarkdown(plan, { personName: names })).toContain('▲ `Ada Byron` (`a@acme.example`)<br>');
});

test('a masked plan names nobody', () => {
  const people = STORY_ACCESS.map(({ user }) => {
    const [firstName, lastName] = personName(user.slice(5)).split(' ');
    return { email: user.slice(5), firstName, lastName };
  });
  const mask = maskFor('acme', people);
  const plan = maskPlan(story(), mask);
  const author = maskAuthor({ login: 'dana', email: 'dana.kowalski@acme.example' }, mask);
  const facts = { personName: (email: string) => email, author };
  const texts = [human(plan, facts), renderPlanMarkdown(plan, facts), renderDrift(plan, facts, PLAIN)];
  for (const text of texts) {
    expect(text).toMatch(/person-[0-9a-f]{4}/);
    expect(text).not.toContain('@');
    for (const { lastName } of people) if (lastName) expect(text).not.toContain(lastName);
  }
  expect(texts[0]).toContain('The author is among those who gain: person-');
});

test.each([80, 60, 40])('no line about people is wider than a terminal of %i', (width) => {
  const [text = ''] = renderPlan(story(), STORY_FACTS, { ...PLAIN, width, verbose: true }).split('\nChanges');
  expect(text.split('\n').filter((line) => line.length > width && line.trim().includes(' '))).toEqual([]);
});

test('in ASCII nothing else is printed', () => {
  const text = renderPlan(story(), STORY_FACTS, { ...PLAIN, ascii: true });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text).toContain('^ 21 people gain access - v 3 people lose access - ! 3 gains are privileged');
});

test('drift tells the same from the side of the account, worst first', () => {
  const admin = { of: userKey('ben.okafor@acme.example'), path: 'dashboard', at: 'users/sales.yaml:22' };
  const access = [
    person('ben.okafor@acme.example', { losses: [row('level.admin', 'admin', 'none', admin, { privileged: true })] }),
    ...STORY_ACCESS,
  ];
  const text = renderDrift(story({ access }), { personName }, PLAIN);
  expect(text).toContain('▲ 4 people have more access than the files say · ▼ 21 people have less access');
  expect(text).toContain(`privileged  Ben Okafor <ben.okafor@acme.example>       users/sales.yaml:22
  ! ▲ is administrator: everything, without limit; the files say otherwise
gain        Tom Becker                                 users/support.yaml:63
  ▲ can sign in; the files say archived
`);
  expect(text).toContain('have profile support-agent; the files say profile field-engineer: cannot');
});

describe('after applying', () => {
  const report = {
    results: [{ step: step(groupKey('x'), 'createGroup'), outcome: { kind: 'done' } as const }],
    interrupted: false,
  };
  const facts = (left: object | undefined) => {
    const after = left
      ? {
          ...makePlan(),
          summary: { ...makePlan().summary, people: { gain: 0, lose: 0, privileged: 0, uncertain: 0, ...left } },
        }
      : undefined;
    return { milliseconds: 900, after, people: { gain: 21, lose: 3, privileged: 3, uncertain: 0 } };
  };

  test('it is said who gained and who lost', () => {
    expect(renderReport(report, facts({}), PLAIN)).toContain(
      '\n▲ 21 people gained access · ▼ 3 people lost access · ! 3 gains are privileged\nRead again:',
    );
  });

  test('in part, only what a new plan does not name any more is counted', () => {
    const partly = {
      ...report,
      results: [
        ...report.results,
        { step: step(groupKey('y'), 'createGroup'), skipped: { because: 'stopped' } as const },
      ],
    };
    const text = renderReport(partly, facts({ gain: 16, privileged: 1 }), PLAIN).replace('\n  priv', ' priv');
    expect(text).toContain('▲ 5 of 21 people gained access · ▼ 3 of 3 people lost access · ! 2 of 3 privileged gains');
    expect(text).not.toContain('Nobody holds');
    expect(renderReport(partly, facts(undefined), PLAIN)).not.toContain('▲');
  });
});

test.each(HOSTILE)('payload %# as a name stands as data among the people', (payload) => {
  const plan = (name: string) => {
    const key = userKey('a@acme.example');
    const scope = { ...groupScope(name), ivrs: [name] };
    return story({
      changes: [
        create(userKey('b@acme.example'), field('profile', null, name)),
        update(key, field('profile', name, `${name}2`)),
      ],
      released: [{ key: groupKey(name), path: 'groups', value: [name] }],
      diagnostics: [],
      access: [
        person('a@acme.example', {
          gains: [
            row('page.logs.read', 'none', 'read', { of: key, path: 'profile', at: 'a.yaml:1' }, { scope }),
            row(
              'users.manage',
              false,
              true,
              { of: key, path: 'x' },
              { scope, targets: [userKey('b@acme.example')], privileged: true },
            ),
            row('groups.member', false, true, { of: key, path: 'groups' }, { targets: [groupKey(name)] }),
          ],
          uncertain: [
            row(
              'calls.listen',
              true,
              false,
              { of: profileKey(name), path: '' },
              { targets: [userKey('c@acme.example')], scope: EVERYWHERE },
            ),
          ],
        }),
        person('b@acme.example', { gains: [row('account.signIn', false, true, { of: userKey('b@acme.example') })] }),
      ],
    });
  };
  const facts = { personName: () => payload, author: { login: payload, email: 'a@acme.example' } };
  const harmless = { personName: () => 'harmless', author: { login: 'harmless', email: 'a@acme.example' } };
  for (const text of [renderPlan(plan(payload), facts, PLAIN), renderDrift(plan(payload), facts, PLAIN)]) {
    for (const line of text.trimEnd().split('\n')) expect(line).not.toMatch(/\p{C}|^\s*::|##\[/u);
  }
  const outside = (text: string) =>
    text
      .split('\n```diff\n')[0]
      ?.replace(/`[^`\n]*`/g, '')
      .replaceAll('(no name)', '');
  expect(outside(renderPlanMarkdown(plan(payload), facts))).toBe(
    outside(renderPlanMarkdown(plan('harmless'), harmless)),
  );
});
