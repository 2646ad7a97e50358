import { EVERYWHERE } from '../../model/index.js';
import type { SeedUser } from './account-seed.js';
import { ACME_PROFILES } from './acme-profiles.js';
import { ADMINISTRATES, configures, NO_DASHBOARD, permissionsWith, SEES_BILLING, supervises } from './values.js';

type Exception = Partial<Omit<SeedUser, 'firstName' | 'lastName' | 'profile'>>;
/** Numbers are dealt out at the end, to those who have none yet. */
type Member = Omit<SeedUser, 'numbers'> & { readonly numbers?: readonly string[] };

/** ASCII spelling of a name, as acme makes its addresses. */
const ascii = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .replaceAll(' ', '-')
    .toLowerCase();

/** `Léa Moreau` works under lea.moreau@acme.example, with what the profile gives at the moment of linking, except what is said. */
function person(fullName: string, profile: string | null, exception: Exception = {}): Member {
  const [firstName = '', ...rest] = fullName.split(' ');
  const lastName = rest.join(' ');
  const template = ACME_PROFILES.find(({ name }) => name === profile);
  return {
    email: `${ascii(firstName)}.${ascii(lastName)}@acme.example`,
    firstName,
    lastName,
    status: 'active',
    external: false,
    superAdmin: false,
    profile,
    permissions: null,
    dashboard: template?.dashboard ?? NO_DASHBOARD,
    groups: template?.groups ?? [],
    plan: 'Business',
    ...exception,
  };
}

const linked = (profile: string, ...names: readonly string[]) => names.map((name) => person(name, profile));

const SALES = [
  ...linked(
    'Sales agent',
    'Amira Haddad',
    'Ben Okafor',
    'Chloé Petit',
    'Diego Ruiz',
    'Elif Kaya',
    'Farid Benali',
    'Giulia Rossi',
  ),
  ...linked(
    'Sales agent',
    'Hugo Lambert',
    'Inês Duarte',
    'Julia Novak',
    'Kenji Mori',
    'Lucas Meyer',
    'Nadia Sahli',
    'Pauline Martin',
  ),
  person('Priya Shah', 'Sales lead', { plan: 'Advanced' }),
  person('Yara Costa', null, {
    permissions: permissionsWith({
      chatTab: true,
      contactsTab: true,
      tagCalls: true,
      allowToRecord: true,
      callRecordingVolume: 50,
    }),
    groups: ['Sales'],
  }),
];

const SUPPORT = [
  person('Dana Kowalski', 'Support lead', { plan: 'Advanced' }),
  ...linked(
    'Support agent',
    'Anna Vogel',
    'Bilal Amrani',
    'Carla Nunes',
    'Erik Holm',
    'Fatou Diop',
    'Gaëlle Riou',
    'Henrik Dahl',
  ),
  ...linked(
    'Support agent',
    'Iris Lindqvist',
    'Ivana Horvat',
    'Jamal Idris',
    'Klara Weiss',
    'Lorenzo Conti',
    'Marco Bianchi',
    'Maya Stern',
  ),
  ...linked('Support agent', 'Tom Becker', 'Uma Patel', 'Victor Lund'),
  person('Olga Petrova', null, {
    permissions: permissionsWith({
      playRecordings: 'own',
      editSettings: true,
      businessHours: true,
      snooze: true,
      chatTab: true,
      contactsTab: true,
      showWaitingList: true,
      pickUpWaitingListCalls: true,
      tagCalls: true,
      afterCallWorkDuration: 90,
      maxChannels: 3,
      onlyMyMissedCallsOnIvr: false,
      anonymisePhoneNumbers: false,
      canBeListenedTo: true,
      allowToRecord: true,
      notifyWhenRecording: true,
      callRecordingVolume: 75,
    }),
    dashboard: {
      level: 'supervisor',
      pages: { activity: 'read', logs: 'read' },
      scope: { groups: ['Support'], ivrs: ['Support line'], lines: 'ivr' },
    },
    groups: ['Support'],
  }),
  person('Pavel Urban', null, {
    permissions: permissionsWith({ chatTab: true, showWaitingList: true }),
    groups: ['Support'],
  }),
];

const FIELD = [
  ...linked(
    'Field engineer',
    'Jonas Weber',
    'Quentin Roy',
    'Rosa Marin',
    'Sven Berg',
    'Tilda Nyberg',
    'Ugo Ferri',
    'Vera Kolar',
  ),
  person('Wim Jansen', 'Field engineer', { groups: ['Field', 'IT'] }),
  person('Bruno Keller', null, {
    permissions: permissionsWith({
      playRecordings: 'own',
      sipAccount: true,
      editSettings: true,
      snooze: true,
      editCallForwarding: true,
      joinOpenGroups: true,
      contactsTab: true,
      tagCalls: true,
      afterCallWorkDuration: 60,
      tagsRequired: false,
      maxChannels: 3,
      anonymisePhoneNumbers: false,
      startStopRecording: true,
      allowToRecord: true,
      callRecordingVolume: 10,
    }),
    dashboard: supervises(['Finance'], { users: 'write', activity: 'write', logs: 'read', analytics: 'read' }),
    groups: ['Field'],
    plan: 'Advanced',
  }),
];

const FINANCE = [
  ...linked('Finance clerk', 'Aline Fabre', 'Boris Klein', 'Celia Ramos', 'Denis Morel'),
  person('Zoe Arnaud', 'Finance clerk', { dashboard: SEES_BILLING, groups: ['Finance', 'Management'] }),
  person('Lena Fischer', null, {
    email: 'lena.fischer@audit-partner.example',
    external: true,
    dashboard: SEES_BILLING,
    plan: null,
  }),
];

const IT = [
  person('Ada Byron', null, {
    permissions: permissionsWith({
      playRecordings: 'allIvr',
      sipAccount: true,
      editSettings: true,
      chatTab: true,
      videoCallsTab: true,
      analyticsTab: true,
      contactsTab: true,
      tagsRequired: false,
      noteRequired: false,
      maxChannels: 5,
      editCallerId: ['allIvr', 'assignedIvr'],
      displayAutoAnswerMode: true,
      onlyMyMissedCallsOnIvr: false,
      anonymisePhoneNumbers: false,
      showDownloadButton: true,
    }),
    dashboard: ADMINISTRATES,
    groups: ['IT'],
    plan: 'Advanced',
  }),
  person('Nina Roth', null, {
    permissions: permissionsWith({
      editSettings: true,
      snooze: true,
      chatTab: true,
      contactsTab: true,
      maxChannels: 2,
      anonymisePhoneNumbers: false,
    }),
    dashboard: ADMINISTRATES,
    groups: ['IT'],
    plan: 'Advanced',
  }),
  ...linked('IT technician', 'Emil Novy', 'Flora Haas'),
  person('Gregor Pohl', null, {
    permissions: permissionsWith({
      chatTab: true,
      oneWayTexting: true,
      frenchSpecialNumbers: true,
      autoAnswerMode: true,
    }),
    dashboard: configures({ developer: 'write', integrations: 'write', ivrs: 'read', actionLogs: 'read' }),
    groups: ['IT'],
  }),
];

const MANAGEMENT = [
  person('Sam Ortega', null, {
    superAdmin: true,
    permissions: permissionsWith({
      playRecordings: 'allIvr',
      editSettings: true,
      businessHours: true,
      snooze: true,
      chatTab: true,
      analyticsTab: true,
      contactsTab: true,
      tagsRequired: false,
      noteRequired: false,
      outOfPlanDestinations: true,
      maxChannels: 4,
      onlyMyMissedCallsOnIvr: false,
      anonymisePhoneNumbers: false,
      showDownloadButton: true,
    }),
    dashboard: { level: 'admin', pages: {}, scope: EVERYWHERE },
    groups: ['Management'],
    plan: 'Advanced',
  }),
  ...linked('Manager', 'Hanna Falk', 'Igor Sokol', 'Jade Perrin'),
];

const GONE = [
  person('Rolf Stein', 'Sales agent', { status: 'archived', numbers: ['+33199000091'] }),
  person('Mira Novotna', 'Support agent', { status: 'archived', numbers: ['+33199000092'] }),
];

const EVERYONE: readonly Member[] = [...SALES, ...SUPPORT, ...FIELD, ...FINANCE, ...IT, ...MANAGEMENT, ...GONE];
const WITHOUT_NUMBER = EVERYONE.filter(({ external, numbers }) => !external && !numbers);

function numbersOf(member: Member): readonly string[] {
  if (member.external || member.numbers) return member.numbers ?? [];
  return [`+331990000${String(WITHOUT_NUMBER.indexOf(member) + 1).padStart(2, '0')}`];
}

/** Everyone with a licence has a number: from +33199000001 on, in this order. */
export const ACME_PEOPLE: readonly SeedUser[] = EVERYONE.map((member) => ({ ...member, numbers: numbersOf(member) }));
