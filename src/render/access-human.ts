import { nameOf, type Plan, type ResourceKey } from '../model/index.js';
import { type AccessGroup, accessGroups } from './access-groups.js';
import { type Counted, countedPeople, countedReleases } from './access-headline.js';
import { type People, peopleOf, withAddress } from './access-people.js';
import { countedPeopleOf, isAlwaysNamed, isCounted, placeWords } from './access-places.js';
import { releasedByKey, releasedSentence } from './access-released.js';
import { accessSentence } from './access-sentence.js';
import type { Voice } from './access-voice.js';
import { type Face, nameFor } from './face.js';
import { cells, pad, type Style, styled, wrap } from './layout.js';
import type { PersonName } from './step-sentence.js';
import { digits } from './words.js';

/** The cell at which places of files stand, and the indent of sentences. */
const PLACE_AT = 55;
const INDENT = 6;
/** Of a row that counts its people, so many are named. */
const FEW = 4;

const STYLES: Readonly<Record<Counted['sign'], Style>> = {
  '▲': 'cyan',
  '▼': 'blue',
  '!': 'boldRed',
  '?': 'boldYellow',
  '◇': 'cyan',
};
export const sign = (of: Counted['sign']): string => styled(STYLES[of], of);

export interface AccessView {
  readonly face: Face;
  readonly people: People;
  readonly voice: Voice;
  readonly groups: readonly AccessGroup[];
}

export interface AccessNames {
  readonly personName: PersonName;
  readonly sharesName?: (email: string) => boolean;
}

export function accessView(plan: Plan, names: AccessNames, face: Face): AccessView {
  const show = nameFor(face);
  const people = peopleOf(plan, { ...names, show });
  const person = (key: ResourceKey) => (people.isAmbiguous(key) ? withAddress(key, people) : people.shown(key));
  const strong = (text: string) => styled('bold', text);
  const unknown = plan.base === undefined ? 'unreadable' : 'not read';
  return {
    face,
    people,
    voice: { person, name: show, strong, unknown, told: 'plan' },
    groups: accessGroups(plan, people.name),
  };
}

/** How many people gain and lose: the first line of a plan that says anything. */
export function headlineLines(plan: Plan, face: Face): string[] {
  const { people } = plan.summary;
  if (!people) return [];
  const counted = countedPeople(people);
  const isNobody = people.gain === 0 && people.lose === 0;
  const nobody = isNobody ? ['No one gains or loses access'] : [];
  const parts = [...nobody, ...[...counted, ...countedReleases(plan)].map((part) => `${sign(part.sign)} ${part.text}`)];
  const text = parts.join(' · ');
  return wrap(parts.length === nobody.length ? `${text}.` : text, { width: face.width, indent: 0, hanging: 2 });
}

/** Everybody whose access changes, the privileged gains first. */
export function accessLines(plan: Plan, view: AccessView): string[] {
  const { groups } = view;
  const sections: readonly (readonly [string, readonly AccessGroup[]])[] = [
    ['Privileged gains', groups.filter(({ isPrivileged }) => isPrivileged)],
    ['Other gains', groups.filter(({ side, isPrivileged }) => side === 'gain' && !isPrivileged)],
    ['Losses', groups.filter(({ side }) => side === 'loss')],
    ['Uncertain', groups.filter(({ side }) => side === 'uncertain')],
  ];
  const hasPrivileged = groups.some(({ isPrivileged }) => isPrivileged);
  return [
    ...sections.flatMap(([title, rows]) =>
      rows.length === 0
        ? []
        : [
            styled('bold', title === 'Other gains' && !hasPrivileged ? 'Gains' : title),
            ...rows.flatMap((group) => groupLines(group, view)),
          ],
    ),
    ...releasedLines(plan, view),
  ];
}

const SIGNS = { gain: '▲', loss: '▼', uncertain: '?' } as const;

function groupLines(group: AccessGroup, view: AccessView): string[] {
  const { face, voice } = view;
  const start = `  ${group.isPrivileged ? `${sign('!')} ` : ''}${sign(SIGNS[group.side])} `;
  const [first = '', ...others] = groupLabels(group, view);
  return [
    ...withPlace(start + first, placeWords(group.places, nameFor(face)), face),
    ...others.map((label) => ' '.repeat(INDENT) + label),
    ...wrap(accessSentence(group, voice), { width: face.width, indent: INDENT }),
    ...(isCounted(group) ? wrap(namesOf(group, view), { width: face.width, indent: INDENT }) : []),
  ];
}

/** Who gains something privileged stands on a line of their own, with their address. */
export function groupLabels(group: AccessGroup, { people, voice }: AccessView): string[] {
  if (isCounted(group)) {
    const { number, through } = countedPeopleOf(group, voice.name);
    return [styled('bold', number) + through];
  }
  if (group.isPrivileged) return group.people.map((key) => bold(key, people, withAddress(key, people)));
  return [group.people.map((key) => bold(key, people, voice.person(key))).join(', ')];
}

function bold(key: ResourceKey, people: People, text: string): string {
  const name = people.shown(key);
  return text.startsWith(name) ? styled('bold', name) + text.slice(name.length) : text;
}

function namesOf(group: AccessGroup, { people, voice, face }: AccessView): string {
  const show = (key: ResourceKey) => (group.isPrivileged ? withAddress(key, people) : voice.person(key));
  const all = face.verbose || isAlwaysNamed(group);
  const names = (all ? group.people : group.people.slice(0, FEW)).map(show).join(', ');
  const left = group.people.length - FEW;
  return all || left <= 0 ? names : `${names} and ${digits(left)} more`;
}

/** At its column; on the next line where the name is too long; below the name where there is no room at all. */
export function withPlace(label: string, place: string, { width }: Face): string[] {
  const text = styled('dim', place);
  const lines = wrap(label, { width, indent: 0, hanging: INDENT });
  if (place === '') return lines;
  if (PLACE_AT + cells(place) > width) return [...lines, ...wrap(text, { width, indent: INDENT })];
  const [line = ''] = lines;
  if (lines.length > 1 || cells(line) + 1 > PLACE_AT) return [...lines, ' '.repeat(PLACE_AT) + text];
  return [pad(line, PLACE_AT) + text];
}

/** What stays given although no file says so any more. */
function releasedLines(plan: Plan, { face, voice }: AccessView): string[] {
  const rows = releasedByKey(plan).flatMap(([key, released]) => {
    const place = placeWords(released.flatMap(({ source }) => (source ? [source] : [])).slice(0, 1), voice.name);
    const label = `  ${sign('◇')} ${key.slice(0, key.indexOf(':'))} ${styled('bold', voice.name(nameOf(key)))}`;
    return [
      ...withPlace(label, place, face),
      ...wrap(releasedSentence(released, voice), { width: face.width, indent: INDENT }),
    ];
  });
  return rows.length === 0 ? [] : [styled('bold', 'Released, no longer in the files'), ...rows];
}
