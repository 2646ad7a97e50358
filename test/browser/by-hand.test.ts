import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACME } from '../../src/sandbox/seed/acme.js';
import { filledIn, TABLE } from '../cli/first-day-files.js';
import { emptyDirectory, run, type World, write } from '../cli/world.js';
import { isLong } from '../support/scale.js';
import { follow, instructionsIn } from './instructions.js';
import { openStage, type Stage, shoot } from './stage.js';

const OWNER = 'sam.ortega';

/** From a change of the files to an account that says the same, with a person at the dashboard who does what ringctl prints. */
describe.runIf(isLong)('in a browser', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('what ringctl prints is done on the dashboard, and nothing is left to change', async () => {
    const { ringctl, cwd } = await startedDirectory(stage);
    change(cwd);
    expect((await ringctl(['plan', '--detailed-exitcode'])).code).toBe(2);
    expect((await ringctl(['apply', '-y', '--detailed-exitcode'])).code).toBe(9);

    const page = await stage.signIn(OWNER);
    const followed = await followAll(page, ringctl);
    expect(followed.ids).toEqual(['S1', 'S2', 'S3', 'S4']);
    expect(followed.rows).toBeGreaterThan(40);
    await shoot(page, 'by-hand-done');
    await page.context().close();

    expect((await ringctl(['apply', '-y', '--detailed-exitcode'])).code).toBe(0);
    const planned = await ringctl(['plan', '--detailed-exitcode']);
    expect([planned.code, /^No changes\. /m.test(planned.out)]).toEqual([0, true]);
    expect(planned.out.replace(/\s+/g, ' ')).toMatch(/; \d+ recorded, oldest 0 days; 0 never confirmed\./);

    // The account itself, of which the public API shows so little, is as the files say.
    const settings = readFileSync(join(cwd, 'ringctl.yaml'), 'utf8');
    write(cwd, {
      'ringctl.yaml': settings.replace(/^provider:.*$/m, `provider: { kind: sandbox, url: "${stage.url}" }`),
    });
    const whole = await ringctl(['plan', '--format', 'json']);
    expect(JSON.parse(whole.out)).toMatchObject({ changes: [], coverage: { unreadable: 0 } });
  });
});

type Ringctl = (words: readonly string[], world?: World) => ReturnType<typeof run>;

/** As the first day leaves it: the files say what is so, and it is recorded. */
async function startedDirectory({ url, sandbox }: Stage): Promise<{ readonly ringctl: Ringctl; readonly cwd: string }> {
  const cwd = emptyDirectory();
  const env = { RINGOVER_API_KEY: sandbox.keyFor() };
  const ringctl: Ringctl = (words, world = {}) => run(words, { cwd, env, ...world });
  write(cwd, { 'people.csv': TABLE });
  const pull = ['pull', '--account', 'acme', '--team', ACME.team.id, '--url', url, '--people', 'people.csv'];
  expect((await ringctl(pull)).code).toBe(0);
  edit(cwd, 'profiles.yaml', filledIn);
  edit(cwd, 'ringctl.yaml', (text) =>
    text.replace(/^provider: \{/m, `provider: { as: ${OWNER}@acme.example, verified: 2026-11-22,`).concat(LIMITS),
  );
  const confirming = ['baseline', '--confirm-as', 'ada.byron@acme.example', '--how', 'seen', '--auto-approve'];
  expect((await ringctl(confirming)).code).toBe(0);
  return { ringctl, cwd };
}

const LIMITS = 'limits: { privilegedGains: 99, minAdmins: 1 }\n';

/** A profile, the dashboard access of one person, two who are new, and one who is external. */
function change(cwd: string): void {
  edit(cwd, 'profiles.yaml', (text) => {
    const [before = '', after = ''] = text.split(/^(?= {2}sales-agent:$)/m);
    const agent = after
      .replace(/showDownloadButton: false/, 'showDownloadButton: true')
      .replace(/playRecordings: own/, 'playRecordings: allIvr')
      .replace(/afterCallWorkDuration: 30s/, 'afterCallWorkDuration: 45s')
      .replace(/callRecordingVolume: 100%/, 'callRecordingVolume: 50%')
      .replace(/editCallerId: .*?(?= +#)/, 'editCallerId: [assignedIvr, "+33199000080"]')
      .replace(/maxChannels: 2/, 'maxChannels: 3');
    return `${before}${agent}`;
  });
  edit(cwd, 'users.yaml', (text) => text.replace(/( {2}dana\.kowalski@acme\.example:\n)/, `$1${DANA}`).concat(NEW));
}

const DANA =
  '    dashboard: { level: supervisor, pages: { logs: write, users: read, numbers: read }, scope: { groups: [sales, support], lines: direct } }\n';
const NEW = `  lea.moreau@acme.example:
    firstName: Léa
    lastName: Moreau
    profile: support-agent
    invite: { number: "+33199000060", plan: Business }
  nora.neu@acme.example:
    firstName: Nora
    lastName: Neu
    permissions: { snooze: true, playRecordings: own, maxChannels: 3, editCallerId: [allIvr], callRecordingVolume: 20% }
    dashboard: technical
    groups: [it]
    invite: { number: "+33199000061", plan: Business }
  claire@compta.example:
    firstName: Claire
    lastName: Fontaine
    external: true
    dashboard: billing
`;

function edit(cwd: string, file: string, work: (text: string) => string): void {
  const before = readFileSync(join(cwd, file), 'utf8');
  const after = work(before);
  if (after === before) throw new Error(`nothing changed in ${file}`);
  write(cwd, { [file]: after });
}

/** Each step that waits for nothing, recorded as soon as it is done; then an apply for those that waited. */
async function followAll(page: Page, ringctl: Ringctl): Promise<{ readonly ids: string[]; readonly rows: number }> {
  const ids: string[] = [];
  let rows = 0;
  for (let round = 0; round < 4; round += 1) {
    const printed = await ringctl(['steps', '--format', 'markdown']);
    if (printed.out.includes('No steps by hand')) break;
    for (const instruction of instructionsIn(printed.out).filter(({ isWaiting }) => !isWaiting)) {
      await follow(page, instruction);
      await shoot(page, `by-hand-${instruction.id}`);
      expect(await ringctl(['steps', 'done', instruction.id])).toMatchObject({ code: 0, err: '' });
      ids.push(instruction.id);
      rows += instruction.rows.length;
    }
    expect((await ringctl(['apply', '-y'])).code).toBe(0);
  }
  return { ids: ids.sort(), rows };
}
