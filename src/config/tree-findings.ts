import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { type Finding, quoted } from './finding.js';
import type { NumberFault } from './scalar.js';

interface Span {
  readonly offset: number;
  readonly length: number;
}

export function tagged(text: string, event: ScalarEvent | SequenceEvent | MappingEvent): Finding {
  const tag = text.slice(event.tagStart, event.tagEnd);
  return {
    code: 'TAG',
    offset: event.tagStart,
    length: tag.length,
    message: `The tag ${quoted(tag)} is not read: files hold plain values.`,
    hint: tag.startsWith('!include')
      ? 'Files of a shared folder are named under include in ringctl.yaml.'
      : 'Delete the tag.',
  };
}

export const tooLong = (offset: number): Finding => ({
  code: 'SCALAR_TOO_LONG',
  offset,
  length: 1,
  message: 'This text is longer than 64 KiB.',
});

export const tooDeep = (offset: number, limit: number): Finding => ({
  code: 'TOO_DEEP',
  offset,
  length: 1,
  message: `Lists and mappings stand more than ${limit} deep in each other here.`,
});

export const surrounded = (offset: number, length: number): Finding => ({
  code: 'SURROUNDING_SPACE',
  offset,
  length,
  message: 'This text begins or ends with a space.',
  hint: 'Delete the space.',
});

export const circle = (name: string, at: Span): Finding => ({
  code: 'ALIAS_CIRCLE',
  ...at,
  message: `The alias *${name} stands inside the value that it refers to.`,
});

export const bomb = (at: Span): Finding => ({
  code: 'ALIAS_BOMB',
  ...at,
  message: `The aliases of this file stand for more than 10,000 values.`,
  hint: 'Write the values out, or use a template.',
});

export function notText(event: Event | undefined): Finding {
  const offset = event && 'start' in event ? event.start : event && 'anchorStart' in event ? event.anchorStart - 1 : 0;
  return { code: 'KEY_NOT_TEXT', offset, length: 1, message: 'A key is a word, not a list, a mapping or an alias.' };
}

export function notANumber(text: string, { valueStart, valueEnd }: ScalarEvent, fault: NumberFault): Finding {
  const isLarge = fault === 'too-large';
  return {
    code: isLarge ? 'NUMBER_TOO_LARGE' : 'NUMBER_NOT_FINITE',
    offset: valueStart,
    length: valueEnd - valueStart,
    message: isLarge
      ? `The number ${quoted(text)} is too large to be kept exactly.`
      : `${quoted(text)} is not a number that can be written down.`,
    hint: 'Put it in quotes if it is text.',
  };
}
