import type { Reason } from '../access/assertions.js';
import { type AccessTest, type AskedCapability, nameOf, type Selector } from '../model/index.js';

/** `nobody outside group Finance has billing.see`, `ada@acme.example has calls.listen(sales), and not billing.see`. */
export function testText({ subject, atLeast, can, cannot, outside }: AccessTest): string {
  const but = outside ? ` outside ${selectorText(outside)}` : '';
  switch (subject.kind) {
    case 'nobody':
      return `nobody${but} has ${either(cannot)}`;
    case 'everybody':
      return `everybody${but} has ${all(can)}`;
    case 'user':
      return `${subject.id} has ${[...(can.length > 0 ? [all(can)] : []), ...(cannot.length > 0 ? [`not ${either(cannot)}`] : [])].join(', and ')}`;
    case 'group':
    case 'profile': {
      const of = `of ${subject.kind} ${subject.id}`;
      const who =
        atLeast === undefined ? `everybody ${of} has` : `at least ${atLeast} ${of} ${atLeast === 1 ? 'has' : 'have'}`;
      const parts = [
        ...(can.length > 0 ? [`${who} ${all(can)}`] : []),
        ...(cannot.length > 0 ? [`nobody ${of} has ${either(cannot)}`] : []),
      ];
      return parts.join(', and ');
    }
    default:
      return subject satisfies never;
  }
}

const texts = (capabilities: readonly AskedCapability[]): readonly string[] => capabilities.map(({ text }) => text);
const all = (capabilities: readonly AskedCapability[]): string => listed(texts(capabilities), 'and');
const either = (capabilities: readonly AskedCapability[]): string => listed(texts(capabilities), 'or');

function listed(words: readonly string[], conjunction: string): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

function selectorText({ groups, profiles, users, external }: Selector): string {
  return listed(
    [
      ...groups.map((name) => `group ${name}`),
      ...profiles.map((key) => `profile ${nameOf(key)}`),
      ...users.map(nameOf),
      ...(external ? ['external people'] : []),
    ],
    'and',
  );
}

const MOST_NAMES = 4;

/** Who makes a test fail, and how: one part for each capability and each kind of reason. */
export function reasonText(reasons: readonly Reason[]): string {
  const parts = new Map<string, Reason[]>();
  for (const reason of reasons) {
    const kind = `${reason.wanted} ${reason.answer} ${reason.capability.text}`;
    const known = parts.get(kind);
    if (known) known.push(reason);
    else parts.set(kind, [reason]);
  }
  return [...parts.values()].map(partText).join('; ');
}

function partText(reasons: readonly Reason[]): string {
  const [first] = reasons;
  if (!first) return '';
  const { text } = first.capability;
  const who = people(reasons.flatMap(({ user }) => (user === undefined ? [] : [nameOf(user)])));
  const isOne = reasons.length === 1;
  if (first.answer === 'absent') return 'the files have nobody of whom it speaks';
  if (first.answer === 'unknown') return `of ${who} it cannot be told whether they have ${text}`;
  if (first.wanted === 'cannot') return `${who} ${isOne ? 'has' : 'have'} ${text}`;
  return `${who} ${isOne ? 'does' : 'do'} not have ${text}`;
}

function people(names: readonly string[]): string {
  const left = names.length - MOST_NAMES;
  return left > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${left} more` : listed(names, 'and');
}
