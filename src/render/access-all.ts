import type { AccessAnswer, Of, PagesSeen, PersonAnswer } from '../model/answers.js';
import { byText, PAGES, type ResourceKey, type Scope } from '../model/index.js';
import { peopleCount } from './access-voice.js';
import { finish } from './face.js';
import { basisLine, type Labels, ofWords, scopeWords } from './labels.js';
import { styled, wrap } from './layout.js';

interface Alike {
  readonly first: PersonAnswer;
  readonly people: ResourceKey[];
  readonly isPrivileged: boolean;
  readonly words: string;
}

/** Everybody, people who have the same in one row; who has something privileged first and by name. */
export function renderEverybody({ people, basis }: AccessAnswer, labels: Labels): string {
  const { face } = labels;
  const groups = alike(people, labels);
  const privileged = people.filter(isPrivileged).length;
  const head = `${peopleCount(people.length)}, ${privileged} with something privileged.`;
  const rows = groups.flatMap((group) => groupLines(group, labels));
  return finish(
    [
      ...wrap(head, { width: face.width, indent: 0 }),
      '',
      ...rows,
      '',
      ...wrap(styled('dim', basisLine(basis)), { width: face.width, indent: 0 }),
    ],
    face,
  );
}

const isReach = (of: Of | undefined): boolean => of !== undefined;

function isPrivileged({ dashboard, manages, listensTo, plays, facts }: PersonAnswer): boolean {
  const has = (permission: string, value: unknown) =>
    facts.some((fact) => fact.permission === permission && fact.value === value);
  const isMoney =
    has('outOfPlanDestinations', true) || has('frenchSpecialNumbers', true) || has('playRecordings', 'allIvr');
  return (
    dashboard?.level === 'admin' ||
    [manages, listensTo, plays].some(isReach) ||
    (dashboard?.pages ?? []).some((page) => page.privileged) ||
    isMoney
  );
}

function alike(people: readonly PersonAnswer[], labels: Labels): Alike[] {
  const groups = new Map<string, Alike>();
  for (const person of people) {
    const words = sentence(person, labels);
    const privileged = isPrivileged(person);
    const name = JSON.stringify([
      privileged,
      person.profile ?? null,
      words,
      person.profile === null ? person.facts.map(({ value }) => value) : [],
    ]);
    const group = groups.get(name) ?? { first: person, people: [], isPrivileged: privileged, words };
    groups.set(name, group);
    group.people.push(person.user);
  }
  return [...groups.values()].sort(
    (one, other) =>
      Number(other.isPrivileged) - Number(one.isPrivileged) ||
      other.people.length - one.people.length ||
      byText(one.first.user, other.first.user),
  );
}

const FEW = 4;

function groupLines({ first, people, isPrivileged: marked, words }: Alike, labels: Labels): string[] {
  const { face } = labels;
  const names = people.map((key) => styled('bold', labels.person(key)));
  const counted = `${styled('bold', peopleCount(people.length))}${typeof first.profile === 'string' ? ` with profile ${labels.profile(first.profile)}` : ''}`;
  const isNamed = marked || people.length < FEW;
  const who = isNamed
    ? `${names.join(', ')}${typeof first.profile === 'string' ? `, profile ${labels.profile(first.profile)}` : ''}`
    : counted;
  const below = !isNamed && face.verbose ? wrap(names.join(', '), { width: face.width, indent: 6 }) : [];
  return [
    ...wrap(`${marked ? styled('boldRed', '!') : ' '} ${who}`, { width: face.width, indent: 0, hanging: 2 }),
    ...wrap(words, { width: face.width, indent: 6 }),
    ...below,
  ];
}

/** Dashboard and reach in one sentence: what the application shows stands with each person. */
function sentence(person: PersonAnswer, labels: Labels): string {
  const { dashboard, manages, listensTo, plays, facts, standing } = person;
  if (standing === 'archived') return 'archived: cannot sign in';
  if (dashboard?.level === 'admin')
    return `${person.isSuperAdmin ? 'superadministrator' : 'administrator'}: everything, without limit`;
  const value = (permission: string) => facts.find((fact) => fact.permission === permission)?.value;
  const parts = [
    dashboard
      ? dashboard.level === 'none'
        ? 'no dashboard'
        : `dashboard ${pagesWords(dashboard.pages)}${narrowed(dashboard.scope, labels)}`
      : 'dashboard not known',
    ...(manages ? [`gives rights ${ofWords(manages, labels).replace(/^of/, 'to')}`] : []),
    ...(listensTo ? [`listens to calls ${ofWords(listensTo, labels)}`] : []),
    ...(plays ? [`plays recordings ${ofWords(plays, labels)}`] : []),
    ...(value('playRecordings') === 'allIvr'
      ? ['plays recordings of all IVRs']
      : value('playRecordings') === 'own'
        ? ['plays own recordings']
        : []),
    ...(value('outOfPlanDestinations') === true ? ['calls destinations outside the plan'] : []),
    ...(value('frenchSpecialNumbers') === true ? ['calls French special numbers'] : []),
  ];
  return parts.join('; ');
}

/** `, group sales`; nothing for the whole account. */
export function narrowed(scope: Scope, labels: Labels): string {
  const words = scopeWords(scope, labels);
  return words === '' ? '' : `, ${words}`;
}

export function pagesWords(pages: readonly PagesSeen[]): string {
  const of = (access: string) =>
    pages
      .filter((page) => page.access === access)
      .map(({ page }) => PAGES.find(({ id }) => id === page)?.label ?? page);
  const [read, write] = [of('read'), of('write')];
  return (
    [
      ...(read.length > 0 ? [`reads ${read.join(', ')}`] : []),
      ...(write.length > 0 ? [`writes ${write.join(', ')}`] : []),
    ].join('; ') || 'without pages'
  );
}
