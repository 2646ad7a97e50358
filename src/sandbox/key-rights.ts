/** What an API key may do: seven categories, and whether it sees more than its owner's own data. The sources name them so. */
export const KEY_CATEGORIES = ['calls', 'contacts', 'users', 'numbers', 'ivrs', 'conversations', 'empower'] as const;
export type KeyCategory = (typeof KEY_CATEGORIES)[number];
export type KeyRight = 'none' | 'read' | 'write' | 'both';
export type KeyRights = { readonly [category in KeyCategory]: KeyRight };

export interface KeyGrant {
  readonly rights: KeyRights;
  /** The switch "Monitoring": off, only the owner's own data are there. */
  readonly monitoring: boolean;
}

const every = (right: KeyRight): KeyRights => ({
  calls: right,
  contacts: right,
  users: right,
  numbers: right,
  ivrs: right,
  conversations: right,
  empower: right,
});

/** The keys that the embedded account makes by itself. The names are ours. */
export const KEY_KINDS = {
  'all rights': { rights: every('both'), monitoring: true },
  'read-only': { rights: every('read'), monitoring: true },
  'monitoring off': { rights: every('both'), monitoring: false },
} as const satisfies Record<string, KeyGrant>;
export type KeyKind = keyof typeof KEY_KINDS;

export const mayRead = (grant: KeyGrant, category: KeyCategory): boolean =>
  grant.rights[category] === 'read' || grant.rights[category] === 'both';
export const mayWrite = (grant: KeyGrant, category: KeyCategory): boolean =>
  grant.rights[category] === 'write' || grant.rights[category] === 'both';

/** What the database holds for a key; it wrote it itself. */
export function keyGrantOf(rights: string, monitoring: number): KeyGrant {
  const given: unknown = JSON.parse(rights);
  const rightOf = (category: KeyCategory): KeyRight => {
    const right: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, category) : undefined;
    return right === 'read' || right === 'write' || right === 'both' ? right : 'none';
  };
  return {
    rights: {
      calls: rightOf('calls'),
      contacts: rightOf('contacts'),
      users: rightOf('users'),
      numbers: rightOf('numbers'),
      ivrs: rightOf('ivrs'),
      conversations: rightOf('conversations'),
      empower: rightOf('empower'),
    },
    monitoring: monitoring === 1,
  };
}
