// The licences of what a bundle contains, as one comment at its end: they ask to go where the code goes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function licencesOf(inputs, workingDir) {
  const folders = [...new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined))].sort();
  if (folders.length === 0) return '';
  const parts = folders.map((folder) => licenceOf(join(workingDir, folder)));
  return `/*\nThis file contains the packages below.\n\n${parts.join('\n\n').replaceAll('*/', '* /')}\n*/\n`;
}

/** `node_modules/a/node_modules/@b/c/d.js` → `node_modules/a/node_modules/@b/c` */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}`;
  return `--- ${name} ${version} (${license})${text}`;
}
