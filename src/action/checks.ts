import { posix } from 'node:path';
import { type Diagnostic, isError } from '../model/index.js';
import { commentMarker } from '../render/comment.js';
import { COMMENT_LIMIT, clipped, rowsWithin } from '../render/comment-fit.js';
import { sortedDiagnostics } from '../render/diagnostic-order.js';
import { codeSpan, count, inert, inertSentence, invalidLine, validLine } from '../render/index.js';
import { diagnosticBullets } from '../render/plan-markdown.js';
import { validate } from '../run/validate.js';
import type { Annotation, CheckText, Pull } from './github/client.js';
import { statusOf } from './github/client.js';
import { keepComment } from './posts.js';
import { type Directory, type Session, shownDiagnostics, tolerantly } from './session.js';
import { type ExitCode, TOOL } from './world.js';

/** What became of one account. */
export interface Section {
  readonly code: ExitCode;
  readonly directory: string;
  readonly account?: string;
  /** A word of ours. */
  readonly result: string;
  readonly digest?: string;
  readonly file?: string;
  readonly url?: string;
}

export const checkName = (account: string): string => `ringctl plan ${account}`;

/** So many are read by nobody. */
const MOST_ANNOTATIONS = 500;
const LONGEST_MESSAGE = 4_000;

/** Beside the lines of the files, worst first. What has no line stands in the text of the check. */
export function annotationsOf(diagnostics: readonly Diagnostic[], { prefix }: Directory): readonly Annotation[] {
  const isPlaced = ({ source }: Diagnostic) => source !== undefined;
  const worst = diagnostics.filter(isPlaced).toSorted((one, other) => Number(isError(other)) - Number(isError(one)));
  return worst.slice(0, MOST_ANNOTATIONS).flatMap(({ severity, code, message, hint, source }): Annotation[] => {
    if (!source) return [];
    const text = [message, ...(hint === undefined ? [] : [hint])].map(inertSentence).join('\n');
    return [
      {
        path: inert(posix.normalize(`${prefix}${source.file}`)),
        start_line: source.line,
        end_line: source.line,
        annotation_level: severity === 'error' ? 'failure' : 'warning',
        title: code,
        message: clipped(text, LONGEST_MESSAGE),
      },
    ];
  });
}

/** A check with annotations; where the token may write none, as for a change from another repository, lines of the log that say the same. */
export async function checkOr(
  session: Session,
  directory: Directory,
  { diagnostics, ...check }: Omit<CheckText, 'annotations'> & { readonly diagnostics: readonly Diagnostic[] },
): Promise<void> {
  try {
    await session.github.check({ ...check, annotations: annotationsOf(diagnostics, directory) });
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    session.out.annotate(diagnostics, directory.prefix);
    if (statusOf(error) !== 403) session.out.warn('The check could not be written to GitHub.');
  }
}

/** The files of one account alone, without a plan. */
export async function validateOnly(session: Session, directory: Directory, head: Pick<Pull, 'head'>): Promise<Section> {
  const checked = await validate(directory.path, TOOL.version, session.world.now());
  const diagnostics = shownDiagnostics(session, checked.ok ? checked.warnings : checked.diagnostics);
  const account = checked.ok ? checked.value.desired.settings.account : undefined;
  const line = checked.ok
    ? validLine(sizesOf(checked.value.desired), diagnostics)
    : invalidLine(diagnostics, 0, 'Invalid').replace(/ in [^.]*\./, '.');
  const place = directory.prefix === '' ? '.' : directory.prefix.slice(0, -1);
  const name = `ringctl validate ${inert(place)}`;
  const text = [line, ...messagesOf(diagnostics)].join('\n\n');
  session.out.say(line);
  await session.out.summarise(`### ringctl validate\n\n${codeSpan(place)}\n\n${text}`);
  const title = checked.ok ? 'The files are right' : 'The files have mistakes';
  const conclusion = checked.ok ? 'success' : 'failure';
  await checkOr(session, directory, {
    name,
    head: head.head,
    externalId: '',
    conclusion,
    title,
    summary: text,
    text: '',
    diagnostics,
  });
  return {
    code: checked.ok ? 0 : 3,
    directory: directory.prefix,
    ...(account !== undefined && { account }),
    result: checked.ok ? 'valid' : 'invalid',
  };
}

type Sized = Readonly<Record<'users' | 'profiles' | 'groups', { readonly size: number }>> & {
  readonly fileCount: number;
};
const sizesOf = ({ fileCount, users, profiles, groups }: Sized) => ({
  files: fileCount,
  users: users.size,
  profiles: profiles.size,
  groups: groups.size,
});

const MOST_ROWS = 30;
const LONGEST_ROWS = COMMENT_LIMIT - 2_000;

/** The first of them, errors before warnings, and how many more there are; nothing where there is none. */
export function messagesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  const rows = rowsWithin(diagnosticBullets(sortedDiagnostics(diagnostics).slice(0, MOST_ROWS)), LONGEST_ROWS);
  const left = diagnostics.length - rows.length;
  const more = left === 0 ? [] : [`**${count(left, 'more', 'more')}**: \`ringctl validate\`.`];
  return [...(rows.length === 0 ? [] : [rows.join('\n')]), ...more];
}

interface Invalid {
  readonly account: string;
  readonly invalid: readonly Diagnostic[];
  readonly pull: Pull;
}

/** Files with mistakes: nothing was planned. */
export async function showInvalid(
  session: Session,
  directory: Directory,
  { account, invalid, pull }: Invalid,
): Promise<Section> {
  const diagnostics = shownDiagnostics(session, invalid, account);
  const errors = count(diagnostics.filter(isError).length, 'error');
  const text = [
    `${commentMarker(account)}\n### \`${account}\`: the files have mistakes`,
    `> [!CAUTION]\n> **Nothing can be planned until the files are mended: ${errors}.**`,
    ...messagesOf(diagnostics),
    `<sub>files at ${pull.head.slice(0, 7)} · ringctl ${TOOL.version}</sub>\n`,
  ].join('\n\n');
  await session.out.summarise(text);
  await tolerantly(session, 'The comment', () => keepComment(session.github, pull.number, text));
  const title = 'The files have mistakes';
  const name = checkName(account);
  await checkOr(session, directory, {
    name,
    head: pull.head,
    externalId: '',
    conclusion: 'failure',
    title,
    summary: text,
    text: '',
    diagnostics,
  });
  return { code: 3, directory: directory.prefix, account, result: 'invalid' };
}
