import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { outputsOf } from '../../../src/action/outputs.js';
import {
  inert,
  inertSentence,
  PLAIN,
  renderDrift,
  renderPlan,
  renderSteps,
  renderWorkflowCommands,
  workflowData,
} from '../../../src/render/index.js';
import { isLong } from '../../support/scale.js';
import { CORPUS } from './corpus.js';
import { diagnosticsWith, MARKS, type Names, PLAN, planWith, SLOTS } from './documents.js';
import { commandsIn, outputsIn, parsedCommand } from './runner.js';

const everywhere = (text: string): Names => ({ ...MARKS, ...Object.fromEntries(SLOTS.map((slot) => [slot, text])) });

/** A job with files of its own, and what it leaves. */
function job() {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-outputs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
  writeFileSync(output, '');
  let log = '';
  let token = 0;
  const out = outputsOf({
    env: { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, RUNNER_TEMP: folder },
    write: (text) => {
      log += text;
    },
    token: () => `mark-${token++}`,
  });
  return { out, log: () => log, outputs: () => outputsIn(readFileSync(output, 'utf8')) };
}

describe('the log of a job', () => {
  test('has no command but ours, whatever is said in it', () => {
    for (const text of CORPUS) {
      const { out, log } = job();
      out.say(text);
      out.say(`${text}: ${text}`);
      expect([text, commandsIn(log())]).toEqual([text, []]);
      out.warn(text);
      out.fail(text, text);
      const found = commandsIn(log()).map(parsedCommand);
      expect(found).toEqual([
        { name: 'warning', properties: [''] },
        { name: 'error', properties: [''] },
      ]);
    }
  });

  test('has one annotation a mistake, of the kind and with the properties that are ours', () => {
    for (const text of CORPUS) {
      const diagnostics = diagnosticsWith(everywhere(text));
      const lines = commandsIn(renderWorkflowCommands(diagnostics, `${text}/`));
      const log = renderWorkflowCommands(diagnostics, `${text}/`);
      expect(log.trimEnd().split('\n')).toEqual(lines);
      expect(lines.map((line) => parsedCommand(line).properties.join())).toEqual(
        Array.from(diagnostics, () => 'file,line,col,title'),
      );
      expect(lines.filter((line) => line.includes('##['))).toEqual([]);
    }
  });

  test('has none where people read a plan, a drift or steps', () => {
    let hostile = 0;
    for (const text of CORPUS.filter((_, index) => isLong || index % 8 === 0)) {
      const plan = planWith(everywhere(text));
      const facts = { personName: () => text };
      const shown = [renderPlan(plan, facts, PLAIN), renderDrift(plan, facts, PLAIN), renderSteps(plan, facts, PLAIN)];
      if (inert(text) !== text) hostile += 1;
      expect([text, shown.flatMap(commandsIn)]).toEqual([text, []]);
    }
    expect(hostile).toBeGreaterThan(20);
    expect(commandsIn(renderPlan(PLAN, {}, PLAIN))).toEqual([]);
  });
});

describe('the file of outputs', () => {
  test('has each value whole, and no other', async () => {
    const { out, outputs } = job();
    for (const [index, text] of CORPUS.entries())
      await out.set(`value-${'x'.repeat(index % 7)}`, text.replaceAll('\r', ''));
    const last = CORPUS.slice(-7).map((text) => text.replaceAll('\r', ''));
    expect([...outputs().values()].toSorted()).toEqual(last.toSorted());
    expect([...outputs().keys()].every((name) => /^value-x*$/.test(name))).toBe(true);
  });

  test('takes no value that knows its end, and no name that is not ours', async () => {
    const { out, outputs } = job();
    await expect(out.set('result', 'a\nringctl-mark-0\nresult=ready')).rejects.toThrow();
    for (const name of ['a\nb', 'a=b', 'a<<b', '', 'Ä']) await expect(out.set(name, 'x')).rejects.toThrow(RangeError);
    expect(outputs().size).toBe(0);
  });
});

describe('a parser of commands', () => {
  test.each(['::error::x', '  ::error::x', '\u00a0::error::x', '\ufeff::x', 'a ##[error]b', 'a\r::error::x'])(
    'finds %j, which a log without rules would have',
    (text) => {
      expect(commandsIn(text)).toHaveLength(1);
      expect(commandsIn(inertSentence(text))).toEqual([]);
    },
  );

  test('finds many where nothing is made inert, and what only percent signs protect', () => {
    expect(CORPUS.filter((text) => commandsIn(`${text}\n`).length > 0).length).toBeGreaterThan(40);
    expect(CORPUS.filter((text) => commandsIn(workflowData(text)).length > 0).length).toBeGreaterThan(20);
  });
});
