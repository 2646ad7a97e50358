// What the runner of a workflow makes of what a job writes.

/** Every line that is a command: after white space of any kind "::", or "##[" anywhere. */
export const commandsIn = (log: string): readonly string[] =>
  log
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .filter((line) => /^[\s\u0085\p{Cf}]*::/u.test(line) || line.includes('##['));

/** What a command does, what it is about, and its message. */
export function parsedCommand(line: string): { readonly name: string; readonly properties: readonly string[] } {
  const [, name = '', properties = ''] = /^\s*::([a-z-]+)(?: (.*?))?::/.exec(line) ?? [];
  return { name, properties: properties.split(',').map((one) => one.split('=', 1)[0] ?? '') };
}

/** The file of outputs as the runner reads it: `name=value`, or a value up to the line that ends it. */
export function outputsIn(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/);
  const found = new Map<string, string>();
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, name, end] = /^([^=]*?)<<(.*)$/.exec(line) ?? [];
    if (name === undefined || end === undefined) {
      const at = line.indexOf('=');
      if (at > 0) found.set(line.slice(0, at), line.slice(at + 1));
      continue;
    }
    const last = lines.indexOf(end, index + 1);
    if (last < 0) throw new Error('A value has no end.');
    found.set(name, lines.slice(index + 1, last).join('\n'));
    index = last;
  }
  return found;
}
