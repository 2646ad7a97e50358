import type {
  AccessTest as AccessTestInput,
  Asked as AskedInput,
  Policy as PolicyInput,
  Selector as SelectorInput,
} from '../model/generated/files.js';
import {
  type AccessTest,
  type Asked,
  type AskedCapability,
  byText,
  type CapabilityNames,
  day,
  isFault,
  type Place,
  POLICY_FORMS,
  type Policy,
  profileKey,
  readCapability,
  type Selector,
  type TestSubject,
  userKey,
} from '../model/index.js';
import { comparable } from './address.js';
import type { Declared, Entry } from './declared.js';
import { nameOf } from './inherit.js';

export interface ResolvedRules {
  readonly policies: readonly Policy[];
  readonly tests: readonly AccessTest[];
}

/** Policies and tests in the words of the account. What refers to nothing is reported elsewhere, and left out here. */
export function resolveRules(declared: Declared): ResolvedRules {
  const resolving = { declared, names: capabilityNames(declared) };
  const policies = [...declared.policies.values()].sort((before, after) => byText(before.id, after.id));
  return {
    policies: policies.map((entry) => policyOf(entry, resolving)),
    tests: declared.tests.flatMap((entry) => testOf(entry, resolving)),
  };
}

interface Resolving {
  readonly declared: Declared;
  readonly names: CapabilityNames;
}

/** What capabilities of these files can refer to. */
export function capabilityNames(declared: Declared): CapabilityNames {
  let ivrs: ReadonlySet<string> | undefined;
  return {
    group: (id) => nameOf(declared.groups.get(id)),
    user: (email) => {
      const key = userKey(comparable(email));
      return declared.users.has(key) ? key : undefined;
    },
    hasIvr: (name) => {
      ivrs ??= new Set(ivrNames(declared));
      return ivrs.has(name);
    },
  };
}

function* ivrNames({ profiles, users }: Declared): Iterable<string> {
  for (const { input } of [...profiles.values(), ...users.values()]) {
    const ivrs = typeof input.dashboard === 'object' ? input.dashboard.scope?.ivrs : undefined;
    if (Array.isArray(ivrs)) yield* ivrs;
  }
}

/** What a policy asks, each with its place. */
export function writtenAsks(input: PolicyInput, place: Place): readonly { readonly asked: AskedInput; at: Place }[] {
  return POLICY_FORMS.flatMap((form) => {
    const path = [...place.path, form];
    if (form === 'conflict')
      return (input.conflict ?? []).map((asked, index) => ({ asked, at: { ...place, path: [...path, index] } }));
    const asked = input[form];
    return asked === undefined ? [] : [{ asked, at: { ...place, path } }];
  });
}

function policyOf({ id, input, place }: Entry<PolicyInput>, { declared, names }: Resolving): Policy {
  const exceptions = Object.entries(input.except ?? {});
  return {
    id,
    form: POLICY_FORMS.find((form) => input[form] !== undefined) ?? 'deny',
    asked: writtenAsks(input, place).flatMap(({ asked, at }) => askedOf(asked, at, names)),
    from: input.from ?? [],
    for: selectorOf(input.for, declared),
    outside: selectorOf(input.outside, declared),
    except: exceptions.map(([written, { reason, until }]) => {
      const email = comparable(written);
      const at = { ...place, path: [...place.path, 'except', written] };
      return { user: userKey(email), email, reason, until: day(until), at };
    }),
    message: input.message,
    at: place,
  };
}

function askedOf(asked: AskedInput, at: Place, names: CapabilityNames): Asked[] {
  if (typeof asked === 'object') {
    return [{ kind: 'when', when: asked.when, at: { ...at, path: [...at.path, 'when'] } }];
  }
  return capabilitiesOf([asked], names).map((capability) => ({ kind: 'capability', capability, at }));
}

const capabilitiesOf = (texts: readonly string[], names: CapabilityNames): readonly AskedCapability[] =>
  texts.flatMap((text) => {
    const read = readCapability(text, names);
    return isFault(read) ? [] : [read];
  });

function selectorOf(input: SelectorInput | undefined, declared: Declared): Selector | undefined {
  if (!input) return undefined;
  return {
    groups: (input.groups ?? []).flatMap((id) => nameOf(declared.groups.get(id)) ?? []).sort(byText),
    profiles: (input.profiles ?? []).flatMap((id) => profileOf(id, declared) ?? []),
    users: (input.users ?? []).map((email) => userKey(comparable(email))),
    external: input.external ?? false,
  };
}

function profileOf(id: string, { profiles }: Declared) {
  const name = nameOf(profiles.get(id));
  return name === undefined ? undefined : profileKey(name);
}

/** One capability or a list of them, as a list. */
export const listOf = (written: string | readonly string[] | undefined): readonly string[] =>
  written === undefined ? [] : typeof written === 'string' ? [written] : written;

function testOf({ input, place }: Entry<AccessTestInput>, { declared, names }: Resolving): AccessTest[] {
  const subject = subjectOf(input, declared);
  const of = (...written: (string | readonly string[] | undefined)[]) => capabilitiesOf(written.flatMap(listOf), names);
  if (!subject) return [];
  return [
    {
      subject,
      atLeast: input.atLeast,
      can: of(input.everybody, input.can),
      cannot: of(input.nobody, input.cannot),
      outside: selectorOf(input.outside, declared),
      at: place,
    },
  ];
}

function subjectOf(input: AccessTestInput, declared: Declared): TestSubject | undefined {
  if (input.nobody !== undefined) return { kind: 'nobody' };
  if (input.everybody !== undefined) return { kind: 'everybody' };
  if (input.user !== undefined) return { kind: 'user', user: userKey(comparable(input.user)), id: input.user };
  const { group, profile } = input;
  const name = nameOf(declared.groups.get(group ?? ''));
  if (group !== undefined && name !== undefined) return { kind: 'group', group: name, id: group };
  const key = profile === undefined ? undefined : profileOf(profile, declared);
  return profile === undefined || !key ? undefined : { kind: 'profile', profile: key, id: profile };
}
