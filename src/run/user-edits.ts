import type { AccountFiles } from '../config/account-files.js';
import { comparable } from '../config/address.js';
import { readDocument } from '../config/document.js';
import type { Edit } from '../edit/index.js';
import { type DesiredUser, type Json, type Place, userKey } from '../model/index.js';
import type { Compiled } from './compile.js';
import type { Edits } from './edit-files.js';
import { isPerson, type Mention, mentionsOf } from './mentions.js';

/** What a command about one person changes in the files, and what it cannot. */
export interface UserEdits {
  readonly edits: Edits;
  /** Sentences: what is left to do or to know, with places. */
  readonly remains: readonly string[];
}

/** The files as they are, right in themselves. */
export interface EditedAccount {
  readonly files: AccountFiles;
  readonly compiled: Compiled;
}

/** A command that makes no sense for this person, in a full sentence. */
export interface NotPossible {
  readonly why: string;
  readonly hint?: string;
}

type Asked = EditedAccount & { readonly user: DesiredUser };

/** Links to another profile; who follows one without a link follows the other, and keeps their own permissions. */
export function moveUser(
  asked: Asked,
  { profile, groups }: { profile: string; groups: readonly string[] },
): UserEdits | NotPossible {
  const { user } = asked;
  const stated = statedOf(asked);
  const own = Object.hasOwn(stated, 'permissions');
  if (own && !Object.hasOwn(stated, 'extends'))
    return {
      why: `${user.email} has permissions of their own and follows no profile.`,
      hint: `Take permissions out of ${spot(asked, user.at)} first.`,
    };
  const key = own || (Object.hasOwn(stated, 'extends') && !Object.hasOwn(stated, 'profile')) ? 'extends' : 'profile';
  const edits: Edit[] = [{ kind: 'set', path: [...user.at.path, key], value: profile }];
  if (groups.length > 0) edits.push({ kind: 'set', path: [...user.at.path, 'groups'], value: groups });
  const remains = [
    ...(key === 'extends'
      ? [`They are not linked: they follow ${profile} in the files, with what they state themselves.`]
      : []),
    ...(groups.length === 0 && Object.hasOwn(stated, 'groups')
      ? [`They state groups of their own, which stay: ${spot(asked, at(user, 'groups'))}. --group changes them.`]
      : []),
    ...(Object.hasOwn(stated, 'dashboard')
      ? [`They state dashboard access of their own, which stays: ${spot(asked, at(user, 'dashboard'))}.`]
      : []),
  ];
  return { edits: new Map([[user.at.file, edits]]), remains };
}

/** Archives, deletes or gives a last day. Who is gone is taken out of all that names them, wherever nothing else changes its meaning by it. */
export function leaveUser(asked: Asked, { on, absent }: { on: string | undefined; absent: boolean }): UserEdits {
  const { user } = asked;
  const inAccount = `Look in the account at what is theirs: number, licence, IVRs and call forwarding that lead to ${user.email}.`;
  const others = mentionsOf(asked.files, user.key).filter(({ place }) => !isOwnEntry(place, user));
  if (on !== undefined) {
    const until: Edit = { kind: 'set', path: [...user.at.path, 'until'], value: on };
    const later = others.map(({ place }) => `After ${on}, take them out of ${spot(asked, place)}.`);
    return { edits: new Map([[user.at.file, [until]]]), remains: [...later, inAccount] };
  }
  const ensure: Edit = { kind: 'set', path: [...user.at.path, 'ensure'], value: absent ? 'absent' : 'archived' };
  const leaving = others.map((mention) => ({ mention, path: removedWith(asked, mention) }));
  const removals = leaving.flatMap(({ mention, path }) =>
    path ? [{ file: mention.place.file, edit: { kind: 'remove', path } as const }] : [],
  );
  return {
    edits: byFile([{ file: user.at.file, edit: ensure }, ...lastFirst(removals)]),
    remains: [
      ...leaving.flatMap(({ mention, path }) =>
        path ? [] : [`They are still named in ${spot(asked, mention.place)}.`],
      ),
      ...(absent
        ? [
            'Deleting takes --allow-delete on plan and apply, and their recordings are lost; without it they are archived.',
          ]
        : []),
      inAccount,
    ],
  };
}

/** Another address for the same person, everywhere. It may be one that they had before. */
export function renameUser(asked: Asked, email: string): UserEdits {
  const { user } = asked;
  const all = mentionsOf(asked.files, user.key).filter(({ place }) => !isOwnEntry(place, user));
  const previously = statedOf(asked).previously;
  const fresh = userKey(comparable(email));
  const earlier = (Array.isArray(previously) ? previously : []).filter(
    (text: Json) => typeof text === 'string' && !isPerson(text, user.key) && !isPerson(text, fresh),
  );
  const written = String(user.at.path[1]);
  const own: readonly Located[] = [
    { file: user.at.file, edit: { kind: 'rename-key', path: user.at.path, key: email } },
    { file: user.at.file, edit: { kind: 'set', path: ['users', email, 'previously'], value: [...earlier, written] } },
  ];
  const changes = all.map((mention) => ({ mention, edit: renamedMention(mention, email) }));
  return {
    edits: byFile([
      ...changes.flatMap(({ mention, edit }) => (edit ? [{ file: mention.place.file, edit }] : [])),
      ...own,
    ]),
    remains: changes.flatMap(({ mention, edit }) =>
      edit ? [] : [`The earlier address still stands in ${spot(asked, mention.place)}.`],
    ),
  };
}

/** Their own entry goes along with it: only what stands elsewhere is looked at. */
const isOwnEntry = ({ file, path }: Place, { at: own }: DesiredUser): boolean =>
  file === own.file && path[0] === 'users' && path[1] === own.path[1];

/** As whom ringctl acts is known to the account, which has the new address only later. */
function renamedMention({ place, part, text }: Mention, email: string): Edit | undefined {
  const { file, path } = place;
  if (file.startsWith('../') || path[0] === 'provider' || path[0] === 'users') return undefined;
  if (part === 'key') return { kind: 'rename-key', path, key: email };
  if (part === 'value') return { kind: 'set', path, value: email };
  const capability = /^([A-Za-z.]+\(user:)[^()\s]+\)$/.exec(text);
  return capability ? { kind: 'set', path, value: `${capability[1]}${email})` } : undefined;
}

/** What is taken out because of a mention; undefined where a rule would then say something else. */
function removedWith({ files }: EditedAccount, { place, part }: Mention): Place['path'] | undefined {
  const { file, path } = place;
  const last = path.at(-1);
  if (file.startsWith('../') || part === 'inside') return undefined;
  if (path[0] === 'people' || path[2] === 'except') return path;
  if (path[0] === 'tests' && last === 'user') return path.slice(0, 2);
  const isListed = typeof last === 'number' && LISTING.has(path[0]);
  return isListed && listAt(files, { file, path: path.slice(0, -1) }).length > 1 ? path : undefined;
}

/** An empty list would say something else: of a policy that it holds for everybody, of requiredAdmins that nobody is required. */
const LISTING: ReadonlySet<unknown> = new Set(['policies', 'tests', 'limits']);

function listAt({ files }: AccountFiles, { file, path }: Place): readonly unknown[] {
  const found = valueAt(files, { file, path });
  return Array.isArray(found) ? found : [];
}

function valueAt(files: AccountFiles['files'], { file, path }: Place): unknown {
  const source = files.find((one) => one.path === file);
  const start: unknown = source && readDocument(source).value;
  return path.reduce(
    (holder: unknown, step) => (Object.hasOwn(Object(holder), step) ? Reflect.get(Object(holder), step) : undefined),
    start,
  );
}

/** What the files say of the person, as it is written. */
export function statedOf({ files, user }: Asked): { readonly [key: string]: Json } {
  const value = valueAt(files.files, user.at);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

interface Located {
  readonly file: string;
  readonly edit: Edit;
}

/** Items of one list from its end, so that those before keep their numbers. */
function lastFirst(located: readonly Located[]): readonly Located[] {
  return located.toReversed();
}

export function byFile(located: readonly Located[]): Edits {
  const edits = new Map<string, Edit[]>();
  for (const { file, edit } of located) edits.set(file, [...(edits.get(file) ?? []), edit]);
  return edits;
}

const at = ({ at: own }: DesiredUser, key: string): Place => ({ ...own, path: [...own.path, key] });

/** `users/sales.yaml:14`. */
export function spot({ compiled }: EditedAccount, place: Place): string {
  const source = compiled.value.locate(place, 'key');
  return source ? `${source.file}:${source.line}` : place.file;
}
