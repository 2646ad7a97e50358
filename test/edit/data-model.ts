import type { Edit } from '../../src/edit/index.js';
import type { Json } from '../../src/model/index.js';

/** What edits mean, said of plain data. */

type Path = readonly (string | number)[];

/** Undefined where the edit is not possible. */
export function edited(data: Json, edit: Edit): Json | undefined {
  if (edit.kind === 'set') return typeof edit.path[0] !== 'string' ? undefined : put(data, edit.path, edit.value);
  if (edit.kind === 'remove') return take(data, edit.path, []);
  return rename(data, edit.path, edit.key);
}

const isMapping = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

function put(data: Json | undefined, [step, ...rest]: Path, value: Json): Json | undefined {
  if (step === undefined) return value;
  const holder = data ?? (typeof step === 'number' ? [] : {});
  if (typeof step === 'number') {
    if (!isList(holder) || step > holder.length) return undefined;
    const item = put(holder[step], rest, value);
    return item === undefined ? undefined : [...holder.slice(0, step), item, ...holder.slice(step + 1)];
  }
  if (!isMapping(holder)) return undefined;
  const member = put(holder[step], rest, value);
  return member === undefined ? undefined : { ...holder, [step]: member };
}

/** Null where the mapping around it is left empty and goes as well. */
function take(data: Json | undefined, [step, ...rest]: Path, above: Path): Json | undefined | null {
  if (step === undefined) return undefined;
  if (isList(data) && typeof step === 'number' && step < data.length) {
    const item = rest.length > 0 ? take(data[step], rest, [...above, step]) : null;
    if (item === undefined) return undefined;
    if (rest.length > 0) return [...data.slice(0, step), item, ...data.slice(step + 1)];
    return data.filter((_, index) => index !== step);
  }
  if (!isMapping(data) || typeof step !== 'string' || !Object.hasOwn(data, step)) return undefined;
  const member = rest.length > 0 ? take(data[step], rest, [...above, step]) : undefined;
  if (rest.length > 0 && member === undefined) return undefined;
  const others = Object.fromEntries(Object.entries(data).filter(([key]) => key !== step));
  const isGone = rest.length === 0 || member === null;
  if (!isGone) return { ...data, [step]: member ?? null };
  const mayGo = above.length !== 2 && typeof above.at(-1) !== 'number';
  return Object.keys(others).length === 0 && mayGo ? null : others;
}

function rename(data: Json | undefined, [step, ...rest]: Path, name: string): Json | undefined {
  if (rest.length > 0 && typeof step === 'number') {
    const item = isList(data) && rename(data[step], rest, name);
    return isList(data) && item !== undefined && item !== false
      ? [...data.slice(0, step), item, ...data.slice(step + 1)]
      : undefined;
  }
  if (!isMapping(data) || typeof step !== 'string' || !Object.hasOwn(data, step)) return undefined;
  if (rest.length > 0) {
    const member = rename(data[step], rest, name);
    return member === undefined ? undefined : { ...data, [step]: member };
  }
  if (Object.hasOwn(data, name)) return undefined;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key === step ? name : key, value]));
}

/** The paths of all that a value holds. */
export function pathsOf(value: Json | undefined): readonly Path[] {
  const steps: readonly (string | number)[] = isList(value)
    ? [...value.keys()]
    : isMapping(value)
      ? Object.keys(value)
      : [];
  const below = (step: string | number): Json | undefined =>
    isList(value) ? value[Number(step)] : isMapping(value) ? value[step] : undefined;
  return [[], ...steps.flatMap((step) => pathsOf(below(step)).map((path) => [step, ...path]))];
}
