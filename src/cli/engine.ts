import { setFlagsFromString } from 'node:v8';

/** The newest V8 on which the flag is known (Node 24); a V8 that does not know it would complain aloud. */
const NEWEST_KNOWN = 13;

/** A command is over before code that V8 optimises early has paid for the optimising: it is told to wait longer. Only speed depends on it. */
export function optimiseLate(): void {
  if (Number.parseInt(process.versions.v8, 10) <= NEWEST_KNOWN) setFlagsFromString('--interrupt-budget=1000000');
}
