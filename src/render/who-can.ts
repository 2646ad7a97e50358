import type { Holder, Way, WhoCanAnswer } from '../model/answers.js';
import { byText, nameOf, type ResourceKey, userKey } from '../model/index.js';
import { peopleCount } from './access-voice.js';
import { type CapabilityWords, capabilityWords, entryOfCapability } from './capability-words.js';
import { type TableRow, tableLines } from './columns.js';
import { type CsvValue, csvText } from './csv.js';
import { finish } from './face.js';
import { basisLine, basisWords, type Labels, ofWords, scopeWords, spotWords, throughWords } from './labels.js';
import { styled, wrap } from './layout.js';
import { fieldName, shownValue } from './values.js';
import { capitalised, digits, listed } from './words.js';

/** Everybody who can: how many, then who, of whom, through what, and the line that decides. */
export function renderWhoCan(answer: WhoCanAnswer, labels: Labels): string {
  const { face } = labels;
  const rows = holderRows(answer.holders, answer.capability, labels);
  const frame = { width: face.width, indent: 0 };
  const lines = [
    ...headLines(answer, labels),
    ...(rows.length === 0 ? [] : ['', ...rows]),
    '',
    ...wrap(styled('dim', basisLine(answer.basis)), frame),
  ];
  return finish(lines, face);
}

function headLines(answer: WhoCanAnswer, labels: Labels): string[] {
  const { holders } = answer;
  const can = holders.filter((holder) => holder.answer === 'yes');
  const unknown = holders.length - can.length;
  const words = wordsOf(answer, labels);
  const own = can.filter((holder) => !holder.privileged).length;
  const others = can.length - own;
  const parts = answer.capability.startsWith('recordings.')
    ? [...(others > 0 ? [`${others} those of others`] : []), ...(own > 0 ? [`${own} only own`] : [])]
    : [];
  const head = `${peopleVerb(can.length, words)}${inWords(answer, labels)}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
  const doubt = unknown === 0 ? '' : ` Of ${peopleCount(unknown)} it is not known.`;
  return wrap(head + doubt, { width: labels.face.width, indent: 0 });
}

function peopleVerb(number: number, { verb, text }: CapabilityWords): string {
  const who = number === 0 ? 'Nobody' : peopleCount(number);
  if (verb === 'are') return number < 2 ? `${who} is ${text}` : `${who} are ${text}s`;
  return `${who} ${number === 0 && verb === 'need not' ? 'may not' : verb} ${text}`;
}

const ABOUT_OTHERS = /^(?:recordings\.|calls\.listen|users\.manage|rights\.grant|groups\.member|page\.)/;

/** The group of whose people it is asked: part of the sentence where the capability reaches others, else what follows it. */
function wordsOf({ capability, argument, in: within }: WhoCanAnswer, labels: Labels): CapabilityWords {
  const isReach = within !== undefined && ABOUT_OTHERS.test(capability);
  const asked = isReach ? `group:${within}` : argument;
  return capabilityWords({ capability, ...(asked !== undefined && { argument: asked }) }, argumentWords(labels));
}

const inWords = ({ capability, in: within }: WhoCanAnswer, { group }: Labels): string =>
  within === undefined || ABOUT_OTHERS.test(capability) ? '' : `, of those in group ${group(within)}`;

export const argumentWords = ({ group, text, person }: Labels) => ({
  group,
  text,
  person: (email: string) => person(userKey(email)),
});

interface Row {
  readonly holder: Holder;
  readonly holders: Holder[];
  readonly cells: readonly string[];
}

/** One row for whoever is privileged, or alike with fewer than four; else they are counted. */
export function holderRows(holders: readonly Holder[], capability: string, labels: Labels): string[] {
  const told = new Map<Holder['ways'], readonly string[]>();
  const rows = new Map<string, Row>();
  for (const holder of holders) {
    const [way] = holder.ways;
    const cells = told.get(holder.ways) ?? (way ? wayCells(way, capability, labels) : ['', '']);
    told.set(holder.ways, cells);
    const name = `${holder.privileged ? holder.user : ''}\n${holder.answer}\n${cells.join('\n')}`;
    const row = rows.get(name) ?? { holder, holders: [], cells };
    rows.set(name, row);
    row.holders.push(holder);
  }
  const sorted = [...rows.values()].sort(
    (one, other) =>
      rank(one.holder) - rank(other.holder) ||
      (rank(one.holder) === PLAIN ? other.holders.length - one.holders.length : 0),
  );
  return tableLines(
    sorted.flatMap((row) => rowsOf(row, labels)),
    labels.face,
  );
}

const PLAIN = 1;
const rank = ({ answer, privileged }: Holder): number => (answer === 'unknown' ? 2 : privileged ? 0 : PLAIN);

const FEW = 3;

function rowsOf({ holder, holders, cells }: Row, labels: Labels): TableRow[] {
  const sign =
    holder.answer === 'unknown' ? styled('boldYellow', '?') : holder.privileged ? styled('boldRed', '!') : '';
  if (holders.length > FEW) {
    const below = labels.face.verbose
      ? [
          holders
            .map(({ user }) => labels.person(user))
            .sort(byText)
            .join(', '),
        ]
      : [];
    const more = holder.ways[0]?.through.kind === 'profile' ? '' : ` and ${digits(holders.length - 1)} more`;
    const place = placeWords(holder, labels);
    const counted = styled('bold', peopleCount(holders.length));
    return [{ sign, cells: [counted, ...cells], place: place === '' ? '' : place + more, below }];
  }
  return holders
    .map((one) => ({ name: labels.person(one.user), place: placeWords(one, labels) }))
    .sort((one, other) => byText(one.name, other.name))
    .map(({ name, place }) => ({ sign, cells: [styled('bold', name), ...cells], place }));
}

const placeWords = ({ ways: [way] }: Holder, labels: Labels): string =>
  way ? spotWords(labels.spotOf(way.cause), labels) : '';

/** Of whom or how much, and through what. */
function wayCells(way: Way, capability: string, labels: Labels): string[] {
  const of = way.of ? ofWords(way.of, labels) : '';
  const isCounted = way.of?.kind === 'people';
  const scope = way.scope ? scopeWords(isCounted ? { ...way.scope, groups: 'all' } : way.scope, labels) : '';
  const path = `permissions.${entryOfCapability(capability)?.id ?? ''}`;
  const value = way.value === undefined ? '' : shownValue(path, way.value, labels.text);
  return [
    [of, value, scope].filter((part) => part !== '').join(', '),
    way.answer === 'unknown'
      ? `${fieldName(way.cause.path).split('.')[0]} not known`
      : throughWords(way.through, labels),
  ];
}

/** `through a of b and c of d`, in one sentence. */
export function waysSentence(ways: readonly Way[], capability: string, labels: Labels): string {
  const parts = ways.map((way) => {
    const [of = '', through = ''] = wayCells(way, capability, labels);
    const place = spotWords(labels.spotOf(way.cause), labels);
    return `${of === '' ? '' : `${of}, `}through ${through}${place === '' ? '' : ` (${place})`}`;
  });
  return capitalised(listed(parts));
}

const HEAD = [
  'user',
  'answer',
  'privileged',
  'of',
  'people',
  'value',
  'groups',
  'ivrs',
  'lines',
  'through',
  'profile',
  'file',
  'line',
  'basis',
];

export function whoCanCsv({ holders, capability, basis }: WhoCanAnswer, labels: Labels): string {
  const path = `permissions.${entryOfCapability(capability)?.id ?? ''}`;
  const rows = holders.flatMap((holder) =>
    holder.ways.map(({ answer, of, value, scope, through, cause }): CsvValue[] => [
      nameOf(holder.user),
      answer,
      holder.privileged,
      of?.kind,
      of?.kind === 'people' ? of.count : undefined,
      value === undefined ? undefined : shownValue(path, value, String),
      scope && namesText(scope.groups),
      scope && namesText(scope.ivrs),
      scope?.lines,
      through.kind,
      through.kind === 'profile' ? labels.profile(through.profile) : undefined,
      cause.source?.file,
      cause.source?.line,
      basisWords(basis),
    ]),
  );
  return csvText(HEAD, rows);
}

export const namesText = (names: 'all' | readonly string[]): string => (names === 'all' ? 'all' : names.join('; '));

export const peopleIn = (holders: readonly Holder[]): ResourceKey[] => holders.map(({ user }) => user);
