/** Why a request is refused: a closed list. */
export const REFUSALS = {
  KEY_MISSING: { status: 401, sentence: 'The request carries no key of an active person of this account.' },
  KEY_MAY_NOT: { status: 403, sentence: 'The key of the request may not do this, whatever its owner may.' },
  NOT_ALLOWED: { status: 403, sentence: 'The dashboard access of the person who acts does not allow this.' },
  OUTSIDE_SCOPE: {
    status: 403,
    sentence: 'The people of the groups in the scope of the person who acts, and no others, are there for them.',
  },
  GIVES_MORE_THAN_HELD: { status: 403, sentence: 'The person who acts would give more than they hold themselves.' },
  ONLY_SUPERADMIN_GRANTS_ADMIN: {
    status: 403,
    sentence: 'Only the superadministrator grants and revokes the level admin.',
  },
  ADMINISTRATOR_PROTECTED: { status: 403, sentence: 'An administrator can only be changed by the superadministrator.' },
  SUPERADMIN_PROTECTED: {
    status: 403,
    sentence:
      'Dashboard access, link and existence of the superadministrator cannot be changed, other values only by themselves.',
  },
  NOT_YOURSELF: { status: 403, sentence: 'Nobody removes themselves.' },
  LICENCES_NOT_TECHNICAL: {
    status: 403,
    sentence: 'Licences are ordered by administrators; the level technical does not include it.',
  },
  GROUP_CLOSED: { status: 403, sentence: 'Only groups with open access can be joined by people themselves.' },
  JOINING_NOT_ALLOWED: {
    status: 403,
    sentence: 'The person who acts does not have the permission to join open groups.',
  },
  NOT_FOUND: { status: 404, sentence: 'There is nothing at this address.' },
  ADDRESS_TAKEN: { status: 409, sentence: 'Somebody else in the account has this address.' },
  ARCHIVED: { status: 409, sentence: 'The person is archived.' },
  LINKED_TO_PROFILE: {
    status: 409,
    sentence: 'The person is linked to a profile, so their permissions change with the profile only.',
  },
  NOT_LINKED: { status: 409, sentence: 'The person is not linked to a profile.' },
  NUMBER_NOT_FREE: { status: 409, sentence: 'The number is in use.' },
  NO_FREE_LICENCE: { status: 409, sentence: 'All licences of this plan are in use.' },
  EXTERNAL_STAYS: {
    status: 409,
    sentence: 'An external person cannot become a licensed one, nor the other way round.',
  },
  PROFILE_IN_USE: { status: 409, sentence: 'People are linked to the profile.' },
  GROUP_IN_USE: { status: 409, sentence: 'The group has members, or a profile or a dashboard names it.' },
  NAME_AMBIGUOUS: { status: 409, sentence: 'Two of the account have this name, so it cannot be referred to.' },
  CHANGED_SINCE: {
    status: 412,
    sentence: 'The value is not the one that the request expects: it was changed since. Nothing was written.',
  },
  BODY_TOO_LARGE: { status: 413, sentence: 'The body is larger than 1 MiB.' },
  BODY_NOT_JSON: { status: 415, sentence: 'The body is not JSON, or not announced as application/json.' },
  BODY_INVALID: { status: 422, sentence: 'The body has not the fields that this request needs.' },
  QUERY_INVALID: { status: 422, sentence: 'The query of the address is not one of this route.' },
  ADDRESS_INVALID: { status: 422, sentence: 'This is no address.' },
  NAME_INVALID: { status: 422, sentence: 'A name has 1 to 200 characters, none of them a control character.' },
  PERMISSION_UNKNOWN: { status: 422, sentence: 'There is no such permission.' },
  PERMISSION_VALUE: { status: 422, sentence: 'The value is not one that this permission can have.' },
  PERMISSIONS_INCOMPLETE: { status: 422, sentence: 'All permissions must be given here.' },
  DASHBOARD_INVALID: {
    status: 422,
    sentence: 'This is no dashboard access: level, pages and scope are needed, and none and admin have no pages.',
  },
  EXTERNAL_LIMITED: {
    status: 422,
    sentence:
      'An external person has the level none, billing or technical, and neither number, licence, profile, permissions nor groups.',
  },
  NUMBER_AND_LICENCE_NEEDED: {
    status: 422,
    sentence: 'A person who is not external needs a free number and a free licence.',
  },
  UNKNOWN_NUMBER: { status: 422, sentence: 'The account has no such number.' },
  UNKNOWN_PLAN: { status: 422, sentence: 'The account has no licences of this plan.' },
  UNKNOWN_GROUP: { status: 422, sentence: 'The account has no group of this name.' },
  UNKNOWN_IVR: { status: 422, sentence: 'The account has no IVR of this name.' },
  UNKNOWN_PROFILE: { status: 422, sentence: 'The account has no profile of this name.' },
  UNKNOWN_USER: { status: 422, sentence: 'The account has no active person with this id.' },
  CONDITION_MISSING: {
    status: 428,
    sentence: 'The request must carry If-Match with the tag of the value that it changes.',
  },
} as const satisfies Record<string, { status: number; sentence: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** A request that the account does not carry out. Nothing was written. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly code: RefusalCode,
    /** What it is about, such as the name that is unknown. */
    readonly detail: string | undefined,
  ) {
    super(detail === undefined ? REFUSALS[code].sentence : `${REFUSALS[code].sentence} It is about ${detail}.`);
  }
}

export function refuse(code: RefusalCode, detail?: string): never {
  throw new Refused(code, detail);
}
