import type { Dashboard, PermissionSet } from '../../model/index.js';
import type { Person } from '../people.js';
import type { LicenceCount, NumberUse } from '../records.js';
import { refuse } from '../refusals.js';

/** Somebody as a request describes them. */
export interface Draft {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly external: boolean;
  readonly number: string | undefined;
  readonly plan: string | undefined;
  readonly permissions: PermissionSet | undefined;
  readonly dashboard: Dashboard;
}

/** `holder` is whoever has the address already, whose number and licence count as theirs. */
export function mayExist(draft: Draft, holder: Person | undefined): void {
  if (holder?.status === 'active') refuse('ADDRESS_TAKEN');
  if (holder && holder.external !== draft.external) refuse('EXTERNAL_STAYS');
  if (draft.external) {
    externalLevel(draft.dashboard);
    if (draft.number !== undefined || draft.plan !== undefined || draft.permissions) refuse('EXTERNAL_LIMITED');
    return;
  }
  if (!draft.permissions) refuse('PERMISSIONS_INCOMPLETE');
  const hasNumber = draft.number !== undefined || (holder && holder.numbers.length > 0);
  if (!hasNumber || (draft.plan ?? holder?.plan) == null) refuse('NUMBER_AND_LICENCE_NEEDED');
}

export function externalLevel({ level }: Dashboard): void {
  if (level === 'supervisor' || level === 'admin') refuse('EXTERNAL_LIMITED', `level ${level}`);
}

export function numberIsFree(use: NumberUse | undefined, holder: Person | undefined): void {
  if (!use) refuse('UNKNOWN_NUMBER');
  if (!use.free && use.userId !== holder?.id) refuse('NUMBER_NOT_FREE');
}

export function licenceIsFree(licence: LicenceCount | undefined, holder: Person | undefined): void {
  if (!licence) refuse('UNKNOWN_PLAN');
  if (holder?.plan !== licence.plan && licence.used >= licence.total) refuse('NO_FREE_LICENCE');
}

export function isActive(subject: Person): void {
  if (subject.status === 'archived') refuse('ARCHIVED');
}

/** External people have no telephone, hence nothing that belongs to one. */
export function isLicensed(subject: Person, detail?: string): void {
  if (subject.external) refuse('EXTERNAL_LIMITED', detail);
}

export function hasOwnPermissions(subject: Person): void {
  if (subject.profile !== null) refuse('LINKED_TO_PROFILE', `profile "${subject.profile}"`);
}

export function addressIsFree(holder: Person | undefined, subject: Person): void {
  if (holder && holder.id !== subject.id) refuse('ADDRESS_TAKEN');
}
