import { sentenceSubject } from '../subject.js';
import { below, type Rule } from './rule.js';

export const levelsHavePages: Rule = ({ declared, report }) => {
  for (const { input, place } of [...declared.profiles.values(), ...declared.users.values()]) {
    const { dashboard } = input;
    if (typeof dashboard !== 'object' || (dashboard.level !== 'none' && dashboard.level !== 'admin')) continue;
    for (const key of ['pages', 'scope'] as const) {
      if (dashboard[key] === undefined) continue;
      const why = dashboard.level === 'none' ? 'opens nothing' : 'opens everything';
      const message = `${sentenceSubject(place.path)} states ${key} with the level ${dashboard.level}, which ${why}.`;
      const hint = `Delete ${key}, or choose another level.`;
      report.add('PAGES_OF_LEVEL', below(place, 'dashboard', key), { message, hint });
    }
  }
};
