// Every example of .github/docs/policies.md says of itself whether it passes, or which codes it gives.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Diagnostic, POLICY_FORMS } from '../../src/model/index.js';
import { readAccountFiles } from '../../src/run/account-files.js';
import { compile } from '../../src/run/compile.js';
import { planned } from '../../src/run/plan.js';
import { failure, test as runTests } from '../../src/run/test.js';
import { validate } from '../../src/run/validate.js';
import { live } from '../support/accounts.js';

const page = readFileSync(fileURLToPath(new URL('../../.github/docs/policies.md', import.meta.url)), 'utf8');
const NOW = new Date('2026-11-22T09:00:00Z');
const version = '1.0.0';

interface Example {
  readonly heading: string;
  readonly says: string;
  readonly text: string;
}

const examples: readonly Example[] = page.split(/^##+ /m).flatMap((section) =>
  [...section.matchAll(/^```yaml (.+)\n([\s\S]*?)^```$/gm)].map(([, says = '', text = '']) => ({
    heading: section.split('\n')[0] ?? '',
    says,
    text,
  })),
);

describe('the page of policies', () => {
  test.each(examples.map(({ heading, says, text }, index) => [`${index} ${heading}`, says, text] as const))(
    '%s: %s',
    async (_, says, text) => {
      const codes = [...new Set((await diagnosticsOf(text)).map(({ code }) => code))].sort();
      expect(codes).toEqual(says === 'passes' ? [] : says.split(' ').sort());
    },
  );

  test.each([...POLICY_FORMS, 'outside', 'except', 'when', 'Tests'])(
    '%s has an example that passes and one that does not',
    (form) => {
      const of = examples.filter(({ heading }) => heading === form);
      expect(of.some(({ says }) => says === 'passes')).toBe(true);
      expect(of.some(({ says }) => says !== 'passes')).toBe(true);
    },
  );
});

/** What validating, planning for an empty account and testing find. */
async function diagnosticsOf(text: string): Promise<readonly Diagnostic[]> {
  const dir = mkdtempSync(join(tmpdir(), 'ringctl-policies-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, 'ringctl.yaml'), 'version: 1\naccount: acme\nlimits: { privilegedGains: 9 }\n');
  writeFileSync(join(dir, 'access.yaml'), text);
  const checked = await validate(dir, version, NOW);
  if (!checked.ok) return checked.diagnostics;
  const files = await compile(await readAccountFiles(dir), { version });
  const selection = { at: undefined, targets: [], excludes: [], allowDelete: false };
  const request = { dir, now: NOW, tool: { name: 'ringctl', version }, ...selection };
  const plan = files.ok ? planned({ files, live: live(), request }).plan.diagnostics : files.diagnostics;
  const tested = await runTests({ dir, version, now: NOW });
  const failed = tested.ok ? tested.tests.filter(({ reasons }) => reasons.length > 0).map(failure) : tested.diagnostics;
  return [...checked.warnings, ...plan.filter(({ code }) => code !== 'NO_INVITE'), ...failed];
}
