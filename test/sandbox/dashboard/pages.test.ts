import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYWHERE, PAGES, type PageAccess, type PageId } from '../../../src/model/index.js';
import { addressOfPage } from '../../../src/sandbox/dashboard/navigation.js';
import { type AccountSeed, SEEDS } from '../../../src/sandbox/seed/index.js';
import { isLong } from '../../support/scale.js';
import { seedUser } from '../requests.js';
import { type Guest, guestOf, pagesHouse, writingForms } from './pages-house.js';
import { type Entered, type House, lastAction } from './visitor.js';

const levelOf = (page: PageId) => PAGES.find(({ id }) => id === page)?.level ?? 'technical';
const emailOf = (page: PageId, access: PageAccess) => `${page.toLowerCase()}-${access}@pages.example`;

/** Acme, and somebody for every page and each way to open it. */
const SEED: AccountSeed = {
  ...SEEDS.acme,
  licences: [
    { plan: 'Business', total: 200 },
    { plan: 'Advanced', total: 10 },
  ],
  users: [
    ...SEEDS.acme.users,
    ...PAGES.flatMap(({ id }) =>
      (['read', 'write'] as const).map((access) =>
        seedUser(emailOf(id, access), {
          dashboard: { level: levelOf(id), pages: { [id]: access }, scope: EVERYWHERE },
        }),
      ),
    ),
    seedUser('nothing@pages.example'),
  ],
};

interface Change {
  readonly page: PageId;
  readonly path: string;
  readonly fields: Entered;
  readonly action: string;
  readonly target: string;
}

const change = (page: PageId, path: string, fields: Entered, logged: string): Change => {
  const [action = '', target = ''] = logged.split(' ');
  return { page, path, fields, action, target };
};

const LONE = '+33199004000';
/** In this order: ids are the positions in the seed, and the number that is freed is given away after it. */
const CHANGES: readonly Change[] = [
  change('users', '/groups', { name: 'Night' }, 'createGroup group:Night'),
  change('users', '/groups/2/add', { email: 'pauline.martin@acme.example' }, 'addMember group:Support'),
  change('users', '/groups/2/remove', { user: '14' }, 'removeMember group:Support'),
  change('numbers', '/numbers', { number: LONE, label: 'New' }, `create number:${LONE}`),
  change('numbers', '/numbers/1/label', { label: 'Desk' }, 'change number:+33199000001'),
  change('numbers', '/numbers/1/free', {}, 'free number:+33199000001'),
  change('numbers', '/numbers/1/assign', { email: 'ada.byron@acme.example' }, 'assign number:+33199000001'),
  change('ivrs', '/ivrs', { name: 'Night' }, 'create ivr:Night'),
  change('ivrs', '/ivrs/3/rename', { name: 'Dispatch' }, 'rename ivr:Field'),
  change('ivrs', '/ivrs/2/open', {}, 'change ivr:Support'),
  change('audioConferences', '/audio-conferences', { name: 'Board', pincode: '1' }, 'create conference:Board'),
  change('audioConferences', '/audio-conferences/1/delete', {}, 'delete conference:All'),
  change('callTags', '/call-tags', { name: 'Spare', color: '#112233', description: '' }, 'create callTag:Spare'),
  change('callTags', '/call-tags/1', { name: 'Sale', color: '#445566', description: '' }, 'change callTag:Order'),
  change('callTags', '/call-tags/2/delete', {}, 'delete callTag:Complaint'),
  change('snoozes', '/snoozes', { name: 'Break' }, 'create snoozeReason:Break'),
  change(
    'blockedNumbers',
    '/blocked-numbers',
    { number: '+33199003333', comment: '' },
    'create blockedNumber:+33199003333',
  ),
  change('contacts', '/contacts', { firstName: 'Lu', number: '+33199003334' }, 'create contact:+33199003334'),
  change('contacts', '/contacts/1/delete', {}, 'delete contact:+33199001000'),
  change('brands', '/brands', { name: 'Third' }, 'create brand:Third'),
  change('otherSettings', '/other-settings', { name: 'Hold music', value: 'Harp' }, 'change setting:Hold'),
  change(
    'developer',
    '/developer/webhooks',
    { event: 'call.missed', url: 'https://hooks.acme.example/m' },
    'create webhook:call.missed',
  ),
  change(
    'integrations',
    '/integrations/1',
    { 'setting:Address': 'https://new.acme.example' },
    'change integration:Customer',
  ),
  change('integrations', '/integrations/2/enable', { enabled: 'on' }, 'change integration:Help'),
  change('billing', '/billing/credit', { amount: '12.50' }, 'addCredit billing:credit'),
  change('logs', '/logs/1', { tag: '1', note: 'Seen' }, 'change call:1'),
  change('campaigns', '/campaigns', { name: 'Spring', group: '1' }, 'create campaign:Spring'),
  change('campaigns', '/campaigns/1', { state: 'paused' }, 'change campaign:Autumn'),
  change('tasks', '/tasks', { title: 'Tidy', email: '', due: '2026-12-01' }, 'create task:Tidy'),
  change('tasks', '/tasks/1', { done: 'on' }, 'change task:Call'),
];

/** Nothing is changed on these two. */
const UNCHANGED: readonly PageId[] = ['analytics', 'actionLogs', 'activity'];
/** Nor is there a form on these; calls are changed on pages of their own. */
const WITHOUT_FORMS: readonly PageId[] = ['analytics', 'actionLogs', 'logs'];
const addressOf = (page: PageId) => (page === 'users' ? '/groups' : addressOfPage(page));

let house: House;
const guests = new Map<string, Guest>();
beforeAll(async () => {
  house = await pagesHouse(SEED);
});

/** Everybody signs in once. */
async function guest(email: string): Promise<Guest> {
  const known = guests.get(email) ?? (await guestOf(house, email));
  guests.set(email, known);
  return known;
}

afterAll(() => house.database.close());

describe.each(PAGES.map(({ id }) => id))('the page %s', (page) => {
  it('is there for whoever may read it, without anything to change', async () => {
    const reader = await guest(emailOf(page, 'read'));
    const seen = await reader.get(addressOf(page));
    expect(seen.status).toBe(200);
    expect(seen.words).toContain('Read only');
    const forms = writingForms(seen).filter(({ action }) => !action.endsWith('/listen') && action !== '/licences');
    expect(forms).toEqual([]);
  });

  it('has what changes it for whoever may write it', async () => {
    const seen = await (await guest(emailOf(page, 'write'))).get(addressOf(page));
    expect(seen.status).toBe(200);
    expect(seen.words).not.toContain('Read only');
    expect(writingForms(seen).length > 0).toBe(!WITHOUT_FORMS.includes(page));
  });

  it('is closed for everybody else, whatever else they may open', async () => {
    const others = PAGES.filter(({ id }, index) => id !== page && (isLong || index % 4 === page.length % 4));
    for (const other of [...others.map(({ id }) => emailOf(id, 'write')), 'nothing@pages.example']) {
      const seen = await (await guest(other)).get(addressOf(page));
      expect([other, seen.status, seen.code]).toEqual([other, 403, 'NOT_ALLOWED']);
    }
  });

  it('is changed by somebody, or by nobody', () => {
    expect(CHANGES.some((one) => one.page === page)).toBe(!UNCHANGED.includes(page));
  });
});

describe('a change', () => {
  it.each(CHANGES)(
    '$path is refused to a reader and to a stranger, and nothing is written',
    async ({ page, path, fields }) => {
      const before = house.contents();
      const others = PAGES.filter(({ id }) => id !== page).map(({ id }) => emailOf(id, 'write'));
      const [stranger = ''] = others.filter((_, index) => index % 7 === path.length % 7);
      for (const email of [emailOf(page, 'read'), stranger, 'nothing@pages.example']) {
        const seen = await (await guest(email)).post(path, fields);
        expect([email, seen.status]).toEqual([email, 403]);
      }
      expect(house.contents()).toBe(before);
    },
  );

  it.each(CHANGES)('$path is made by a writer, and logged', async ({ page, path, fields, action, target }) => {
    const before = house.contents();
    const seen = await (await guest(emailOf(page, 'write'))).post(path, fields);
    expect([seen.status, seen.code]).toEqual([303, undefined]);
    expect(house.contents()).not.toBe(before);
    const logged = lastAction(house);
    expect(logged).toMatchObject({ by: emailOf(page, 'write'), action });
    expect(logged.target.startsWith(target)).toBe(true);
    expect(logged.before).not.toEqual(logged.after);
  });

  it('of what comes from a business tool is not made here', async () => {
    const writer = await guest(emailOf('contacts', 'write'));
    expect((await writer.post('/contacts/3/delete')).code).toBe('NOT_ALLOWED');
  });
});

describe('values that cannot be', () => {
  it.each([
    ['callTags', '/call-tags', { name: 'Sale', color: '#112233' }],
    ['callTags', '/call-tags', { name: 'Red', color: 'red' }],
    ['callTags', '/call-tags', { name: '', color: '#112233' }],
    ['callTags', '/call-tags', { name: 'a\u0007b', color: '#112233' }],
    ['blockedNumbers', '/blocked-numbers', { number: '12' }],
    ['blockedNumbers', '/blocked-numbers', { number: "+1' OR 1" }],
    ['developer', '/developer/webhooks', { event: 'x', url: 'javascript:alert(1)' }],
    ['developer', '/developer/webhooks', { event: 'x', url: 'http://plain.acme.example' }],
    ['billing', '/billing/credit', { amount: '-5' }],
    ['billing', '/billing/credit', { amount: '1e3' }],
    ['tasks', '/tasks', { title: 'x', email: 'nobody@acme.example', due: '2026-12-01' }],
    ['campaigns', '/campaigns/1', { state: 'gone' }],
    ['logs', '/logs/1', { tag: '999' }],
    ['audioConferences', '/audio-conferences', { name: 'x', pincode: 'abc' }],
  ] as const)('are refused on %s: %s %j', async (page, path, fields) => {
    const before = house.contents();
    const seen = await (await guest(emailOf(page, 'write'))).post(path, fields);
    expect(seen.status).toBe(422);
    expect(house.contents()).toBe(before);
  });
});

describe('API keys', () => {
  const rights = {
    calls: 'read',
    contacts: 'none',
    users: 'both',
    numbers: 'write',
    ivrs: 'none',
    conversations: 'none',
    empower: 'none',
  };
  let writer: Guest;
  beforeAll(async () => {
    writer = await guest(emailOf('developer', 'write'));
  });

  it('are shown once, when they are made, and belong to who makes them', async () => {
    const made = await writer.post('/developer/keys', { name: 'Robot', ...rights });
    expect(made.status).toBe(200);
    const {
      key,
      user_id: owner,
      monitoring,
      rights: stored,
    } = house.database.get("SELECT * FROM api_keys WHERE name = 'Robot'") ?? {};
    expect(made.page).toContain(`<code>${String(key)}</code>`);
    expect([owner, monitoring]).toEqual([house.idOf(emailOf('developer', 'write')), 0]);
    expect(JSON.parse(String(stored))).toEqual(rights);
    for (const page of [
      await writer.get('/developer'),
      await (await guest('sam.ortega@acme.example')).get('/action-logs'),
    ])
      expect(page.page).not.toContain(String(key));
    expect(house.contents().split(String(key))).toHaveLength(2);
  });

  it('of one name are one', async () => {
    expect((await writer.post('/developer/keys', { name: 'Robot', ...rights })).code).toBe('BODY_INVALID');
  });

  it('are revoked by whoever may write the page', async () => {
    const fields = { user: String(house.idOf(emailOf('developer', 'write'))), name: 'Robot' };
    expect((await (await guest(emailOf('developer', 'read'))).post('/developer/keys/revoke', fields)).status).toBe(403);
    expect((await writer.post('/developer/keys/revoke', fields)).status).toBe(303);
    expect(house.database.get("SELECT 1 FROM api_keys WHERE name = 'Robot'")).toBeUndefined();
  });
});

describe('licences', () => {
  it('are ordered by administrators, and by technical people not, with the reason', async () => {
    for (const email of [emailOf('users', 'write'), emailOf('billing', 'write'), emailOf('otherSettings', 'write')]) {
      const refused = await (await guest(email)).post('/licences', { plan: 'Business', count: '3' });
      expect([email, refused.status, refused.code]).toEqual([email, 403, 'LICENCES_NOT_TECHNICAL']);
    }
    const page = await (await guest(emailOf('users', 'write'))).get('/licences');
    expect(page.words).toContain('the level technical does not include it');
    const admin = await guest('ada.byron@acme.example');
    expect((await admin.post('/licences', { plan: 'Business', count: '3' })).status).toBe(303);
    expect(house.database.get("SELECT total FROM licences WHERE plan = 'Business'")?.total).toBe(203);
  });

  it('and invoices are downloaded as text', async () => {
    const { status, type, bytes } = await (await guest(emailOf('billing', 'read'))).download('/billing/invoices/3');
    expect([status, type]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(new TextDecoder().decode(bytes)).toContain('2026-10');
  });
});
