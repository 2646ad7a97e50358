/** Makes everything that follows from schemas/. `--check` writes nothing, names what is not up to date and exits 1. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogueModule } from './generate-catalogue.mjs';
import { filesPage, permissionsPage } from './generate-docs.mjs';
import { filesModule } from './generate-types.mjs';
import { bundledSchemasModule, validatorsModule, validatorsTypes } from './generate-validators.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

function readSchemas() {
  const folder = join(ROOT, 'schemas');
  const names = readdirSync(folder).filter((name) => name.endsWith('.schema.json'));
  return Object.fromEntries(names.sort().map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]));
}

async function generate() {
  const schemas = readSchemas();
  const files = {
    'src/model/generated/catalogue.ts': catalogueModule(schemas),
    'src/model/generated/files.ts': await filesModule(schemas),
    'src/config/generated/validators.js': await validatorsModule(schemas),
    'src/config/generated/validators.d.ts': validatorsTypes,
    'src/config/generated/bundled-schemas.ts': bundledSchemasModule(schemas),
    '.github/docs/permissions.md': permissionsPage(schemas),
    '.github/docs/files.md': filesPage(schemas),
  };
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

function present(path) {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function write({ path, text }) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}

const outdated = (await generate()).filter(({ path, text }) => present(path) !== text);
if (process.argv.includes('--check')) {
  for (const { path } of outdated) console.error(`${path} is not up to date: run node .github/scripts/generate.mjs`);
  process.exitCode = outdated.length > 0 ? 1 : 0;
} else {
  outdated.forEach(write);
}
