import { type Desired, isError, type Live, nameOf, once, type Plan, type Settings } from '../model/index.js';
import {
  type Author,
  maskAuthor,
  maskExceeded,
  maskPlan,
  type PersonName,
  type PlanFacts,
  planLine,
  renderPlan,
  renderPlanMarkdown,
} from '../render/index.js';
import { dayOf, type Planned, type PlannedOffline } from '../run/plan.js';
import { faceOf } from './face-of.js';
import { formatOf, type Invocation, isQuiet, print } from './invocation.js';
import { maskOf, personNames } from './people.js';

/** The plan as this run may show it, and what else is said with it. */
export function shownPlan(
  invocation: Invocation,
  planned: Extract<Planned | PlannedOffline, { ok: true }>,
): { plan: Plan; facts: PlanFacts } {
  const { desired } = planned.config;
  const live = 'live' in planned ? planned.live : undefined;
  const mask = maskOf(invocation, desired.settings.account, { desired, ...(live && { live }) });
  const names = personNames({ desired, ...(live && { live }) });
  const author = authorOf(invocation.flags.text('author'), planned.people);
  const facts = {
    files: desired.fileCount,
    ...(live && { people: activePeople(live) }),
    personName: mask ? (email: string) => email : names,
    ...(!mask && { sharesName: sharedNames(desired, live, names) }),
    today: dayOf({ at: undefined, now: new Date(planned.plan.createdAt) }, desired.settings.timeZone),
    ...(author && { author: mask ? maskAuthor(author, mask) : author }),
    exceeded: mask ? maskExceeded(planned.exceeded, mask) : planned.exceeded,
  };
  return { plan: mask ? maskPlan(planned.plan, mask) : planned.plan, facts };
}

/** Whether somebody else, of the plan or not, is called the same. */
function sharedNames(desired: Desired, live: Live | undefined, personName: PersonName): (email: string) => boolean {
  const seen = once(() => {
    const keys = new Set([...desired.users.keys(), ...(live?.state.users.keys() ?? [])]);
    const numbers = new Map<string, number>();
    for (const key of keys) {
      const name = personName(nameOf(key));
      numbers.set(name, (numbers.get(name) ?? 0) + 1);
    }
    return numbers;
  });
  return (email) => (seen().get(personName(email)) ?? 0) > 1;
}

/** Who wrote the change: an address, or a login that `people:` knows. */
function authorOf(word: string | undefined, people: Settings['people']): Author | undefined {
  if (word === undefined) return undefined;
  if (word.includes('@')) return { email: word };
  const email = Object.hasOwn(people, word) ? people[word] : undefined;
  return { login: word, ...(email !== undefined && { email }) };
}

export function printPlan(invocation: Invocation, plan: Plan, facts: PlanFacts): void {
  const { io, flags } = invocation;
  const format = formatOf(invocation);
  if (format === 'json') return;
  if (format === 'markdown') print(invocation, renderPlanMarkdown(plan, facts));
  else if (isQuiet(invocation) && !plan.diagnostics.some(isError))
    print(invocation, `${plan.changes.length === 0 ? 'No changes.' : planLine(plan)}\n`);
  else print(invocation, renderPlan(plan, facts, faceOf(io.stdout, io, flags)));
}

const activePeople = ({ state }: Live): number =>
  [...state.users.values()].filter(({ status }) => status === 'active').length;
