// The example company: its account, its files as they were before the change that its documents speak of, and that change as a pull request.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PullState } from '../support/github/double.js';
import { type Files, newStory, type Story } from './story.js';

const FOLDER = fileURLToPath(new URL('../../examples/acme/', import.meta.url));

const textOf = (path: string): string => readFileSync(`${FOLDER}${path}`, 'utf8');

const PATHS = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.yaml') && path !== 'ringctl.yaml');

const DANA = `    dashboard:
      level: supervisor
      pages: { logs: read, analytics: read, users: write }
      scope: { groups: [support] }
`;

/** What the change writes, and what stood there before. */
const CHANGE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'policies.yaml': [
    ['  - { user: claire@compta-plus.example, can: billing.see, cannot: [page.numbers.read, page.logs.read] }\n', ''],
    [
      '  - { user: dana.kowalski@acme.example, can: "users.manage(support)", cannot: ["users.manage(sales)", billing.see] }\n',
      '',
    ],
  ],
  'profiles/sales.yaml': [
    ['showDownloadButton: true\n      powerDialerTab', 'showDownloadButton: false\n      powerDialerTab'],
  ],
  'users/finance.yaml': [
    [
      '  claire@compta-plus.example: { firstName: Claire, lastName: Fontaine, external: true, dashboard: billing }\n',
      '',
    ],
  ],
  'users/field.yaml': [
    ['    lastName: Lindqvist\n    profile: field-engineer', '    lastName: Lindqvist\n    profile: support-agent'],
    ['    lastName: Bianchi\n    profile: field-engineer', '    lastName: Bianchi\n    profile: support-agent'],
    ['    groups: [field, sales]\n', ''],
  ],
  'users/support.yaml': [
    [DANA, ''],
    [
      `  # Léa comes for Tom. Whoever leaves is archived: recordings stay.
  lea.moreau@acme.example:
    firstName: Léa
    lastName: Moreau
    profile: support-agent
    invite: { number: "+33199000061", plan: Business }
`,
      '',
    ],
    ['    ensure: archived\n', ''],
  ],
};

function before(path: string): string {
  return (CHANGE[path] ?? []).reduce((text, [after, was]) => {
    if (!text.includes(after)) throw new Error(`${path} of the example does not say "${after.trim()}" any more.`);
    return text.replace(after, was);
  }, textOf(path));
}

const acmeFiles = (): Files => Object.fromEntries(PATHS.map((path) => [path, textOf(path)]));

const SECURITY = { inputs: { approvals: '@acme/security' } };

/** The comment as it was shown first, after a push that gives one gain less, and once it was merged. */
export async function acmeComments(): Promise<Readonly<Record<'first' | 'push' | 'merged', string>>> {
  const { story, pull } = await acmePull();
  const planned = async () => {
    await story.afterCheck(pull, SECURITY);
    return story.comment(pull);
  };
  const first = await planned();
  story.push(pull, {
    'users/support.yaml': withoutDana('users/support.yaml'),
    'policies.yaml': before('policies.yaml'),
  });
  const push = await planned();
  story.approve(pull, 'sam-ortega');
  await story.apply(story.merge(pull), SECURITY);
  return { first, push, merged: story.comment(pull) };
}

const withoutDana = (path: string): string => textOf(path).replace(DANA, '');

interface Acme {
  readonly story: Story;
  /** Of nina-roth. Nothing has been planned of it yet. */
  readonly pull: PullState;
}

async function acmePull(): Promise<Acme> {
  const story = await newStory({
    seed: 'acme',
    stated: (url) =>
      textOf('ringctl.yaml').replace(
        /^provider: .*$/m,
        `provider: { kind: sandbox, url: "${url}" } # the embedded account`,
      ),
    files: Object.fromEntries(PATHS.map((path) => [path, before(path)])),
  });
  story.github.state.writers.push('nina-roth', 'sam-ortega');
  story.github.state.teams.set('acme/security', ['sam-ortega']);
  return { story, pull: story.pull({ author: 'nina-roth', files: acmeFiles() }) };
}
