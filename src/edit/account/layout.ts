import { byText } from '../../model/index.js';

export const SPLITS = ['team', 'kind', 'one'] as const;
/** How new files divide an account: people by team, everything by kind, or all in one file. */
export type Split = (typeof SPLITS)[number];
export type Section = 'groups' | 'profiles' | 'users';

/** The file of a thing of its own kind that nothing else decides. `team` is the id of a group. */
export function fileByRule(split: Split, section: Section, team: string | undefined): string {
  if (split === 'one') return 'account.yaml';
  if (split === 'kind' || section !== 'users') return `${section}.yaml`;
  return team === undefined ? 'users.yaml' : `teams/${team}.yaml`;
}

/** Something that has a place already, or gets one: what tells it apart from others of its kind. */
export interface Trait {
  readonly section: Section;
  /** Names of the profile and of the first group; undefined where there is none. */
  readonly profile: string | undefined;
  readonly team: string | undefined;
}

/** Files in which things like this one stand, those with the most of the likest first. */
export type Likes = (trait: Trait) => readonly string[];

export function likesIn(placed: Iterable<Trait & { readonly file: string }>): Likes {
  const counts = new Map<string, Map<string, number>>();
  for (const { file, ...trait } of placed)
    for (const likeness of likenesses(trait)) {
      const files = counts.get(likeness) ?? new Map<string, number>();
      counts.set(likeness, files.set(file, (files.get(file) ?? 0) + 1));
    }
  const ranked = new Map<string, readonly string[]>();
  const rank = (likeness: string): readonly string[] => {
    const known = ranked.get(likeness) ?? byCount(counts.get(likeness) ?? new Map());
    ranked.set(likeness, known);
    return known;
  };
  return (trait) => [...new Set(likenesses(trait).flatMap(rank))];
}

const byCount = (files: ReadonlyMap<string, number>): readonly string[] =>
  [...files].sort(([one, more], [other, fewer]) => fewer - more || byText(one, other)).map(([file]) => file);

/** From the likest on. */
function likenesses({ section, profile, team }: Trait): readonly string[] {
  const by = (...words: readonly (string | undefined)[]) =>
    words.includes(undefined) ? [] : [JSON.stringify([section, ...words])];
  return [...by('both', profile, team), ...by('team', team), ...by('profile', profile), ...by('any')];
}
