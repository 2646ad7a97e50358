// Validators as they are made from the schema files themselves, for comparison with the generated ones.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { schemaFiles } from './schema-files.js';

/** What the schemas carry for people and for the generator. */
const VOCABULARY = ['x-permission', 'x-page', 'patternErrorMessage'];

export function strictAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allErrors: true, discriminator: true });
  ajv.addVocabulary(VOCABULARY);
  for (const [name, schema] of schemaFiles()) ajv.addSchema(schema, name);
  return ajv;
}

export function validatorOf(file: string): ValidateFunction {
  const validate = strictAjv().getSchema(file);
  if (validate === undefined) throw new Error(`There is no schema ${file}.`);
  return validate;
}
