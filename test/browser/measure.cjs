// Runs in the page: what can be told of it by measuring. `look.ts` hands it over as text, since nothing else here knows a document.
'use strict';

/** Each fault as a sentence; none is an empty list. */
globalThis.measure = () => {
  const faults = [];
  const isVisible = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  const words = (element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 40);
  const nameOf = (element) => {
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement
        ? [...(element.labels ?? [])].map(words)
        : [];
    return [element.getAttribute('aria-label') ?? '', ...labels, element.matches('input, select') ? '' : words(element)]
      .join('')
      .trim();
  };
  const parse = (colour) => {
    const found = colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    return found.length === 3 ? [...found, 1] : found;
  };
  const luminance = (colour) => {
    const [red = 0, green = 0, blue = 0] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((first, second) => second - first);
    return (light + 0.05) / (dark + 0.05);
  };
  const backgroundOf = (element) => {
    if (!element) return [255, 255, 255, 1];
    const colour = parse(getComputedStyle(element).backgroundColor);
    return (colour[3] ?? 0) > 0.99 ? colour : backgroundOf(element.parentElement);
  };

  for (const control of document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a[href]')) {
    if (!isVisible(control)) continue;
    if (nameOf(control) === '') faults.push(`no name: ${control.outerHTML.slice(0, 80)}`);
    const target = control.closest('label') ?? control;
    const { height } = target.getBoundingClientRect();
    if (!control.matches('a:not(.button)') && height < 31.5)
      faults.push(`${Math.round(height)} px high: ${nameOf(control)}`);
  }
  const seen = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = seen.nextNode(); node; node = seen.nextNode()) {
    const element = node.parentElement;
    if (
      !element ||
      (node.textContent ?? '').trim() === '' ||
      !isVisible(element) ||
      element.matches(':disabled, :disabled *, .visually-hidden, .visually-hidden *')
    )
      continue;
    const ratio = contrast(parse(getComputedStyle(element).color), backgroundOf(element));
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${words(element)}`);
  }
  const levels = [...document.querySelectorAll('h1, h2, h3')]
    .filter(isVisible)
    .map(({ tagName }) => Number(tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1)
    faults.push(`${levels.length} headings, not one of the first level`);
  levels.forEach((level, index) => {
    if (level > (levels[index - 1] ?? 0) + 1) faults.push(`heading ${level} after ${levels[index - 1] ?? 0}`);
  });
  for (const fieldset of document.querySelectorAll('fieldset'))
    if (!fieldset.querySelector('legend')) faults.push('a fieldset without legend');
  if (document.documentElement.lang !== 'en') faults.push('no language');
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) faults.push(`${over} px too wide`);
  return [...new Set(faults)];
};

/** What has the focus, or null. */
globalThis.focused = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  return {
    label: (element.textContent ?? '').trim().slice(0, 40),
    position: [...document.querySelectorAll('*')].indexOf(element),
    isRinged: getComputedStyle(element).outlineStyle !== 'none',
  };
};
