import type { ContentSeed, SeedCall } from './content-seed.js';

const at = (address: string): string => `${address}@acme.example`;

interface Talker {
  readonly user: string;
  /** Through which their calls come, besides the direct line. */
  readonly ivr: string | null;
  readonly isRecorded: boolean;
}

const talks = (user: string, ivr: string | null, isRecorded = ivr !== null): Talker => ({
  user: at(user),
  ivr,
  isRecorded,
});

/** Some of every group, so that each supervisor finds calls in their scope and others outside of it. */
const TALKERS = [
  talks('pauline.martin', 'Paris desk'),
  talks('tom.becker', 'Support line'),
  talks('amira.haddad', 'Paris desk'),
  talks('anna.vogel', 'Support line'),
  talks('aline.fabre', null),
  talks('jonas.weber', 'Field dispatch'),
  talks('olga.petrova', 'Support line'),
  talks('ben.okafor', 'Paris desk'),
  talks('hanna.falk', null, true),
  talks('priya.shah', 'Paris desk'),
  talks('dana.kowalski', 'Support line'),
  talks('bruno.keller', 'Field dispatch'),
  talks('boris.klein', null),
] as const;

const TAGS = ['Order', 'Complaint', null, 'Call back', null] as const;
const NOTES = ['', 'Wants an offer by Friday.', '', 'Delivery was late.', '', '', 'Will call again.'] as const;

const twoDigits = (value: number): string => String(value).padStart(2, '0');
/** Numbers of people outside the company. */
const outside = (index: number): string => `+3319900${1000 + ((index * 37) % 900)}`;

/** Working days of two weeks of November 2026, some calls each. */
function pastCall(index: number): SeedCall {
  const { user, ivr, isRecorded } = TALKERS[index % TALKERS.length] ?? TALKERS[0];
  const day = 9 + (index % 12 < 5 ? index % 5 : 7 + (index % 5));
  const time = `${twoDigits(8 + (index % 8))}:${twoDigits((index * 17) % 50)}`;
  const isMissed = index % 7 === 3;
  const isIncoming = isMissed || index % 3 !== 0;
  return {
    direction: isIncoming ? 'in' : 'out',
    state: isMissed ? 'missed' : 'ended',
    user,
    ivr: index % 2 === 0 ? ivr : null,
    peer: outside(index),
    startedAt: `2026-11-${twoDigits(day)}T${time}:00.000Z`,
    endedAt: `2026-11-${twoDigits(day)}T${time.slice(0, 3)}${twoDigits(((index * 17) % 50) + (isMissed ? 0 : 1 + (index % 8)))}:30.000Z`,
    recording: isRecorded && !isMissed ? recordingOf(index, isIncoming && index % 2 === 1) : 'none',
    tag: isMissed ? null : (TAGS[(index * 3 + Math.floor(index / 5)) % TAGS.length] ?? null),
    note: isMissed ? '' : (NOTES[index % NOTES.length] ?? ''),
  };
}

/** Only callers of a direct line are told of the recording, and can object. */
const recordingOf = (index: number, canObject: boolean): SeedCall['recording'] =>
  canObject && index % 5 === 0 ? 'objected' : 'recorded';

type Now = Pick<SeedCall, 'direction' | 'user' | 'ivr' | 'peer'> & { readonly since: string };

const underWay = ({ since, ...call }: Now, recording: SeedCall['recording'] = 'none'): SeedCall => ({
  ...call,
  state: call.user === null ? 'waiting' : 'live',
  startedAt: `2026-11-20T${since}:00.000Z`,
  endedAt: null,
  recording,
  tag: null,
  note: '',
});

const missedByAll = (ivr: string, peer: string, time: string): SeedCall => ({
  direction: 'in',
  state: 'missed',
  user: null,
  ivr,
  peer,
  startedAt: `2026-11-19T${time}:00.000Z`,
  endedAt: `2026-11-19T${time}:45.000Z`,
  recording: 'none',
  tag: null,
  note: '',
});

const CALLS: readonly SeedCall[] = [
  ...Array.from({ length: 91 }, (_, index) => pastCall(index)),
  missedByAll('Paris desk', '+33199001901', '12:20'),
  missedByAll('Support line', '+33199001902', '12:40'),
  missedByAll('Field dispatch', '+33199001903', '07:10'),
  underWay(
    { direction: 'in', user: at('pauline.martin'), ivr: 'Paris desk', peer: '+33199001911', since: '15:58' },
    'recorded',
  ),
  underWay({ direction: 'out', user: at('hugo.lambert'), ivr: null, peer: '+33199001912', since: '16:01' }, 'recorded'),
  underWay({ direction: 'out', user: at('yara.costa'), ivr: null, peer: '+33199001913', since: '16:02' }),
  underWay(
    { direction: 'in', user: at('tom.becker'), ivr: 'Support line', peer: '+33199001914', since: '15:49' },
    'recorded',
  ),
  underWay({ direction: 'in', user: at('anna.vogel'), ivr: null, peer: '+33199001915', since: '16:03' }, 'objected'),
  underWay({ direction: 'out', user: at('aline.fabre'), ivr: null, peer: '+33199001916', since: '16:00' }),
  underWay(
    { direction: 'in', user: at('jonas.weber'), ivr: 'Field dispatch', peer: '+33199001917', since: '15:55' },
    'recorded',
  ),
  underWay({ direction: 'in', user: null, ivr: 'Paris desk', peer: '+33199001921', since: '16:03' }),
  underWay({ direction: 'in', user: null, ivr: 'Support line', peer: '+33199001922', since: '16:02' }),
  underWay({ direction: 'in', user: null, ivr: 'Support line', peer: '+33199001923', since: '16:03' }),
  underWay({ direction: 'in', user: null, ivr: 'Field dispatch', peer: '+33199001924', since: '16:01' }),
];

/** What acme has besides people, profiles and groups. Prices, names of tools and of settings are made up. */
export const ACME_CONTENT: ContentSeed = {
  scenarios: [
    { ivr: 'Paris desk', name: 'Open hours', isDefault: true },
    { ivr: 'Paris desk', name: 'Closed', isDefault: false },
    { ivr: 'Support line', name: 'Open hours', isDefault: true },
    { ivr: 'Field dispatch', name: 'Round the clock', isDefault: true },
  ],
  tags: [
    { name: 'Order', color: '#0b6b74', description: 'Somebody orders something' },
    { name: 'Complaint', color: '#b3261e', description: 'Somebody is not content' },
    { name: 'Call back', color: '#8a5a00', description: 'Has to be called again' },
    { name: 'Wrong number', color: '#59616b', description: '' },
  ],
  snoozeReasons: ['Lunch', 'Meeting', 'Training'],
  blockedNumbers: [
    { number: '+33199001990', comment: 'Calls every night' },
    { number: '+33199001991', comment: 'Sells what nobody needs' },
  ],
  contacts: [
    {
      firstName: 'Noé',
      lastName: 'Garnier',
      company: 'Blue Boats',
      number: '+33199001000',
      owner: null,
      integration: null,
    },
    {
      firstName: 'Lotte',
      lastName: 'Maas',
      company: 'Harbour Foods',
      number: '+33199001037',
      owner: null,
      integration: null,
    },
    {
      firstName: 'Rafa',
      lastName: 'Soler',
      company: 'Sunny Roofs',
      number: '+33199001074',
      owner: null,
      integration: 'Customer list',
    },
    {
      firstName: 'Mina',
      lastName: 'Aho',
      company: 'North Paper',
      number: '+33199001111',
      owner: null,
      integration: 'Customer list',
    },
    {
      firstName: 'Otto',
      lastName: 'Brandt',
      company: '',
      number: '+33199001148',
      owner: at('pauline.martin'),
      integration: null,
    },
    {
      firstName: 'Sofia',
      lastName: 'Lang',
      company: '',
      number: '+33199001185',
      owner: at('tom.becker'),
      integration: null,
    },
    {
      firstName: 'Emma',
      lastName: 'Kriz',
      company: 'Bank',
      number: '+33199001222',
      owner: at('aline.fabre'),
      integration: null,
    },
  ],
  brands: ['Acme', 'Acme Repairs'],
  conferences: [{ name: 'All hands', pincode: '4821', numbers: ['+33199000090'] }],
  otherSettings: [
    { name: 'Hold music', value: 'Piano' },
    { name: 'Language of announcements', value: 'English' },
    { name: 'Recordings are kept for', value: '90 days' },
  ],
  webhooks: [{ event: 'call.ended', url: 'https://hooks.acme.example/calls' }],
  integrations: [
    {
      name: 'Customer list',
      enabled: true,
      settings: { Address: 'https://crm.acme.example', 'Who sees leads': 'their owner' },
    },
    { name: 'Help desk', enabled: false, settings: { Address: 'https://desk.acme.example' } },
  ],
  campaigns: [
    { name: 'Autumn offers', group: 'Sales', state: 'running' },
    { name: 'Survey after repairs', group: 'Field', state: 'draft' },
    { name: 'Winter greetings', group: null, state: 'paused' },
  ],
  tasks: [
    { title: 'Call Blue Boats back', user: at('pauline.martin'), due: '2026-11-23', done: false },
    { title: 'Send the offer to Sunny Roofs', user: at('ben.okafor'), due: '2026-11-24', done: true },
    { title: 'Check the printer of Harbour Foods', user: at('jonas.weber'), due: '2026-11-24', done: false },
    { title: 'Look through the complaints', user: null, due: '2026-11-27', done: false },
  ],
  credit: { cents: 12_050, currency: 'EUR' },
  invoices: [
    { period: '2026-08', cents: 148_200 },
    { period: '2026-09', cents: 151_980 },
    { period: '2026-10', cents: 149_730 },
  ],
  calls: CALLS,
  presences: [
    { user: at('chloe.petit'), devices: 2, snooze: 'Lunch', snoozeEnd: null },
    { user: at('erik.holm'), devices: 1, snooze: 'Meeting', snoozeEnd: '2026-11-20T17:00:00.000Z' },
    { user: at('wim.jansen'), devices: 0, snooze: null, snoozeEnd: null },
  ],
  plannings: [
    {
      user: at('hanna.falk'),
      timeZone: 'Europe/Paris',
      enabled: true,
      ranges: [1, 2, 3, 4, 5].map((day) => ({ day, start: 540, end: 1080 })),
    },
  ],
  snoozeLog: [
    {
      user: at('chloe.petit'),
      state: 'snooze',
      name: 'Lunch',
      comment: '',
      createdAt: '2026-11-20T12:00:00.000Z',
      endedAt: null,
    },
    {
      user: at('erik.holm'),
      state: 'snooze',
      name: 'Meeting',
      comment: '',
      createdAt: '2026-11-20T15:00:00.000Z',
      endedAt: '2026-11-20T17:00:00.000Z',
    },
  ],
};
