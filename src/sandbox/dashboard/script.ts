/** The one script of the dashboard. Everything works without it: it only narrows the long lists of permissions while somebody types. */
export const SCRIPT = `'use strict';
for (const box of document.querySelectorAll('[data-narrows]')) {
  box.hidden = false;
  const input = box.querySelector('input');
  const rows = document.querySelectorAll('[data-words]');
  input.addEventListener('input', () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.dataset.words.toLowerCase().includes(wanted);
  });
}
`;
