import type { Place } from '../model/index.js';
import type { FileCode } from './finding.js';
import type { SchemaError } from './generated/validators.js';
import { didYouMean, type Report, type Words } from './report.js';
import { sentenceSubject } from './subject.js';
import { allowedAt, choicesIn, isAddress, isPhone } from './wording.js';

/** All that the validator says of one place. */
export interface Mistake {
  readonly place: Place;
  readonly data: unknown;
  readonly errors: readonly SchemaError[];
  /** Something deeper is wrong as well, which explains why no alternative fits. */
  readonly hasDeeper: boolean;
}

/** One sentence for all that the validator says against a value. A value that was refused before has been reported. */
export function wrongValue(mistake: Mistake, errors: readonly SchemaError[], report: Report): void {
  const { place, data } = mistake;
  const discriminator = errors.find(({ keyword }) => keyword === 'discriminator');
  if (data === undefined) return;
  if (discriminator) wrongProvider(mistake, discriminator, report);
  else if (data === null) report.add('NULL_VALUE', place, noValue(place));
  else if (typeof data === 'number' && isPhone(allowedAt(place, errors))) unquotedNumber(place, data, report);
  else report.add(codeOf(mistake, errors), place, wordsOf(mistake, errors, report));
}

function noValue(place: Place): Words {
  const isEntry = place.path.length === 2;
  const hint = isEntry ? 'Write {} for one that states nothing.' : 'Leave the key out, or write a value.';
  return { message: `${sentenceSubject(place.path)} has no value.`, hint };
}

function unquotedNumber(place: Place, data: number, report: Report): void {
  const source = report.locate(place, 'value');
  const text = source?.excerpt.slice(source.column - 1, source.column - 1 + source.length) ?? String(data);
  const isWhole = text.startsWith('+');
  const hint = isWhole ? `Write "${text}".` : 'Write it in quotes, with plus and country code: "+33199000001".';
  const message = `The number ${text} stands without quotes, and YAML reads it as ${data}.`;
  report.add('UNQUOTED_NUMBER', place, { message, hint, part: 'value' });
}

function codeOf({ place, data }: Mistake, errors: readonly SchemaError[]): FileCode {
  if (typeof data === 'string' && isAddress(allowedAt(place, errors))) return 'BAD_ADDRESS';
  const isLength = errors.some(({ keyword }) => keyword === 'minItems' || keyword === 'maxItems');
  const isType = typeof data === 'object' || errors.every(({ keyword }) => keyword === 'type');
  return isType && !isLength ? 'WRONG_TYPE' : 'WRONG_VALUE';
}

function wordsOf({ place, data }: Mistake, errors: readonly SchemaError[], report: Report): Words {
  const message = `${sentenceSubject(place.path)} must be ${allowedAt(place, errors)}.`;
  if (typeof data === 'object') return { message };
  if (typeof data === 'string') {
    return { message, hint: didYouMean(report.nearest(data, choicesIn(errors))), part: 'value' };
  }
  const isText = errors.every(({ params }) => params.type === 'string');
  return { message, hint: isText ? 'Put it in quotes.' : undefined, part: 'value' };
}

function wrongProvider({ place, data }: Mistake, error: SchemaError, report: Report): void {
  if (typeof data === 'object' && data !== null && !Object.hasOwn(data, 'kind')) {
    const hint = 'Add kind: sandbox, or kind: ringover.';
    report.add('MISSING_KEY', place, { message: '"provider" lacks the key "kind".', hint });
    return;
  }
  const kind = { file: place.file, path: [...place.path, 'kind'] };
  const hint = didYouMean(report.nearest(String(error.params.tagValue), ['sandbox', 'ringover']));
  report.add('WRONG_VALUE', kind, { message: '"provider.kind" must be sandbox or ringover.', hint, part: 'value' });
}
