import type { Diagnostic } from '../model/index.js';
import type { Sizes } from './diagnostic-human.js';
import { countDiagnostics, sortedDiagnostics } from './diagnostic-order.js';
import { inert, inertSentence, workflowData, workflowProperty } from './inert.js';

/** What `validate --format json` prints. */
export interface ValidationJson {
  readonly formatVersion: 1;
  readonly valid: boolean;
  readonly files: number;
  readonly users?: number;
  readonly profiles?: number;
  readonly groups?: number;
  readonly summary: { readonly errors: number; readonly warnings: number };
  readonly diagnostics: readonly Diagnostic[];
}

export function validationJson(
  diagnostics: readonly Diagnostic[],
  sizes: Pick<Sizes, 'files'> & Partial<Sizes>,
): ValidationJson {
  const { errors, warnings } = countDiagnostics(diagnostics);
  return {
    formatVersion: 1,
    valid: errors === 0,
    ...sizes,
    summary: { errors, warnings },
    diagnostics: sortedDiagnostics(diagnostics),
  };
}

export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** One workflow command a diagnostic, which GitHub shows beside the line of the file. `prefix` is the way from the repository to the account. */
export function renderWorkflowCommands(diagnostics: readonly Diagnostic[], prefix: string): string {
  return sortedDiagnostics(diagnostics)
    .map((diagnostic) => `${workflowCommand(diagnostic, prefix)}\n`)
    .join('');
}

function workflowCommand({ severity, code, message, hint, source }: Diagnostic, prefix: string): string {
  const place = source
    ? `file=${workflowProperty(inert(prefix + source.file))},line=${source.line},col=${source.column},`
    : '';
  const text = [message, ...(hint === undefined ? [] : hint.split('\n'))].map(inertSentence).join('\n');
  return `::${severity} ${place}title=${workflowProperty(code)}::${workflowData(text)}`;
}
