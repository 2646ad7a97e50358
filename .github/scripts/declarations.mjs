// A declaration that names a file or package that is not shipped turns into `any` for whoever uses the library, silently.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Throws when a declaration under `folder` refers to something the package does not hold; else a line for the build's report. */
export function checkDeclarations(folder, packages) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'));
  const broken = files.flatMap((file) => {
    const path = join(folder, file);
    const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'), true, true);
    return importedFiles
      .map((imported) => imported.fileName)
      .filter((specifier) => !isShipped(specifier, path, packages))
      .map((specifier) => `${file} imports ${specifier}`);
  });
  if (broken.length > 0) throw new Error(`Declarations of the library lead nowhere:\n  ${broken.join('\n  ')}`);
  return `${'dist/types'.padEnd(18)} ${files.length} files`;
}

function isShipped(specifier, from, packages) {
  if (specifier.startsWith('node:')) return true;
  if (!specifier.startsWith('.')) return packages.includes(specifier);
  return existsSync(join(dirname(from), specifier.replace(/\.js$/, '.d.ts')));
}
