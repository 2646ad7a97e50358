import type { Diagnostic, Plan, Source } from '../model/index.js';
import { sign } from './access-human.js';
import { clipped } from './comment-fit.js';
import { sortedDiagnostics } from './diagnostic-order.js';
import { type Face, nameFor, sentenceFor } from './face.js';
import { codeSpan, inertSentence } from './inert.js';
import { styled, wrap } from './layout.js';
import { count } from './words.js';

/** Whether a warning tells what becomes of the rules that judge changes: such are told first, and not once more among the warnings. */
export const isRuleChange = ({ code }: Diagnostic): boolean => code === 'RULE_LOOSENED' || code === 'RULE_CHANGED';

export const loosenedRules = ({ diagnostics }: Plan): readonly Diagnostic[] =>
  diagnostics.filter(({ code }) => code === 'RULE_LOOSENED');

const otherRules = ({ diagnostics }: Plan): readonly Diagnostic[] =>
  diagnostics.filter(({ code }) => code === 'RULE_CHANGED');

/** `2 rules are loosened`, in our own words alone. */
export const loosenedWords = (number: number): string =>
  `${count(number, 'rule')} ${number === 1 ? 'is' : 'are'} loosened`;

function otherWords(plan: Plan): string {
  const [loosened, number] = [loosenedRules(plan).length, otherRules(plan).length];
  const words = `${count(number, loosened > 0 ? 'other rule' : 'rule')} ${number === 1 ? 'is' : 'are'} changed`;
  return loosened > 0 ? words : `${words}, none is loosened`;
}

/** The line below that of people. */
export function ruleHeadline(plan: Plan, { width }: Face): string[] {
  const loosened = loosenedRules(plan).length;
  const parts = [
    ...(loosened > 0 ? [`${sign('!')} ${loosenedWords(loosened)}`] : []),
    ...(otherRules(plan).length > 0 ? [otherWords(plan)] : []),
  ];
  return parts.length === 0 ? [] : wrap(parts.join(' · '), { width, indent: 0, hanging: 2 });
}

/** Each rule in a sentence, and its lines on both sides; what is a risk comes first, with its sign. */
export function ruleLines(plan: Plan, face: Face): string[] {
  const sections = [
    ['Loosened rules', loosenedRules(plan), sign('!')],
    [loosenedRules(plan).length > 0 ? 'Other changes of rules' : 'Changes of rules', otherRules(plan), ''],
  ] as const;
  const told = sections.flatMap(([title, rules, mark]) =>
    rules.length === 0
      ? []
      : [styled('bold', title), ...sortedDiagnostics(rules).flatMap((one) => rowLines(one, mark, face))],
  );
  return [
    ...told,
    ...judgedBy(plan, nameFor(face)(plan.base ?? '')).flatMap((line) => wrap(line, { width: face.width, indent: 2 })),
  ];
}

function rowLines(rule: Diagnostic, mark: string, face: Face): string[] {
  const { width } = face;
  const places = placesOf(rule, nameFor(face));
  const sentence = sentenceFor(face)(rule.message);
  return [
    ...wrap(mark === '' ? sentence : `${mark} ${sentence}`, { width, indent: mark === '' ? 4 : 2, hanging: 6 }),
    ...(places === '' ? [] : wrap(styled('dim', places), { width, indent: 6 })),
  ];
}

/** Nobody loosens a rule and uses that in one change. */
const judgedBy = (plan: Plan, base: string): string[] =>
  loosenedRules(plan).length === 0
    ? []
    : [`What is loosened counts from the next change on: the rules of ${base} judge this one.`];

/** `ringctl.yaml:9, before ringctl.yaml:7` */
function placesOf({ source, related = [] }: Diagnostic, show: (text: string) => string): string {
  const at = ({ file, line }: Source) => show(`${file}:${line}`);
  return [...(source ? [at(source)] : []), ...related.map((other) => `before ${at(other.source)}`)].join(', ');
}

/** For a comment, above the first person. `base` is the branch or revision whose rules count. */
export function ruleBlock(plan: Plan, base = plan.base): string[] {
  const [loosened, others] = [loosenedRules(plan), otherRules(plan)];
  if (loosened.length + others.length === 0) return [];
  const counts = [
    ...(loosened.length > 0 ? [`! ${loosenedWords(loosened.length)}`] : []),
    ...(others.length > 0 ? [otherWords(plan)] : []),
  ];
  const rows = [...sortedDiagnostics(loosened), ...sortedDiagnostics(others)].map(ruleBullet);
  return [`${[`**${counts.join(', ')}.**`, ...judgedBy(plan, codeSpan(base ?? ''))].join(' ')}\n\n${rows.join('\n')}`];
}

function ruleBullet(rule: Diagnostic): string {
  const mark = rule.code === 'RULE_LOOSENED' ? '**! loosened** ' : '';
  const places = placesOf(rule, codeSpan);
  return `- ${mark}${sentenceSpan(rule.message)}${places === '' ? '' : `<br>${places}`}`;
}

/** A message holds names of others among our words, so all of it stands in a code span. */
export const sentenceSpan = (text: string): string =>
  `\`${clipped(inertSentence(text).replaceAll('`', "'").replaceAll('|', '\\u{7C}').trim(), LONGEST_SENTENCE) || ' '}\``;

/** Whatever somebody wrote into a file may be quoted in a message. */
const LONGEST_SENTENCE = 2_000;
