import {
  type Change,
  day,
  type FieldChange,
  groupKey,
  instant,
  type Json,
  membershipKey,
  type Plan,
  profileKey,
  type ResourceKey,
  type Step,
  userKey,
} from '../../src/model/index.js';

export const NOW = new Date('2026-11-22T09:12:00Z');

const HEX = '7c1e93ab40d2f658'.repeat(4);

export const field = (path: string, before: Json, after: Json): FieldChange => ({
  path,
  before,
  after,
  mode: 'automatic',
});

export function makePlan(parts: Partial<Plan> = {}): Plan {
  const changes = parts.changes ?? [];
  const of = (action: Change['action']) => changes.filter((change) => change.action === action).length;
  return {
    formatVersion: 1,
    tool: { name: 'ringctl', version: '1.0.0' },
    account: 'acme',
    provider: 'sandbox',
    digest: `sha256:${HEX}`,
    createdAt: instant(NOW),
    readAt: instant(NOW),
    inputs: { at: day('2026-11-22'), targets: [], excludes: [], allowDelete: false, filesDigest: HEX },
    summary: { add: of('create'), change: of('update'), destroy: of('delete'), byHand: 0, released: 0, unmanaged: 3 },
    changes,
    steps: [],
    released: [],
    coverage: { automatic: 120, byHand: 0, unreadable: 0, recorded: 0, unmanaged: 40 },
    diagnostics: [],
    ...parts,
  };
}

const kindOf = (key: ResourceKey): Change['kind'] =>
  (['user', 'profile', 'group', 'membership'] as const).find((kind) => key.startsWith(`${kind}:`)) ?? 'user';

export const create = (key: ResourceKey, ...fields: readonly FieldChange[]): Change => ({
  key,
  kind: kindOf(key),
  action: 'create',
  fields,
  reason: 'not in the account',
});

export const update = (key: ResourceKey, ...fields: readonly FieldChange[]): Change => ({
  key,
  kind: kindOf(key),
  action: 'update',
  fields,
  reason: 'stated in the files',
});

export const remove = (key: ResourceKey, how: 'archive' | 'delete', reason = 'ensure: archived'): Change => ({
  key,
  kind: kindOf(key),
  action: 'delete',
  how,
  fields: [],
  reason,
});

let steps = 0;
export function step(
  key: ResourceKey,
  operation: Step['operation'],
  input: Step['input'] = {},
  parts: Partial<Step> = {},
): Step {
  steps += 1;
  const id = String(steps).padStart(12, '0');
  return {
    id,
    after: [],
    key,
    operation,
    input,
    precondition: {},
    mode: 'automatic',
    requests: 1,
    digest: id.padEnd(64, '0'),
    ...parts,
  };
}

/** The story of acme: somebody joins, somebody leaves, two change profile, a profile gets one more permission. */
export const ACME: readonly Change[] = [
  create(
    userKey('lea.moreau@acme.example'),
    field('number', null, '+33199000061'),
    field('plan', null, 'Business'),
    field('firstName', null, 'Léa'),
    field('lastName', null, 'Moreau'),
  ),
  create(
    userKey('claire@compta-plus.example'),
    field('external', null, true),
    field('dashboard.level', null, 'billing'),
  ),
  create(membershipKey('field', 'iris.lindqvist@acme.example')),
  create(membershipKey('field', 'marco.bianchi@acme.example')),
  create(membershipKey('sales', 'jonas.weber@acme.example')),
  create(membershipKey('support', 'lea.moreau@acme.example')),
  update(profileKey('sales-agent'), field('permissions.showDownloadButton', false, true)),
  update(userKey('dana.kowalski@acme.example'), field('dashboard.pages.users', 'none', 'write')),
  update(userKey('iris.lindqvist@acme.example'), field('profile', 'support-agent', 'field-engineer')),
  update(userKey('marco.bianchi@acme.example'), field('profile', null, 'field-engineer')),
  remove(membershipKey('support', 'iris.lindqvist@acme.example'), 'delete'),
  remove(membershipKey('support', 'marco.bianchi@acme.example'), 'delete'),
  remove(userKey('tom.becker@acme.example'), 'archive'),
];

export const group = groupKey;
