import type { CapabilityAsked, Edit, Obstacle, Remedy, WhyNotAnswer } from '../model/answers.js';
import { type Dashboard, type Json, nameOf, PAGES } from '../model/index.js';
import { peopleCount } from './access-voice.js';
import { capabilityWords } from './capability-words.js';
import { tableLines } from './columns.js';
import { csvText } from './csv.js';
import { finish } from './face.js';
import { basisWords, type Labels, scopeWords, spotWords } from './labels.js';
import { styled, wrap } from './layout.js';
import { fieldName, shownValue } from './values.js';
import { argumentWords, waysSentence } from './who-can.js';
import { listed } from './words.js';

/** Why somebody cannot, and what would give it to them, the change for the fewest people first. */
export function renderWhyNot(answer: WhyNotAnswer, labels: Labels): string {
  const { face } = labels;
  const frame = { width: face.width, indent: 0 };
  if (answer.answer === 'yes') {
    const ways = waysSentence(answer.ways, answer.capability, labels);
    return finish(wrap(`${sentence(answer, labels)}. ${ways}.`, frame), face);
  }
  const { remedies } = answer;
  const none = ['', ...wrap(noRemedy(answer), frame)];
  return finish(
    [...wrap(reasons(answer, labels), frame), ...(remedies.length === 0 ? none : ['', ...remedyLines(answer, labels)])],
    face,
  );
}

function sentence(answer: WhyNotAnswer, labels: Labels): string {
  const { verb, text } = capabilityWords(answer, argumentWords(labels));
  const name = labels.person(answer.user);
  const isYes = answer.answer === 'yes';
  if (answer.answer === 'unknown') return `It is not known whether ${name} ${verb === 'are' ? 'is' : verb} ${text}`;
  if (verb === 'are') return `${name} is ${isYes ? '' : 'not '}${text}`;
  if (verb === 'need not') return `${name} ${isYes ? 'need not' : 'must'} ${text}`;
  return `${name} ${isYes ? 'can' : 'cannot'} ${text}`;
}

function reasons(answer: WhyNotAnswer, labels: Labels): string {
  const obstacles = answer.obstacles.map((obstacle) => obstacleWords(obstacle, labels));
  const because = obstacles.length === 0 ? '' : `: ${listed(obstacles)}`;
  const allowed = answer.allowed.map((asked) =>
    isElsewhere(asked, answer)
      ? ' Elsewhere they can.'
      : ` They can ${capabilityWords(asked, argumentWords(labels)).text}.`,
  );
  return `${sentence(answer, labels)}${because}.${allowed.join('')}`;
}

/** The same capability, for other people. */
const isElsewhere = (asked: CapabilityAsked, { capability }: WhyNotAnswer): boolean =>
  asked.capability === capability && asked.argument === undefined;

function obstacleWords({ cause, value, through }: Obstacle, labels: Labels): string {
  const place = spotWords(cause.source, labels);
  const end = place === '' ? '' : ` (${place})`;
  const { path } = cause;
  if (path === 'external') return `they are external, and so have no application and no line${end}`;
  if (path === 'status') return `they are archived${end}`;
  if (path === 'groups') return `${labels.person(cause.key)} is in ${groupsWords(value, labels)}${end}`;
  const from = through.kind === 'profile' ? ` in profile ${labels.profile(through.profile)}` : '';
  const page = PAGES.find(({ id }) => path === `dashboard.pages.${id}`);
  if (page)
    return `page ${page.label} is ${value === null ? 'not known' : shownValue('', value, labels.text)}${from}${end}`;
  if (path === 'dashboard.scope') return `their dashboard is limited to ${narrowWords(value, labels)}${from}${end}`;
  if (path === 'dashboard.level')
    return `their level on the dashboard is ${value === null ? 'not known' : shownValue('', value, labels.text)}${from}${end}`;
  return `${fieldName(path)} is ${value === null ? 'not known' : shownValue(path, value, labels.text)}${through.kind === 'own' ? ` for ${labels.person(cause.key)}` : from}${end}`;
}

const groupsWords = (value: Json, { group }: Labels): string =>
  !Array.isArray(value) || value.length === 0
    ? 'no group'
    : `${value.length === 1 ? 'group' : 'groups'} ${value.map((name) => group(String(name))).join(', ')}`;

interface ScopeJson {
  readonly groups?: unknown;
  readonly ivrs?: unknown;
  readonly lines?: unknown;
}

function narrowWords(value: Json, labels: Labels): string {
  const { groups, ivrs, lines }: ScopeJson = Object(value);
  const names = (list: unknown): 'all' | string[] => (Array.isArray(list) ? list.map(String) : 'all');
  const words = scopeWords(
    { groups: names(groups), ivrs: names(ivrs), lines: lines === 'direct' || lines === 'ivr' ? lines : 'all' },
    labels,
  );
  return words === '' ? 'what it shows' : words;
}

function noRemedy({ obstacles }: WhyNotAnswer): string {
  const isExternal = obstacles.some(({ cause }) => cause.path === 'external');
  return isExternal
    ? 'Nothing gives it to somebody external: they would have to become a user with a licence.'
    : 'No single change of profile, permissions, dashboard or groups would give it.';
}

function remedyLines(answer: WhyNotAnswer, labels: Labels): string[] {
  const rows = answer.remedies.map((remedy) => {
    const [first, ...others] = remedy.edits;
    const cells = [
      styled('bold', peopleCount(remedy.people.length)),
      spotWords(first?.source, labels),
      editsWords(remedy, answer, labels),
    ];
    const below = others.flatMap(({ source }) =>
      source && spotWords(source, labels) !== spotWords(first?.source, labels)
        ? [`and in ${spotWords(source, labels)}`]
        : [],
    );
    return {
      cells,
      place: '',
      below: [...below, ...(labels.face.verbose ? [remedy.people.map(labels.person).join(', ')] : [])],
    };
  });
  return [
    styled('bold', 'Smallest changes that would give it, fewest people first:'),
    ...tableLines(rows, labels.face),
  ];
}

/** Edit by edit; what stands in other entries than the first says where. */
function editsWords({ edits }: Remedy, { user }: WhyNotAnswer, labels: Labels): string {
  const groups = new Map<string, Edit[]>();
  for (const edit of edits) {
    const name = `${edit.key}${edit.unlinks ?? false}`;
    groups.set(name, [...(groups.get(name) ?? []), edit]);
  }
  const parts = [...groups.values()].map((same) => {
    const [first] = same;
    const text = same.map((edit) => editWords(edit, labels)).join(', ');
    const isShort = groups.size === 1 && (first?.key === user || first?.path.startsWith('permissions.'));
    const start =
      isShort || !first
        ? ''
        : first.key.startsWith('profile:')
          ? `profile ${labels.profile(first.key)}, `
          : `${labels.person(first.key)}, `;
    return start + (first?.unlinks ? `unlink; own permissions, the same but ${text}` : text);
  });
  return parts.join('; ');
}

function editWords({ path, before, after }: Edit, labels: Labels): string {
  if (path === 'status') return 'ensure: present';
  if (path === 'groups') return `groups: add ${added(before, after).map(labels.group).join(', ')}`;
  if (isDashboard(after))
    return `dashboard: ${dashboardWords(isDashboard(before) ? before : undefined, after, labels)}`;
  if (isDashboard(before)) return '';
  return `${fieldName(path)}: ${yamlValue(path, after, labels)}`;
}

const isDashboard = (value: Edit['after']): value is Dashboard =>
  typeof value === 'object' && value !== null && 'pages' in value && 'scope' in value && 'level' in value;

function added(before: Edit['before'], after: Edit['after']): string[] {
  const had = Array.isArray(before) ? before.map(String) : [];
  return (Array.isArray(after) ? after.map(String) : []).filter((name) => !had.includes(name));
}

/** As one writes it in the files. */
function yamlValue(path: string, value: Json, labels: Labels): string {
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value)
    ? `[${value.map((item) => labels.text(String(item))).join(', ')}]`
    : shownValue(path, value, labels.text);
}

/** What differs. */
function dashboardWords(before: Dashboard | undefined, after: Dashboard, labels: Labels): string {
  if (after.level === 'admin') return 'admin (only the superadministrator gives it)';
  const pages = Object.entries(after.pages).filter(
    ([page, access]) => before === undefined || Reflect.get(before.pages, page) !== access,
  );
  const level = before?.level === after.level ? [] : [`level ${after.level}`];
  const scope = JSON.stringify(before?.scope) === JSON.stringify(after.scope) ? '' : scopeWords(after.scope, labels);
  return [
    ...level,
    ...pages.map(([page, access]) => `page ${page}: ${access}`),
    ...(scope === '' ? [] : [`scope ${scope}`]),
  ].join(', ');
}

const HEAD = ['user', 'capability', 'answer', 'people', 'change', 'file', 'line', 'basis'];

export function whyNotCsv(answer: WhyNotAnswer, labels: Labels): string {
  const { user, capability, argument, remedies, basis } = answer;
  const start = [nameOf(user), argument === undefined ? capability : `${capability}(${argument})`, answer.answer];
  const rows = remedies.map((remedy) => [
    ...start,
    remedy.people.length,
    editsWords(remedy, answer, labels),
    remedy.edits[0]?.source?.file,
    remedy.edits[0]?.source?.line,
    basisWords(basis),
  ]);
  return csvText(
    HEAD,
    rows.length === 0 ? [[...start, undefined, undefined, undefined, undefined, basisWords(basis)]] : rows,
  );
}
