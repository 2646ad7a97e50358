import { type Config, readConfig } from '../../src/config/read-config.js';
import type { Checked, Diagnostic, ResourceKey } from '../../src/model/index.js';

export interface Texts {
  readonly [path: string]: string;
}

const SETTINGS = 'version: 1\naccount: acme\n';

/** Compiles an account from texts; a ringctl.yaml is added where there is none. */
export function compile(texts: Texts, version?: string): Checked<Config> {
  const all: Texts = { 'ringctl.yaml': SETTINGS, ...texts };
  const files = Object.entries(all).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
  return readConfig({ files, diagnostics: [] }, version);
}

export function valid(texts: Texts): Config {
  const checked = compile(texts);
  if (!checked.ok) throw new Error(JSON.stringify(checked.diagnostics, null, 1));
  return checked.value;
}

export function diagnostics(texts: Texts, version?: string): readonly Diagnostic[] {
  const checked = compile(texts, version);
  return checked.ok ? checked.warnings : checked.diagnostics;
}

/** `file:line:column CODE` of each diagnostic. */
export const found = (texts: Texts, version?: string): readonly string[] =>
  diagnostics(texts, version).map(({ code, source }) => `${source?.file}:${source?.line}:${source?.column} ${code}`);

export const codes = (texts: Texts, version?: string): readonly string[] =>
  diagnostics(texts, version).map(({ code }) => code);

/** The entry of a map whose key ends so. */
export function one<T>(map: ReadonlyMap<ResourceKey, T>, name: string): T {
  for (const [key, value] of map) if (key.slice(key.indexOf(':') + 1) === name) return value;
  throw new Error(`There is no ${name}.`);
}
