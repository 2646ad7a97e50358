import { type AccessChange, isSame, nameOf, type Plan, type ResourceKey, userKey } from '../model/index.js';
import type { AccessGroup } from './access-groups.js';
import { type AccessView, groupLabels, sign, withPlace } from './access-human.js';
import { placeWords } from './access-places.js';
import { accessSentence } from './access-sentence.js';
import { isMany, peopleCount, type Voice } from './access-voice.js';
import { nameFor } from './face.js';
import { pad, type Style, styled, wrap } from './layout.js';
import { count, duration, listed, moment } from './words.js';

/** Who did it, and when, as the account has recorded it: foreign text. */
export interface ChangedBy {
  /** ISO 8601 with zone Z. */
  readonly at: string;
  readonly by: string;
  readonly action: string;
}

/** What is known of who made the changes of a plan necessary. */
export interface DriftHistory {
  /** By the change and its path, '' for the whole. */
  readonly known: ReadonlyMap<ResourceKey, ReadonlyMap<string, ChangedBy>>;
  /** Changes of which it was not asked. */
  readonly unasked: number;
  /** Why asking came to an end. */
  readonly failure?: string;
}

export interface DriftView {
  readonly plan: Plan;
  readonly history: DriftHistory | undefined;
  readonly access: AccessView;
}

/** What is more in a plan is less in the account: a loss of the plan is what somebody has and the files do not give. */
type Severity = 'privileged' | 'gain' | 'loss' | 'uncertain';

const SEVERITIES: readonly Severity[] = ['privileged', 'gain', 'loss', 'uncertain'];
const STYLES: Readonly<Record<Severity, Style>> = {
  privileged: 'boldRed',
  gain: 'cyan',
  loss: 'blue',
  uncertain: 'boldYellow',
};
const WORD = 12;

/** `▲ 3 people have more access than the files say · ▼ 21 people have less` */
export function driftHeadline({ access = [] }: Plan): string {
  const more = access.filter(({ losses }) => losses.length > 0).length;
  const less = access.filter(({ gains }) => gains.length > 0).length;
  const have = (number: number) => `${peopleCount(number)} ${number === 1 ? 'has' : 'have'}`;
  const grave = access.filter(({ losses }) => losses.some(isPrivilegedNow)).length;
  const parts = [
    ...(more > 0 ? [`${sign('▲')} ${have(more)} more access than the files say`] : []),
    ...(less > 0 ? [`${sign('▼')} ${have(less)} less access${more > 0 ? '' : ' than the files say'}`] : []),
    ...(grave > 0 ? [`${sign('!')} ${have(grave)} privileged access`] : []),
  ];
  return parts.join(' · ');
}

/** People whose access is not what the files say, worst first. */
export function driftLines(view: DriftView): string[] {
  const { voice, groups } = view.access;
  const told: AccessView = { ...view.access, voice: { ...voice, told: 'drift' } };
  const authors = rowAuthors(view);
  return SEVERITIES.flatMap((severity) =>
    groups
      .filter((group) => severityOf(group) === severity)
      .flatMap((group) => [...rowLines(group, severity, told), ...authorLines(authors(group), view)]),
  );
}

/** `changed by Sam Ortega, 2026-11-24 02:14 UTC, 6 h ago`; nothing where nobody is known. */
export function authorLines(authors: readonly ChangedBy[], { plan, access: { voice, face } }: DriftView): string[] {
  const people = [...new Set(authors.map(({ by }) => userKey(by)))];
  const last = authors.reduce((latest, { at }) => (at > latest ? at : latest), '');
  if (last === '') return [];
  const names = people.slice(0, NAMED).map((key) => voice.person(key));
  const rest = people.length > NAMED ? [`${count(people.length - NAMED, 'other')}`] : [];
  const since = Date.parse(plan.createdAt) - Date.parse(last);
  const ago = since < 0 ? '' : `, ${duration(since)} ago`;
  const several = new Set(authors.map(({ at }) => at)).size > 1 ? 'last ' : '';
  const text = `changed by ${listed([...names, ...rest])}, ${several}${moment(last)}${ago}`;
  return wrap(text, { width: face.width, indent: 6, hanging: 8 });
}

const NAMED = 3;

function rowAuthors({ plan, history }: DriftView): (group: AccessGroup) => readonly ChangedBy[] {
  if (!history) return () => [];
  const people = new Map((plan.access ?? []).map((person) => [person.user, person]));
  return ({ side, changes, people: keys }) => {
    const capabilities = new Set(changes.map(({ capability }) => capability));
    const causes = keys.flatMap((key) => {
      const person = people.get(key);
      if (!person || side === 'uncertain') return [];
      const own = side === 'gain' ? person.gains : person.losses;
      return own.filter(({ capability }) => capabilities.has(capability)).map(({ cause }) => cause);
    });
    const each = new Map(causes.map((cause) => [`${cause.change}\n${cause.path}`, cause]));
    return [...each.values()].flatMap((cause) => authorsAt(history, cause));
  };
}

/** Of everything of a change that lies at this path or below it; groups of a person are changes of their own. */
function authorsAt({ known }: DriftHistory, { change, path }: AccessChange['cause']): readonly ChangedBy[] {
  if (path === 'groups') {
    const end = `/${nameOf(change)}`;
    const own = [...known].filter(([key]) => key.startsWith('membership:') && key.endsWith(end));
    return own.flatMap(([, authors]) => [...authors.values()]);
  }
  const below = [...(known.get(change) ?? [])].filter(
    ([at]) => path === '' || at === '' || at === path || at.startsWith(`${path}.`),
  );
  return below.map(([, author]) => author);
}

function severityOf({ side, changes }: AccessGroup): Severity {
  if (side === 'loss') return changes.some(isPrivilegedNow) ? 'privileged' : 'gain';
  return side === 'gain' ? 'loss' : 'uncertain';
}

const isPrivilegedNow = ({ privileged, capability, before }: AccessChange): boolean =>
  privileged || (capability === 'recordings.play' && before === 'allIvr');

const SIGNS = { privileged: '▲', gain: '▲', loss: '▼', uncertain: '?' } as const;

function rowLines(group: AccessGroup, severity: Severity, view: AccessView): string[] {
  const { face, voice } = view;
  const isPrivileged = severity === 'privileged';
  const [first = '', ...others] = groupLabels({ ...group, isPrivileged }, view);
  const start = styled(STYLES[severity], pad(severity, WORD));
  const marks = `  ${isPrivileged ? `${sign('!')} ` : ''}${sign(SIGNS[severity])} `;
  return [
    ...withPlace(start + first, placeWords(group.places, nameFor(face)), face),
    ...others.map((label) => ' '.repeat(WORD) + label),
    ...wrap(marks + driftSentence(group, voice), { width: face.width, indent: 0, hanging: isPrivileged ? 6 : 4 }),
  ];
}

/** What is, and then what the files say. */
function driftSentence(group: AccessGroup, voice: Voice): string {
  const { standing } = group;
  const are = isMany(group) ? 'are' : 'is';
  if (standing.kind === 'joins') return `${are} not in the account; the files state them`;
  if (standing.kind === 'leaves')
    return `can sign in; the files say ${standing.how === 'archive' ? 'archived' : 'deleted'}`;
  return accessSentence({ ...reversed(group), heardBy: [] }, voice);
}

function reversed(group: AccessGroup): AccessGroup {
  const { side, changes } = group;
  if (side === 'uncertain') return group;
  return { ...group, side: side === 'gain' ? 'loss' : 'gain', changes: changes.map(exchanged) };
}

const exchanged = (change: AccessChange): AccessChange =>
  isSame(change.before, change.after) ? change : { ...change, before: change.after, after: change.before };
