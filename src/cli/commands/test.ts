import { nameOf, type Source } from '../../model/index.js';
import { count, type Mask, maskDiagnostics, paint, renderDiagnostics, styled } from '../../render/index.js';
import { failure, test as run, type TestVerdict } from '../../run/test.js';
import { eachDirectory } from '../directories.js';
import { faceOf } from '../face-of.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print, TOOL } from '../invocation.js';
import { maskOf } from '../people.js';
import { invalidSection } from './validate.js';

export function test(invocation: Invocation): Promise<ExitCode> {
  return eachDirectory(invocation, invocation.args, async (directory) => {
    const tested = await run({ dir: directory.path, version: TOOL.version, now: invocation.io.now() });
    if (!tested.ok) return invalidSection(invocation, directory, tested.diagnostics);
    const { desired } = tested.config;
    const mask = maskOf(invocation, desired.settings.account, { desired });
    const failed = tested.tests.filter(({ reasons }) => reasons.length > 0);
    if (formatOf(invocation) !== 'json') printResults(invocation, { failed, total: tested.tests.length, mask });
    return { code: failed.length > 0 ? 1 : 0, document: documentOf(desired.settings.account, tested.tests, mask) };
  });
}

interface Results {
  readonly failed: readonly TestVerdict[];
  readonly total: number;
  readonly mask: Mask | undefined;
}

function printResults(invocation: Invocation, { failed, total, mask }: Results): void {
  const { io, flags } = invocation;
  const face = faceOf(io.stdout, io, flags);
  const findings = failed.map(failure);
  const shown = mask ? maskDiagnostics(findings, mask) : findings;
  if (shown.length > 0) print(invocation, `${renderDiagnostics(shown, face)}\n`);
  const verdict =
    failed.length > 0
      ? styled('boldRed', `${failed.length} of ${count(total, 'test')} failed.`)
      : styled('bold', total === 0 ? 'No tests: write some under tests.' : `${count(total, 'test')} passed.`);
  if (failed.length > 0 || !isQuiet(invocation)) print(invocation, `${paint(verdict, face.colours)}\n`);
}

function documentOf(account: string, tests: readonly TestVerdict[], mask: Mask | undefined): unknown {
  const text = (words: string) => mask?.text(words) ?? words;
  const place = (source: Source | undefined) => source && { file: text(source.file), line: source.line };
  const failed = tests.filter(({ reasons }) => reasons.length > 0).length;
  return {
    formatVersion: 1,
    account,
    summary: { passed: tests.length - failed, failed },
    tests: tests.map(({ name, source, reasons }) => ({
      name: text(name),
      passed: reasons.length === 0,
      source: place(source),
      reasons: reasons.map(({ user, capability, wanted, answer, source: line }) => ({
        ...(user !== undefined && { user: text(nameOf(user)) }),
        capability: text(capability.text),
        wanted,
        answer,
        source: place(line),
      })),
    })),
  };
}
