import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished } from 'vitest';
import {
  type AccountSeed,
  type KeyKind,
  LIVE,
  type Mode,
  memorySandbox,
  type Sandbox,
} from '../../src/sandbox/index.js';
import { serveSandbox } from '../../src/sandbox/server/serve.js';
import { CONTRACT_SEED } from '../account/contract-seed.js';
import { emptyDirectory, NOW, type Run, run, write } from './world.js';

export interface Service {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** `GET /users`, in the order in which they came. */
  readonly asked: string[];
  writes(): readonly string[];
  key(kind?: KeyKind): string;
}

export type Answer = (request: Request) => Response | undefined;

/** The emulated public API on a port of this machine, in the place of the real service. */
export async function service(
  given: { readonly seed?: AccountSeed; readonly mode?: Mode; readonly answer?: Answer } = {},
): Promise<Service> {
  const { seed = CONTRACT_SEED, mode = LIVE, answer } = given;
  const sandbox = await memorySandbox(seed, { clock: () => NOW, publicApi: { mode } });
  const asked: string[] = [];
  const fetch: Sandbox['fetch'] = async (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname.replace('/v2', '')}`);
    return answer?.(request) ?? sandbox.fetch(request);
  };
  const served = await serveSandbox({ sandbox: { ...sandbox, fetch }, port: 0, rate: undefined, clock: () => NOW });
  onTestFinished(async () => {
    await served.stop();
    sandbox.close();
  });
  return {
    sandbox,
    url: served.url,
    asked,
    writes: () => asked.filter((line) => !line.startsWith('GET ')),
    key: (kind) => remembered(sandbox.keyFor(undefined, kind)),
  };
}

export interface Directory {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export const PEOPLE = `groups: { Sales: { openAccess: true } }
users:
  owner@acme.example: { superAdmin: true }
  ada@acme.example: { groups: [Sales] }
  tom@acme.example: {}
`;

/** An account directory that is bound to the service; people who are not in the files leave. */
export function directory(
  { url, key }: Pick<Service, 'url' | 'key'>,
  given: { readonly provider?: string; readonly files?: Readonly<Record<string, string>>; readonly key?: string } = {},
): Directory {
  const { provider = 'team: "1", as: owner@acme.example, verified: 2026-11-21', files = { 'people.yaml': PEOPLE } } =
    given;
  const settings = `version: 1
account: acme
provider: { kind: ringover, url: "${url}", ${provider} }
authority: { users: authoritative }
limits: { shrink: 100 }
`;
  const cwd = write(emptyDirectory(), { 'ringctl.yaml': settings, ...files });
  return { cwd, env: { RINGOVER_API_KEY: remembered(given.key ?? key()) } };
}

const keys = new Set<string>();
const told: string[] = [];

function remembered(key: string): string {
  keys.add(key);
  return key;
}

/** One run. What it prints and what it leaves on the disk is looked through for keys at the end. */
export async function ringctl(argv: readonly string[], { cwd, env }: Directory): Promise<Run> {
  const result = await run(argv, { cwd, env });
  told.push(result.out, result.err, ...filesBelow(cwd));
  return result;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'));
}

/** In every file of tests that calls this: no key is in anything that any of its runs printed or wrote, in any form. */
export function noKeyIsTold(): void {
  afterAll(() => {
    expect(keys.size).toBeGreaterThan(0);
    for (const key of keys)
      for (const form of [key, encodeURIComponent(key), Buffer.from(key).toString('base64')])
        expect(told.filter((text) => text.includes(form)).length).toBe(0);
    expect(told.join('').length).toBeGreaterThan(10_000);
  });
}
