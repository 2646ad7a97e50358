// A declaration that names a file or package that is not shipped turns into `any` for whoever uses the library, silently.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** Leaves the declarations that the library's own lead to, and deletes the others: they are of its inside. */
export function pruneDeclarations(folder, entry) {
  const kept = new Set();
  const keep = (file) => {
    if (kept.has(file)) return;
    kept.add(file);
    for (const specifier of importsOf(join(folder, file)))
      if (specifier.startsWith('.')) keep(normalize(join(dirname(file), specifier.replace(/\.js$/, '.d.ts'))));
  };
  keep(entry);
  for (const file of declarationsIn(folder)) if (!kept.has(normalize(file))) rmSync(join(folder, file));
}

/** Throws when a declaration under `folder` refers to something the package does not hold; else a line for the build's report. */
export function checkDeclarations(folder, packages) {
  const files = declarationsIn(folder);
  const broken = files.flatMap((file) => {
    const path = join(folder, file);
    return importsOf(path)
      .filter((specifier) => !isShipped(specifier, path, packages))
      .map((specifier) => `${file} imports ${specifier}`);
  });
  if (broken.length > 0) throw new Error(`Declarations of the library lead nowhere:\n  ${broken.join('\n  ')}`);
  return `${'dist/types'.padEnd(18)} ${files.length} files`;
}

const declarationsIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));

/** A file that is not there is found by the check. */
function importsOf(path) {
  if (!existsSync(path)) return [];
  return ts.preProcessFile(readFileSync(path, 'utf8'), true, true).importedFiles.map((imported) => imported.fileName);
}

function isShipped(specifier, from, packages) {
  if (specifier.startsWith('node:')) return true;
  if (!specifier.startsWith('.')) return packages.includes(specifier);
  return existsSync(join(dirname(from), specifier.replace(/\.js$/, '.d.ts')));
}
