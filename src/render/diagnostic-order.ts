import { byText, type Diagnostic } from '../model/index.js';

/** Errors before warnings, then by path, line and column; what has no place comes first. */
export function sortedDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (one, other) =>
      byText(one.severity, other.severity) ||
      byText(one.source?.file ?? '', other.source?.file ?? '') ||
      (one.source?.line ?? 0) - (other.source?.line ?? 0) ||
      (one.source?.column ?? 0) - (other.source?.column ?? 0) ||
      byText(one.code, other.code),
  );
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  /** Files with at least one of them. */
  readonly files: number;
}

export function countDiagnostics(diagnostics: readonly Diagnostic[]): Counts {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const files = new Set(diagnostics.flatMap(({ source }) => (source ? [source.file] : []))).size;
  return { errors, warnings: diagnostics.length - errors, files };
}
