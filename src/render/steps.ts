import type { AccessChange, HandStep, PersonAccess, Plan } from '../model/index.js';
import { nameOf, waitingSteps } from '../model/index.js';
import { type AccessNames, accessLines, accessView } from './access-human.js';
import { pageKind, placeWords } from './assumptions.js';
import { type Face, finish, nameFor, sentenceFor } from './face.js';
import { type HandLine, type HandVoice, handLines, handSentence } from './hand-step.js';
import { codeSpan } from './inert.js';
import { cells, pad, padStart, styled, wrap } from './layout.js';
import type { Show } from './values.js';
import { count, listed } from './words.js';

const INDENT = 4;
const WORD = 8;
const AT = INDENT + WORD;

/** What is left to be done by hand, as a person does it: where, what, and what follows from it. */
export function renderSteps(plan: Plan, names: AccessNames, face: Face): string {
  const steps = plan.byHand ?? [];
  if (steps.length === 0) return finish([`${styled('bold', plan.account)}: no steps by hand are open.`], face);
  const view = { names, face, waitsOf: waitsIn(plan, nameFor(face)) };
  const lines = [
    ...wrap(headOf(plan, steps), { width: face.width, indent: 0, hanging: 2 }),
    ...steps.flatMap((step) => ['', ...stepLines(step, plan, view)]),
    '',
    ...wrap(footOf(plan, steps), { width: face.width, indent: 0, hanging: 2 }),
  ];
  return finish(lines, face);
}

function headOf({ account }: Plan, steps: readonly HandStep[]): string {
  const fresh = steps.filter(({ id }) => id === undefined).length;
  const handed = steps.length - fresh;
  const open = handed === 0 ? [] : [`${count(handed, 'step')} by hand ${handed === 1 ? 'is' : 'are'} open`];
  const others =
    fresh === 0 ? [] : [`${count(fresh, 'step')} by hand ${fresh === 1 ? 'comes' : 'come'} with the next apply`];
  return `${styled('bold', account)}: ${listed([...open, ...others])}`;
}

/** Whether anything that ringctl does itself waits for a person. */
function footOf({ steps }: Plan, byHand: readonly HandStep[]): string {
  const waiting = waitingSteps(steps).size;
  const own = new Set(byHand.flatMap((step) => step.steps));
  const isOrdered = byHand.some(({ after }) => after.some((id) => own.has(id)));
  const order = isOrdered ? 'In this order' : 'Any order';
  return waiting === 0
    ? `${order}; no automatic step waits for them.`
    : `${order}; ${count(waiting, 'automatic step waits', 'automatic steps wait')} for them. When they are recorded: ringctl apply.`;
}

interface StepView {
  readonly names: AccessNames;
  readonly face: Face;
  readonly waitsOf: (step: HandStep) => string;
}

function stepLines(step: HandStep, plan: Plan, { names, face, waitsOf }: StepView): string[] {
  const show = nameFor(face);
  const voice: HandVoice = { show, personName: names.personName };
  const told = (word: string, text: string) => labelled(word, wrap(text, { width: face.width, indent: AT }));
  const place = [...placeWords(pageKind(step)), ...(isNew(step) ? [] : [show(nameOf(step.key))])].join(' › ');
  const waits = waitsOf(step);
  const access = consequences(step, plan, { names, face });
  return [
    ...wrap(`${styled('bold', pad(step.id ?? '–', INDENT - 1))} ${handSentence(step, voice)}`, {
      width: face.width,
      indent: 0,
      hanging: INDENT,
    }),
    ...told('Where', place),
    ...(waits === '' ? [] : told('Wait', sentenceFor(face)(waits))),
    ...labelled('Do', tableLines(handLines(step, voice), face.width)),
    ...(access.length === 0 ? [] : labelled('Then', access)),
    ...told('Record', step.id === undefined ? 'ringctl apply hands it out first' : `ringctl steps done ${step.id}`),
  ];
}

/** What is made there has no page yet. */
const isNew = ({ rows }: HandStep): boolean => rows.some(({ operation }) => operation.startsWith('create'));

function labelled(word: string, lines: readonly string[]): string[] {
  const [first = '', ...rest] = lines;
  return [`${' '.repeat(INDENT)}${pad(word, WORD)}${first.trimStart()}`, ...rest];
}

/** A heading a section, and below it number, label, and the value before and after. */
function tableLines(lines: readonly HandLine[], width: number): string[] {
  const labelWidth = Math.min(38, Math.max(0, ...lines.map(({ label }) => cells(label))));
  const rows: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.section !== '' && line.section !== lines[index - 1]?.section)
      rows.push(' '.repeat(AT) + styled('dim', line.section));
    const start = `${' '.repeat(AT)}${padStart(line.position, 2)}  ${pad(line.label, labelWidth)}  `;
    const values = line.before === '' ? line.after : `${line.before} → ${line.after === '' ? 'none' : line.after}`;
    const [first = '', ...rest] = wrap(start + values, { width: Math.max(width, AT + 40), indent: 0, hanging: AT + 6 });
    rows.push(first, ...rest);
  }
  return rows;
}

/** What must have been done before a step, as `until S1 is done`: other steps by hand by their names, everything else by an apply. Empty where it is nothing. */
export function waitsIn(
  { byHand = [], steps }: Pick<Plan, 'byHand' | 'steps'>,
  show: Show,
): (step: HandStep) => string {
  const ownerOf = new Map(byHand.flatMap((one, index) => one.steps.map((id) => [id, index] as const)));
  const known = new Set(steps.map(({ id }) => id));
  return ({ after }) => {
    if (after.length === 0) return '';
    const owners = [...new Set(after.flatMap((id) => ownerOf.get(id) ?? []))].sort((one, other) => one - other);
    const automatic = new Set(after.filter((id) => known.has(id) && !ownerOf.has(id))).size;
    const parts = [
      ...owners.flatMap((index) => byHand[index] ?? []).map(({ id, key }) => id ?? `the step for ${show(key)}`),
      ...(automatic === 0 ? [] : [`${count(automatic, 'automatic step')} of ringctl apply`]),
    ];
    return `until ${listed(parts)} ${parts.length === 1 && automatic <= 1 ? 'is' : 'are'} done`;
  };
}

/** Who gains and loses by this step, as the plan tells it. */
function consequences(step: HandStep, plan: Plan, { names, face }: Omit<StepView, 'waitsOf'>): string[] {
  const access = (plan.access ?? []).flatMap((person) => ofStep(person, step));
  if (access.length === 0) return [];
  const part: Plan = { ...plan, access, released: [], steps: [], changes: plan.changes };
  const view = accessView(part, names, { ...face, width: Math.max(40, face.width - AT) });
  return accessLines(part, view).map((line) => `${' '.repeat(AT)}${line}`);
}

function ofStep(person: PersonAccess, step: HandStep): readonly PersonAccess[] {
  const isOwn = ({ cause }: AccessChange) =>
    step.rows.some(({ path, user, operation }) => {
      if (cause.change !== (user ?? step.key)) return false;
      return path === '' || operation === 'unlink' || partOf(path) === partOf(cause.path) || path === cause.path;
    });
  const [gains, losses, uncertain] = [
    person.gains.filter(isOwn),
    person.losses.filter(isOwn),
    person.uncertain.filter(isOwn),
  ];
  return gains.length + losses.length + uncertain.length === 0 ? [] : [{ ...person, gains, losses, uncertain }];
}

/** A dashboard is one value; permissions are one each. */
const partOf = (path: string): string => (path.startsWith('permissions.') ? path : (path.split('.')[0] ?? path));

/** For GitHub: a heading and a table a step, names in code spans only. */
export function renderStepsMarkdown(plan: Plan, names: Pick<AccessNames, 'personName'>): string {
  const steps = plan.byHand ?? [];
  if (steps.length === 0) return `**No steps by hand are open** for \`${plan.account}\`.\n`;
  const waitsOf = waitsIn(plan, codeSpan);
  return `${steps.map((step) => handBlock(step, names, waitsOf(step))).join('\n\n')}\n`;
}

/** `waits` says what must have been done before; names in it are inert already. */
export function handBlock(step: HandStep, { personName }: Pick<AccessNames, 'personName'>, waits = ''): string {
  const raw: HandVoice = { show: (text) => text, personName };
  const above = `**${placeWords(pageKind(step)).join(' › ')}**`;
  const place = isNew(step) ? above : `${above} › ${codeSpan(nameOf(step.key))}`;
  const cell = (text: string) => (text === '' ? '' : codeSpan(text));
  const rows = handLines(step, raw).map(
    ({ section, position, label, before, after }) =>
      `| ${section} | ${position} | ${codeSpan(label)} | ${cell(before)} | ${cell(after)} |`,
  );
  return [
    `**${step.id ?? 'By hand'}** ${codeSpan(handSentence(step, raw))}<br>${place}${waits === '' ? '' : `<br>Wait ${waits}`}`,
    '',
    '| Section | No. | Label | Before | After |',
    '| :-- | --: | :-- | :-- | :-- |',
    ...rows,
  ].join('\n');
}

/** What `steps --format json` prints. */
export const stepsDocument = (plan: Plan): unknown => ({
  formatVersion: 1,
  account: plan.account,
  digest: plan.digest,
  steps: plan.byHand ?? [],
  waiting: [...waitingSteps(plan.steps)].map(([id, of]) => ({ id, of })),
});
