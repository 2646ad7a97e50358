import type { AccountFiles } from '../config/account-files.js';
import type { AccountNames } from '../config/account-schema.js';
import { readDocument } from '../config/document.js';

/** The names that the files of an account define, as far as they can be read: an editor asks while they are being written. */
export function accountNames({ files }: AccountFiles): AccountNames {
  const sections = files.map((file) => readDocument(file).value);
  const entries = (section: string) => sections.flatMap((content) => Object.entries(member(content, section) ?? {}));
  const ids = (section: string) => entries(section).map(([id]) => id);
  const isTemplate = ([, profile]: readonly [string, unknown]) => member(profile, 'template') === true;
  const profiles = entries('profiles');
  return {
    profiles: profiles.filter((entry) => !isTemplate(entry)).map(([id]) => id),
    templates: profiles.filter(isTemplate).map(([id]) => id),
    groups: ids('groups'),
    callerIds: ids('callerIds'),
    ivrs: [],
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
