import type { AccessChange, CatalogueEntry, Json } from '../model/index.js';
import { entryOf } from './access-capability.js';
import { isMany, leadOf, type Phrase, type Told, type Voice } from './access-voice.js';
import { count, digits } from './words.js';

/** A permission in the words of the catalogue, never by its id. */
export function appPhrase(change: AccessChange, told: Told, voice: Voice): Phrase {
  const entry = entryOf(change);
  if (!entry) return { lead: leadOf(told.side, change.after !== null), text: '' };
  if (entry.id === 'playRecordings') return playPhrase(change, told, voice);
  if (entry.grants === 'less') return restrictionPhrase(entry, change, told);
  if (entry.kind === 'switch') return { lead: leadOf(told.side, change.after !== null), text: entry.phrase };
  return valuePhrase(entry, change, told, voice);
}

const CAN = /^can /;

/** Restrictions grant less: to be rid of one is a gain. */
function restrictionPhrase(entry: CatalogueEntry, { after }: AccessChange, { side }: Told): Phrase {
  const without = entry.phraseWithout ?? '';
  const isKnownAfter = after !== null;
  if (CAN.test(without)) return { lead: leadOf(side, isKnownAfter), text: without.replace(CAN, '') };
  if (side === 'gain') return { lead: '', text: without };
  if (side === 'loss') return { lead: '', text: `must ${entry.phrase}` };
  return { lead: '', text: `may ${isKnownAfter ? 'already' : 'still'} not have to ${entry.phrase}` };
}

/** Recordings of calls that the person had, or of all IVRs. */
function playPhrase({ before, after }: AccessChange, told: Told, { told: view }: Voice): Phrase {
  const { side } = told;
  const recordings = (value: Json) => (value === 'own' ? 'play their own recordings' : 'play recordings of all IVRs');
  const verb = isMany(told) ? 'play' : 'plays';
  if (side === 'gain' && before === 'own')
    return { lead: '', text: `${verb} recordings of all IVRs, not only their own` };
  if (side === 'loss' && after === 'own')
    return {
      lead: '',
      text: view === 'drift' ? `${verb} their own recordings only` : `${verb} only their own recordings`,
    };
  const value = side === 'loss' ? before : (after ?? before);
  return { lead: leadOf(side, after !== null), text: recordings(value) };
}

/** `have 5 calls at a time (2 before)`. Less of something stays a thing that one can do. */
function valuePhrase(entry: CatalogueEntry, { before, after }: AccessChange, { side }: Told, voice: Voice): Phrase {
  const lead = leadOf(side, after !== null);
  if (side === 'uncertain') return { lead, text: filled(entry, after ?? before) };
  if (side === 'loss' && isNothing(after)) return { lead, text: filled(entry, before) };
  const text = filled(entry, after, isNothing(before) ? '' : compared(valueWords(entry, before), voice));
  const isWhole = voice.told === 'drift' && !isNothing(before);
  return side === 'loss' ? { lead: '', text: `can ${text}`, isWhole } : { lead, text, isWhole };
}

const compared = (before: string, { told }: Voice): string =>
  told === 'drift' ? `the files say ${before}` : `${before} before`;

const isNothing = (value: Json): boolean =>
  value === null || value === 0 || (Array.isArray(value) && value.length === 0);

function filled(entry: CatalogueEntry, value: Json, note = ''): string {
  const words = valueWords(entry, value);
  const phrase =
    entry.kind === 'count' && value === 1 ? entry.phrase.replace('{value} calls', '{value} call') : entry.phrase;
  if (phrase.includes('({value})'))
    return phrase.replace('({value})', () => `(${note === '' ? words : `${words}; ${note}`})`);
  const text = phrase.replace('{value}', () => words);
  return note === '' ? text : `${text} (${note})`;
}

function valueWords({ kind }: CatalogueEntry, value: Json): string {
  if (Array.isArray(value)) return callerWords(value.map(String));
  if (typeof value !== 'number') return String(value);
  if (kind === 'duration') return `${digits(value)} s`;
  return kind === 'percentage' ? `${value} %` : digits(value);
}

const CALLERS: Readonly<Record<string, string>> = { assignedIvr: 'assigned IVRs', allIvr: 'all IVRs' };

/** Numbers are counted: which they are stands below, with the fields. */
function callerWords(callers: readonly string[]): string {
  const known = callers.flatMap((caller) => CALLERS[caller] ?? []);
  const numbers = callers.length - known.length;
  return [...known, ...(numbers === 0 ? [] : [`${count(numbers, 'number')} listed`])].join(', ') || 'none';
}
