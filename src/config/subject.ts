import type { Place } from '../model/index.js';
import { quoted } from './finding.js';

const KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    users: 'user',
    profiles: 'profile',
    groups: 'group',
    policies: 'policy',
    callerIds: 'the list',
  }),
);

/** What a path speaks of, inside a sentence: `user "ada@acme.example"`, `"dashboard.level" of profile "agent"`, `"limits.shrink"`. */
export function subject(path: Place['path']): string {
  const [section, id, ...rest] = path;
  if (section === undefined) return 'the file';
  const kind = KINDS.get(String(section));
  if (!kind || id === undefined) return quoted(spelled(path));
  const owner = `${kind} ${quoted(String(id))}`;
  const field = rest[0] === 'permissions' && rest.length > 1 ? rest.slice(1) : rest;
  return field.length === 0 ? owner : `${quoted(spelled(field))} of ${owner}`;
}

/** The same at the beginning of a sentence. */
export function sentenceSubject(path: Place['path']): string {
  const words = subject(path);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const spelled = (path: Place['path']): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step + 1}]` : index > 0 ? `.${step}` : step)).join('');
