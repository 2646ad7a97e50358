import type { Group, Profile } from '../../model/generated/files.js';
import type { Place, ResourceKey } from '../../model/index.js';
import { groupKey, profileKey, userKey } from '../../model/index.js';
import { comparable } from '../address.js';
import type { Declared, Entry } from '../declared.js';
import { quoted } from '../finding.js';
import { nameOf } from '../inherit.js';
import { sentenceSubject, subject } from '../subject.js';
import { CALLER_ID_WORDS } from '../value.js';
import { below, type Given, type Rule } from './rule.js';

export const idsAreNotReserved: Rule = ({ declared, report }) => {
  const none = declared.profiles.get('none');
  const lists = CALLER_ID_WORDS.flatMap((word) => declared.callerIds.get(word) ?? []);
  for (const { id, place } of [...(none ? [none] : []), ...lists]) {
    const meaning =
      id === 'none'
        ? 'profile: none means that a person is not linked.'
        : `editCallerId: ${id} has a meaning of its own.`;
    report.add('RESERVED_ID', place, {
      message: `${quoted(id)} cannot be used as an id here: ${meaning}`,
      hint: 'Choose another id.',
    });
  }
};

export const accountNamesAreUnique: Rule = (given) => {
  checkUnique(given, named(realProfiles(given.declared), profileKey));
  checkUnique(given, named(given.declared.groups.values(), groupKey));
};

interface Named {
  readonly key: ResourceKey;
  readonly place: Place;
  readonly name: string;
}

function named(entries: Iterable<Entry<Profile | Group>>, keyOf: (name: string) => ResourceKey): readonly Named[] {
  return [...entries].map((entry) => {
    const name = nameOf(entry) ?? entry.id;
    return { key: keyOf(name), name, place: entry.input.name === undefined ? entry.place : below(entry.place, 'name') };
  });
}

function checkUnique({ report }: Given, all: readonly Named[]): void {
  const first = new Map<ResourceKey, Named>();
  for (const { key, name, place } of all) {
    const other = first.get(key);
    if (!other) first.set(key, { key, name, place });
    else {
      const owner = subject(place.path.slice(0, 2));
      const message = `The name ${quoted(name)} of ${owner} is that of ${subject(other.place.path.slice(0, 2))} as well.`;
      const related = [{ message: 'It is first used here.', place: other.place }];
      const part = place.path.length > 2 ? 'value' : 'key';
      report.add('NAME_TAKEN', place, {
        message,
        hint: 'The account tells them apart by name: change one of them.',
        related,
        part,
      });
    }
  }
}

const realProfiles = ({ profiles }: Declared): readonly Entry<Profile>[] =>
  [...profiles.values()].filter(({ input }) => !input.template);

interface Claim {
  readonly key: ResourceKey;
  readonly place: Place;
}

export const earlierNamesAreFree: Rule = (given) => {
  for (const { claims, defined } of allClaims(given.declared)) {
    const places = claims.length > 0 ? defined() : undefined;
    for (const { key, place } of claims) {
      const other = places?.get(key);
      if (!other) continue;
      const owner = sentenceSubject(place.path.slice(0, 2));
      const message = `${owner} was previously ${subject(other.path.slice(0, 2))}, which the files define as well.`;
      const related = [{ message: 'It is defined here.', place: other }];
      const hint = 'Delete previously if they are two, or the other definition if they are one.';
      given.report.add('PREVIOUSLY_DEFINED', place, { message, hint, related, part: 'value' });
    }
  }
};

export const earlierNamesAreClaimedOnce: Rule = (given) => {
  for (const { claims } of allClaims(given.declared)) {
    const first = new Map<ResourceKey, Place>();
    for (const { key, place } of claims) {
      const other = first.get(key);
      if (!other) first.set(key, place);
      else {
        const both = `${subject(other.path.slice(0, 2))} and ${subject(place.path.slice(0, 2))}`;
        const message = `One earlier name is claimed by ${both}.`;
        const related = [{ message: 'It is first claimed here.', place: other }];
        given.report.add('PREVIOUSLY_TWICE', place, {
          message,
          hint: 'Keep it at one of the two.',
          related,
          part: 'value',
        });
      }
    }
  }
};

interface Claims {
  readonly claims: readonly Claim[];
  readonly defined: () => ReadonlyMap<ResourceKey, Place>;
}

function allClaims(declared: Declared): readonly Claims[] {
  const { users, groups } = declared;
  const profiles = realProfiles(declared);
  const places = (all: readonly Named[]) => new Map(all.map(({ key, place }) => [key, place]));
  return [
    { claims: claimsOf(users.values(), (email) => userKey(comparable(email))), defined: () => placesOf(users) },
    { claims: claimsOf(profiles, profileKey), defined: () => places(named(profiles, profileKey)) },
    { claims: claimsOf(groups.values(), groupKey), defined: () => places(named(groups.values(), groupKey)) },
  ];
}

const placesOf = (entries: Declared['users']): ReadonlyMap<ResourceKey, Place> =>
  new Map([...entries].map(([key, { place }]) => [key, place]));

function claimsOf(
  entries: Iterable<Entry<{ readonly previously?: readonly string[] }>>,
  keyOf: (name: string) => ResourceKey,
): readonly Claim[] {
  const claims: Claim[] = [];
  for (const { input, place } of entries) {
    if (!input.previously) continue;
    for (const [index, name] of input.previously.entries()) {
      claims.push({ key: keyOf(name), place: below(place, 'previously', index) });
    }
  }
  return claims;
}
