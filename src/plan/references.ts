import {
  CODES,
  type Dashboard,
  type Desired,
  type DesiredUser,
  type Diagnostic,
  isSame,
  knownValue,
  type Live,
  nameOf,
  type PermissionSet,
  type ResourceKey,
  type Source,
  type UserState,
} from '../model/index.js';
import type { Filled } from './overlay.js';

export interface Comparison {
  readonly desired: Desired;
  /** The account under the names of the files. */
  readonly before: Live;
  readonly filled: Filled;
  readonly allowDelete: boolean;
  readonly locate: (key: ResourceKey, path: string) => Source | undefined;
}

type Found = Pick<Diagnostic, 'code' | 'message'> & {
  readonly hint?: string;
  readonly key?: ResourceKey;
  readonly path?: string;
};

interface Facts extends Comparison {
  /** People of the files who are not in the account yet, or not any more. */
  readonly newcomers: readonly DesiredUser[];
  /** Each person of the files who is in the account, archived or not. */
  readonly pairs: readonly { readonly want: DesiredUser; readonly have: UserState }[];
}

/** What must be true of the files and the account together. Each rule is one code; all of them speak at once. */
const RULES: readonly ((facts: Facts) => readonly Found[])[] = [
  namesAreUnique,
  addressesAreComparable,
  newPeopleHaveAnInvite,
  invitedNumbersAreFree,
  licencesSuffice,
  callerIdsExist,
  ivrsExist,
  externalsMatch,
  superAdminsMatch,
  superAdminsAreLeftAlone,
  absentMeansArchived,
  unreferredOnlyAreDeleted,
];

export function checkReferences(comparison: Comparison): Diagnostic[] {
  const facts = { ...comparison, newcomers: newcomers(comparison), pairs: pairs(comparison) };
  return RULES.flatMap((rule) => rule(facts)).map(({ key, path, ...found }): Diagnostic => {
    const source = key && comparison.locate(key, path ?? '');
    return { ...found, severity: CODES[found.code].severity, ...(source && { source }) };
  });
}

function namesAreUnique({ desired, before }: Comparison): Found[] {
  const stated = [...desired.profiles.keys(), ...desired.groups.keys()].filter((key) => before.ambiguous.has(key));
  return stated.map((key) => ({
    code: 'AMBIGUOUS_NAME',
    message: `The account has two ${key.startsWith('profile:') ? 'profiles' : 'groups'} with the name "${nameOf(key)}", so nobody can tell which one the files mean.`,
    hint: 'Rename one of the two in the account.',
    key,
  }));
}

function addressesAreComparable({ before }: Comparison): Found[] {
  return before.unmanageable.map((email) => ({
    code: 'UNMANAGEABLE_ADDRESS',
    message: `The account has a person with the address "${email}", which cannot be compared safely; ringctl leaves them alone.`,
  }));
}

function newcomers({ desired, before, filled }: Comparison): DesiredUser[] {
  return [...desired.users.values()].filter(
    (want) =>
      filled.after.users.get(want.key)?.status === 'active' && before.state.users.get(want.key)?.status !== 'active',
  );
}

function newPeopleHaveAnInvite(comparison: Facts): Found[] {
  const without = comparison.newcomers.filter((want) => {
    const archived = comparison.before.state.users.get(want.key);
    return !want.invite && !want.external && !want.superAdmin && (archived?.numbers.length ?? 0) === 0;
  });
  return without.map(({ key, email }) => ({
    code: 'NO_INVITE',
    message: `User "${email}" is not in the account, and the files do not say with which number and plan to invite them.`,
    hint: 'Add invite: { number: "+33…", plan: … }, or take the person out until they are invited.',
    key,
  }));
}

function invitedNumbersAreFree(comparison: Facts): Found[] {
  const uses = new Map(comparison.before.numbers.map((number) => [number.number, number.use]));
  return comparison.newcomers.flatMap(({ key, email, invite }): Found[] => {
    if (!invite) return [];
    const use = uses.get(invite.number);
    const isOwn = comparison.before.state.users.get(key)?.numbers.includes(invite.number);
    if (use === 'free' || isOwn) return [];
    const place = { key, path: 'invite' };
    if (use === undefined)
      return [
        {
          code: 'UNKNOWN_NUMBER',
          message: `User "${email}" is invited with ${invite.number}, which is not a number of the account.`,
          hint: freeNumbers(comparison),
          ...place,
        },
      ];
    return [
      {
        code: 'NUMBER_NOT_FREE',
        message: `User "${email}" is invited with ${invite.number}, which is in use.`,
        hint: freeNumbers(comparison),
        ...place,
      },
    ];
  });
}

function freeNumbers({ before }: Comparison): string {
  const free = before.numbers.filter((number) => number.use === 'free').map((number) => number.number);
  if (free.length === 0) return 'The account has no free number.';
  return `Free numbers: ${free.slice(0, 3).join(', ')}${free.length > 3 ? ` and ${free.length - 3} more` : ''}.`;
}

function licencesSuffice(comparison: Facts): Found[] {
  const { licences } = comparison.before;
  const known = licences.map((licence) => licence.plan);
  const invited = new Map<string, DesiredUser[]>();
  for (const user of comparison.newcomers)
    if (user.invite) invited.set(user.invite.plan, [...(invited.get(user.invite.plan) ?? []), user]);
  return [...invited].flatMap(([plan, users]): Found[] => {
    const licence = licences.find((candidate) => candidate.plan === plan);
    if (!licence) {
      return users.map(({ key, email }) => ({
        code: 'UNKNOWN_PLAN',
        message: `User "${email}" is invited with the plan "${plan}", of which the account has no licences.`,
        hint: `Plans of the account: ${known.join(', ') || 'none'}.`,
        key,
        path: 'invite',
      }));
    }
    const free = licence.total - licence.used;
    return users.slice(Math.max(0, free)).map(({ key, email }) => ({
      code: 'NO_FREE_LICENCE',
      message: `User "${email}" is invited with the plan "${plan}", of which ${free} of ${licence.total} licences are free and ${users.length} are needed.`,
      hint: 'Order licences, or free one by deleting a person.',
      key,
      path: 'invite',
    }));
  });
}

function callerIdsExist({ desired, before }: Comparison): Found[] {
  const numbers = new Set(before.numbers.map((number) => number.number));
  const check = (key: ResourceKey, permissions: PermissionSet): Found[] => {
    const stated = permissions.editCallerId;
    if (!Array.isArray(stated)) return [];
    return stated
      .filter((item: string) => item.startsWith('+') && !numbers.has(item))
      .map((item: string) => ({
        code: 'UNKNOWN_NUMBER',
        message: `"${nameOf(key)}" may call with ${item}, which is not a number of the account.`,
        key,
        path: 'permissions.editCallerId',
      }));
  };
  return [...desired.profiles.values(), ...desired.users.values()].flatMap((holder) =>
    check(holder.key, holder.permissions),
  );
}

function ivrsExist({ desired, before }: Comparison): Found[] {
  const names = new Set(before.ivrs.map((ivr) => ivr.name));
  const check = (key: ResourceKey, dashboard: Dashboard | undefined): Found[] => {
    const ivrs = dashboard?.scope.ivrs ?? 'all';
    if (ivrs === 'all') return [];
    return ivrs
      .filter((name) => !names.has(name))
      .map((name) => ({
        code: 'UNKNOWN_IVR',
        message: `The dashboard access of "${nameOf(key)}" is limited to the IVR "${name}", which the account does not have.`,
        hint: `IVRs of the account: ${[...names].slice(0, 8).join(', ') || 'none'}.`,
        key,
        path: 'dashboard',
      }));
  };
  return [...desired.profiles.values(), ...desired.users.values()].flatMap((holder) =>
    check(holder.key, holder.dashboard),
  );
}

function pairs({ desired, before }: Comparison): { want: DesiredUser; have: UserState }[] {
  return [...desired.users.values()].flatMap((want) => {
    const have = before.state.users.get(want.key);
    return have ? [{ want, have }] : [];
  });
}

function externalsMatch(comparison: Facts): Found[] {
  return comparison.pairs
    .filter(({ want, have }) =>
      want.external === undefined
        ? want.ensure === 'present' && have.external && want.link.to === 'profile'
        : want.external !== have.external,
    )
    .map(({ want, have }) => ({
      code: 'EXTERNAL_MISMATCH',
      message: `User "${want.email}" is ${have.external ? 'an external user' : 'a licensed user'} in the account, and the files say otherwise.`,
      hint: `State external: ${have.external}, or archive the person and use another address.`,
      key: want.key,
      path: 'external',
    }));
}

function superAdminsMatch({ desired, before }: Comparison): Found[] {
  return [...desired.users.values()]
    .filter(
      (want) =>
        want.superAdmin !== undefined && want.superAdmin !== (before.state.users.get(want.key)?.superAdmin ?? false),
    )
    .map((want) => ({
      code: 'SUPERADMIN_MISMATCH',
      message: `The files say that "${want.email}" is ${want.superAdmin ? '' : 'not '}the superadministrator; the account says otherwise.`,
      hint: 'Correct superAdmin in the files, or hand the role over in the account: ringctl never writes it.',
      key: want.key,
      path: 'superAdmin',
    }));
}

function superAdminsAreLeftAlone(comparison: Comparison): Found[] {
  const { before, filled } = comparison;
  const changed = [...before.state.users.values()].filter((have) => {
    const after = filled.after.users.get(have.key);
    return (
      have.superAdmin &&
      (after?.status !== have.status ||
        !isSame(knownValue(have.dashboard), knownValue(after?.dashboard ?? have.dashboard)))
    );
  });
  return changed.map(({ key, email }) => ({
    code: 'SUPERADMIN_PROTECTED',
    message: `The files would change the dashboard access or the existence of "${email}", who is the superadministrator.`,
    hint: 'Take dashboard and ensure out of this user; superAdmin: true states what is so.',
    key,
    path: 'dashboard',
  }));
}

function absentMeansArchived(comparison: Facts): Found[] {
  if (comparison.allowDelete) return [];
  return comparison.pairs
    .filter(({ want, have }) => want.ensure === 'absent' && have.status === 'active')
    .map(({ want }) => ({
      code: 'DELETE_NOT_ALLOWED',
      message: `User "${want.email}" is archived, not deleted: deleting loses their recordings and is done only with --allow-delete.`,
      key: want.key,
      path: 'ensure',
    }));
}

function unreferredOnlyAreDeleted({ filled }: Comparison): Found[] {
  return filled.stillInUse.map((key) => ({
    code: 'STILL_IN_USE',
    message: `The ${key.startsWith('profile:') ? 'profile' : 'group'} "${nameOf(key)}" is not in the files and stays, since people or other resources refer to it.`,
    hint: 'Move its people first, or state it in the files.',
  }));
}
