import { personReports } from '../access/person-report.js';
import { isAboutOthers } from '../access/ways.js';
import { whoCan } from '../access/who-can.js';
import { whyNot } from '../access/why-not.js';
import type {
  AccessAnswer,
  AnswerHead,
  Deciding,
  Edit,
  Holder,
  PersonAnswer,
  Through,
  Way,
  WhoCanAnswer,
  WhyNotAnswer,
} from '../model/answers.js';
import type { AskedCapability, ResourceKey, UserState } from '../model/index.js';
import { type Asked, located, spotAt } from './question.js';

export const headOf = ({ config, basis }: Asked): AnswerHead => ({
  formatVersion: 1,
  account: config.desired.settings.account,
  basis,
});

const capabilityAsked = ({ name, argument }: AskedCapability) => ({
  capability: name,
  ...(argument !== undefined && { argument }),
});

/** Everybody who can; `within` is the name of a group. */
export function whoCanAnswer(asked: Asked, query: AskedCapability, within: string | undefined): WhoCanAnswer {
  const holders = holdersOf(asked, query, within);
  return {
    ...headOf(asked),
    question: 'who-can',
    ...capabilityAsked(query),
    ...(within !== undefined && { in: within }),
    holders,
  };
}

export function holdersOf(
  asked: Asked,
  query: Pick<AskedCapability, 'name' | 'argument'>,
  within?: string,
): readonly Holder[] {
  const same = new Map<Holder['ways'], Holder['ways']>();
  return whoCan(asked.state, { query, within }).map((holder) => {
    const ways = same.get(holder.ways) ?? holder.ways.map((way) => locatedWay(asked, holder.user, way));
    same.set(holder.ways, ways);
    return { ...holder, ways };
  });
}

/** Whether a group narrows whom the capability reaches; else it narrows who is asked about. */
export const groupNarrowsReach = isAboutOthers;

function locatedWay(asked: Asked, user: ResourceKey, way: Way): Way {
  const cause = asked.lines === 'all' ? located(asked, way.cause) : way.cause;
  return { ...way, through: throughOf(asked, user, way.through), cause };
}

/** A dashboard or a group that the files give by the profile, and not by the person, is the profile's. */
function throughOf({ config }: Asked, user: ResourceKey, through: Through): Through {
  const field = { dashboard: 'dashboard', membership: 'groups' } as const;
  if (through.kind !== 'dashboard' && through.kind !== 'membership') return through;
  const want = config.desired.users.get(user);
  const isOfProfile = want?.link.to === 'profile' && want[field[through.kind]] === undefined;
  return isOfProfile && want.link.to === 'profile' ? { kind: 'profile', profile: want.link.profile } : through;
}

export function accessAnswer(asked: Asked, people: Iterable<UserState>): AccessAnswer {
  const reports = personReports(asked.state, people);
  return {
    ...headOf(asked),
    question: 'access',
    people: asked.lines === 'all' ? reports.map((report) => locatedReport(asked, report)) : reports,
  };
}

function locatedReport(asked: Asked, report: PersonAnswer): PersonAnswer {
  const withPlace = <Part extends { readonly decided?: Deciding }>(part: Part): Part =>
    part.decided ? { ...part, decided: located(asked, part.decided) } : part;
  return {
    ...report,
    app: report.app.map(withPlace),
    facts: report.facts.map(withPlace),
    ...(report.dashboard && { dashboard: withPlace(report.dashboard) }),
  };
}

export function whyNotAnswer(asked: Asked, user: UserState, query: AskedCapability): WhyNotAnswer {
  const { desired } = asked.config;
  const follows = (key: ResourceKey) => asked.basis.of === 'files' && desired.users.get(key)?.dashboard === undefined;
  const state = asked.state.users.has(user.key)
    ? asked.state
    : { ...asked.state, users: new Map(asked.state.users).set(user.key, user) };
  const found = whyNot(state, user, { query, follows });
  return {
    ...headOf(asked),
    question: 'why-not',
    ...capabilityAsked(query),
    user: user.key,
    answer: found.answer,
    ways: found.ways.map((way) => locatedWay(asked, user.key, way)),
    obstacles: found.obstacles.map((obstacle) => ({
      ...obstacle,
      through: throughOf(asked, user.key, obstacle.through),
      cause: located(asked, obstacle.cause),
    })),
    allowed: found.allowed,
    remedies: found.remedies.map((remedy) => ({
      ...remedy,
      edits: remedy.edits.map((edit) => placedEdit(asked, edit)),
    })),
  };
}

/** Where one would write it: the line that says it now if it is the resource's own, else the block that it goes into, else the resource. */
function placedEdit(asked: Asked, edit: Edit): Edit {
  const { config } = asked;
  const path = edit.unlinks ? 'profile' : edit.path;
  const own = [path, path.split('.')[0] ?? '']
    .map((field) => config.placeOf(edit.key, field))
    .find((place) => place && isOf(asked, edit.key, place.path));
  const place = own ?? config.placeOf(edit.key, '');
  const source = place && spotAt(config, place);
  return source ? { ...edit, source } : edit;
}

/** Whether a place is in the entry of this very resource, and not of what it inherits from. */
function isOf({ config }: Asked, key: ResourceKey, [section, id]: readonly (string | number)[]): boolean {
  const { users, profiles } = config.desired;
  const at = (users.get(key) ?? profiles.get(key))?.at.path;
  return at?.[0] === section && at?.[1] === id;
}
