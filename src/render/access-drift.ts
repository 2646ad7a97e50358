import { type AccessChange, isSame, type Plan } from '../model/index.js';
import type { AccessGroup } from './access-groups.js';
import { type AccessView, groupLabels, sign, withPlace } from './access-human.js';
import { placeWords } from './access-places.js';
import { accessSentence } from './access-sentence.js';
import { isMany, peopleCount, type Voice } from './access-voice.js';
import { nameFor } from './face.js';
import { pad, type Style, styled, wrap } from './layout.js';

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
  const parts = [
    ...(more > 0 ? [`${sign('▲')} ${have(more)} more access than the files say`] : []),
    ...(less > 0 ? [`${sign('▼')} ${have(less)} less access${more > 0 ? '' : ' than the files say'}`] : []),
  ];
  return parts.join(' · ');
}

/** People whose access is not what the files say, worst first. */
export function driftLines(view: AccessView): string[] {
  const told: AccessView = { ...view, voice: { ...view.voice, told: 'drift' } };
  return SEVERITIES.flatMap((severity) =>
    view.groups.filter((group) => severityOf(group) === severity).flatMap((group) => rowLines(group, severity, told)),
  );
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
