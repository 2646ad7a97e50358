import type { CapabilityAsked } from '../model/answers.js';
import { type CatalogueEntry, PAGES, userKey } from '../model/index.js';
import { entryOf } from './access-capability.js';

/** How a sentence about a capability goes on after the people. */
export interface CapabilityWords {
  /** `can`, `need not`, `are`. */
  readonly verb: 'can' | 'need not' | 'are';
  readonly text: string;
}

export interface ArgumentWords {
  readonly group: (name: string) => string;
  readonly person: (email: string) => string;
  readonly text: (text: string) => string;
}

const FIXED: Readonly<Record<string, string>> = {
  'account.signIn': 'sign in',
  'billing.see': 'see credits and billing',
  'licences.order': 'order licences',
};

const WHOSE: Readonly<Record<string, readonly [string, string]>> = {
  'recordings.play': ['play recordings', ' of'],
  'recordings.download': ['download recordings', ' of'],
  'calls.listen': ['listen to calls', ' of'],
  'users.manage': ['create, change and archive people', ' of'],
  'rights.grant': ['give rights', ' to people of'],
};

/** What a capability lets people do, in words. */
export function capabilityWords({ capability, argument }: CapabilityAsked, words: ArgumentWords): CapabilityWords {
  const can = (text: string): CapabilityWords => ({ verb: 'can', text });
  if (capability === 'level.admin') return { verb: 'are', text: 'administrator' };
  const fixed = FIXED[capability];
  if (fixed !== undefined) return can(fixed);
  const whose = WHOSE[capability];
  if (whose) return can(ofArgument(whose, argument, words));
  if (capability === 'groups.member')
    return can(`take calls of ${argument === undefined ? 'any group' : `group ${words.group(bare(argument))}`}`);
  const page = PAGES.find(({ id }) => capability === `page.${id}.read` || capability === `page.${id}.write`);
  if (page)
    return can(
      `${capability.endsWith('.write') ? 'change' : 'see'} page ${page.label}${argument === undefined ? '' : ` for ${subjectWords(argument, words)}`}`,
    );
  const entry = entryOfCapability(capability);
  return entry ? appWords(entry, argument, words) : can(capability);
}

/** The permission of an `app.` capability, or of one that has a name of its own. */
export const entryOfCapability = (capability: string): CatalogueEntry | undefined =>
  entryOf({ capability, before: null, after: null, privileged: false, cause: { change: userKey(''), path: '' } });

function ofArgument([text, of]: readonly [string, string], argument: string | undefined, words: ArgumentWords): string {
  if (argument === undefined) return text;
  if (argument === 'own') return text.replace('recordings', 'their own recordings');
  if (argument === 'ivr') return `${text} of all IVRs`;
  if (argument.startsWith('user:')) return `${text}${of.replace(' people of', '')} ${words.person(bare(argument))}`;
  return `${text}${of} ${subjectWords(argument, words)}`;
}

function subjectWords(argument: string, words: ArgumentWords): string {
  if (argument.startsWith('user:')) return words.person(bare(argument));
  return argument.startsWith('ivr:') ? `IVR ${words.text(bare(argument))}` : `group ${words.group(bare(argument))}`;
}

const bare = (argument: string): string => argument.replace(/^(?:group|ivr|user):/, '');

const CAN = /^can /;

function appWords(entry: CatalogueEntry, argument: string | undefined, words: ArgumentWords): CapabilityWords {
  const { phrase, phraseWithout = '', grants } = entry;
  if (grants === 'less') {
    if (CAN.test(phraseWithout)) return { verb: 'can', text: phraseWithout.replace(CAN, '') };
    return { verb: 'need not', text: phrase };
  }
  const value = valueWords(entry, argument, words);
  return {
    verb: 'can',
    text: phrase.replace(/ \(\{value\}\)|\{value\}(?: of)?/, (slot) => value(slot)).replace('  ', ' '),
  };
}

/** Asked with a value: at least so much. */
function valueWords(
  { kind }: CatalogueEntry,
  argument: string | undefined,
  words: ArgumentWords,
): (slot: string) => string {
  if (kind === 'callerIds') return () => (argument === undefined ? '' : ` (${words.text(argument)})`);
  const unit = kind === 'duration' ? ' s' : kind === 'percentage' ? ' %' : '';
  const any = kind === 'count' ? '1 or more' : '';
  return (slot) => (argument === undefined ? any : `at least ${argument}${unit}${slot.endsWith(' of') ? ' of' : ''}`);
}
