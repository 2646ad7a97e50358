import { html } from 'hono/html';
import { peopleInSight } from '../../content/groups.js';
import { type Sight, seesEveryGroup, sightOf } from '../../content/sight.js';
import {
  CAMPAIGN_STATES,
  campaignInSight,
  campaignsInSight,
  insertCampaign,
  insertTask,
  taskInSight,
  tasksInSight,
  writeCampaignState,
  writeTaskDone,
} from '../../content/work.js';
import { integer, text } from '../../database.js';
import { may } from '../../deciding.js';
import { refuse } from '../../refusals.js';
import { opens } from '../gate.js';
import type { Page, PageRoute, Saved, Visit } from '../page.js';
import { card, choiceBox, emptyNote, field, form, hidden, select, submitButton, table } from '../parts.js';
import { savedWords } from '../words.js';
import { buttonForm, mayWrite, sheet, textOf, turnedTo, turnPages } from './sheet.js';

const sight = (visit: Visit, page: 'campaigns' | 'tasks'): Sight => sightOf(visit.actor, page);

function campaigns(visit: Visit): Page {
  const turned = turnedTo(visit);
  const { total, list } = campaignsInSight(visit.database, sight(visit, 'campaigns'), turned);
  const isWritable = mayWrite(visit, 'campaigns');
  const rows = list.map(({ id, name, group, state }) => [
    name,
    group ?? 'whole account',
    isWritable ? stateForm(visit, { id, name, state }) : state,
  ]);
  const shown =
    rows.length === 0
      ? emptyNote('There is no campaign in your scope.')
      : table({ caption: 'Campaigns', head: ['Campaign', 'Group', 'State'], rows });
  const body = html`${card({ title: `${total} ${total === 1 ? 'campaign' : 'campaigns'}` }, shown)}${turnPages(turned, { path: '/campaigns', total })}${isWritable ? addCampaign(visit) : ''}`;
  return sheet(visit, { page: 'campaigns', title: 'Campaigns' }, body);
}

function stateForm(
  visit: Visit,
  { id, name, state }: { readonly id: number; readonly name: string; readonly state: string },
) {
  const options = CAMPAIGN_STATES.map((value) => ({ value, label: value }));
  const box = choiceBox({ label: `State of ${name}`, name: 'state', options, value: state });
  return form(
    { action: `/campaigns/${id}`, token: visit.formToken },
    html`<div class="actions">${box}${submitButton('Save')}</div>`,
  );
}

function groupOptions(visit: Visit) {
  const groups = visit.database
    .all('SELECT id, name FROM groups ORDER BY name')
    .map((row) => ({ value: String(integer(row, 'id')), label: text(row, 'name') }))
    .filter(({ label }) => may(visit.actor, 'page.campaigns.write', { group: label }));
  return seesEveryGroup(sight(visit, 'campaigns')) ? [{ value: '', label: 'whole account' }, ...groups] : groups;
}

function addCampaign(visit: Visit) {
  const fields = html`<div class="fields">${field({ label: 'Name', name: 'name', required: true })}${select({ label: 'Group', name: 'group', options: groupOptions(visit) })}${submitButton('Add', { kind: 'main' })}</div>`;
  return card(
    { title: 'Add a campaign' },
    html`<div class="pad">${form({ action: '/campaigns', token: visit.formToken }, fields)}</div>`,
  );
}

function createCampaign(visit: Visit): Saved {
  opens(visit.actor, 'campaigns', 'write');
  const name = textOf(visit, 'name');
  const group =
    groupOptions(visit).find(({ value }) => value === (visit.field('group') ?? '')) ?? refuse('UNKNOWN_GROUP');
  insertCampaign(visit.database, name, group.value === '' ? null : Number(group.value));
  visit.log('create', `campaign:${name}`, null, { name, group: group.value === '' ? null : group.label });
  return { kind: 'saved', to: '/campaigns', message: savedWords(visit.now, `campaign ${name} added`) };
}

function changeCampaign(visit: Visit): Saved {
  opens(visit.actor, 'campaigns', 'write');
  const { id, name, state } =
    campaignInSight(visit.database, sight(visit, 'campaigns'), visit.id) ?? refuse('NOT_FOUND');
  const after = CAMPAIGN_STATES.find((known) => known === visit.field('state')) ?? refuse('BODY_INVALID', 'the state');
  writeCampaignState(visit.database, id, after);
  visit.log('change', `campaign:${name}`, { state }, { state: after });
  return { kind: 'saved', to: '/campaigns', message: savedWords(visit.now, `${name}, ${state} → ${after}`) };
}

function tasks(visit: Visit): Page {
  const turned = turnedTo(visit);
  const { total, list } = tasksInSight(visit.database, sight(visit, 'tasks'), turned);
  const isWritable = mayWrite(visit, 'tasks');
  const rows = list.map(({ id, title, userId, person, due, isDone }) => [
    title,
    userId === null ? 'whole account' : person,
    due,
    isDone ? 'done' : 'open',
    ...(isWritable
      ? [
          buttonForm(
            visit,
            `/tasks/${id}`,
            html`${isDone ? 'Open again' : 'Done'}<span class="visually-hidden">: ${title}</span>`,
            isDone ? '' : hidden('done', 'on'),
          ),
        ]
      : []),
  ]);
  const head = ['Task', 'For', 'Due', 'State', ...(isWritable ? [''] : [])];
  const shown =
    rows.length === 0 ? emptyNote('There is no task in your scope.') : table({ caption: 'Tasks', head, rows });
  const body = html`${card({ title: `${total} ${total === 1 ? 'task' : 'tasks'}` }, shown)}${turnPages(turned, { path: '/tasks', total })}${isWritable ? addTask(visit) : ''}`;
  return sheet(visit, { page: 'tasks', title: 'Tasks' }, body);
}

function addTask(visit: Visit) {
  const isOfAll = seesEveryGroup(sight(visit, 'tasks'));
  const person = field({
    label: 'Address of the person',
    name: 'email',
    type: 'email',
    required: !isOfAll,
    ...(isOfAll && { hint: 'empty: whole account' }),
  });
  const fields = html`<div class="fields">${field({ label: 'Task', name: 'title', required: true })}${person}${field({ label: 'Due', name: 'due', type: 'date', required: true })}${submitButton('Add', { kind: 'main' })}</div>`;
  return card(
    { title: 'Add a task' },
    html`<div class="pad">${form({ action: '/tasks', token: visit.formToken }, fields)}</div>`,
  );
}

function createTask(visit: Visit): Saved {
  opens(visit.actor, 'tasks', 'write');
  const title = textOf(visit, 'title');
  const due = visit.field('due') ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(due)) refuse('BODY_INVALID', 'the day when it is due');
  const email = (visit.field('email') ?? '').trim();
  const person = peopleInSight(visit.database, sight(visit, 'tasks'), { email, limit: 1, offset: 0 }).list[0];
  if (!person && (email !== '' || !seesEveryGroup(sight(visit, 'tasks')))) refuse('UNKNOWN_USER', `"${email}"`);
  insertTask(visit.database, { title, userId: person?.id ?? null, due });
  visit.log('create', `task:${title}`, null, { title, due, user: person?.email ?? null });
  return { kind: 'saved', to: '/tasks', message: savedWords(visit.now, `task ${title} added`) };
}

function changeTask(visit: Visit): Saved {
  opens(visit.actor, 'tasks', 'write');
  const { id, title, isDone } = taskInSight(visit.database, sight(visit, 'tasks'), visit.id) ?? refuse('NOT_FOUND');
  const after = visit.field('done') !== undefined;
  writeTaskDone(visit.database, id, after);
  visit.log('change', `task:${title}`, { done: isDone }, { done: after });
  const what = `${title}, ${isDone ? 'done' : 'open'} → ${after ? 'done' : 'open'}`;
  return { kind: 'saved', to: '/tasks', message: savedWords(visit.now, what) };
}

export const WORK_PAGES: readonly PageRoute[] = [
  { method: 'GET', path: '/campaigns', run: campaigns },
  { method: 'POST', path: '/campaigns', run: createCampaign },
  { method: 'POST', path: '/campaigns/:id', run: changeCampaign },
  { method: 'GET', path: '/tasks', run: tasks },
  { method: 'POST', path: '/tasks', run: createTask },
  { method: 'POST', path: '/tasks/:id', run: changeTask },
];
