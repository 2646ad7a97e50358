import {
  CATALOGUE,
  type CatalogueEntry,
  type Json,
  type Plan,
  type Released,
  type ResourceKey,
} from '../model/index.js';
import { appPhrase } from './access-phrases-app.js';
import { namedWords, type Voice } from './access-voice.js';

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(
  CATALOGUE.map((entry) => [`permissions.${entry.id}`, entry]),
);

/** What was managed, is no longer stated, and stays given. */
export const releasedGrants = ({ released }: Plan): Released[] => released.filter(isGrant);

function isGrant({ path, value }: Released): boolean {
  const entry = ENTRIES.get(path);
  if (entry) return entry.grants !== 'neutral' && JSON.stringify(value) !== JSON.stringify(entry.initial);
  if (path === 'groups') return Array.isArray(value) && value.length > 0;
  return (path === 'profile' || path === 'dashboard') && typeof value === 'string' && value !== 'none';
}

export function releasedByKey(plan: Plan): [ResourceKey, Released[]][] {
  const byKey = new Map<ResourceKey, Released[]>();
  for (const one of releasedGrants(plan)) {
    const known = byKey.get(one.key);
    if (known) known.push(one);
    else byKey.set(one.key, [one]);
  }
  return [...byKey];
}

/** `keeps profile sales-agent, group sales; can snooze`: what stays, in the words of a gain. */
export function releasedSentence(released: readonly Released[], voice: Voice): string {
  const things = released.flatMap((one) => thingWords(one, voice));
  const phrases = released.flatMap((one) => permissionPhrase(one, voice));
  const kept = things.length === 0 ? [] : [`keeps ${things.join(', ')}`];
  return [...kept, ...(phrases.length === 0 ? [] : [`${kept.length === 0 ? 'still ' : ''}${phrases.join('; ')}`])].join(
    '; ',
  );
}

function thingWords({ path, value }: Released, voice: Voice): string[] {
  if (path === 'groups') return [namedWords('group', namesIn(value), voice)];
  if (path === 'profile') return [`profile ${voice.name(String(value))}`];
  return path === 'dashboard' ? [`${voice.name(String(value))} access to the dashboard`] : [];
}

const namesIn = (value: Json): string[] => (Array.isArray(value) ? value.map(String) : []);

function permissionPhrase({ key, path, value }: Released, voice: Voice): string[] {
  const entry = ENTRIES.get(path);
  if (!entry) return [];
  const change = {
    capability: `app.${entry.id}`,
    before: entry.initial,
    after: value,
    privileged: false,
    cause: { change: key, path },
  };
  const { lead, text } = appPhrase(change, { side: 'gain', people: [key], changes: [change] }, voice);
  return [lead === '' ? text : `${lead} ${text}`];
}
