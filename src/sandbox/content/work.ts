import { type Database, integer, integerOrNull, type Row, text, textOrNull } from '../database.js';
import { may } from '../deciding.js';
import { type Found, personName, type Slice } from './calls.js';
import { groupCondition, peopleOf, personCondition, type Sight, seesEveryGroup } from './sight.js';

/** Campaigns belong to a group and tasks to a person. What belongs to nobody is the whole account's. */

export interface Campaign {
  readonly id: number;
  readonly name: string;
  readonly group: string | null;
  readonly state: string;
}

export const CAMPAIGN_STATES = ['draft', 'running', 'paused', 'ended'] as const;

const CAMPAIGNS = 'campaigns c LEFT JOIN groups g ON g.id = c.group_id';

export function campaignsInSight(database: Database, sight: Sight, { limit, offset }: Slice): Found<Campaign> {
  const { sql, values } = ownedBy('g.id', groupCondition(sight), sight);
  const page = `SELECT c.*, g.name AS group_name FROM ${CAMPAIGNS} WHERE ${sql} ORDER BY c.name, c.id LIMIT ? OFFSET ?`;
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM ${CAMPAIGNS} WHERE ${sql}`, ...values), 'count'),
    list: database
      .all(page, ...values, limit, offset)
      .map(campaignOf)
      .filter((campaign) => seesCampaign(sight, campaign)),
  };
}

const ownedBy = (column: string, { sql, values }: ReturnType<typeof groupCondition>, sight: Sight) => ({
  sql: `CASE WHEN ${column} IS NULL THEN ${seesEveryGroup(sight)} ELSE ${sql} END`,
  values,
});

const seesCampaign = (sight: Sight, { group }: Campaign): boolean =>
  group === null ? seesEveryGroup(sight) : may(sight.actor, `page.${sight.page}.read`, { group });

export function campaignInSight(database: Database, sight: Sight, id: number): Campaign | undefined {
  const row = database.get(`SELECT c.*, g.name AS group_name FROM ${CAMPAIGNS} WHERE c.id = ?`, id);
  const campaign = row && campaignOf(row);
  return campaign && seesCampaign(sight, campaign) ? campaign : undefined;
}

const campaignOf = (row: Row): Campaign => ({
  id: integer(row, 'id'),
  name: text(row, 'name'),
  group: textOrNull(row, 'group_name'),
  state: text(row, 'state'),
});

export const insertCampaign = (database: Database, name: string, groupId: number | null): number =>
  database.run("INSERT INTO campaigns (name, group_id, state) VALUES (?, ?, 'draft')", name, groupId).id;

export function writeCampaignState(database: Database, id: number, state: string): void {
  database.run('UPDATE campaigns SET state = ? WHERE id = ?', state, id);
}

export interface Task {
  readonly id: number;
  readonly title: string;
  readonly userId: number | null;
  readonly person: string;
  readonly due: string;
  readonly isDone: boolean;
}

const TASKS = 'tasks t LEFT JOIN users u ON u.id = t.user_id';
const TASK = 't.*, u.first_name, u.last_name, u.email';

export function tasksInSight(database: Database, sight: Sight, { limit, offset }: Slice): Found<Task> {
  const { sql, values } = ownedBy('u.id', personCondition(sight), sight);
  const page = `SELECT ${TASK} FROM ${TASKS} WHERE ${sql} ORDER BY t.done, t.due, t.id LIMIT ? OFFSET ?`;
  const personOf = peopleOf(database);
  return {
    total: integer(database.get(`SELECT count(*) AS count FROM ${TASKS} WHERE ${sql}`, ...values), 'count'),
    list: database
      .all(page, ...values, limit, offset)
      .map(taskOf)
      .filter((task) => seesTask(sight, task, personOf)),
  };
}

function seesTask(sight: Sight, { userId }: Task, personOf: ReturnType<typeof peopleOf>): boolean {
  const person = userId === null ? undefined : personOf(userId);
  return person ? may(sight.actor, `page.${sight.page}.read`, { person }) : seesEveryGroup(sight);
}

export function taskInSight(database: Database, sight: Sight, id: number): Task | undefined {
  const row = database.get(`SELECT ${TASK} FROM ${TASKS} WHERE t.id = ?`, id);
  const task = row && taskOf(row);
  return task && seesTask(sight, task, peopleOf(database)) ? task : undefined;
}

const taskOf = (row: Row): Task => ({
  id: integer(row, 'id'),
  title: text(row, 'title'),
  userId: integerOrNull(row, 'user_id'),
  person: personName(row),
  due: text(row, 'due'),
  isDone: integer(row, 'done') === 1,
});

export interface NewTask {
  readonly title: string;
  readonly userId: number | null;
  readonly due: string;
}

export const insertTask = (database: Database, { title, userId, due }: NewTask): number =>
  database.run('INSERT INTO tasks (title, user_id, due, done) VALUES (?, ?, ?, 0)', title, userId, due).id;

export function writeTaskDone(database: Database, id: number, isDone: boolean): void {
  database.run('UPDATE tasks SET done = ? WHERE id = ?', isDone ? 1 : 0, id);
}
