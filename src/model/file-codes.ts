import { type CodeEntry, error } from './code-entry.js';

/** What can be wrong with one file by itself. */
export const TEXT_CODES = {
  // collecting files
  DIRECTORY_UNREADABLE: error(
    'files',
    'The directory does not exist, or it cannot be read.',
    'Correct the path, or the rights of the directory.',
  ),
  NO_SETTINGS: error(
    'files',
    'The directory has no ringctl.yaml.',
    'Write one, or let ringctl init do it; version and account are enough.',
  ),
  FILE_UNREADABLE: error(
    'files',
    'A file cannot be read, or it changed while it was opened.',
    'Correct the rights of the file, and run the command again.',
  ),
  LINK_REFUSED: error(
    'files',
    'A file or folder is a link.',
    'Put the file itself there: links may lead anywhere, so none is followed.',
  ),
  NOT_A_FILE: error(
    'files',
    'A name that ends in .yaml or .yml belongs to something that is not a regular file.',
    'Take it out of the directory.',
  ),
  CASE_CLASH: error(
    'files',
    'Two paths differ only in upper and lower case, so that some systems hold one of them.',
    'Rename one of the two.',
  ),
  FILE_TOO_LARGE: error('files', 'A file is larger than 32 MiB.', 'Divide it into several files.'),
  ACCOUNT_TOO_LARGE: error(
    'files',
    'The files of the account are larger than 256 MiB together, or more than 5,000.',
    'Divide the account, or take out what does not belong to it.',
  ),
  EDIT_CUT_OFF: error(
    'files',
    'An edit of the files is under way, or was cut off before it was done.',
    'Run the command that edits once more, or ringctl fmt: what was begun is taken back first.',
  ),
  INCLUDE_PATH: error(
    'files',
    'A path under include is not a plain path to a file elsewhere in the repository.',
    'Write it as ../shared/templates.yaml, without a detour.',
  ),
  INCLUDE_NOT_FOUND: error('files', 'A file under include does not exist.', 'Correct the path, or delete it.'),
  INCLUDE_CONTENT: error(
    'files',
    'An included file states something other than templates, policies and tests.',
    'Keep in shared files only profiles with template: true, policies and tests.',
  ),
  // the text of a file
  INVALID_UTF8: error('files', 'The file is not UTF-8 text.', 'Save it as UTF-8.'),
  YAML_SYNTAX: error(
    'files',
    'The file is not valid YAML.',
    'Mend the place that is shown; one mistake of this kind is shown for each file.',
  ),
  DIRECTIVE: error('files', 'The file begins with a YAML directive.', 'Delete the line.'),
  SEVERAL_DOCUMENTS: error('files', 'The file holds more than one YAML document.', 'Put each into a file of its own.'),
  TAG: error('files', 'A value has a YAML tag.', 'Delete the tag.'),
  TOO_DEEP: error(
    'files',
    'Lists and mappings stand more than 32 deep in each other.',
    'Nothing that ringctl reads needs such depth: correct the file.',
  ),
  ALIAS_BOMB: error(
    'files',
    'The aliases of a file stand for more than 10,000 values.',
    'Write the values out, or use a template.',
  ),
  ALIAS_CIRCLE: error('files', 'An alias stands inside the value that it refers to.', 'Write the value out.'),
  UNKNOWN_ALIAS: error('files', 'An alias has no anchor before it.', 'Correct the name of the alias.'),
  MERGE_KEY: error('files', 'A mapping uses the merge key <<.', 'Use extends instead.'),
  FORBIDDEN_KEY: error(
    'files',
    'A key has a name that programs use for themselves, such as __proto__.',
    'Choose another name.',
  ),
  KEY_NOT_TEXT: error('files', 'A key is a list, a mapping or an alias.', 'Write the key as a word.'),
  DUPLICATE_KEY: error('files', 'A key is defined twice, in one file or in two.', 'Keep one of the two.'),
  NUMBER_TOO_LARGE: error(
    'files',
    'A whole number is too large to be kept exactly.',
    'Put it in quotes if it is text.',
  ),
  NUMBER_NOT_FINITE: error(
    'files',
    'A number is infinite, or not a number.',
    'Write a number, or put the text in quotes.',
  ),
  UNQUOTED_NUMBER: error(
    'files',
    'A phone number stands without quotes, so YAML reads it as a number.',
    'Put it in quotes.',
  ),
  CONTROL_CHARACTER: error(
    'files',
    'A text has a character that cannot be seen: control, direction, zero width, line break.',
    'Delete the character.',
  ),
  SURROUNDING_SPACE: error('files', 'A text begins or ends with a space.', 'Delete the space.'),
  SCALAR_TOO_LONG: error('files', 'A text is longer than 64 KiB.', 'Shorten it.'),
  // the shape of a file
  UNKNOWN_KEY: error('files', 'A key is not one that ringctl knows.', 'Correct the spelling, or delete the key.'),
  KEY_IN_WRONG_FILE: error(
    'files',
    'A key of ringctl.yaml stands in another file, or the other way round.',
    'Move the key.',
  ),
  MISSING_KEY: error('files', 'A key that must be there is missing.', 'Add it.'),
  NULL_VALUE: error(
    'files',
    'A key has no value.',
    'Write a value, or delete the key to leave it as it is in the account.',
  ),
  WRONG_TYPE: error(
    'files',
    'A value has the wrong form, such as a list where a word belongs.',
    'Write it in the form that is named.',
  ),
  WRONG_VALUE: error('files', 'A value is not one of those that are allowed.', 'Write one of those that are named.'),
  BAD_ID: error(
    'files',
    'An id has characters that ids do not have.',
    'Use letters, digits, dot, underscore and hyphen, at most 64.',
  ),
  RESERVED_ID: error('files', 'An id is a word that means something else where it is used.', 'Choose another id.'),
  BAD_ADDRESS: error(
    'files',
    'An address cannot be compared safely.',
    'Write an ASCII part, @ and a domain in small letters.',
  ),
  MIXED_SCRIPTS: error(
    'files',
    'The domain of an address mixes the letters of several scripts.',
    'Write the domain in one script.',
  ),
} as const satisfies Record<string, CodeEntry>;
