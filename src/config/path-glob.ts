/** Patterns of paths: `*` stands for anything inside one folder, `**` for any folders, `?` for one character. Linear in the length of the path. */
export function pathMatcher(glob: string): (path: string) => boolean {
  const pattern = glob.split('/');
  return (path) => matches(pattern, path.split('/'), matchesName);
}

const matchesName = (pattern: string, name: string): boolean =>
  matches(
    [...pattern].map((one) => (one === '*' ? '**' : one)),
    [...name],
    (one, character) => one === '?' || one === character,
  );

/** Each part of the pattern matches one part, and `**` any number of them. A mismatch goes back to the last `**` only. */
function matches(
  pattern: readonly string[],
  parts: readonly string[],
  matchesOne: (pattern: string, part: string) => boolean,
): boolean {
  let at = 0;
  let wanted = 0;
  let back: { readonly wanted: number; at: number } | undefined;
  while (at < parts.length) {
    const one = pattern[wanted];
    const part = parts[at] ?? '';
    if (one === '**') {
      back = { wanted: wanted + 1, at };
      wanted += 1;
    } else if (one !== undefined && matchesOne(one, part)) {
      wanted += 1;
      at += 1;
    } else if (back) {
      back = { wanted: back.wanted, at: back.at + 1 };
      ({ wanted, at } = back);
    } else return false;
  }
  return pattern.slice(wanted).every((one) => one === '**');
}
