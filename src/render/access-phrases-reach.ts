import { isSameList } from '../model/all-but.js';
import { type AccessChange, nameOf, type Scope } from '../model/index.js';
import { pageOf } from './access-capability.js';
import {
  isMany,
  type Lead,
  leadOf,
  namedWords,
  type Phrase,
  peopleCount,
  peopleWords,
  type Told,
  type Voice,
} from './access-voice.js';
import { listed } from './words.js';

/** The one thing that needs no list. */
export function levelPhrase({ after }: AccessChange, told: Told, { told: view }: Voice): Phrase {
  const are = isMany(told) ? 'are' : 'is';
  if (told.side === 'uncertain')
    return { lead: '', text: after === null ? 'may still be administrator' : 'may already be administrator' };
  if (told.side === 'gain')
    return {
      lead: '',
      text: `${view === 'drift' ? are : isMany(told) ? 'become' : 'becomes'} administrator: everything, without limit`,
    };
  const keeps =
    typeof after === 'string' && after !== 'none'
      ? `; ${isMany(told) ? 'keep' : 'keeps'} ${after} access to the dashboard`
      : '';
  return { lead: '', text: `${are} ${view === 'drift' ? 'not' : 'no longer'} administrator${keeps}` };
}

/** Reach is known on both sides or on neither. */
const reachLead = (side: Told['side']): Lead => (side === 'uncertain' ? 'may be able to' : leadOf(side, true));

/** Giving rights: to the people of a scope, or to those who have just entered it. */
export function managePhrase({ targets = [], scope, cause }: AccessChange, told: Told, voice: Voice): Phrase {
  const isOwn = told.people.some((person) => targets.includes(person));
  const entered = cause.change.startsWith('user:') && !told.people.includes(cause.change);
  const had = told.changes.some(({ capability, before }) => capability === 'page.users.write' && before === 'write');
  const some = peopleWords(targets, voice);
  const whole = `the ${peopleCount(targets.length)} ${placeWords(scope, voice)}`;
  const who = entered || had || told.side !== 'gain' ? some : whole;
  const verbs = entered ? 'change and archive' : 'create, change and archive';
  return {
    lead: reachLead(told.side),
    text: `${verbs} ${who}${isOwn ? ', own account included' : ''}, and so give them rights`,
  };
}

function placeWords(scope: Scope | undefined, voice: Voice): string {
  if (!scope || scope.groups === 'all') return 'of the account';
  return `of ${namedWords('group', scope.groups, voice)}`;
}

/** Listening, playing and downloading, in one phrase where they are about the same people. */
export function hearPhrases({ side, changes }: Told, voice: Voice): Phrase[] {
  const alike: AccessChange[][] = [];
  for (const change of changes) {
    const known = alike.find(([first]) => first && isAboutTheSame(first, change, voice));
    if (known) known.push(change);
    else alike.push([change]);
  }
  return alike.map((same) => {
    const has = (capability: string) => same.some((change) => change.capability === capability);
    const recordings = [
      ...(has('recordings.play') ? ['play'] : []),
      ...(has('recordings.download') ? ['download'] : []),
    ];
    const parts = [
      ...(has('calls.listen') ? ['listen to the calls'] : []),
      ...(recordings.length > 0 ? [`${listed(recordings)} the recordings`] : []),
    ];
    const [first] = same;
    return {
      lead: reachLead(side),
      text: `${parts.join(' and ')} of ${peopleWords(first?.targets ?? [], voice)}${lineWords(first?.scope, voice)}`,
    };
  });
}

const isAboutTheSame = (one: AccessChange, other: AccessChange, voice: Voice): boolean =>
  isSameList(one.targets ?? [], other.targets ?? []) && lineWords(one.scope, voice) === lineWords(other.scope, voice);

const LINES = { all: [], direct: ['direct lines'], ivr: ['IVR lines'] } as const;

const narrowing = (scope: Scope, voice: Voice): string[] => [
  ...(scope.ivrs === 'all' ? [] : [namedWords('IVR', scope.ivrs, voice)]),
  ...LINES[scope.lines],
];

const lineWords = (scope: Scope | undefined, voice: Voice): string =>
  scope
    ? narrowing(scope, voice)
        .map((part) => `, ${part}`)
        .join('')
    : '';

/** `for group sales, direct lines`; nothing where nothing is narrowed. */
function scopeWords(scope: Scope | undefined, voice: Voice): string {
  if (!scope) return '';
  const parts = [
    ...(scope.groups === 'all' ? [] : [namedWords('group', scope.groups, voice)]),
    ...narrowing(scope, voice),
  ];
  return parts.join(', ');
}

/** Pages that are seen or changed within the same scope share a phrase. */
export function pagePhrases({ side, changes }: Told, voice: Voice): Phrase[] {
  const phrases = new Map<
    string,
    { readonly phrase: (pages: readonly string[]) => Phrase; readonly pages: string[] }
  >();
  for (const change of changes) {
    const lead = leadOf(side, change.after !== null && change.after !== 'none');
    const verb = pageVerb(change, side);
    const end = pageEnd(change, side, voice);
    const key = `${lead}\n${verb}\n${end}\n${change.capability === 'billing.see'}`;
    const label = pageOf(change)?.label ?? '';
    const known = phrases.get(key);
    const phrase = (pages: readonly string[]) => ({
      lead,
      text: isMoney(change) ? MONEY : `${verb} ${pages.length === 1 ? 'page' : 'pages'} ${pages.join(', ')}${end}`,
    });
    if (known) known.pages.push(label);
    else phrases.set(key, { phrase, pages: [label] });
  }
  return [...phrases.values()].map(({ phrase, pages }) => phrase(pages));
}

const MONEY = 'add credits and download invoices';
const isMoney = ({ capability, before, after }: AccessChange): boolean =>
  capability === 'billing.see' && (before === 'write' || after === 'write');

function pageVerb({ before, after }: AccessChange, side: Told['side']): string {
  if (side !== 'loss') return (after === 'none' ? before : after) === 'write' ? 'change' : 'see';
  if (before !== 'write') return 'see';
  return after === 'none' ? 'see or change' : 'change';
}

/** A narrower scope takes away a part: what is lost is the whole of it. */
function pageEnd(
  { before, after, scope, privileged, capability }: AccessChange,
  side: Told['side'],
  voice: Voice,
): string {
  const words = scopeWords(scope, voice);
  const isNarrowed = side === 'loss' && before === after;
  const reach = words === '' ? (isNarrowed ? ' for everybody' : '') : ` for ${isNarrowed ? 'all of ' : ''}${words}`;
  return `${reach}${privileged && capability !== 'billing.see' ? ', and so give rights' : ''}`;
}

export function memberPhrase({ side, changes }: Told, voice: Voice): Phrase[] {
  const groups = changes.flatMap(({ targets }) => (targets ?? []).map(nameOf));
  if (groups.length === 0) return [];
  const isKnownAfter = changes.some(({ after }) => after === true);
  return [{ lead: leadOf(side, isKnownAfter), text: `take calls of ${namedWords('group', groups, voice)}` }];
}
