import type { Place } from '../model/index.js';
import type { SchemaError } from './generated/validators.js';

/**
 * Takes out of freshly read data what the schema refused, so that the rules see only what is sound. False when something is gone
 * to which other files may refer.
 */
export function prune(root: unknown, path: Place['path'], errors: readonly SchemaError[]): boolean {
  const isWhole = errors.map((error) => pruneOne(root, path, error));
  return isWhole.every(Boolean);
}

function pruneOne(root: unknown, path: Place['path'], { keyword, params }: SchemaError): boolean {
  const key = params.additionalProperty ?? params.unevaluatedProperty ?? params.propertyName;
  if (keyword === 'required' && path.length === 0) return fill(root, String(params.missingProperty));
  if (typeof key === 'string') return remove(root, [...path, key]);
  return remove(root, path);
}

/** Settings without which the rest could not be looked at. The mistake is reported, so nobody ever sees these. */
function fill(root: unknown, key: string): boolean {
  if (!isMapping(root)) return false;
  if (key === 'version') root[key] = 1;
  if (key === 'account') root[key] = 'unknown';
  return true;
}

function remove(root: unknown, path: Place['path']): boolean {
  const key = path.at(-1);
  if (key === undefined) return false;
  const parent = path.slice(0, -1).reduce<unknown>((data, step) => (isMapping(data) ? data[step] : undefined), root);
  if (Array.isArray(parent)) return remove(root, path.slice(0, -1));
  if (!isMapping(parent)) return true;
  const isDefinition = path.length === 2 && (path[0] === 'users' || path[0] === 'profiles' || path[0] === 'groups');
  if (isDefinition && Object.hasOwn(parent, key) && !isMapping(parent[key])) {
    parent[key] = {};
    return true;
  }
  delete parent[key];
  return path.length > 2 || (path.length === 2 && path[0] !== 'callerIds');
}

const isMapping = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null;
