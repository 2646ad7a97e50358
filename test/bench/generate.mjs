// An account of N people, the same every time: the store of the embedded account, the pages of its lists, a directory of YAML files that
// states nearly all of it with one person in a hundred different, and the same content as JSON.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES = 200;

/** Fills `folder` with account/, pages/ and desired.json. `seedProgram` is the bundle of driver/seed.ts. */
export function generate({ users, folder, seedProgram }) {
  mkdirSync(join(folder, 'account', 'people'), { recursive: true });
  const child = spawnSync(process.execPath, [seedProgram, String(users), folder], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`the account of ${users} people could not be made`);
  const seed = JSON.parse(readFileSync(join(folder, 'seed.json'), 'utf8'));
  const profiles = new Map(seed.profiles.map((profile) => [profile.name, profile]));
  const people = seed.users.map((user, index) => [user.email, stated(wanted(user, index, seed), profiles)]);
  writeYaml(join(folder, 'account'), { seed, people });
  const json = {
    profiles: Object.fromEntries(seed.profiles.map((profile) => [profile.name, profile])),
    groups: Object.fromEntries(seed.groups.map((group) => [group.name, group])),
    users: Object.fromEntries(people),
  };
  writeFileSync(join(folder, 'desired.json'), JSON.stringify(json));
  return {
    folder,
    directory: join(folder, 'account'),
    json: join(folder, 'desired.json'),
    pages: join(folder, 'pages'),
    person: seed.users.find(({ profile }) => profile !== null)?.email,
    group: seed.groups[1] && idOf(seed.groups[1].name),
  };
}

/** One person in a hundred is different from the account, in five ways by turns. */
function wanted(user, index, { profiles, groups }) {
  const turn = Math.floor(index / 100) % 5;
  if (index % 100 === 40 && turn === 4)
    return { ...user, permissions: { ...user.permissions, snooze: !user.permissions.snooze } };
  if (index % 100 !== 33 || turn === 4) return user;
  if (turn === 0) return { ...user, lastName: `${user.lastName} changed` };
  if (turn === 1)
    return { ...user, groups: [...user.groups, groups.find(({ name }) => !user.groups.includes(name)).name] };
  if (turn === 2)
    return {
      ...user,
      dashboard: {
        level: 'supervisor',
        pages: { analytics: 'read' },
        scope: { groups: 'all', ivrs: 'all', lines: 'all' },
      },
    };
  const { name, dashboard, groups: given } = profiles[(index + 1) % profiles.length];
  return { ...user, profile: name, dashboard, groups: given };
}

/** Written by rule, and so without the two that are sensible only with others. */
const UNSTATED = ['tagsRequired', 'noteRequired'];

/** What a person's entry states: a linked person only what the profile does not give. */
function stated(user, profiles) {
  const { firstName, lastName, profile, dashboard } = user;
  const given = profiles.get(profile);
  const states = (field) => !given || JSON.stringify(user[field]) !== JSON.stringify(given[field]);
  return {
    firstName,
    lastName,
    ...(given
      ? { profile }
      : { permissions: Object.fromEntries(Object.entries(user.permissions).filter(([id]) => !UNSTATED.includes(id))) }),
    ...(states('dashboard') && { dashboard }),
    ...(states('groups') && { groups: [...user.groups].sort() }),
  };
}

function writeYaml(directory, { seed, people }) {
  writeFileSync(join(directory, 'ringctl.yaml'), 'version: 1\naccount: bench\nlimits: { privilegedGains: 1000 }\n');
  writeFileSync(join(directory, 'groups.yaml'), `groups:\n${seed.groups.map(groupText).join('')}`);
  writeFileSync(join(directory, 'profiles.yaml'), `profiles:\n${seed.profiles.map(profileText).join('')}`);
  const files = Math.min(FILES, Math.ceil(people.length / 5));
  for (let file = 0; file < files; file += 1) {
    const from = Math.round((file * people.length) / files);
    const part = people.slice(from, Math.round(((file + 1) * people.length) / files));
    const name = `part-${String(file).padStart(3, '0')}.yaml`;
    writeFileSync(
      join(directory, 'people', name),
      `users:\n${part.map(([email, user]) => personText(email, user)).join('')}`,
    );
  }
}

const idOf = (name) => name.toLowerCase().replaceAll(' ', '-');
const groupText = ({ name, openAccess }) => `  ${idOf(name)}:\n    name: ${name}\n    openAccess: ${openAccess}\n`;

function profileText({ name, permissions, dashboard, groups }) {
  return `  ${idOf(name)}:\n    name: ${name}\n${permissionsText(permissions)}${dashboardText(dashboard)}${groupsText(groups)}`;
}

function personText(email, { firstName, lastName, profile, permissions, dashboard, groups }) {
  return [
    `  ${email}:\n    firstName: ${firstName}\n    lastName: ${lastName}\n`,
    profile ? `    profile: ${idOf(profile)}\n` : permissionsText(permissions),
    dashboard ? dashboardText(dashboard) : '',
    groups ? groupsText(groups) : '',
  ].join('');
}

const permissionsText = (permissions) =>
  `    permissions:\n${Object.entries(permissions)
    .map(([id, value]) => `      ${id}: ${permissionText(id, value)}\n`)
    .join('')}`;

function permissionText(id, value) {
  if (id === 'afterCallWorkDuration') return `${value}s`;
  if (id === 'callRecordingVolume') return `${value}%`;
  if (Array.isArray(value)) return value.length === 0 ? 'false' : `[${value.join(', ')}]`;
  return String(value);
}

function dashboardText({ level, pages, scope }) {
  if (Object.keys(pages).length === 0) return `    dashboard: ${level}\n`;
  const members = Object.entries(pages).map(([page, access]) => `${page}: ${access}`);
  const groups = scope.groups === 'all' ? 'all' : `[${scope.groups.map(idOf).join(', ')}]`;
  return `    dashboard:\n      level: ${level}\n      pages: { ${members.join(', ')} }\n      scope: { groups: ${groups}, ivrs: ${scope.ivrs}, lines: ${scope.lines} }\n`;
}

const groupsText = (groups) =>
  groups.length === 0 ? '    groups: []\n' : `    groups:\n${groups.map((name) => `      - ${idOf(name)}\n`).join('')}`;
