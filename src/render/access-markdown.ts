import type { Plan, ResourceKey } from '../model/index.js';
import { type AccessGroup, accessGroups, type Side } from './access-groups.js';
import type { AccessNames } from './access-human.js';
import { type People, peopleOf } from './access-people.js';
import { countedPeopleOf, isAlwaysNamed, isCounted, placeWords } from './access-places.js';
import { releasedByKey, releasedSentence } from './access-released.js';
import { accessSentence, moveWords, standingWords } from './access-sentence.js';
import { peopleCount, type Voice } from './access-voice.js';
import { codeSpan, fenced } from './inert.js';
import { count } from './words.js';

export interface AccessPage {
  readonly people: People;
  readonly voice: Voice;
  readonly groups: readonly AccessGroup[];
}

export function accessPage(plan: Plan, names: AccessNames): AccessPage {
  const people = peopleOf(plan, { ...names, show: fenced });
  const person = (key: ResourceKey) => personSpan(key, people);
  const strong = (text: string) => `**${text}**`;
  const unknown = plan.base === undefined ? 'unreadable' : 'not read';
  return {
    people,
    voice: { person, name: codeSpan, strong, unknown, told: 'plan' },
    groups: accessGroups(plan, people.name),
  };
}

/** In a code span, where no name can be taken for a verdict, a mention or a link. */
function personSpan(key: ResourceKey, people: People): string {
  const span = people.name(key) === '' ? people.shown(key) : `\`${people.shown(key)}\``;
  const address = people.isAmbiguous(key) ? people.address(key) : undefined;
  return address === undefined ? span : `${span} (\`${address}\`)`;
}

const TABLES: readonly (readonly [Side, string])[] = [
  ['gain', 'Can now'],
  ['loss', 'Can no longer'],
  ['uncertain', 'It is uncertain'],
];

/** Everybody whose access changes, in two columns so that it holds on a phone. */
export function accessTables({ groups, voice }: AccessPage): string[] {
  return TABLES.flatMap(([side, title]) => {
    const rows = groups.filter((group) => group.side === side).map((group) => tableRow(group, voice));
    return rows.length === 0 ? [] : [[`| Who | ${title} |`, '| :-- | :-- |', ...rows].join('\n')];
  });
}

function tableRow(group: AccessGroup, voice: Voice): string {
  const place = placeWords(group.places, codeSpan);
  const cells = [whoCell(group, voice), `${accessSentence(group, voice, 'cell')}${place === '' ? '' : `<br>${place}`}`];
  return `| ${cells.join(' | ')} |`;
}

const SIGNS: Readonly<Record<Side, string>> = { gain: '▲', loss: '▼', uncertain: '?' };

function whoCell(group: AccessGroup, voice: Voice): string {
  const sign = SIGNS[group.side];
  const { number, through } = countedPeopleOf(group, voice.name);
  const who = isCounted(group)
    ? [`${sign} **${number}**${through}`]
    : group.people.map((key) => `${sign} ${voice.person(key)}`);
  const standing =
    group.standing.kind === 'moves' ? moveWords(group.standing, voice.name) : [standingWords(group, voice)];
  const mark = group.isPrivileged ? ['**! privileged**'] : [];
  const words = [...mark, ...standing].filter((part) => part !== '');
  // Joined by a comma, and a line each for the two profiles of a move.
  return [...who, words.join(group.standing.kind === 'moves' ? ',<br>' : ', ')]
    .filter((part) => part !== '')
    .join('<br>');
}

/** Who must always be named stands open below the tables; the names of other rows are folded. */
export function openNames({ groups, voice }: AccessPage): string[] {
  return groups
    .filter((group) => isCounted(group) && isAlwaysNamed(group))
    .map(
      (group) =>
        `The ${peopleCount(group.people.length)}${group.standing.kind === 'leaves' ? ' who leave' : ''}: ${namesOf(group, voice)}`,
    );
}

export function foldedNames({ groups, voice }: AccessPage): { readonly summary: string; readonly body: string }[] {
  return groups
    .filter((group) => isCounted(group) && !isAlwaysNamed(group))
    .map((group) => ({
      summary: `<b>${count(group.people.length, 'name')}</b> of the row with ${peopleCount(group.people.length)}`,
      body: namesOf(group, voice),
    }));
}

const namesOf = ({ people }: AccessGroup, { person }: Voice): string => people.map(person).join(', ');

/** What stays given although no file says so any more. */
export function releasedTable(plan: Plan, { voice }: AccessPage): string[] {
  const rows = releasedByKey(plan).map(
    ([key, released]) => `| ◇ ${voice.name(key)} | ${releasedSentence(released, voice)} |`,
  );
  return rows.length === 0 ? [] : [['| Released | No longer in the files |', '| :-- | :-- |', ...rows].join('\n')];
}
