import { expect, test } from 'vitest';
import { OFFICE, seedUser } from '../requests.js';
import { type Tag, tagsOf } from './markup.js';
import { houseOf, visitorOf } from './visitor.js';

const SCRIPT = '<script>alert(1)</script>';
const IMAGE = '"><img src=x onerror=alert(1)>';
const HOSTILE = [SCRIPT, IMAGE, "' onmouseover='x", '</title><svg onload=x>', '{{7*7}}', '&lt;b&gt;\\u202e'];

const OWN_SCRIPT = '/assets/dashboard.js';
const isForeign = ({ name, attributes }: Tag): boolean =>
  [...attributes.keys()].some((key) => key.startsWith('on') || key === 'style') ||
  (name === 'script' && attributes.size > 0 && attributes.get('src') !== OWN_SCRIPT) ||
  ['img', 'iframe', 'object', 'base', 'style'].includes(name);

test('hostile names are text on every page, and no markup', async () => {
  const [agent] = OFFICE.profiles;
  const users = HOSTILE.map((name, index) =>
    seedUser(`x${index}@acme.example`, {
      firstName: name,
      lastName: name,
      groups: [name],
      profile: index < 2 ? name : null,
    }),
  );
  const house = await houseOf({
    ...OFFICE,
    team: { id: '5', name: IMAGE },
    groups: [...OFFICE.groups, ...HOSTILE.map((name) => ({ name, openAccess: false }))],
    ivrs: [...OFFICE.ivrs, { name: SCRIPT, numbers: [], users: [] }],
    profiles: agent ? [...OFFICE.profiles, ...HOSTILE.map((name) => ({ ...agent, name }))] : [],
    users: [...OFFICE.users, ...users],
  });
  const visitor = await visitorOf(house, 'owner@acme.example');
  const people = [0, 3].map((index) => `/users/${house.idOf(`x${index}@acme.example`)}`);
  const search = `?q=${encodeURIComponent(IMAGE)}`;
  const paths = [
    ...[
      '/',
      '/users',
      `/users${search}`,
      '/sign-in',
      `/sign-in${search}`,
      '/profiles',
      '/profiles/6',
      '/profiles/7/duplicate',
    ],
    ...['/profiles/6/assign', `/profiles/6/assign${search}`],
    ...people.flatMap((path) => ['', '/delete', '/profile'].map((rest) => `${path}${rest}`)),
  ];
  const pages = [];
  for (const path of paths) pages.push(await visitor.get(path));
  pages.push(await visitor.submit('/profiles/new', '/profiles/new', { name: 'x'.repeat(201) + IMAGE }));
  pages.push(await visitor.submit(`${people[1]}`, `${people[1]}/link`, { profile: '7' }));
  pages.push(await visitor.submit('/profiles/7', '/profiles/7/permissions', { 'p.snooze': 'on' }));
  let inert = 0;
  for (const { page, status } of pages) {
    const tags = tagsOf(page);
    expect([200, 422]).toContain(status);
    expect(tags.filter(isForeign)).toEqual([]);
    if (HOSTILE.some((text) => tags.some((tag) => `${tag.text} ${tag.attributes.get('value')}`.includes(text))))
      inert += 1;
  }
  expect([pages.length, inert]).toEqual([19, 19]);
  house.database.close();
});
