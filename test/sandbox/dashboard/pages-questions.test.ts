import { expect, it } from 'vitest';
import { PAGES, type PageId, type UserState } from '../../../src/model/index.js';
import { addressOfPage } from '../../../src/sandbox/dashboard/navigation.js';
import { integer, integerOrNull, textOrNull } from '../../../src/sandbox/database.js';
import { type Dice, diceOf, GROUPS, IVRS } from '../../access/random-accounts.js';
import { runs } from '../../support/scale.js';
import { type Expected, type ExpectedCall, expectedOf } from './expected-access.js';
import { type Guest, guestOf, pagesHouse } from './pages-house.js';
import { randomHouse } from './random-house.js';
import type { House } from './visitor.js';

const QUESTIONS = runs({ short: 1000, long: 20_000 });
const EACH = 40;

interface Asked {
  readonly question: string;
  readonly expected: boolean;
  readonly actual: boolean;
}

interface Room {
  readonly house: House;
  readonly guest: Guest;
  readonly expected: Expected;
  readonly people: readonly UserState[];
  readonly actor: UserState;
  readonly dice: Dice;
}

it('whoever is signed in opens, sees, changes, plays and listens to exactly what the brute force says', {
  timeout: 300_000,
}, async () => {
  const dice = diceOf(31_337);
  const counts = new Map<string, number>();
  const disagreements: string[] = [];
  let asked = 0;
  while (asked < QUESTIONS) {
    const { state, seed } = randomHouse(dice);
    const house = await pagesHouse(seed);
    const people = [...state.users.values()];
    const able = people.filter((user) => user.status === 'active');
    for (const actor of able.slice(0, 2)) {
      const room = {
        house,
        guest: await guestOf(house, actor.email),
        expected: expectedOf(state, actor.key),
        people,
        actor,
        dice,
      };
      for (let index = 0; index < EACH; index += 1) {
        const { question, expected, actual } = await ask(room);
        asked += 1;
        const kind = `${question.split(' ')[0]} ${expected}`;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        if (expected !== actual)
          disagreements.push(`${actor.email} ${JSON.stringify(actor.dashboard)}: ${question} is not ${expected}`);
      }
    }
    house.database.close();
  }
  expect(disagreements.slice(0, 10)).toEqual([]);
  for (const kind of ['open', 'see', 'listen', 'play', 'download', 'change', 'own'])
    for (const answer of [true, false])
      expect(counts.get(`${kind} ${answer}`) ?? 0, `${kind} ${answer}`).toBeGreaterThan(QUESTIONS / 200);
});

const KINDS = ['open', 'see', 'listen', 'play', 'download', 'change', 'change', 'own'] as const;

async function ask(room: Room): Promise<Asked> {
  const kind = room.dice.pick(KINDS);
  switch (kind) {
    case 'open':
      return openPage(room);
    case 'see':
      return seeThing(room);
    case 'listen':
      return listen(room);
    case 'play':
    case 'download':
      return hear(room, kind);
    case 'change':
      return changeThing(room);
    case 'own':
      return own(room);
    default:
      return kind satisfies never;
  }
}

const isShown = async ({ guest }: Room, path: string): Promise<boolean> => (await guest.get(path)).status === 200;
const isMade = async ({ guest }: Room, path: string, fields: Record<string, string> = {}): Promise<boolean> =>
  (await guest.post(path, fields)).status === 303;

async function openPage(room: Room): Promise<Asked> {
  const [first, ...rest] = PAGES.map(({ id }) => id);
  const page = room.dice.pick([first ?? 'users', ...rest]);
  const actual = await isShown(room, page === 'users' ? '/groups' : addressOfPage(page));
  return { question: `open ${page}`, expected: room.expected.opens(page, 'read'), actual };
}

interface Row extends ExpectedCall {
  readonly id: number;
}

function callOf({ house, dice, people }: Room, states: string): Row {
  const rows = house.database.all(
    `SELECT c.id, c.ivr_id, u.email, i.name FROM calls c LEFT JOIN users u ON u.id = c.user_id LEFT JOIN ivrs i ON i.id = c.ivr_id
WHERE c.state IN (SELECT value FROM json_each(?)) ORDER BY c.id`,
    states,
  );
  const row = rows[dice.below(rows.length)];
  const byEmail = (email: string | null) => people.find((user) => user.email === email);
  const members = house.database.all(
    'SELECT u.email FROM ivr_users x JOIN users u ON u.id = x.user_id WHERE x.ivr_id = ?',
    integerOrNull(row, 'ivr_id'),
  );
  return {
    id: integer(row, 'id'),
    user: byEmail(textOrNull(row, 'email')),
    ivr: textOrNull(row, 'name'),
    ivrPeople: members.flatMap((member) => byEmail(textOrNull(member, 'email')) ?? []),
  };
}

const ENDED = '["ended","missed"]';
const words = ({ id, user, ivr }: Row) => `call ${id} of ${user?.email} on ${ivr}`;

async function seeThing(room: Room): Promise<Asked> {
  const { dice, expected, people, house } = room;
  const kind = dice.pick(['call', 'call', 'number', 'ivr', 'group'] as const);
  if (kind === 'call') {
    const call = callOf(room, ENDED);
    return {
      question: `see ${words(call)}`,
      expected: expected.call('logs', call),
      actual: await isShown(room, `/logs/${call.id}`),
    };
  }
  if (kind === 'group') {
    const index = dice.below(GROUPS.length);
    return {
      question: `see group ${GROUPS[index]}`,
      expected: expected.group('users', 'read', GROUPS[index] ?? ''),
      actual: await isShown(room, `/groups/${index + 1}`),
    };
  }
  if (kind === 'ivr') {
    const index = dice.below(IVRS.length);
    return {
      question: `see IVR ${IVRS[index]}`,
      expected: expected.ivr('ivrs', 'read', IVRS[index] ?? ''),
      actual: await isShown(room, `/ivrs/${index + 1}`),
    };
  }
  const index = dice.below(people.length);
  const person = people[index];
  const id = integer(
    house.database.get(
      'SELECT n.id FROM numbers n JOIN users u ON u.id = n.user_id WHERE u.email = ?',
      person?.email ?? '',
    ),
    'id',
  );
  const isOfExternal =
    person?.external === true &&
    person.status === 'active' &&
    expected.personOn(
      'numbers',
      { ...person, external: false, groups: { known: true, value: [], from: 'read' } },
      'direct',
    );
  return {
    question: `see number of ${person?.email}`,
    expected: person !== undefined && (isOfExternal || expected.personOn('numbers', person, 'direct')),
    actual: await isShown(room, `/numbers/${id}`),
  };
}

async function listen(room: Room): Promise<Asked> {
  const call = callOf(room, '["live"]');
  const isHeard = (await room.guest.download(`/activity/${call.id}/audio`)).status === 200;
  if (room.dice.chance(25)) {
    expect((await room.guest.post(`/activity/${call.id}/listen`)).status === 200).toBe(isHeard);
    expect((await room.guest.get('/activity')).page.includes(`/activity/${call.id}/listen"`)).toBe(isHeard);
  }
  return { question: `listen ${words(call)}`, expected: room.expected.listens(call), actual: isHeard };
}

async function hear(room: Room, what: 'play' | 'download'): Promise<Asked> {
  const call = callOf(room, '["ended"]');
  const file = await room.guest.download(`/logs/${call.id}/${what === 'play' ? 'recording' : 'download'}`);
  return {
    question: `${what} ${words(call)}`,
    expected: room.expected.plays(call, what),
    actual: file.type === 'audio/wav',
  };
}

const PLAIN: readonly (readonly [PageId, string, Record<string, string>])[] = [
  ['callTags', '/call-tags/1', { name: 'Order', color: '#445566', description: '' }],
  ['integrations', '/integrations/1/enable', {}],
  ['billing', '/billing/credit', { amount: '1' }],
  ['otherSettings', '/other-settings', { name: 'Music', value: 'Harp' }],
];

async function changeThing(room: Room): Promise<Asked> {
  const { dice, expected, people } = room;
  const kind = dice.pick(['call', 'call', 'ivr', 'task', 'campaign', 'plain'] as const);
  if (kind === 'call') {
    const call = callOf(room, ENDED);
    const isAllowed = expected.opens('logs', 'write') && expected.call('logs', call);
    return {
      question: `change ${words(call)}`,
      expected: isAllowed,
      actual: await isMade(room, `/logs/${call.id}`, { note: 'x', tag: '1' }),
    };
  }
  if (kind === 'ivr') {
    const index = dice.below(IVRS.length);
    const isAllowed = expected.ivr('ivrs', 'write', IVRS[index] ?? '');
    return {
      question: `change IVR ${IVRS[index]}`,
      expected: isAllowed,
      actual: await isMade(room, `/ivrs/${index + 1}/open`, { open: 'on' }),
    };
  }
  if (kind === 'task') {
    const index = dice.below(people.length + 1);
    const person = people[index];
    const isAllowed = person
      ? expected.person('tasks', 'write', person)
      : expected.opens('tasks', 'write') && expected.everyGroup('tasks');
    return {
      question: `change task of ${person?.email}`,
      expected: isAllowed,
      actual: await isMade(room, `/tasks/${index + 1}`),
    };
  }
  if (kind === 'campaign') {
    const index = dice.below(GROUPS.length + 1);
    const group = GROUPS[index];
    const isAllowed = group
      ? expected.group('campaigns', 'write', group)
      : expected.opens('campaigns', 'write') && expected.everyGroup('campaigns');
    return {
      question: `change campaign of ${group}`,
      expected: isAllowed,
      actual: await isMade(room, `/campaigns/${index + 1}`, { state: 'ended' }),
    };
  }
  const [page, path, fields] = PLAIN[dice.below(PLAIN.length)] ?? ['brands', '/', {}];
  return {
    question: `change ${page}`,
    expected: expected.opens(page, 'write'),
    actual: await isMade(room, path, fields),
  };
}

/** Own recordings, in one's own phone: the permission decides, and no page. */
async function own(room: Room): Promise<Asked> {
  const { house, actor, dice, guest, expected } = room;
  const id = house.idOf(actor.email);
  const call = integer(
    house.database.get("SELECT id FROM calls WHERE user_id = ? AND state = 'ended' ORDER BY id", id),
    'id',
  );
  const what = dice.pick(['play', 'download'] as const);
  const file = await guest.download(`/users/${id}/phone/${what === 'play' ? 'recording' : 'download'}?call=${call}`);
  return {
    question: `own ${what}`,
    expected: expected.is(`recordings.${what}(own)@app`),
    actual: file.type === 'audio/wav',
  };
}
