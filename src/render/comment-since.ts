import type { Plan } from '../model/index.js';
import type { AccessGroup } from './access-groups.js';
import { accessPage } from './access-markdown.js';
import { countedPeopleOf, isCounted } from './access-places.js';
import { accessSentence } from './access-sentence.js';
import type { Voice } from './access-voice.js';
import type { PlanFacts } from './plan-human.js';
import { count } from './words.js';

/** The difference between the files of the last push and those of this one. */
export interface SinceLast {
  /** The commit before. */
  readonly head: string;
  readonly plan: Plan;
  readonly facts: PlanFacts;
  /** Whether the base branch went on meanwhile, so that its changes are among them. */
  readonly withBase: boolean;
}

const MOST_ROWS = 8;

/** What the last push changed for people, in one line. */
export function sinceBlock(since: SinceLast | undefined): string {
  if (!since) return '';
  const { head, plan, facts, withBase } = since;
  const { groups, voice } = accessPage(plan, { ...facts, personName: facts.personName ?? ((email) => email) });
  const start = `**Since \`${head.slice(0, 7)}\`${withBase ? ' and what the base branch has since' : ''}:**`;
  if (groups.length === 0)
    return `${start} ${plan.changes.length === 0 ? 'nothing changes' : 'nothing changes for anybody\u2019s access'}. Everything is as before.`;
  const rows = groups.slice(0, MOST_ROWS).map((group) => {
    const { number, through } = countedPeopleOf(group, voice.name);
    const who = isCounted(group) ? `${number}${through}` : group.people.map(voice.person).join(', ');
    return `${who} ${sentenceOf(group, voice)}`;
  });
  const more = groups.length - rows.length;
  const end = more > 0 ? ` ${count(more, 'more row')} of the kind.` : ' Everything else is as before.';
  return `${start} ${rows.join('; ')}.${end}`;
}

/** Nothing is in force yet: whoever loses it again never had it. */
function sentenceOf(group: AccessGroup, voice: Voice): string {
  const { side, standing, people } = group;
  if (side === 'uncertain' || standing.kind !== 'stays') return accessSentence(group, voice);
  const verb = people.length === 1 ? 'gets' : 'get';
  return `${side === 'gain' ? `now ${verb} to` : `no longer ${verb} to`} ${accessSentence(group, voice, 'cell')}`;
}
