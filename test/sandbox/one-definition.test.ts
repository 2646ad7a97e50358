import { describe, expect, it } from 'vitest';
import { can } from '../../src/access/can.js';
import {
  type AccountState,
  canonicalDashboard,
  type Dashboard,
  knownValue,
  NO_DASHBOARD,
  type PermissionSet,
  profileKey,
  read,
  type UserState,
  userKey,
} from '../../src/model/index.js';
import { openForSeed } from '../../src/sandbox/account-file.js';
import { PARTS, readList } from '../../src/sandbox/api/reads.js';
import { WRITES } from '../../src/sandbox/api/routes.js';
import type { Ask } from '../../src/sandbox/ask.js';
import { type Database, integer } from '../../src/sandbox/database.js';
import { REFUSALS, type RefusalCode } from '../../src/sandbox/index.js';
import type { Person } from '../../src/sandbox/people.js';
import { personByEmail } from '../../src/sandbox/records.js';
import { Refused } from '../../src/sandbox/refusals.js';
import { writeSeed } from '../../src/sandbox/seed/index.js';
import { grants, LATER, universeOf } from '../access/brute-force.js';
import { type Dice, diceOf, GROUPS, IVRS, randomDashboard, randomPermissions } from '../access/random-accounts.js';
import { runs } from '../support/scale.js';
import { randomOffice } from './random-office.js';

/** What takes away on top of access. */
const GUARDS: ReadonlySet<RefusalCode> = new Set([
  'ADMINISTRATOR_PROTECTED',
  'GIVES_MORE_THAN_HELD',
  'NOT_YOURSELF',
  'ONLY_SUPERADMIN_GRANTS_ADMIN',
  'SUPERADMIN_PROTECTED',
]);

interface World {
  readonly database: Database;
  readonly state: AccountState;
  readonly dice: Dice;
  readonly actor: UserState;
}

/** The same question to both: capabilities that are all needed for access to say yes, and a request to the account. */
interface Question {
  readonly needs: readonly string[];
  readonly line: string;
  readonly id?: number;
  readonly body?: unknown;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Whose access the request changes. */
  readonly subject?: UserState;
}

interface Said {
  readonly code: RefusalCode | undefined;
  /** The subject as they would be now. */
  readonly after: Person | undefined;
}

class RolledBack extends Error {}

/** Carries the request out and takes it back. */
function ask({ database, actor }: World, { line, id = 0, body, parameters = {}, subject }: Question): Said {
  let after: Person | undefined;
  try {
    database.transaction(() => {
      const person = personByEmail(database, actor.email);
      if (!person) throw new TypeError('nobody acts');
      const parameter = (name: string) => parameters[name];
      carryOut(line, { database, actor: person, id, body, parameter, unchanged: () => {}, log: () => {} });
      after = subject && personByEmail(database, subject.email);
      throw new RolledBack();
    });
  } catch (error) {
    if (error instanceof Refused) return { code: error.code, after: undefined };
    if (!(error instanceof RolledBack)) throw error;
  }
  return { code: undefined, after };
}

function carryOut(line: string, request: Ask): void {
  if (line === 'GET /action-log') readList(request, 'action-log');
  else if (line.startsWith('GET ')) PARTS[line.slice(4)]?.(request);
  else WRITES.find(({ method, path }) => `${method} ${path}` === line)?.run(request);
}

/** About one other person. */
function questionsAbout(world: World, subject: UserState): readonly Question[] {
  const { database, dice } = world;
  const id = personByEmail(database, subject.email)?.id ?? 0;
  const manages = [`users.manage(${subject.key})`];
  const group = dice.pick(GROUPS);
  const permissions = somePermissions(world);
  const number = database.get('SELECT id FROM numbers WHERE user_id = ?', id);
  const people = { users: [id] };
  const isMember = knownValue(subject.groups)?.includes(group) === true;
  const line = isMember ? 'DELETE /groups/:id/members' : 'PUT /groups/:id/members';
  const places = { needs: [...manages, `users.manage(group:${group})`], line, id: GROUPS.indexOf(group) + 1 };
  const isOwn = subject.key === world.actor.key;
  const others: readonly Question[] = [
    { needs: manages, line: 'POST /users/:id/sign-out', id },
    { needs: [`page.users.read(${subject.key})`], line: 'GET /users/:id/dashboard', id },
    ...(dice.chance(50) ? [{ ...places, body: people, subject }] : []),
  ];
  return [
    { needs: manages, line: 'PATCH /users/:id', id, body: { lastName: 'Else' } },
    {
      needs: manages,
      line: 'PATCH /users/:id/permissions',
      id,
      subject,
      body: { permissions },
      parameters: { keys: Object.keys(permissions).join() },
    },
    { needs: manages, line: 'PUT /users/:id/dashboard', id, subject, body: { dashboard: someDashboard(world) } },
    { needs: manages, line: 'PUT /users/:id/link', id, subject, body: { profile: dice.pick(['Agent', 'Lead']) } },
    { needs: manages, line: 'DELETE /users/:id', id, parameters: { type: dice.pick(['ARCHIVED', 'DELETED']) } },
    { needs: [`page.actionLogs.read(${subject.key})`], line: 'GET /action-log', parameters: { target: subject.key } },
    ...(number
      ? [
          {
            needs: [`page.numbers.write(${subject.key})`],
            line: 'PUT /numbers/:id/use',
            id: integer(number, 'id'),
            body: { user: null, ivr: null },
          },
        ]
      : []),
    ...(isOwn ? [] : others),
  ];
}

/** Every other gift is of what the actor has. */
function somePermissions({ dice, state, actor }: World): PermissionSet {
  const profile = knownValue(actor.profile);
  const own = typeof profile === 'string' ? state.profiles.get(profileKey(profile))?.permissions : actor.permissions;
  const all = Object.entries({ ...randomPermissions(dice, 0), ...(dice.chance(50) ? own : {}) });
  const some = all.filter(() => dice.chance(8));
  return Object.fromEntries(some.length > 0 ? some : all.slice(0, 1));
}

function someDashboard({ dice, actor }: World): Dashboard {
  const drawn = canonicalDashboard(randomDashboard(dice));
  const own = knownValue(actor.dashboard);
  if (!own || own.level === 'admin' || dice.chance(50)) return drawn;
  const pages = Object.fromEntries(Object.entries(own.pages).filter(() => dice.chance(60)));
  return canonicalDashboard({ level: 'supervisor', pages, scope: own.scope });
}

/** About the account itself. */
function questionsAtAll(world: World): readonly Question[] {
  const { dice, actor } = world;
  const ivr = dice.pick(IVRS);
  const everybody = 'users.manage(user:somebody@acme.example)';
  const dashboard = someDashboard(world);
  const draft = {
    email: 'new@acme.example',
    firstName: '',
    lastName: '',
    external: false,
    number: '+33199000100',
    plan: 'Business',
    permissions: { ...randomPermissions(dice, 0) },
    dashboard,
  };
  return [
    { needs: [everybody], line: 'POST /users', body: draft },
    {
      needs: [everybody, ...(isTechnical(actor) ? [] : ['level.admin'])],
      line: 'POST /groups',
      body: { name: 'New', openAccess: true },
    },
    { needs: ['licences.order'], line: 'POST /licences', body: { plan: 'Business', count: 1 } },
    { needs: ['page.numbers.write'], line: 'POST /numbers', body: { number: '+33199000300' } },
    { needs: [`page.ivrs.write(ivr:${LATER})`], line: 'POST /ivrs', body: { name: 'New' } },
    {
      needs: [`page.ivrs.write(ivr:${ivr})`],
      line: 'PATCH /ivrs/:id',
      id: IVRS.indexOf(ivr) + 1,
      body: { name: 'New' },
    },
    { needs: ['page.actionLogs.read(user:somebody@acme.example)'], line: 'GET /action-log' },
  ];
}

const isTechnical = ({ dashboard }: UserState): boolean => knownValue(dashboard)?.level === 'technical';

/** Whoever is asked about counts as there, and there is somebody in no group. */
function asAsked(state: AccountState, subject: UserState | undefined): AccountState {
  const users = new Map(state.users);
  const somebody = userKey('somebody@acme.example');
  const [any] = state.users.values();
  if (any) users.set(somebody, { ...any, key: somebody, status: 'active', external: false, groups: read([]) });
  if (subject) users.set(subject.key, { ...subject, status: 'active' });
  return { ...state, users };
}

interface Tally {
  questions: number;
  done: number;
  withoutAccess: number;
  guarded: number;
  /** What delegates gave. */
  given: number;
}

function compare(
  world: World,
  subject: UserState | undefined,
  { question, tally }: { question: Question; tally: Tally },
): void {
  const state = asAsked(world.state, subject);
  const hasAccess = question.needs.every((text) => {
    const [name = '', argument] = text.split(/[()]/);
    return can(state, world.actor.key, { name, argument: argument || undefined }) === 'yes';
  });
  const { code, after } = ask(world, question);
  const about = { actor: world.actor.key, line: question.line, needs: question.needs, hasAccess, code };
  const isRefused = code !== undefined && REFUSALS[code].status === 403;
  if (isRefused)
    expect({ ...about, isExplained: !hasAccess || GUARDS.has(code) }).toEqual({ ...about, isExplained: true });
  else expect(about).toEqual({ ...about, hasAccess: true });
  tally.questions += 1;
  if (code === undefined) tally.done += 1;
  else if (isRefused && hasAccess) tally.guarded += 1;
  else if (isRefused) tally.withoutAccess += 1;
  if (after && question.subject) tally.given += giftsOf(world, question.subject, after);
}

/** How much a delegate gave: what the subject can do now and could not before, all of which the delegate can. */
function giftsOf({ state, actor }: World, subject: UserState, person: Person): number {
  const after = { ...state, users: new Map(state.users).set(subject.key, changed(subject, person)) };
  const universe = universeOf(state, after);
  const before = grants(state, subject.key, universe);
  // Membership goes by what one manages, "@app" is no question of the language, and who listens to whom leaves oneself out.
  const isAbout = (fact: string) =>
    fact.includes(subject.key) || fact.includes(actor.key) || fact.startsWith('groups.') || fact.endsWith('@app');
  const now = grants(after, subject.key, universe);
  const gained = [...now.keys()].filter((fact) => !before.has(fact) && !isAbout(fact));
  if (!actor.superAdmin) expect(gained).not.toContain('level.admin');
  if (!isDelegate(actor)) return 0;
  const held = grants(state, actor.key, universe);
  const about = { actor: actor.key, subject: subject.key };
  expect({ ...about, beyond: gained.filter((fact) => !held.has(fact)) }).toEqual({ ...about, beyond: [] });
  return gained.length;
}

function isDelegate({ superAdmin, dashboard }: UserState): boolean {
  const { level, scope } = knownValue(dashboard) ?? NO_DASHBOARD;
  return !superAdmin && level !== 'admin' && (level !== 'technical' || scope.groups !== 'all');
}

const changed = (subject: UserState, person: Person): UserState => ({
  ...subject,
  profile: read(person.profile),
  permissions: person.permissions ?? {},
  dashboard: read(person.dashboard),
  groups: read(person.groups),
});

describe('the embedded account and the analysis of access', () => {
  it('answer alike: what a request does, access allows; what access allows and the account refuses, a guard refuses', async () => {
    const least = runs({ short: 2500, long: 20_000 });
    const tally: Tally = { questions: 0, done: 0, withoutAccess: 0, guarded: 0, given: 0 };
    const database = await openForSeed(':memory:');
    for (let seed = 1; tally.questions < least; seed += 1) {
      const dice = diceOf(seed);
      const { state, seed: account } = randomOffice(dice);
      writeSeed(database, 'random', account);
      const people = [...state.users.values()];
      for (const actor of people.filter(({ status }) => status === 'active')) {
        const world = { database, state, dice, actor };
        for (const question of questionsAtAll(world)) compare(world, undefined, { question, tally });
        for (const subject of people)
          for (const question of questionsAbout(world, subject)) compare(world, subject, { question, tally });
      }
    }
    database.close();
    expect(tally.questions).toBeGreaterThanOrEqual(least);
    for (const count of [tally.done, tally.withoutAccess]) expect(count).toBeGreaterThan(least / 8);
    expect(tally.guarded).toBeGreaterThan(least / 50);
    expect(tally.given).toBeGreaterThan(least / 100);
  });
});
