import { byText } from '../model/index.js';

/** Names that one account has, for completion in an editor. An empty list stands for "not known": then any well-formed name passes. */
export interface AccountNames {
  /** Ids of profiles that users can be linked to. */
  readonly profiles: readonly string[];
  /** Ids of templates, which can only be extended. */
  readonly templates: readonly string[];
  readonly groups: readonly string[];
  /** Names of lists under `callerIds`. */
  readonly callerIds: readonly string[];
  /** Names of IVRs, as the account has them. */
  readonly ivrs: readonly string[];
}

type Schema = { readonly [keyword: string]: unknown };

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema of account files in which every place for a name completes, and admits, only the names of one account. `base` is ACCOUNT_SCHEMA. */
export function accountSchema(names: AccountNames, base: unknown): unknown {
  if (!isSchema(base) || !isSchema(base.$defs)) throw new TypeError('The schema of account files has no $defs.');
  const defs = base.$defs;
  const narrowed: Schema = {
    ...oneOf(defs, 'profileId', names.profiles),
    ...oneOf(defs, 'parentId', [...names.profiles, ...names.templates]),
    ...oneOf(defs, 'groupId', names.groups),
    ...oneOf(defs, 'ivrName', names.ivrs),
    ...listOrNumber(defs, names.callerIds),
  };
  return { ...base, $defs: { ...defs, ...narrowed } };
}

function oneOf(defs: Schema, name: string, names: readonly string[]): Schema {
  if (names.length === 0) return {};
  return { [name]: { ...description(defs[name]), type: 'string', enum: sorted(names) } };
}

/** Lists complete by name; numbers cannot be known from the files. */
function listOrNumber(defs: Schema, lists: readonly string[]): Schema {
  if (lists.length === 0) return {};
  const { callerId } = defs;
  return {
    callerId: {
      ...description(callerId),
      anyOf: [{ type: 'string', enum: sorted(lists) }, { $ref: '#/$defs/phoneNumber' }],
    },
  };
}

const description = (schema: unknown): Schema =>
  isSchema(schema) && typeof schema.description === 'string' ? { description: schema.description } : {};

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort(byText);
