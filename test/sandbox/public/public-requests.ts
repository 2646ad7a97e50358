import {
  type AccountSeed,
  type KeyKind,
  LIVE,
  type Mode,
  memorySandbox,
  PORTAL,
  type Sandbox,
} from '../../../src/sandbox/index.js';
import { isObject, OFFICE } from '../requests.js';

/** A Monday, half past nine in the morning of UTC. */
export const NOW = new Date('2026-11-23T09:30:00.000Z');

export const MODES = [
  ['portal', PORTAL],
  ['live', LIVE],
] as const satisfies readonly (readonly [string, Mode])[];

/** With one of everything that the public API shows: tag 1, conference 1 (and 2 without numbers), scenarios 1 and 2, a call of tom. */
export const PUBLIC_OFFICE: AccountSeed = {
  ...OFFICE,
  content: {
    scenarios: [
      { ivr: 'Desk', name: 'Day', isDefault: true },
      { ivr: 'Desk', name: 'Night', isDefault: false },
    ],
    tags: [{ name: 'Sale', color: '#00aa00', description: 'Sold' }],
    conferences: [
      { name: 'Monday round', pincode: '1234', numbers: ['+33199000030'] },
      { name: 'Spare room', pincode: '', numbers: [] },
    ],
    calls: [
      {
        direction: 'in',
        state: 'live',
        user: 'tom@acme.example',
        ivr: null,
        peer: '+33199000099',
        startedAt: '2026-11-23T09:29:00.000Z',
        endedAt: null,
        recording: 'none',
        tag: null,
        note: '',
      },
    ],
    presences: [
      { user: 'tom@acme.example', devices: 2, snooze: null, snoozeEnd: null },
      { user: 'ivy@acme.example', devices: 0, snooze: 'meeting', snoozeEnd: '2026-11-23T10:00:00.000Z' },
      { user: 'bea@acme.example', devices: 0, snooze: 'lunch', snoozeEnd: '2026-11-23T09:00:00.000Z' },
    ],
    plannings: [
      {
        user: 'tom@acme.example',
        timeZone: 'Europe/Paris',
        enabled: true,
        ranges: [{ day: 1, start: 540, end: 630 }],
      },
      {
        user: 'ivy@acme.example',
        timeZone: 'Europe/Paris',
        enabled: true,
        ranges: [{ day: 1, start: 540, end: 631 }],
      },
    ],
    snoozeLog: ['first', 'second', 'third'].map((name) => ({
      user: 'tom@acme.example',
      state: 'ended',
      name,
      comment: '',
      createdAt: '2026-11-20T09:00:00.000Z',
      endedAt: '2026-11-20T10:00:00.000Z',
    })),
  },
};

export function publicSandbox(mode: Mode, seed: AccountSeed | 'acme' | 'empty' = PUBLIC_OFFICE): Promise<Sandbox> {
  return memorySandbox(seed, { clock: () => NOW, publicApi: { mode } });
}

export interface PublicSending {
  readonly as?: string | undefined;
  readonly kind?: KeyKind | undefined;
  readonly body?: unknown;
  /** In the place of the key. */
  readonly authorization?: string | undefined;
}

export interface PublicSaid {
  readonly status: number;
  /** Parsed when it is JSON, otherwise the text. */
  readonly body: unknown;
  readonly type: string | null;
}

/** `call('GET /users')` below /v2; no content type is sent, as some clients do. */
export function publicCaller(sandbox: Sandbox): (line: string, sending?: PublicSending) => Promise<PublicSaid> {
  return async (line, { as, kind, body, authorization = sandbox.keyFor(as, kind) } = {}) => {
    const [method = 'GET', path = ''] = line.split(' ');
    const response = await sandbox.fetch(
      new Request(`http://in-process/v2${path}`, {
        method,
        headers: authorization === '' ? {} : { authorization },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const type = response.headers.get('content-type');
    return { status: response.status, type, body: type?.startsWith('application/json') ? JSON.parse(text) : text };
  };
}

export type Entry = Readonly<Record<string, unknown>>;

export const entry = (value: unknown): Entry => (isObject(value) ? value : {});

export const entriesOf = (value: unknown): readonly Entry[] => {
  const list = isObject(value) && !Array.isArray(value) ? value.list : value;
  return Array.isArray(list) ? list : [];
};
