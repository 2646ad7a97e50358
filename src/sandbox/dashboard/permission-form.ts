import { html } from 'hono/html';
import type { CatalogueEntry, PermissionSet, PermissionValue } from '../../model/index.js';
import { pick } from '../ask.js';
import { shownField } from './asking.js';
import { callerIdFields, callerIdsOf } from './caller-ids.js';
import type { Html, Visit } from './page.js';
import { card, choiceBox, form, hidden, submitButton, switchBox } from './parts.js';
import { CHOICE_WORDS, PERMISSIONS, valueIn, valueWords } from './words.js';

/** The sections in which people look for a permission: "Calls" is inferred, the vendor announces it and prints no such heading. */
export const SECTIONS = ['Software customization', 'Calls', 'Recording and Supervision'] as const;
export type Section = (typeof SECTIONS)[number];

export const entriesOf = (section: Section): readonly CatalogueEntry[] =>
  PERMISSIONS.filter((entry) => entry.inferredSection === section);

export const sectionNamed = (name: string | undefined): Section | undefined =>
  SECTIONS.find((section) => section === name);

export interface Sections {
  readonly permissions: PermissionSet;
  /** What was entered and not saved, shown in place of what is. */
  readonly draft?: PermissionSet | undefined;
  /** Where the forms go; undefined shows the values as words. */
  readonly action: string | undefined;
  /** Beside the heading, after the number of permissions. */
  readonly aside: string;
}

/** All permissions, a card for each section, two columns. */
export function permissionSections(visit: Visit, sections: Sections): Html {
  const [first, ...rest] = SECTIONS.map((section) => sectionCard(visit, sections, section));
  return html`<p data-narrows hidden><label class="field"><span>Find a permission</span><input type="search" placeholder="for example download" size="28"></label></p>
<div class="cols"><div>${first}</div><div>${rest}</div></div>`;
}

function sectionCard(visit: Visit, sections: Sections, section: Section): Html {
  const { permissions, draft, action, aside } = sections;
  const entries = entriesOf(section);
  const title = { title: section, aside: html`${entries.length} permissions${aside}` };
  if (action === undefined)
    return card(
      title,
      html`${entries.map((entry) => row(entry, valueWords(entry.id, valueIn(permissions, entry.id))))}`,
    );
  const shown = { ...permissions, ...draft };
  const fields = html`${hidden('section', section)}${shownField(
    pick(
      permissions,
      entries.map(({ id }) => id),
    ),
  )}
${entries.map((entry) => editRow(visit, entry, valueIn(shown, entry.id)))}
<div class="row"><span>${submitButton(`Save ${section}`, { kind: 'main' })}</span></div>`;
  return card(title, html`${form({ action, token: visit.formToken }, fields)}`);
}

/** What the script narrows by: the label and what it is about. */
const row = ({ label, effect }: CatalogueEntry, value: Html | string): Html =>
  html`<div class="row perm" data-words="${label} ${effect}"><span title="${effect}">${label}</span><span class="value">${value}</span></div>`;

function editRow(visit: Visit, entry: CatalogueEntry, value: PermissionValue | undefined): Html {
  if (entry.kind !== 'callerIds') return row(entry, control(entry, value));
  return html`<div class="row wide" data-words="${entry.label} ${entry.effect}">${callerIdFields(visit, entry, Array.isArray(value) ? value : [])}</div>`;
}

export const fieldName = (id: string): string => `p.${id}`;

function control(entry: CatalogueEntry, value: PermissionValue | undefined): Html {
  const { id, label, kind, choices = [], minimum = 0, maximum } = entry;
  const name = fieldName(id);
  if (kind === 'switch') return switchBox({ label, name, isOn: value === true });
  if (kind === 'choice') {
    const options = choices.map((choice) => ({ value: choice, label: CHOICE_WORDS[choice] ?? choice }));
    return choiceBox({ label, name, options, value: String(value) });
  }
  const unit = kind === 'duration' ? 'seconds' : kind === 'percentage' ? '%' : '';
  const most = maximum === undefined ? '' : html` max="${maximum}"`;
  return html`<label class="small"><input type="number" name="${name}" value="${Number(value ?? minimum)}" min="${minimum}"${most} step="1" required aria-label="${label}${unit === '' ? '' : `, ${unit}`}">${unit}</label>`;
}

/** The values of a section as the form has them. What is no value goes on as it is, for the operation to refuse. */
export function permissionsFrom(visit: Visit, section: Section): PermissionSet {
  return Object.fromEntries(entriesOf(section).map((entry) => [entry.id, enteredValue(visit, entry)]));
}

function enteredValue(visit: Visit, { id, kind }: CatalogueEntry): PermissionValue {
  const given = visit.field(fieldName(id)) ?? '';
  if (kind === 'switch') return given === 'on';
  if (kind === 'callerIds') return callerIdsOf(visit, fieldName(id));
  return kind === 'choice' || !/^\d{1,15}$/.test(given) ? given : Number(given);
}
