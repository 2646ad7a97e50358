import { appendFileSync } from 'node:fs';

/** What one campaign has to show. */
export interface Evidence {
  readonly what: string;
  readonly seed: number | string;
  /** How often it was tried. */
  readonly count: number;
  readonly failures: number;
  readonly milliseconds: number;
}

/** One line of JSON in the file that RINGCTL_EVIDENCE names, from which `.github/EVIDENCE.md` is made; nothing without it. */
export function recordEvidence(evidence: Evidence): void {
  const file = process.env.RINGCTL_EVIDENCE;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(evidence)}\n`);
}
