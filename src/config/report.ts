import { byText, type Diagnostic, FILE_CODES, isError, type Place, type Source } from '../model/index.js';
import type { Document } from './document.js';
import type { FileCode, Finding } from './finding.js';
import type { Locate } from './locate.js';
import { suggest } from './suggest.js';

export interface Words {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly part?: 'key' | 'value';
  readonly related?: readonly { readonly message: string; readonly place: Place }[];
}

/** Collects every mistake of one account. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  readonly locate: Locate;
  add(code: FileCode, place: Place, words: Words): void;
  /** A mistake without a place in a file. */
  addGeneral(code: FileCode, words: Words): void;
  /** Mistakes in the text of one file. */
  addFindings(document: Document): void;
  /** The candidate that was most likely meant, if any. */
  nearest(word: string, candidates: Candidates): string | undefined;
}

export type Candidates = readonly string[] | ReadonlyMap<string, unknown>;

/** Comparing each of many wrong names with each of many right ones takes its time, and nobody reads so many. */
const MOST_COMPARISONS = 200_000;

export function makeReport(documents: ReadonlyMap<string, Document>): Report {
  const diagnostics: Diagnostic[] = [];
  let comparisons = 0;
  const locate: Locate = (place, part = 'key', span) => {
    const positions = documents.get(place.file)?.positions;
    return span ? positions?.inside(place.path, span) : positions?.of(place.path, part);
  };
  const addAt = (code: FileCode, source: Source | undefined, words: Words) => {
    const related = (words.related ?? []).flatMap(({ message, place }) => {
      const found = locate(place);
      return found ? [{ message, source: found }] : [];
    });
    diagnostics.push(diagnostic({ code, source, words, related }));
  };
  return {
    diagnostics,
    locate,
    add: (code, place, words) => addAt(code, locate(place, words.part), words),
    addGeneral: (code, words) => addAt(code, undefined, words),
    addFindings: (document) => {
      for (const finding of document.findings) diagnostics.push(ofFinding(document, finding));
    },
    nearest: (word, candidates) => {
      const names = 'size' in candidates ? candidates.keys() : candidates;
      comparisons += 'size' in candidates ? candidates.size : candidates.length;
      return comparisons > MOST_COMPARISONS ? undefined : suggest(word, names);
    },
  };
}

function diagnostic(given: {
  code: FileCode;
  source: Source | undefined;
  words: Words;
  related: NonNullable<Diagnostic['related']>;
}): Diagnostic {
  const { code, source, words, related } = given;
  return {
    code,
    severity: FILE_CODES[code].severity,
    message: words.message,
    ...(words.hint ? { hint: words.hint } : {}),
    ...(source ? { source } : {}),
    ...(related.length > 0 ? { related } : {}),
  };
}

function ofFinding({ positions }: Document, finding: Finding): Diagnostic {
  const { code, message, hint, first } = finding;
  const source = positions.at(finding.offset, finding.length);
  if (!first) return diagnostic({ code, source, words: { message, hint }, related: [] });
  const earlier = positions.ofKey(first.mapping, first.key);
  const related = [{ message: 'It is first defined here.', source: earlier }];
  return diagnostic({ code, source, words: { message, hint: firstDefined(earlier) }, related });
}

export const didYouMean = (nearest: string | undefined): string | undefined =>
  nearest === undefined ? undefined : `Did you mean "${nearest}"?`;

export const firstDefined = (source: Source | undefined): string | undefined =>
  source && `First defined in ${source.file}:${source.line}. Keep one of the two.`;

/** Errors first, then by file, line and column: the order in which they are read. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (before, after) =>
      Number(isError(after)) - Number(isError(before)) ||
      byText(before.source?.file ?? '', after.source?.file ?? '') ||
      (before.source?.line ?? 0) - (after.source?.line ?? 0) ||
      (before.source?.column ?? 0) - (after.source?.column ?? 0) ||
      byText(before.code, after.code) ||
      byText(before.message, after.message),
  );
}
