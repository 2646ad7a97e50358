import type { Diagnostic, FILE_CODES, Source } from '../model/index.js';

/** A mistake that concerns a file as a whole stands at its beginning. */
export function fileDiagnostic(given: {
  code: keyof typeof FILE_CODES;
  message: string;
  hint?: string | undefined;
  file?: string | undefined;
  source?: Source | undefined;
}): Diagnostic {
  const { code, message, hint, file } = given;
  const start = file === undefined ? undefined : { file, line: 1, column: 1, length: 1, excerpt: '' };
  const source = given.source ?? start;
  return { code, severity: 'error', message, ...(hint ? { hint } : {}), ...(source ? { source } : {}) };
}
