import type { Place, Settings } from '../../model/index.js';
import type { Declared, Entry } from '../declared.js';
import type { Inheritance } from '../inherit.js';
import type { PlaceOf } from '../places.js';
import { didYouMean, type Report } from '../report.js';

export interface Given {
  readonly declared: Declared;
  readonly inherit: Inheritance;
  readonly placeOf: PlaceOf;
  readonly settings: Settings;
  /** Version of ringctl; undefined where it is not known. */
  readonly version: string | undefined;
  /** What files may state by another revision; undefined where these files say it themselves. */
  readonly rights: Settings['files'] | undefined;
  readonly report: Report;
}

/** Checks one thing that must be true of all files together, and says so in its name. */
export type Rule = (given: Given) => void;

export const below = (place: Place, ...steps: readonly (string | number)[]): Place => ({
  file: place.file,
  path: [...place.path, ...steps],
});

/** `Did you mean "agent"? It is defined in profiles/base.yaml:3.` */
export function meant(report: Report, word: string, entries: ReadonlyMap<string, Entry<unknown>>): string {
  const nearest = report.nearest(word, entries);
  const source =
    nearest === undefined ? undefined : report.locate(entries.get(nearest)?.place ?? { file: '', path: [] });
  const question = didYouMean(nearest) ?? 'Define it, or correct the name.';
  return source ? `${question} It is defined in ${source.file}:${source.line}.` : question;
}
