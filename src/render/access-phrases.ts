import type { AccessChange } from '../model/index.js';
import { entryOf, pageOf, phraseOrder } from './access-capability.js';
import type { Side } from './access-groups.js';
import { appPhrase } from './access-phrases-app.js';
import { hearPhrases, levelPhrase, managePhrase, memberPhrase, pagePhrases } from './access-phrases-reach.js';
import { leadOf, type Phrase, type Told, type Voice } from './access-voice.js';

const HEARS: ReadonlySet<string> = new Set(['calls.listen', 'recordings.play', 'recordings.download']);

/** The differences of one row as phrases, what weighs most first. An administrator can do everything: the rest is not listed. */
export function phrasesOf(told: Told, voice: Voice): Phrase[] {
  const changes = [...told.changes].sort(phraseOrder);
  const of = (isMeant: (change: AccessChange) => boolean): Told => ({ ...told, changes: changes.filter(isMeant) });
  const levels = of(({ capability }) => capability === 'level.admin');
  const manages = of(({ capability }) => capability === 'users.manage');
  const isSaid = (change: AccessChange) => manages.changes.length > 0 && change.capability === 'page.users.write';
  const reaches = levels.changes.length > 0 ? [] : manages.changes.map((change) => managePhrase(change, told, voice));
  const hears =
    levels.changes.length > 0
      ? []
      : hearPhrases(
          of(({ capability, targets }) => targets !== undefined && HEARS.has(capability)),
          voice,
        );
  return [
    ...levels.changes.map((change) => levelPhrase(change, told, voice)),
    ...reaches,
    ...pagePhrases(
      of((change) => change.privileged && pageOf(change) !== undefined && !isSaid(change)),
      voice,
    ),
    ...hears,
    ...of((change) => entryOf(change) !== undefined).changes.map((change) => appPhrase(change, told, voice)),
    ...pagePhrases(
      of((change) => !change.privileged && pageOf(change) !== undefined),
      voice,
    ),
    ...memberPhrase(
      of(({ capability }) => capability === 'groups.member'),
      voice,
    ),
    ...changes.flatMap((change) => otherPhrase(change, told.side)),
  ];
}

const OTHERS: Readonly<Record<string, string>> = {
  'rights.grant': 'give rights',
  'licences.order': 'order licences',
  'account.signIn': 'sign in',
};

function otherPhrase({ capability, after }: AccessChange, side: Side): Phrase[] {
  const text = OTHERS[capability];
  return text === undefined ? [] : [{ lead: leadOf(side, after !== null), text }];
}
