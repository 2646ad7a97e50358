import type { ResourceKey } from '../../model/index.js';
import type { During, Turn } from './phases.js';

/**
 * Open while all of `opens` are carried out and none of `closes` is. A firm one may not open whatever else; one of gain gives somebody what they
 * neither have nor are to have; one of loss takes from somebody for a moment what they have and keep.
 */
export interface Window {
  readonly kind: 'firm' | 'gain' | 'loss';
  readonly opens: readonly number[];
  readonly closes: readonly Turn[];
  /** Whose access it is. */
  readonly who: readonly ResourceKey[];
  readonly capabilities: readonly string[];
  /** Each of `opens` waits for each of `closes`: many windows in one. */
  readonly isEach?: boolean;
}

export interface Held {
  readonly kind: Window['kind'];
  readonly who: readonly ResourceKey[];
  readonly capabilities: readonly string[];
}

/** The window of a stretch in which somebody holds, or lacks, capabilities. The beginning is no window, and neither is the end. */
export function windowOf({ done, undone }: During, { kind, who, capabilities }: Held): readonly Window[] {
  if (capabilities.length === 0 || done.length === 0 || undone.length === 0) return [];
  return [{ kind, opens: [...new Set(done)], closes: undone, who, capabilities }];
}

/** `later` may only be carried out after `earlier`. */
export const firmly = (earlier: number, later: number): Window => ({
  kind: 'firm',
  opens: [later],
  closes: [{ step: earlier, detour: undefined }],
  who: [],
  capabilities: [],
});
