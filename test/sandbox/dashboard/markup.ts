// Reads the pages of the dashboard back: strictly, so that what is no markup of ours is an error, and text stays text.

export interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  /** The text between this tag and the next one, decoded. */
  readonly text: string;
}

const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z-]*(?:="[^"<>]*")?)*)\s*\/?>([^<]*)/y;
const ATTRIBUTE = /([a-zA-Z][a-zA-Z-]*)(?:="([^"]*)")?/g;

/** Throws at the first "<" that starts no tag. */
export function tagsOf(page: string): readonly Tag[] {
  const text = page.replace(/^<!doctype html>\s*/, '');
  const tags: Tag[] = [];
  TAG.lastIndex = 0;
  while (TAG.lastIndex < text.length) {
    const start = TAG.lastIndex;
    const found = TAG.exec(text);
    if (!found) throw new TypeError(`no markup of ours: ${text.slice(start, start + 80)}`);
    const [, end, name = '', attributes = '', after = ''] = found;
    tags.push({
      name: name.toLowerCase(),
      isEnd: end === '/',
      attributes: attributesOf(attributes),
      text: decoded(after),
    });
  }
  return tags;
}

const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name.toLowerCase(), decoded(value)]));

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decoded = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name) => ENTITIES[name] ?? whole);

/** What a reader sees, with single spaces. */
export const wordsOf = (page: string): string =>
  tagsOf(page)
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

export interface PageForm {
  readonly method: string;
  readonly action: string;
  /** What a browser would send of it, untouched. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Names of controls that are there and cannot be used, as `name=value`. */
  readonly disabled: readonly string[];
}

interface Reading {
  method: string;
  action: string;
  fields: (readonly [string, string])[];
  disabled: string[];
}

export function formsOf(page: string): readonly PageForm[] {
  const forms: Reading[] = [];
  let select: { readonly name: string; value: string | undefined } | undefined;
  for (const { name, isEnd, attributes } of tagsOf(page)) {
    const open = forms.at(-1);
    const named = attributes.get('name') ?? '';
    if (name === 'form' && !isEnd)
      forms.push({
        method: attributes.get('method') ?? 'get',
        action: attributes.get('action') ?? '',
        fields: [],
        disabled: [],
      });
    else if (name === 'input' && open && named !== '') readInput(open, named, attributes);
    else if (name === 'select' && !isEnd) select = { name: named, value: undefined };
    else if (name === 'option' && select && (select.value === undefined || attributes.has('selected')))
      select.value = attributes.get('value') ?? '';
    else if (name === 'select' && open && select) {
      if (select.value !== undefined) open.fields.push([select.name, select.value]);
      select = undefined;
    }
  }
  return forms;
}

function readInput(form: Reading, name: string, attributes: ReadonlyMap<string, string>): void {
  const value = attributes.get('value') ?? '';
  const isTicked = !['checkbox', 'radio'].includes(attributes.get('type') ?? '') || attributes.has('checked');
  if (attributes.has('disabled')) form.disabled.push(`${name}=${value}`);
  else if (isTicked) form.fields.push([name, value]);
}
