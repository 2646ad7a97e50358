import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CATALOGUE, type CatalogueEntry, type PermissionValue } from '../../../src/model/index.js';
import { isObject, OFFICE } from '../requests.js';
import { formsOf, type PageForm } from './markup.js';
import { type House, houseOf, lastAction, type Seen, type Visitor, visitorOf } from './visitor.js';

let house: House;
let owner: Visitor;
let lead: Visitor;
beforeEach(async () => {
  house = await houseOf(OFFICE);
  owner = await visitorOf(house, 'owner@acme.example');
  lead = await visitorOf(house, 'lead@acme.example');
});
afterEach(() => house.database.close());

const section = (name: string) => (form: PageForm) =>
  form.fields.some(([field, value]) => field === 'section' && value === name);
const SECTION_OF = new Map(CATALOGUE.map(({ id, inferredSection }) => [id, inferredSection] as const));

/** What the account has for this person now. */
function stored(email: string): {
  readonly permissions: Readonly<Record<string, unknown>>;
  readonly dashboard: unknown;
} {
  const row = house.database.get('SELECT permissions, dashboard FROM users WHERE email = ?', email);
  const permissions: unknown = JSON.parse(String(row?.permissions));
  return { permissions: isObject(permissions) ? permissions : {}, dashboard: JSON.parse(String(row?.dashboard)) };
}

const path = (email: string, rest = ''): string => `/users/${house.idOf(email)}${rest}`;
const save = (who: Visitor, email: string, id: string, value: string | readonly string[] | null): Promise<Seen> =>
  who.submit(path(email), path(email, '/permissions'), { [`p.${id}`]: value }, section(SECTION_OF.get(id) ?? ''));

/** A permission, what is entered for it, and the value that it has then: another one than before. */
function entered({
  id,
  kind,
  grants,
}: CatalogueEntry): readonly [string, string | readonly string[] | null, PermissionValue] {
  if (kind === 'choice') return [id, 'own', 'own'];
  if (kind === 'callerIds') return [id, ['allIvr', '+33199000010'], ['+33199000010', 'allIvr']];
  if (kind !== 'switch') return [id, '7', 7];
  return grants === 'less' ? [id, null, false] : [id, 'on', true];
}

describe('the page of a person with permissions of their own', () => {
  const VALUES = CATALOGUE.filter(({ kind }) => kind !== 'action').map(entered);

  test('has a control for each of the 35 permissions that saves its value', async () => {
    const before = stored('ivy@acme.example').permissions;
    for (const name of new Set(SECTION_OF.values())) {
      const fields = Object.fromEntries(
        VALUES.filter(([id]) => SECTION_OF.get(id) === name).map(([id, value]) => [`p.${id}`, value]),
      );
      await owner.submit(path('ivy@acme.example'), path('ivy@acme.example', '/permissions'), fields, section(name));
    }
    const after = stored('ivy@acme.example').permissions;
    expect(after).toEqual(Object.fromEntries(VALUES.map(([id, , value]) => [id, value])));
    const changed = VALUES.filter(([id]) => JSON.stringify(before[id]) !== JSON.stringify(after[id]));
    expect([VALUES.length, changed.length]).toEqual([35, 35]);
  });

  test('writes and logs what differs, and nothing besides', async () => {
    await save(owner, 'ivy@acme.example', 'snooze', 'on');
    expect(lastAction(house)).toEqual({
      by: 'owner@acme.example',
      action: 'setPermissions',
      target: 'user:ivy@acme.example',
      before: { snooze: false },
      after: { snooze: true },
    });
  });

  test('says what was saved, before and after, once', async () => {
    const answer = await save(owner, 'ivy@acme.example', 'snooze', 'on');
    expect(answer.words).toContain('Saved at 09:12:04 UTC: Snooze, off → on.');
    expect((await owner.get(path('ivy@acme.example'))).words).not.toContain('Saved at');
  });

  test('refuses what was changed meanwhile, and shows the value of now', async () => {
    const opened = await owner.get(path('ivy@acme.example'));
    await save(owner, 'ivy@acme.example', 'afterCallWorkDuration', '30');
    const before = house.contents();
    const late = await owner.send(
      opened.page,
      path('ivy@acme.example', '/permissions'),
      { 'p.snooze': 'on' },
      section('Software customization'),
    );
    expect([late.status, late.code, house.contents() === before]).toEqual([409, 'CHANGED_SINCE', true]);
    expect(late.page).toContain('name="p.afterCallWorkDuration" value="30"');
  });

  test.each([
    ['maxChannels', '0', 'PERMISSION_VALUE'],
    ['maxChannels', '1e3', 'PERMISSION_VALUE'],
    ['callRecordingVolume', '101', 'PERMISSION_VALUE'],
    ['playRecordings', 'everything', 'PERMISSION_VALUE'],
    ['afterCallWorkDuration', '-1', 'PERMISSION_VALUE'],
    ['editCallerId', '+33199009999', 'UNKNOWN_NUMBER'],
  ])('refuses %s = %s, writes nothing and keeps what was entered beside it', async (id, value, code) => {
    const before = house.contents();
    const answer = await owner.submit(
      path('ivy@acme.example'),
      path('ivy@acme.example', '/permissions'),
      { [`p.${id}`]: value, 'p.useLocalPresence': 'on', 'p.allowToRecord': 'on', 'p.snooze': 'on' },
      section(SECTION_OF.get(id) ?? ''),
    );
    expect([answer.status, answer.code, house.contents() === before]).toEqual([422, code, true]);
    const kept = formsOf(answer.page).find(section(SECTION_OF.get(id) ?? ''));
    expect(kept?.fields.filter(([, one]) => one === 'on').length).toBeGreaterThan(0);
  });

  test('saves nothing when nothing is different', async () => {
    const before = house.contents();
    expect((await owner.submit(path('ivy@acme.example'), path('ivy@acme.example', '/permissions'))).status).toBe(200);
    expect((await owner.submit(path('ivy@acme.example'), path('ivy@acme.example', '/dashboard'))).status).toBe(200);
    expect((await owner.submit(path('ivy@acme.example'), path('ivy@acme.example', '/groups'))).status).toBe(200);
    expect(house.contents()).toBe(before);
  });
});

describe('a linked person', () => {
  test('has no controls for permissions, and is told the profile and how many share it', async () => {
    const page = await owner.get(path('tom@acme.example'));
    expect(formsOf(page.page).filter(({ action }) => action.endsWith('/permissions'))).toEqual([]);
    expect(page.words).toContain('Permissions come from profile Agent .');
    expect(page.page).toContain(`href="/profiles/1"`);
  });

  test('keeps their permissions when a form for somebody unlinked is sent for them', async () => {
    const ivy = await owner.get(path('ivy@acme.example'));
    const forged = ivy.page.replaceAll(
      path('ivy@acme.example', '/permissions'),
      path('tom@acme.example', '/permissions'),
    );
    const before = house.contents();
    const answer = await owner.send(
      forged,
      path('tom@acme.example', '/permissions'),
      { 'p.snooze': 'on' },
      section('Software customization'),
    );
    expect([answer.status, answer.code, house.contents() === before]).toEqual([409, 'LINKED_TO_PROFILE', true]);
  });

  test('is unlinked with the permissions of the profile as their own', async () => {
    await owner.submit(path('tom@acme.example'), path('tom@acme.example', '/unlink'));
    expect(lastAction(house)).toMatchObject({ action: 'unlink', target: 'user:tom@acme.example' });
    expect(stored('tom@acme.example').permissions).toMatchObject({ joinOpenGroups: true });
  });

  test('is linked to another profile only after its consequences were shown', async () => {
    const before = house.contents();
    const shown = await owner.submit(path('ivy@acme.example'), path('ivy@acme.example', '/link'), { profile: '1' });
    expect([shown.status, house.contents() === before]).toEqual([200, true]);
    expect(shown.words).toContain('Can join open groups off → on');
    expect(shown.words).toContain('can now join open groups');
    await owner.send(shown.page, path('ivy@acme.example', '/link'));
    expect(lastAction(house)).toMatchObject({ action: 'link', target: 'user:ivy@acme.example' });
  });
});

describe('dashboard access', () => {
  const dashboard = (who: Visitor, email: string, entered: Readonly<Record<string, string | readonly string[]>>) =>
    who.submit(path(email), path(email, '/dashboard'), entered);

  test('is level, pages, groups, IVRs and lines', async () => {
    const answer = await dashboard(owner, 'ivy@acme.example', {
      level: 'supervisor',
      'page.users': 'write',
      'page.logs': 'read',
      'groups.all': 'chosen',
      groups: ['Sales', 'Support'],
      'ivrs.all': 'chosen',
      ivrs: 'Desk',
      lines: 'direct',
    });
    expect(answer.status).toBe(200);
    expect(stored('ivy@acme.example').dashboard).toEqual({
      level: 'supervisor',
      pages: { users: 'write', logs: 'read' },
      scope: { groups: ['Sales', 'Support'], ivrs: ['Desk'], lines: 'direct' },
    });
    expect(answer.words).toContain(
      'Dashboard access, none → supervisor: Users write, Logs read; groups Sales, Support; IVRs Desk; direct lines only',
    );
  });

  test('can be the usual pages of a level', async () => {
    await dashboard(owner, 'ivy@acme.example', { level: 'billing', usual: 'on' });
    expect(stored('ivy@acme.example').dashboard).toMatchObject({ level: 'billing', pages: { billing: 'write' } });
  });

  test('names the level admin for whoever cannot give it, and does not let them', async () => {
    const ada = await visitorOf(house, 'ada@acme.example');
    const page = await ada.get(path('ivy@acme.example'));
    const form = formsOf(page.page).find(({ action }) => action.endsWith('/dashboard'));
    expect(form?.disabled).toContain('level=admin');
    expect(page.words).toContain('superadministrator only');
    const before = house.contents();
    const answer = await dashboard(ada, 'ivy@acme.example', { level: 'admin' });
    expect([answer.status, answer.code, house.contents() === before]).toEqual([
      403,
      'ONLY_SUPERADMIN_GRANTS_ADMIN',
      true,
    ]);
    expect((await dashboard(owner, 'ivy@acme.example', { level: 'admin' })).status).toBe(200);
  });

  test('of external people has two levels', async () => {
    const page = await owner.get(path('jo@audit.example'));
    const form = formsOf(page.page).find(({ action }) => action.endsWith('/dashboard'));
    expect(form?.disabled).toEqual(expect.arrayContaining(['level=supervisor', 'level=admin']));
    expect((await dashboard(owner, 'jo@audit.example', { level: 'supervisor' })).code).toBe('EXTERNAL_LIMITED');
    expect(formsOf(page.page).filter(({ action }) => /permissions|groups|link$/.test(action))).toEqual([]);
  });
});

describe('a supervisor who manages the people of one group', () => {
  test('finds those, and nobody else', async () => {
    const found = [...(await lead.get('/users?status=any')).page.matchAll(/<td>([\w.]+@[\w.]+)<\/td>/g)].map(
      ([, email]) => email,
    );
    expect(found).toEqual(['ivy@acme.example', 'lead@acme.example', 'tom@acme.example']);
  });

  test('opens and saves no other person, by whatever address', async () => {
    const ivy = await lead.get(path('ivy@acme.example'));
    const before = house.contents();
    for (const email of ['tech@acme.example', 'jo@audit.example', 'giver@acme.example', 'gone@acme.example']) {
      expect([(await lead.get(path(email))).status, email]).toEqual([403, email]);
      for (const action of ['names', 'permissions', 'dashboard', 'groups', 'sign-out', 'archive']) {
        const forged = ivy.page.replaceAll(path('ivy@acme.example', '/'), path(email, '/'));
        const { status } = await lead.send(forged, path(email, `/${action}`), { 'p.snooze': 'on', firstName: 'X' });
        expect([email, action, status]).toEqual([email, action, 403]);
      }
    }
    expect(house.contents()).toBe(before);
  });

  test('gives what they hold, and nothing that they do not', async () => {
    expect((await save(lead, 'ivy@acme.example', 'snooze', 'on')).status).toBe(200);
    const before = house.contents();
    const more = await save(lead, 'ivy@acme.example', 'chatTab', 'on');
    expect([more.status, more.code, house.contents() === before]).toEqual([403, 'GIVES_MORE_THAN_HELD', true]);
    const page = await lead.get(path('ivy@acme.example'));
    const form = formsOf(page.page).find(({ action }) => action.endsWith('/dashboard'));
    expect(form?.disabled).toEqual(expect.arrayContaining(['page.logs=write', 'page.activity=read', 'level=admin']));
    expect(form?.disabled).not.toContain('page.logs=read');
    const wide = await lead.submit(path('ivy@acme.example'), path('ivy@acme.example', '/dashboard'), {
      level: 'supervisor',
      'page.logs': 'read',
    });
    expect([wide.status, house.contents() === before]).toEqual([403, true]);
  });

  test('has neither profiles nor new people', async () => {
    for (const address of [
      '/profiles',
      '/profiles/1',
      '/profiles/new',
      '/users/new',
      '/users/new-external',
      path('ivy@acme.example', '/profile'),
    ])
      expect([address, (await lead.get(address)).status]).toEqual([address, 403]);
    expect((await lead.get('/')).page).not.toContain('href="/profiles"');
  });
});
