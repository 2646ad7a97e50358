import { CODES, type Code, type Diagnostic, daysBetween, type Instant } from '../model/index.js';
import type { ManagedField } from './coverage.js';

export interface Confirmation {
  readonly fields: readonly ManagedField[];
  readonly maxAgeDays: number;
  readonly now: Instant;
}

/** What has to be said where a plan relies on what somebody recorded, or on nothing at all. */
export function confirmationDiagnostics({ fields, maxAgeDays, now }: Confirmation): readonly Diagnostic[] {
  const never = fields.filter(({ known }) => known === 'unknown');
  const ages = fields.flatMap(({ known }) =>
    known === 'read' || known === 'unknown' ? [] : [daysBetween(known, now)],
  );
  const aged = ages.filter((days) => days > maxAgeDays);
  return [...neverConfirmed(never), ...recordedLongAgo(aged, maxAgeDays)];
}

function neverConfirmed(never: readonly ManagedField[]): readonly Diagnostic[] {
  if (never.length === 0) return [];
  const resources = new Set(never.map(({ key }) => key)).size;
  const whose = resources === 1 ? 'one person or profile' : `${resources} people and profiles`;
  const message = `Neither read nor ever confirmed: ${fieldCount(never.length)} of ${whose}. Whatever the files state there counts as a change.`;
  return [diagnostic('NEVER_CONFIRMED', message, HINT)];
}

function recordedLongAgo(days: readonly number[], maxAgeDays: number): readonly Diagnostic[] {
  if (days.length === 0) return [];
  const message = `Recorded more than ${maxAgeDays} days ago: ${fieldCount(days.length)}, the oldest ${Math.max(...days)} days ago.`;
  return [diagnostic('RECORDED_LONG_AGO', message, HINT)];
}

const HINT = 'If the account is as the files say: ringctl baseline.';

const fieldCount = (number: number): string => (number === 1 ? '1 field' : `${number} fields`);

const diagnostic = (code: Code, message: string, hint: string): Diagnostic => ({
  code,
  severity: CODES[code].severity,
  message,
  hint,
});
