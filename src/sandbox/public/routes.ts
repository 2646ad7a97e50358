import { KEY_CATEGORIES, type KeyCategory } from '../key-rights.js';
import { blockNumber, commentBlocked, listBlocked, readBlocked, unblockNumber } from './blacklists.js';
import { addToGroup, listGroups, readGroup, removeFromGroup, setRingDuration, toggleOpenAccess } from './groups.js';
import { addUser, inviteUsers } from './invites.js';
import {
  callBack,
  listIvrs,
  listScenarios,
  listScenariosOfIvr,
  readIvr,
  readScenario,
  readScenarioOfIvr,
} from './ivrs.js';
import type { Mode } from './mode.js';
import { assignNumber, listNumbers, readNumber } from './numbers.js';
import { listPresences, listSnoozes, readPlanning, readPresence } from './presences.js';
import { assignProfile, listProfiles, readProfile } from './profiles.js';
import type { PublicAsk, Reply } from './public-ask.js';
import {
  createTag,
  listConferences,
  listTags,
  readConference,
  readPlans,
  readTag,
  readTeam,
  setPincode,
} from './team.js';
import { deleteUser, listUsers, readUser } from './users.js';

export interface PublicRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** What the key must have the right for; undefined where the source says that none is needed. */
  readonly right: readonly [KeyCategory, 'read' | 'write'] | undefined;
  /** Without Monitoring, what is of the team is refused, and of the rest only the owner's own is there. */
  readonly reach: 'team' | 'own';
  /** Status of an id that is none. */
  readonly badId: 400 | 404;
  readonly run: (ask: PublicAsk) => Reply;
}

type Line = readonly [
  line: `${PublicRoute['method']} /${string}`,
  right: `${KeyCategory} ${'read' | 'write'}` | 'no right',
  reach: PublicRoute['reach'],
  run: PublicRoute['run'],
];

/** Inviting, archiving and deleting need no right of the key: the source says so. That numbers are assigned with the right to read is no slip either. */
const LINES: readonly Line[] = [
  ['GET /users', 'users read', 'own', listUsers],
  ['GET /users/:id', 'users read', 'own', readUser],
  ['POST /users', 'users write', 'own', addUser],
  ['POST /users/invite', 'no right', 'own', inviteUsers],
  ['DELETE /users/:id', 'no right', 'own', deleteUser],
  ['GET /users/:id/plannings', 'users read', 'own', readPlanning],
  ['GET /users/:id/presences', 'users read', 'own', readPresence],
  ['GET /users/:id/snooze/log', 'no right', 'own', listSnoozes],
  ['GET /users/:id/blacklists/numbers', 'users read', 'own', listBlocked],
  ['GET /users/:id/blacklists/numbers/:number', 'users read', 'own', readBlocked],
  ['POST /users/:id/blacklists/numbers', 'users write', 'own', blockNumber],
  ['PATCH /users/:id/blacklists/numbers/:number', 'users write', 'own', commentBlocked],
  ['DELETE /users/:id/blacklists/numbers/:number', 'users write', 'own', unblockNumber],
  ['GET /presences', 'no right', 'team', listPresences],
  ['GET /profiles', 'users read', 'team', listProfiles],
  ['GET /profiles/:id', 'users read', 'team', readProfile],
  ['GET /groups', 'no right', 'own', listGroups],
  ['GET /groups/:id', 'no right', 'own', readGroup],
  ['POST /groups/:id/users', 'users write', 'team', addToGroup],
  ['DELETE /groups/:id/users', 'users write', 'team', removeFromGroup],
  ['PATCH /groups/:id/users/:user/ring_duration/:seconds', 'no right', 'team', setRingDuration],
  ['PATCH /groups/:id/isjumper/toggle', 'no right', 'team', toggleOpenAccess],
  ['GET /teams', 'no right', 'team', readTeam],
  ['GET /teams/plans_data', 'no right', 'team', readPlans],
  ['GET /numbers', 'numbers read', 'own', listNumbers],
  ['GET /numbers/:number', 'numbers read', 'own', readNumber],
  ['PATCH /numbers/:number', 'numbers read', 'own', assignNumber],
  ['GET /ivrs', 'ivrs read', 'own', listIvrs],
  ['GET /ivrs/:id', 'ivrs read', 'own', readIvr],
  ['GET /ivrs/:id/scenarios', 'ivrs read', 'own', listScenariosOfIvr],
  ['GET /ivrs/:id/scenarios/:scenario', 'ivrs read', 'own', readScenarioOfIvr],
  ['GET /scenarios', 'ivrs read', 'own', listScenarios],
  ['GET /scenarios/:id', 'ivrs read', 'own', readScenario],
  ['POST /ivrs/:id/callback', 'calls write', 'own', callBack],
  ['GET /tags', 'ivrs read', 'team', listTags],
  ['GET /tags/:id', 'ivrs read', 'team', readTag],
  ['POST /tags', 'ivrs write', 'team', createTag],
  ['GET /conferences', 'no right', 'team', listConferences],
  ['GET /conferences/:id', 'no right', 'team', readConference],
  ['PATCH /conferences/:id/pincode/:pin', 'no right', 'team', setPincode],
];

export function routesOf({ assignMethod }: Mode): readonly PublicRoute[] {
  const assigning: Line = [`${assignMethod} /users/:id/profile/:profile`, 'users write', 'own', assignProfile];
  return [...LINES, assigning].map(routeOf);
}

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;

function routeOf([line, right, reach, run]: Line): PublicRoute {
  const [, path = ''] = line.split(' ');
  const category = KEY_CATEGORIES.find((name) => right.startsWith(`${name} `));
  return {
    method: METHODS.find((name) => line.startsWith(`${name} `)) ?? 'GET',
    path,
    right: category && [category, right.endsWith(' write') ? 'write' : 'read'],
    reach,
    // Only of these does the source name 400.
    badId: line === 'DELETE /users/:id' || /^.(?:ivrs|scenarios|tags|conferences)/.test(path) ? 400 : 404,
    run,
  };
}
