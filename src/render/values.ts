import { CATALOGUE, CONTROL_WORDS, type FieldChange, type Json, type Unknown } from '../model/index.js';

const KINDS: ReadonlyMap<string, string> = new Map(
  CATALOGUE.map((entry) => [`permissions.${entry.id}`, entry.kind] as const),
);
export const INITIAL_VALUES: ReadonlyMap<string, Json> = new Map(
  CATALOGUE.map((entry) => [`permissions.${entry.id}`, entry.initial]),
);

export type Show = (text: string) => string;

export function isUnknown(value: Json | Unknown): value is { readonly unknown: 'unreadable' | 'offline' } {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** Without the word that every permission has before it. */
export const fieldName = (path: string): string => path.replace(/^permissions\./, '');

/** A value as one would write it in the files: `on`, `30s`, `100%`, `sales, care`, `supervisor (activity: read)`. */
export function shownValue(path: string, value: Json, show: Show): string {
  if (value === null) return 'none';
  if (isUnknown(value)) return value.unknown === 'offline' ? 'not read' : 'unreadable';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return numberAs(KINDS.get(path), value);
  if (typeof value === 'string') return value === '' ? 'empty' : show(value);
  if (isList(value)) return shownList(path, value, show);
  if (isDashboard(value)) return shownDashboard(value, show);
  return shownRecord(value, show);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function numberAs(kind: string | undefined, value: number): string {
  if (kind === 'duration') return `${value}s`;
  return kind === 'percentage' ? `${value}%` : String(value);
}

function shownList(path: string, items: readonly Json[], show: Show): string {
  if (items.length === 0) return KINDS.get(path) === 'callerIds' ? 'off' : 'none';
  return items.map((item) => shownValue('', item, show)).join(', ');
}

function shownRecord(value: Json, show: Show): string {
  const parts = Object.entries(value ?? {}).map(
    ([name, member]) => `${show(name)}: ${shownValue(`permissions.${name}`, member, show)}`,
  );
  return parts.length === 0 ? 'none' : parts.join(', ');
}

type DashboardJson = { readonly level: string; readonly pages: Json; readonly scope?: Json };

function isDashboard(value: Json): value is DashboardJson {
  return typeof value === 'object' && value !== null && 'level' in value && 'pages' in value;
}

function shownDashboard({ level, pages, scope }: DashboardJson, show: Show): string {
  const isShort = level === 'none' || level === 'admin';
  if (isShort) return show(level);
  const narrowed = Object.entries(scope ?? {}).filter(([, names]) => names !== 'all');
  const scopes = narrowed.map(([name, names]) => `${name} ${shownValue('', names, show)}`);
  return [`${show(level)} (${shownRecord(pages, show)})`, ...scopes].join('; ');
}

/** As the control of the dashboard says it. */
export function controlValue(path: string, value: Json, show: Show): string {
  const word = (words: Readonly<Record<string, string>>, one: Json) =>
    typeof one === 'string' && Object.hasOwn(words, one) ? words[one] : undefined;
  if (path === 'permissions.editCallerId' && isList(value) && value.length > 0)
    return value.map((one) => word(CONTROL_WORDS.editCallerId, one) ?? shownValue('', one, show)).join(', ');
  const words = path === 'permissions.playRecordings' ? CONTROL_WORDS.playRecordings : CONTROL_WORDS.lines;
  const isWorded = path === 'permissions.playRecordings' || path === 'dashboard.scope.lines';
  return (isWorded ? word(words, value) : undefined) ?? shownValue(path, value, show);
}

/** `showDownloadButton: off → on` */
export function shownField({ path, before, after }: FieldChange, show: Show): string {
  return `${show(fieldName(path))}: ${shownValue(path, before, show)} → ${shownValue(path, after, show)}`;
}
