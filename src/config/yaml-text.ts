import { plainScalar } from './scalar.js';

/** Plain data as YAML on one line, for hints that can be pasted. */
export function flowYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowYaml).join(', ')}]`;
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${flowYaml(key)}: ${flowYaml(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Text that reads as itself without quotes. */
function isPlain(text: string): boolean {
  const scalar = plainScalar(text);
  return (
    /^[A-Za-z0-9][A-Za-z0-9 ._%@-]*$/.test(text) && 'value' in scalar && scalar.value === text && text === text.trim()
  );
}
