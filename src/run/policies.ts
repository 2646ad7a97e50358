import type { Conditions } from '../access/condition.js';
import { checkPolicies, type Judging, type Verdict, type Violation } from '../access/policies.js';
import type { Config, Locate } from '../config/read-config.js';
import {
  type Asked,
  CODES,
  type Day,
  type Diagnostic,
  decidingFields,
  nameOf,
  type Policy,
  type PolicyException,
  type ResourceKey,
} from '../model/index.js';

/** Policies, and where they stand. */
export interface Rulebook {
  readonly policies: readonly Policy[];
  readonly conditions: Conditions;
  readonly locate: Locate;
  /** Only what the change itself makes worse counts: it does not lead to what the files say. */
  readonly onlyWorse?: true;
  /** The revision that they come from, where that is not the one that is judged. */
  readonly base?: string;
}

/** What is judged. */
export type PolicyFacts = Pick<Judging, 'after' | 'before' | 'access' | 'at'>;

/**
 * What the policies of the files find, and with them those of the base revision: nobody loosens a policy and uses that in one
 * change. Of these only what the change itself makes worse counts, so that a policy can be changed at all.
 */
export function policyDiagnostics(
  books: readonly Rulebook[],
  facts: PolicyFacts,
  config: Config,
): readonly Diagnostic[] {
  const told = new Set<string>();
  return books.flatMap((book) => {
    const isWhole = book.base === undefined && !book.onlyWorse;
    const found = isWhole ? checkPolicies({ ...book, ...facts }) : worsened(book, facts);
    const isNew = (violation: Violation) => {
      const text = `${violation.policy.id}\n${violation.verdict}\n${violation.people.join('\n')}`;
      return told.has(text) ? false : told.add(text);
    };
    const diagnostics = found.filter(isNew).map((violation) => violationDiagnostic(violation, book, config));
    return isWhole ? [...exceptionDiagnostics(book, facts.at), ...diagnostics] : diagnostics;
  });
}

/** Somebody must agree to what a change gives, by a policy. */
export interface NeededApproval {
  readonly policy: string;
  /** Teams as `@acme/security`, or addresses. One of them is enough. */
  readonly from: readonly string[];
  /** Who newly gets it, or of whom nobody can tell that they do not. */
  readonly people: readonly ResourceKey[];
}

/** What the policies of the files leave to people, and those of the base revision too. Each once. */
export function neededApprovals(books: readonly Rulebook[], facts: PolicyFacts): readonly NeededApproval[] {
  const needed = new Map<string, NeededApproval>();
  for (const book of books) {
    const policies = book.policies.filter(({ form }) => form === 'require-approval');
    for (const { policy, verdict, people } of checkPolicies({ ...book, ...facts, policies })) {
      const { id, from } = policy;
      const name = [id, ...from, '', ...people].join('\n');
      if (verdict === 'approval' || verdict === 'uncertain') needed.set(name, { policy: id, from, people });
    }
  }
  return [...needed.values()];
}

function worsened(book: Rulebook, facts: PolicyFacts): readonly Violation[] {
  const { before } = facts;
  const earlier = before ? checkPolicies({ ...book, ...facts, after: before, before: undefined, access: [] }) : [];
  const had = new Set(
    earlier.flatMap(({ policy, verdict, people }) => people.map((key) => nameOfOne(policy, verdict, key))),
  );
  return checkPolicies({ ...book, ...facts })
    .filter(({ verdict }) => verdict !== 'uncertain')
    .map((violation) => {
      const { policy, verdict, people } = violation;
      return { ...violation, people: people.filter((key) => !had.has(nameOfOne(policy, verdict, key))) };
    })
    .filter(({ people }) => people.length > 0);
}

const nameOfOne = ({ id }: Policy, verdict: Verdict, key: ResourceKey): string => `${id}\n${verdict}\n${key}`;

const CODE = {
  denied: 'POLICY_DENIED',
  conflict: 'POLICY_CONFLICT',
  warned: 'POLICY_WARNED',
  approval: 'APPROVAL_NEEDED',
  uncertain: 'POLICY_UNCERTAIN',
  failed: 'BAD_CONDITION',
} as const satisfies { readonly [verdict in Verdict]: keyof typeof CODES };

function violationDiagnostic(violation: Violation, { locate, base }: Rulebook, config: Config): Diagnostic {
  const { policy, verdict, people } = violation;
  const code = CODE[verdict];
  const source = locate(policy.asked[0]?.at ?? policy.at, 'value');
  const name = `Policy "${policy.id}"${base === undefined ? '' : ` of revision ${base}`}`;
  const said = policy.message === undefined ? '' : ` ${policy.message.replace(/[^.!?]$/, '$&.')}`;
  const hint = hintOf(verdict);
  const related =
    verdict === 'uncertain' || verdict === 'failed'
      ? []
      : people.slice(0, MOST_PLACES).flatMap((key) => placeOfOne(key, policy, config));
  return {
    code,
    severity: CODES[code].severity,
    message: `${name} ${sentence(violation)}.${said}`,
    ...(hint !== undefined && { hint }),
    ...(source && { source }),
    ...(related.length > 0 && { related }),
  };
}

const MOST_NAMES = 4;
const MOST_PLACES = 3;

/** After the name of the policy. */
function sentence({ policy, verdict, people }: Violation): string {
  const what = policy.asked.map(askedText);
  const who = whoText(people);
  const verb = policy.asked[0]?.kind === 'when' ? 'meet' : 'have';
  const have = people.length > 1 ? verb : { meet: 'meets', have: 'has' }[verb];
  switch (verdict) {
    case 'denied':
      return `denies ${what[0]}, and ${who} ${have} it`;
    case 'warned':
      return `warns of ${what[0]}, and ${who} ${have} it`;
    case 'conflict':
      return `keeps ${what.slice(0, -1).join(', ')} and ${what.at(-1)} apart, and ${who} ${have} them together`;
    case 'approval':
      return `lets ${policy.from.join(' or ')} approve ${what[0]}, and ${who} newly ${people.length === 1 ? 'gets' : 'get'} it`;
    case 'uncertain':
      return `speaks of ${what.join(' and ')}, and of ${who} nobody can tell: what is known of them does not decide it`;
    case 'failed':
      return `has a condition that cannot be worked out for ${who}`;
    default:
      return verdict satisfies never;
  }
}

const askedText = (asked: Asked): string => (asked.kind === 'when' ? 'what its condition says' : asked.capability.text);

function whoText(people: readonly ResourceKey[]): string {
  const names = people.map(nameOf);
  const last = names.at(-1) ?? '';
  if (names.length <= MOST_NAMES) return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
}

function hintOf(verdict: Verdict): string | undefined {
  if (verdict === 'denied' || verdict === 'conflict')
    return 'Take it away from them, or add them under except with a reason and a last day.';
  return verdict === 'uncertain' ? 'State it in the files, or plan: the account may say more.' : undefined;
}

/** The line that gives it to them. */
function placeOfOne(key: ResourceKey, { asked }: Policy, config: Config) {
  const [first] = asked;
  const fields = first?.kind === 'capability' ? decidingFields(first.capability.name) : [];
  const places = [...fields, ''].flatMap((path) => config.placeOf(key, path) ?? []);
  const source = places[0] && config.locate(places[0], 'key');
  return source ? [{ message: `${nameOf(key)} has it by this line.`, source }] : [];
}

const SOON_DAYS = 14;
const MILLISECONDS_A_DAY = 86_400_000;

function exceptionDiagnostics({ policies, locate }: Rulebook, at: Day): Diagnostic[] {
  const told = policies.flatMap((policy) => policy.except.map((exception) => ({ policy, exception })));
  return told.flatMap(({ policy, exception }) => {
    const left = (Date.parse(exception.until) - Date.parse(at)) / MILLISECONDS_A_DAY;
    if (left > SOON_DAYS) return [];
    const source = locate({ ...exception.at, path: [...exception.at.path, 'until'] }, 'value');
    return [{ ...exceptionWords(policy, exception, left < 0), ...(source && { source }) }];
  });
}

function exceptionWords({ id }: Policy, { email, until, reason }: PolicyException, isOver: boolean) {
  const code = isOver ? 'EXCEPTION_OVER' : 'EXCEPTION_ENDS_SOON';
  const tells = isOver ? 'ended' : 'ends';
  const message = `The exception of ${email} from policy "${id}" ${tells} on ${until}; its reason was: ${reason.replace(/\.$/, '')}.`;
  const hint = isOver
    ? 'Delete it, or renew it with a new last day.'
    : 'Take the access away before that day, or renew it.';
  return { code, severity: CODES[code].severity, message, hint } as const;
}
