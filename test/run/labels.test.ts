import { describe, expect, it } from 'vitest';
import type { AccountFiles } from '../../src/config/account-files.js';
import type { HandStep, ResourceKey } from '../../src/model/index.js';
import { readAccountFiles } from '../../src/run/account-files.js';
import { compile } from '../../src/run/compile.js';
import { readLabels, withLabels } from '../../src/run/labels.js';
import { directoryWith, SETTINGS } from './pulled.js';

const file = (text: string) => ({ path: 'labels.yaml', bytes: new TextEncoder().encode(text) });
const AGENT = 'profiles: { agent: { name: Agent, permissions: { snooze: true } } }\n';

async function filesOf(texts: Readonly<Record<string, string>>): Promise<AccountFiles> {
  const { dir, remove } = directoryWith(texts);
  return readAccountFiles(dir).finally(remove);
}

const found = (text: string) => {
  const read = readLabels(file(text));
  return read.ok ? [] : read.diagnostics.map(({ code, source, hint }) => [code, source?.line, source?.column, hint]);
};

describe('labels.yaml', () => {
  it('is no file of the account, and no mistake', async () => {
    const files = await filesOf({ 'ringctl.yaml': SETTINGS, 'a.yaml': AGENT, 'labels.yaml': 'snooze: Pause\n' });
    expect(files.files.map(({ path }) => path)).toEqual(['a.yaml', 'ringctl.yaml']);
    const compiled = await compile(files, { version: '1.0.0' });
    expect(compiled.ok && [...(compiled.labels ?? [])]).toEqual([['snooze', 'Pause']]);
    const without = await compile(await filesOf({ 'ringctl.yaml': SETTINGS, 'a.yaml': AGENT }), { version: '1.0.0' });
    expect(without.ok && compiled.ok && without.value.desired.filesDigest === compiled.value.desired.filesDigest).toBe(
      true,
    );
  });

  it('is one below a folder, where labels.yaml is a file like all others', async () => {
    const files = await filesOf({ 'ringctl.yaml': SETTINGS, 'teams/labels.yaml': AGENT });
    expect([files.files.map(({ path }) => path), files.labels]).toEqual([
      ['ringctl.yaml', 'teams/labels.yaml'],
      undefined,
    ]);
  });

  it('is refused with its place, together with what is wrong with the account', async () => {
    expect(found('snooze: Pause\nsnoze: Pause\n')).toEqual([['UNKNOWN_KEY', 2, 1, 'Did you mean "snooze"?']]);
    expect(found('forceSignOut: x\n').map(([code]) => code)).toEqual(['UNKNOWN_KEY']);
    expect(found('snooze: 3\nchatTab: ""\n')).toEqual([
      ['WRONG_TYPE', 1, 9, undefined],
      ['WRONG_TYPE', 2, 10, undefined],
    ]);
    expect(found('- snooze\n').map(([code]) => code)).toEqual(['WRONG_TYPE']);
    expect(found('snooze: a\nsnooze: b\n').map(([code]) => code)).toEqual(['DUPLICATE_KEY']);
    expect(found('snooze: [\n').map(([code]) => code)).toEqual(['YAML_SYNTAX']);
    expect(found('# nothing yet\n')).toEqual([]);
    const texts = { 'ringctl.yaml': SETTINGS, 'a.yaml': AGENT.replace('snooze', 'snoze'), 'labels.yaml': 'x: y\n' };
    const compiled = await compile(await filesOf(texts), { version: '1.0.0' });
    expect(compiled.ok ? [] : compiled.diagnostics.map(({ source }) => source?.file)).toEqual([
      'a.yaml',
      'labels.yaml',
    ]);
  });

  it('changes what is printed of a step by hand, and neither what is done nor its digest', () => {
    const row = { operation: 'setPermissions', before: false, after: true, position: 5 } as const;
    const step: HandStep = {
      key: 'profile:Agent' as ResourceKey,
      steps: ['1'],
      after: [],
      rows: [
        { ...row, path: 'permissions.snooze', label: 'Snooze' },
        { ...row, path: 'permissions.chatTab', label: 'Chat tab' },
        { ...row, operation: 'setDashboard', path: 'dashboard.pages.logs', label: 'Logs' },
      ],
      digest: 'd',
    };
    const labels = new Map([
      ['snooze', 'Pause'],
      ['dashboard.pages.logs', 'Journal'],
    ]);
    const { byHand } = withLabels({ byHand: [step] }, labels);
    expect(byHand?.map(({ rows, digest }) => [rows.map(({ label }) => label), digest])).toEqual([
      [['Pause', 'Chat tab', 'Logs'], 'd'],
    ]);
    expect(byHand?.[0]?.rows[0]).toEqual({ ...step.rows[0], label: 'Pause' });
  });
});
