/** One schema without references to other files, and the walk over schemas that this takes. */

const IN_MAPS = ['properties', '$defs'];
const IN_LISTS = ['anyOf', 'oneOf', 'allOf'];
const DIRECT = ['items', 'additionalProperties', 'propertyNames', 'not', 'if', 'then', 'else'];

/** What a whole file is called among the parts, where its name alone would say too little. */
const FILE_NAMES = { 'account.schema.json': 'accountFile', 'config.schema.json': 'configFile' };

const isSchema = (value) => typeof value === 'object' && value !== null;

/** A copy in which `change` was applied to every subschema, the innermost first. Names of properties are not keywords. */
export function mapSchema(schema, change) {
  if (!isSchema(schema)) return schema;
  const inside = (value) => mapSchema(value, change);
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (IN_MAPS.includes(keyword))
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inside(part)]))];
    if (IN_LISTS.includes(keyword)) return [keyword, value.map(inside)];
    if (DIRECT.includes(keyword)) return [keyword, inside(value)];
    return [keyword, value];
  });
  return change(Object.fromEntries(entries));
}

/** `values.schema.json#/$defs/id` seen from any file: the file, the name in $defs (or none), and the schema meant. */
export function resolve(schemas, from, ref) {
  const match = /^([a-z]+\.schema\.json)?(?:#\/\$defs\/([A-Za-z]+))?$/.exec(ref);
  const [, file, name] = match ?? [];
  const home = file ?? from;
  const schema = name === undefined ? schemas[home] : schemas[home]?.$defs?.[name];
  if (!match || !schema) throw new Error(`${from}: $ref ${ref} does not lead into schemas/`);
  return { home, name: name ?? FILE_NAMES[home] ?? home.replace('.schema.json', ''), schema };
}

/** The schema of a file with everything it refers to in its own $defs. Two parts of one name are an error. */
export function bundle(schemas, file) {
  const defs = new Map();
  const inline = (schema, home) =>
    mapSchema(schema, (part) => {
      if (part.$ref === undefined) return part;
      const target = resolve(schemas, home, part.$ref);
      collect(target);
      return { $ref: `#/$defs/${target.name}` };
    });
  const collect = ({ home, name, schema }) => {
    const known = defs.get(name);
    if (known && known.schema !== schema)
      throw new Error(`two parts are called ${name}: in ${known.home} and in ${home}`);
    if (known) return;
    const entry = { schema, home, inlined: undefined };
    defs.set(name, entry);
    entry.inlined = inline(withoutDefs(schema), home);
  };
  const root = inline(withoutDefs(schemas[file]), file);
  return { ...root, $defs: Object.fromEntries([...defs].map(([name, { inlined }]) => [name, inlined])) };
}

function withoutDefs({ $defs: _, $schema, ...schema }) {
  return schema;
}

const isOurs = (keyword) => keyword === '$comment' || keyword.startsWith('x-');
const without = (schema, drop) =>
  mapSchema(schema, (part) => Object.fromEntries(Object.entries(part).filter(([keyword]) => !drop(keyword))));

/** For editors: descriptions stay, what only the generator reads goes. */
export const forEditors = (schema) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...without(schema, (keyword) => isOurs(keyword) || keyword === 'discriminator'),
});

const FOR_PEOPLE = ['description', 'patternErrorMessage', 'examples'];

/** `{ allOf: [part] }` only makes room for a description; without one it is the part. */
const withoutWrapper = (part) => (part.allOf?.length === 1 && Object.keys(part).length === 1 ? part.allOf[0] : part);

/** For validators: nothing that does not decide. */
export const forValidators = (schema) =>
  mapSchema(
    without(schema, (keyword) => isOurs(keyword) || FOR_PEOPLE.includes(keyword)),
    withoutWrapper,
  );
