import { html } from 'hono/html';
import {
  CONTROL_WORDS,
  type Dashboard,
  LEVELS,
  type Level,
  levelDashboard,
  PAGES,
  type PageAccess,
  type PageEntry,
  type PageId,
} from '../../model/index.js';
import { text } from '../database.js';
import type { Person } from '../people.js';
import { isDelegate } from '../rules/authority.js';
import type { Html, Visit } from './page.js';
import { checkbox, radio } from './parts.js';

export interface Given {
  readonly dashboard: Dashboard;
  /** External people have two levels only. */
  readonly external: boolean;
}

const LEVEL_LABELS: { readonly [level in Level]: string } = {
  none: 'None',
  billing: 'Billing',
  technical: 'Technical',
  supervisor: 'Supervisor',
  admin: 'Admin',
};
const PAGE_LEVELS = ['supervisor', 'technical', 'billing'] as const;

/** Level, pages, groups, IVRs and lines. What the person who acts may not give is named with the reason, not left out. */
export function dashboardFields(visit: Visit, { dashboard, external }: Given): Html {
  const levels = LEVELS.map((level) =>
    radio({
      label: LEVEL_LABELS[level],
      name: 'level',
      value: level,
      checked: dashboard.level === level,
      why: whyNotLevel(visit.actor, { level, before: dashboard.level, external }),
    }),
  );
  return html`<div class="pad"><fieldset><legend>Level</legend><div class="choices">${levels}</div></fieldset>
${checkbox({ label: "Give the level's usual pages, all with write, in place of those below", name: 'usual', checked: false })}
<p class="small muted">None and Admin have no list of pages: None opens nothing, Admin opens all.</p></div>
${PAGE_LEVELS.map((level) => pagesOf(visit.actor, dashboard, level))}
<div class="pad">${scopeFields(visit, dashboard)}</div>`;
}

/** The account's own rule decides when the form is sent; this says beforehand what it would say. */
function whyNotLevel(
  actor: Person,
  { level, before, external }: { readonly level: Level; readonly before: Level; readonly external: boolean },
): string | undefined {
  if (level === before) return undefined;
  if (external && (level === 'supervisor' || level === 'admin')) return 'not for external people';
  const changesAdmin = level === 'admin' || before === 'admin';
  return changesAdmin && !actor.superAdmin ? 'superadministrator only' : undefined;
}

function pagesOf(actor: Person, dashboard: Dashboard, level: (typeof PAGE_LEVELS)[number]): Html {
  const pages = PAGES.filter((page) => page.level === level);
  const opened = pages.filter(({ id }) => dashboard.pages[id] !== undefined).length;
  const isOpen = opened > 0 || dashboard.level === level;
  return html`<details${isOpen ? html` open` : ''}><summary>${LEVEL_LABELS[level]} pages: ${opened} of ${pages.length}</summary>${pages.map((page) => pageRow(actor, dashboard, page))}</details>`;
}

const ACCESSES = ['none', 'read', 'write'] as const;
const RANK = { none: 0, read: 1, write: 2 } as const;

function pageRow(actor: Person, dashboard: Dashboard, { id, label }: PageEntry): Html {
  const has = dashboard.pages[id] ?? 'none';
  const held = isDelegate(actor) ? (actor.dashboard.pages[id] ?? 'none') : 'write';
  const choices = ACCESSES.map((access) => {
    const isMore = RANK[access] > RANK[has] && RANK[access] > RANK[held];
    const why = isMore ? 'you do not hold it' : undefined;
    return radio({ label: access, name: pageField(id), value: access, checked: access === has, why });
  });
  return html`<div class="row perm many"><span aria-hidden="true">${label}</span><fieldset class="choices small"><legend class="visually-hidden">${label}</legend>${choices}</fieldset></div>`;
}

const pageField = (id: PageId): string => `page.${id}`;

function scopeFields({ database }: Visit, { scope }: Dashboard): Html {
  const names = (table: 'groups' | 'ivrs') =>
    database.all(`SELECT DISTINCT name FROM ${table} ORDER BY name`).map((row) => text(row, 'name'));
  const lines = (value: string, label: string) =>
    radio({ label, name: 'lines', value, checked: scope.lines === value });
  return html`${namesField({ legend: 'Groups', name: 'groups', all: 'all groups', names: names('groups'), chosen: scope.groups })}
${namesField({ legend: 'IVRs', name: 'ivrs', all: 'all IVRs', names: names('ivrs'), chosen: scope.ivrs })}
<fieldset><legend>Lines</legend><div class="choices">${Object.entries(CONTROL_WORDS.lines).map(([value, label]) => lines(value, label))}</div></fieldset>`;
}

interface Names {
  readonly legend: string;
  readonly name: string;
  readonly all: string;
  readonly names: readonly string[];
  readonly chosen: 'all' | readonly string[];
}

const namesField = ({ legend, name, all, names, chosen }: Names): Html =>
  html`<fieldset><legend>${legend}</legend><div class="choices">${radio({ label: all, name: `${name}.all`, value: 'all', checked: chosen === 'all' })}${radio({ label: 'only these:', name: `${name}.all`, value: 'chosen', checked: chosen !== 'all' })}</div>
<div class="choices">${names.map((one) => checkbox({ label: one, name, value: one, checked: chosen !== 'all' && chosen.includes(one) }))}</div></fieldset>`;

/** What the form says. What it does not carry, because it was not to be changed, stays as it was. */
export function dashboardFrom(visit: Visit, before: Dashboard): Dashboard {
  const level = LEVELS.find((candidate) => candidate === visit.field('level')) ?? before.level;
  if (level === 'none' || level === 'admin') return levelDashboard(level);
  const entered = PAGES.flatMap(({ id }): (readonly [PageId, PageAccess])[] => {
    const access = visit.field(pageField(id)) ?? before.pages[id];
    return access === 'read' || access === 'write' ? [[id, access]] : [];
  });
  const pages = visit.field('usual') === 'on' ? levelDashboard(level).pages : Object.fromEntries(entered);
  const names = (name: 'groups' | 'ivrs') => {
    const all = visit.field(`${name}.all`);
    if (all === undefined) return before.scope[name];
    return all === 'all' ? 'all' : visit.fields(name);
  };
  const lines = visit.field('lines') ?? before.scope.lines;
  return {
    level,
    pages,
    scope: {
      groups: names('groups'),
      ivrs: names('ivrs'),
      lines: lines === 'direct' || lines === 'ivr' ? lines : 'all',
    },
  };
}
