import { daysBetween, type Plan } from '../model/index.js';
import { count } from './words.js';

/** `Checked 80 of 120 managed fields; 30 recorded, oldest 92 days; 10 never confirmed.` Undefined where all of them were read. */
export function checkedSentence({ coverage, createdAt }: Pick<Plan, 'coverage' | 'createdAt'>): string | undefined {
  const { automatic, byHand, unreadable, recorded, oldestRecordedAt } = coverage;
  if (unreadable === 0 && recorded === 0) return undefined;
  const managed = automatic + byHand;
  const days = oldestRecordedAt === undefined ? 0 : daysBetween(oldestRecordedAt, createdAt);
  const oldest = oldestRecordedAt === undefined ? '' : `, oldest ${count(days, 'day')}`;
  return `Checked ${managed - unreadable - recorded} of ${managed} managed fields; ${recorded} recorded${oldest}; ${unreadable} never confirmed.`;
}
