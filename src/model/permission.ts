import type { PermissionId } from './generated/catalogue.js';

/**
 * Switches are booleans; `playRecordings` is none, own or allIvr; the after-call duration is whole seconds; channels a count; the recording
 * volume whole percent; `editCallerId` a sorted list of `assignedIvr`, `allIvr` and numbers, where the empty list means off.
 */
export type PermissionValue = boolean | number | string | readonly string[];

/** A key that is absent is unknown (live, offline) or unmanaged (desired). */
export type PermissionSet = { readonly [id in PermissionId]?: PermissionValue };

export function sameValue(before: PermissionValue | undefined, after: PermissionValue | undefined): boolean {
  if (before === after) return true;
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  return before.length === after.length && before.every((item, index) => item === after[index]);
}
