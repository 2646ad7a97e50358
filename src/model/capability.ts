import { CATALOGUE, type CatalogueEntry, PAGES } from './generated/catalogue.js';
import type { ResourceKey } from './names.js';

/** The words of the capability language, which files may state. What each of them means stands in `src/access`. */

/** What may stand in the brackets behind a name. */
type Takes = 'nothing' | 'group' | 'person' | 'sight' | 'recordings' | 'number' | 'seconds' | 'callerId';

const RENAMED: ReadonlyMap<string, string> = new Map([
  ['playRecordings', 'recordings.play'],
  ['showDownloadButton', 'recordings.download'],
  ['outOfPlanDestinations', 'calls.destination.outOfPlan'],
  ['frenchSpecialNumbers', 'calls.destination.frenchSpecial'],
]);

interface Word {
  readonly takes: Takes;
  /** Fields of a person that may decide it, the likeliest first; the empty path is the person. */
  readonly fields: readonly string[];
}

const APP: readonly (readonly [string, Word])[] = CATALOGUE.filter(
  ({ kind, grants }) => kind !== 'action' && grants !== 'neutral',
).map((entry) => {
  const name = RENAMED.get(entry.id) ?? `app.${entry.id}`;
  const isOfRecordings = name.startsWith('recordings.');
  const fields = [`permissions.${entry.id}`, ...(isOfRecordings ? ['dashboard'] : [])];
  return [name, { takes: isOfRecordings ? 'recordings' : takenBy(entry), fields }];
});

function takenBy({ kind }: CatalogueEntry): Takes {
  if (kind === 'count') return 'number';
  if (kind === 'duration') return 'seconds';
  return kind === 'callerIds' ? 'callerId' : 'nothing';
}

const onDashboard = (name: string, takes: Takes): [string, Word] => [name, { takes, fields: ['dashboard'] }];
const recordings = APP.filter(([, { takes }]) => takes === 'recordings');

const WORDS: ReadonlyMap<string, Word> = new Map<string, Word>([
  ['account.signIn', { takes: 'nothing', fields: [] }],
  onDashboard('level.admin', 'nothing'),
  onDashboard('calls.listen', 'sight'),
  ...recordings,
  onDashboard('users.manage', 'person'),
  ...APP.filter(([, { takes }]) => takes !== 'recordings'),
  ['groups.member', { takes: 'group', fields: ['groups'] }],
  ...PAGES.flatMap(({ id }) => [onDashboard(`page.${id}.read`, 'sight'), onDashboard(`page.${id}.write`, 'sight')]),
  onDashboard('rights.grant', 'person'),
  onDashboard('billing.see', 'nothing'),
  onDashboard('licences.order', 'nothing'),
]);

/** Every name, without its argument. */
export const CAPABILITY_WORDS: readonly string[] = [...WORDS.keys()];

/** Fields of a person that may decide a capability. */
export const decidingFields = (name: string): readonly string[] => WORDS.get(name)?.fields ?? [];

/** A capability that files ask for. */
export interface AskedCapability {
  /** As it is written. */
  readonly text: string;
  readonly name: string;
  /** In the words of the account: `group:` and its name, `ivr:` and its name, `user:` and an address, a value, or `own` and `ivr`. */
  readonly argument: string | undefined;
}

/** What the files define, as far as a capability can refer to it. */
export interface CapabilityNames {
  /** Name in the account of the group with this id. */
  readonly group: (id: string) => string | undefined;
  readonly user: (email: string) => ResourceKey | undefined;
  readonly hasIvr: (name: string) => boolean;
}

/** `word` is what is wrong. */
export interface CapabilityFault {
  readonly fault: 'name' | 'argument' | 'group' | 'user';
  readonly word: string;
  /** After "takes", where the argument is wrong. */
  readonly takes?: string;
}

/** `calls.listen(sales)`, `billing.see`. */
export function readCapability(text: string, names: CapabilityNames): AskedCapability | CapabilityFault {
  const match = /^([A-Za-z.]{1,100})(?:\(([^()]{0,256})\))?$/.exec(text);
  const name = match?.[1] ?? text.replace(/\(.*$/, '');
  const word = match && WORDS.get(name);
  if (!word) return { fault: 'name', word: name };
  const written = match[2]?.trim();
  if (written === undefined) return { text, name, argument: undefined };
  const argument = argumentOf(word.takes, written, names);
  return typeof argument === 'string' ? { text, name, argument } : argument;
}

export const isFault = (read: AskedCapability | CapabilityFault): read is CapabilityFault => 'fault' in read;

const SIGHT = 'a group, ivr:NAME or user:ADDRESS';
const IN_WORDS: { readonly [takes in Takes]: string } = {
  nothing: 'no argument',
  group: 'a group',
  person: 'a group or user:ADDRESS',
  sight: SIGHT,
  recordings: `own, ivr, ${SIGHT}`,
  number: 'a whole number',
  seconds: 'a time such as 30s, 2m or 1m30s',
  callerId: 'assignedIvr, allIvr or a phone number',
};

function argumentOf(takes: Takes, written: string, names: CapabilityNames): string | CapabilityFault {
  const wrong: CapabilityFault = { fault: 'argument', word: written, takes: IN_WORDS[takes] };
  switch (takes) {
    case 'nothing':
      return wrong;
    case 'number':
      return /^[0-9]{1,9}$/.test(written) ? written : wrong;
    case 'seconds':
      return secondsOf(written) ?? wrong;
    case 'callerId':
      return /^(?:assignedIvr|allIvr|\+[1-9][0-9]{4,14})$/.test(written) ? written : wrong;
    case 'recordings':
      return written === 'own' || written === 'ivr' ? written : reached(takes, written, names, wrong);
    case 'group':
    case 'person':
    case 'sight':
      return reached(takes, written, names, wrong);
    default:
      return takes satisfies never;
  }
}

function secondsOf(text: string): string | undefined {
  const match = /^(?:([0-9]{1,4})m)?(?:([0-9]{1,5})s)?$/.exec(text);
  if (!match || text === '') return undefined;
  return String(Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0));
}

/** A bare word is a group of the files, else an IVR that the files name. */
function reached(
  takes: Takes,
  written: string,
  names: CapabilityNames,
  wrong: CapabilityFault,
): string | CapabilityFault {
  const mayBeIvr = takes === 'sight' || takes === 'recordings';
  if (written.startsWith('user:')) {
    if (takes === 'group') return wrong;
    const email = written.slice('user:'.length);
    return names.user(email) ?? { fault: 'user', word: email };
  }
  if (written.startsWith('ivr:')) return mayBeIvr && written.length > 'ivr:'.length ? written : wrong;
  const id = written.startsWith('group:') ? written.slice('group:'.length) : written;
  const group = names.group(id);
  if (group !== undefined) return `group:${group}`;
  return mayBeIvr && names.hasIvr(written) ? `ivr:${written}` : { fault: 'group', word: id };
}
