import type { Config } from '../config/read-config.js';
import { dashboardWord, type Vocabulary } from '../edit/account/words.js';
import type { Edit } from '../edit/index.js';
import { type DesiredUser, type Json, knownValue, type Live, type UserState } from '../model/index.js';
import type { Correction } from './pull-changes.js';

interface Told {
  readonly config: Config;
  readonly vocabulary: Vocabulary;
  /** As the service shows it. */
  readonly read: Live;
  /** With what a person said of it. */
  readonly live: Live;
}

/** What a person said of people whose entries are there and leave it open. What the service shows itself is not added to them. */
export function toldOf({ config, vocabulary, read, live }: Told): readonly Correction[] {
  return [...live.state.users.values()].flatMap((user): readonly Correction[] => {
    const [shown, desired] = [read.state.users.get(user.key), config.desired.users.get(user.key)];
    const place = config.placeOf(user.key, '');
    if (!shown || !desired || !place || shown === user) return [];
    const { key } = user;
    return wordsFor({ shown, user, desired, vocabulary }).map(([path, value]) => {
      const edits: readonly Edit[] = [{ kind: 'set', path: [...place.path.map(String), path], value }];
      return { key, path, file: place.file, edits, kind: 'in-place', says: place };
    });
  });
}

interface Person {
  readonly shown: UserState;
  readonly user: UserState;
  readonly desired: DesiredUser;
  readonly vocabulary: Vocabulary;
}

function wordsFor({ shown, user, desired, vocabulary }: Person): readonly (readonly [path: string, value: Json])[] {
  const words: (readonly [string, Json])[] = [];
  const profile = knownValue(user.profile);
  const dashboard = knownValue(user.dashboard);
  if (user.superAdmin && !shown.superAdmin && desired.superAdmin === undefined) words.push(['superAdmin', true]);
  if (profile !== undefined && !shown.profile.known && desired.link.to === 'unmanaged') {
    const word = profile === null ? 'none' : vocabulary.profileId(profile);
    if (word !== undefined) words.push(['profile', word]);
  }
  if (dashboard && !shown.dashboard.known && !user.superAdmin && desired.dashboard === undefined) {
    const word = dashboardWord(dashboard, vocabulary);
    if (word !== undefined) words.push(['dashboard', word]);
  }
  return words;
}
