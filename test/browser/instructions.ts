import type { Locator, Page } from 'playwright-core';

/** A step by hand as a person reads it: from the printed text and nothing else. */
export interface Instruction {
  readonly id: string;
  /** `Configuration`, `Users`, `User profiles`. */
  readonly place: readonly string[];
  /** Whose page it is, a name or an address; undefined for what is made there. */
  readonly name: string | undefined;
  readonly isWaiting: boolean;
  readonly rows: readonly Row[];
}

interface Row {
  readonly section: string;
  readonly label: string;
  readonly value: string;
}

/** Of what `ringctl steps --format markdown` prints. Throws where a step has another form. */
export function instructionsIn(text: string): readonly Instruction[] {
  const blocks = text.split(/^(?=\*\*)/m).filter((block) => block.trim() !== '');
  return blocks.map((block) => {
    const head = /^\*\*(S\d+)\*\* .*<br>\*\*([^*]+)\*\*(?: › `([^`]*)`)?(<br>Wait .*)?$/m.exec(block);
    const [, id, place, name, wait] = head ?? [];
    if (id === undefined || place === undefined) throw new Error(`not understood: ${block}`);
    const rows = block.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:Section|:--)/.test(line));
    return { id, place: place.split(' › '), name, isWaiting: wait !== undefined, rows: rows.map(rowOf) };
  });
}

function rowOf(line: string): Row {
  const [, section = '', , label = '', , value = ''] = line
    .split('|')
    .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1'));
  return { section, label, value };
}

/** Does on the dashboard what the instruction says, by what is to be seen there. Fails where it leads to no control. */
export async function follow(page: Page, instruction: Instruction): Promise<void> {
  const { place, rows } = instruction;
  await page.goto('/');
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByText(place[0] ?? '', { exact: true }).waitFor();
  await navigation.getByRole('link', { name: place.at(-1) ?? '', exact: true }).click();
  if (instruction.name === undefined) await create(page, instruction);
  else await openNamed(page, place.at(-1), instruction.name);
  const rest = rows.filter(({ section }) => section !== '');
  for (const section of new Set(rest.map(sectionOf)))
    await fill(
      page,
      section,
      rest.filter((row) => sectionOf(row) === section),
    );
}

/** The pages of a level stand in the part that is about dashboard access. */
const sectionOf = ({ section }: Row): string => section.replace(/, \w+ pages$/, '');

async function openNamed(page: Page, list: string | undefined, name: string): Promise<void> {
  if (list === 'Users') {
    await page.getByRole('searchbox', { name: 'Search by name or address' }).fill(name);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('row').filter({ hasText: name }).getByRole('link').click();
    await page.getByText(name).first().waitFor();
  } else {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }
}

/** A person without licence; whoever has one is invited by a request. */
async function create(page: Page, { rows }: Instruction): Promise<void> {
  const wanted = (label: string) => rows.find((row) => row.label === label)?.value ?? '';
  if (wanted('External user') !== 'on') throw new Error('nobody said how this is created');
  await page.getByRole('link', { name: 'Create an external user' }).click();
  await page.getByLabel('First name').fill(wanted('First name'));
  await page.getByLabel('Last name').fill(wanted('Last name'));
  await page.getByLabel('Address').fill(wanted('Create'));
  await choose(page.getByRole('group', { name: 'Dashboard access' }), wanted('Level'));
  await page.getByRole('button', { name: 'Create the external user' }).click();
  await saved(page);
}

async function fill(page: Page, section: string, rows: readonly Row[]): Promise<void> {
  if (section === 'People to link') return link(page, rows);
  const card = page.locator('section.card').filter({ has: page.getByRole('heading', { name: section }) });
  const closed = card.locator('details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
  for (const row of rows) {
    if (section === 'Dashboard access') await setAccess(card, row);
    else await setPermission(card, row);
  }
  const before = page.url();
  await card.getByRole('button', { name: new RegExp(`^Save ${section}$`, 'i') }).click();
  const isAsked = (await page.getByText('Nothing is saved yet.').count()) > 0;
  if (isAsked) await page.getByRole('button', { name: /^Save/ }).click();
  await saved(page);
  if (!page.url().startsWith(before.replace(/\?.*$/, ''))) await page.goto(before);
}

/** A page has a name that a part of the scope may have too: the section says which of them is meant. */
async function setAccess(card: Locator, { section, label, value }: Row): Promise<void> {
  const level = /, (\w+ pages)$/.exec(section)?.[1];
  const part = level === undefined ? card.locator('.pad') : card.locator('details').filter({ hasText: level });
  const group = part.getByRole('group', { name: label, exact: true });
  const isNames = level === undefined && (label === 'Groups' || label === 'IVRs');
  if (!isNames) return choose(group, value);
  const names = value.split(', ');
  await choose(group, value === 'all' ? 'all' : 'only these');
  if (value === 'all') return;
  for (const box of await group.getByRole('checkbox').all())
    await box.setChecked(names.includes((await box.locator('xpath=..').innerText()).trim()));
  for (const name of names) await expectChecked(group.getByRole('checkbox', { name, exact: true }));
}

async function setPermission(card: Locator, { label, value }: Row): Promise<void> {
  const toggle = card.getByRole('switch', { name: label, exact: true });
  if (await toggle.count()) return toggle.setChecked(value === 'on');
  const select = card.getByRole('combobox', { name: label, exact: true });
  if (await select.count()) return void (await select.selectOption({ label: value }));
  const number = card.getByRole('spinbutton', { name: new RegExp(`^${escaped(label)}(, |$)`) });
  if (await number.count()) return number.fill(value.replace(/[^0-9]/g, ''));
  await setCallers(card.getByRole('group', { name: label, exact: true }), value === 'off' ? [] : value.split(', '));
}

async function setCallers(group: Locator, wanted: readonly string[]): Promise<void> {
  const seen: string[] = [];
  for (const box of await group.getByRole('checkbox').all()) {
    const text = (await box.locator('xpath=..').innerText()).trim();
    seen.push(text);
    await box.setChecked(wanted.includes(text));
  }
  const [added, ...more] = wanted.filter((one) => !seen.includes(one));
  if (more.length > 0) throw new Error('one number at a time is added');
  if (added !== undefined) await group.getByLabel('Add a number from the list').fill(added);
}

async function link(page: Page, rows: readonly Row[]): Promise<void> {
  for (const { label } of rows) {
    await page.getByRole('link', { name: 'Assign to people' }).click();
    await page.getByRole('searchbox').fill(label);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('checkbox', { name: label }).check();
    await page.getByRole('button', { name: 'Show what it changes' }).click();
    await page.getByRole('button', { name: /^Link/ }).click();
    await saved(page);
  }
}

const choose = (group: Locator, value: string): Promise<void> =>
  group.getByRole('radio', { name: new RegExp(`^${escaped(value)}\\b`, 'i') }).check();

async function expectChecked(box: Locator): Promise<void> {
  if (!(await box.isChecked())) throw new Error('a name of the instruction is not on the page');
}

const saved = (page: Page): Promise<void> =>
  page
    .getByRole('status')
    .getByText(/^(?:Saved at|Nothing was different)/)
    .waitFor();

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
