import type { Holder, IntegrationsAnswer, RoleView } from '../model/answers.js';
import type { Json } from '../model/index.js';
import { nameOf } from '../model/index.js';
import { narrowed, pagesWords } from './access-all.js';
import { peopleCount } from './access-voice.js';
import { type CsvValue, csvText } from './csv.js';
import { finish } from './face.js';
import { basisLine, basisWords, type Labels, throughWords } from './labels.js';
import { styled, wrap } from './layout.js';
import { holderRows, namesText } from './who-can.js';
import { capitalised } from './words.js';

/** The three checks for accounts with integrations, in the order of the vendor's guide. */
export function renderIntegrations(answer: IntegrationsAnswer, labels: Labels): string {
  const { face } = labels;
  const text = (words: string) => wrap(words, { width: face.width, indent: 2 });
  const who = (holders: readonly Holder[], capability: string) =>
    holders.length === 0 ? ['  nobody'] : holderRows(holders, capability, labels);
  const lines = [
    styled('bold', '1. Who can change integration settings (page Integrations)'),
    ...who(answer.settings, 'page.integrations.write'),
    '',
    styled('bold', '2. What roles see'),
    ...answer.roles.flatMap((role) => text(roleWords(role, labels))),
    '',
    styled('bold', '3. Who can view which logs and contacts'),
    '  Page Logs of the dashboard: calls of the people in the scope',
    ...who(answer.logs, 'page.logs.read'),
    '  Page Contacts of the dashboard: contacts of the account',
    ...who(answer.contacts, 'page.contacts.read'),
    '  Contacts tab of the application, with those synced from the business tool',
    ...who(answer.contactsInApp, 'app.contactsTab'),
    '',
    ...text(
      'Leads: outside the account. Who sees which lead is decided in the business tool that is integrated; neither the account nor these files say it.',
    ),
    '',
    ...wrap(styled('dim', basisLine(answer.basis)), { width: face.width, indent: 0 }),
  ];
  return finish(lines, face);
}

function roleWords({ profile, people, contactsTab, statisticsTab, dashboards }: RoleView, labels: Labels): string {
  const role = profile === null ? 'without profile' : `profile ${labels.profile(profile)}`;
  const seen = dashboards.map(({ level, people: number, pages, scope }) => {
    const what =
      level === null
        ? 'dashboard not known'
        : level === 'admin'
          ? 'administrator'
          : `${pagesWords(pages)}${scope ? narrowed(scope, labels) : ''}`;
    return `${number === people.length ? '' : `${number} of them: `}${what}`;
  });
  const dashboard = seen.length === 0 ? 'no dashboard' : seen.join('; ');
  return `${capitalised(role)} (${peopleCount(people.length)}): ${tabWords('Contacts', contactsTab)}, ${tabWords('Statistics', statisticsTab)}; ${dashboard}`;
}

function tabWords(tab: string, value: Json): string {
  return value === null ? `${tab} tab differs or is not known` : `${tab} tab ${value === true ? 'shown' : 'hidden'}`;
}

const HEAD = ['check', 'user', 'answer', 'groups', 'ivrs', 'lines', 'through', 'file', 'line', 'basis'];

export function integrationsCsv(answer: IntegrationsAnswer, labels: Labels): string {
  const rows = (check: string, holders: readonly Holder[]): CsvValue[][] =>
    holders.map(({ user, answer: can, ways: [way] }) => [
      check,
      nameOf(user),
      can,
      way?.scope && namesText(way.scope.groups),
      way?.scope && namesText(way.scope.ivrs),
      way?.scope?.lines,
      way && throughWords(way.through, labels),
      way?.cause.source?.file,
      way?.cause.source?.line,
      basisWords(answer.basis),
    ]);
  const { settings, logs, contacts, contactsInApp } = answer;
  return csvText(HEAD, [
    ...rows('integration settings', settings),
    ...rows('logs', logs),
    ...rows('contacts page', contacts),
    ...rows('contacts tab', contactsInApp),
  ]);
}
