import { html } from 'hono/html';
import type { PermissionSet } from '../../../model/index.js';
import { text } from '../../database.js';
import type { Profile } from '../../people.js';
import { knownIn } from '../../records.js';
import { Refused } from '../../refusals.js';
import { parsePermissions } from '../../rules/values.js';
import { shownField } from '../asking.js';
import type { Html, Visit } from '../page.js';
import { form, hidden, submitButton } from '../parts.js';
import { changeWords } from '../words.js';

/** A form that puts the earlier values back, beside what the same person saved just now: the action log has both. */
export function undoForm(visit: Visit, profile: Profile): Html | string {
  const row = visit.database.get(
    "SELECT before, after FROM action_log WHERE id = ? AND by = ? AND target = ? AND action = 'setPermissions'",
    actionId(visit),
    visit.actor.email,
    `profile:${profile.name}`,
  );
  if (!row) return '';
  const [before, after] = [logged(visit, text(row, 'before')), logged(visit, text(row, 'after'))];
  if (!before || !after) return '';
  const fields = html`${hidden('values', JSON.stringify(before))}${hidden('confirmed', 'yes')}${shownField(after)}${submitButton('Undo')}`;
  return html`<div class="actions">${form({ action: `/profiles/${profile.id}/save`, token: visit.formToken }, fields)}<span class="small muted">Undo puts back: ${changeWords(after, before)}</span></div>`;
}

const actionId = (visit: Visit): number => {
  const given = visit.parameter('undo') ?? '';
  return /^\d{1,15}$/.test(given) ? Number(given) : 0;
};

/** What was logged is offered only while it still is a value: a number may have gone since. */
function logged({ database }: Visit, json: string): PermissionSet | undefined {
  try {
    return parsePermissions(JSON.parse(json), knownIn(database));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
