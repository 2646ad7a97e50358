// Reads of the embedded account in which something is missing, comes twice, comes elsewhere, or is no answer at all.

import { AccountUnreadable } from '../../src/account/ports.js';
import { sandboxAccount } from '../../src/account/sandbox/index.js';
import type { Live, Plan } from '../../src/model/index.js';
import { NO_MEMORY } from '../../src/run/memory.js';
import { type Fault, memorySandbox, type Sandbox } from '../../src/sandbox/index.js';
import { type Dice, diceOf } from '../access/random-accounts.js';
import { type CampaignWorld, campaignWorlds, NOW } from './campaign-worlds.js';
import { loopTurn } from './loop-turn.js';
import { forgetStates } from './model-account.js';
import { withOneState } from './sandbox-machine.js';

export interface BadReads {
  readonly count: number;
  readonly refused: number;
  /** Reads that a fault did not change. */
  readonly equal: number;
  /** Plans that a fault changed. */
  readonly found: readonly string[];
}

export interface BadReadOptions {
  readonly seed: number;
  readonly count: number;
  readonly perWorld: number;
  /** The account believes of its own totals what it gave. */
  readonly withoutTotals?: boolean;
}

const LISTS = ['users', 'profiles', 'groups', 'numbers', 'ivrs'] as const;
const BASE = '/full/v1/';
/** Many small pages. */
const PAGE_SIZE = 3;

export async function badReads({ seed, count, perWorld, withoutTotals = false }: BadReadOptions): Promise<BadReads> {
  const tally = { count: 0, refused: 0, equal: 0, found: [] as string[] };
  let dice = diceOf(seed);
  for await (const world of campaignWorlds(seed, 3)) {
    const sandbox = await memorySandbox(world.seed, { clock: () => NOW, sleep: async () => {} });
    const whole = planned(world, await read(sandbox, false));
    for (let turn = 0; turn < perWorld && tally.count < count; turn += 1) {
      await loopTurn();
      const faults = badRead(dice);
      sandbox.setFaults(faults);
      const given = await read(sandbox, withoutTotals)
        .then((live) => planned(world, live))
        .catch(refusal);
      sandbox.setFaults([]);
      tally.count += 1;
      if (given instanceof AccountUnreadable) tally.refused += 1;
      else if (given.digest === whole.digest) tally.equal += 1;
      else tally.found.push(JSON.stringify(faults));
    }
    sandbox.close();
    forgetStates();
    dice = diceOf(seed + tally.count);
    if (tally.count >= count) return tally;
  }
  return tally;
}

function refusal(error: unknown): AccountUnreadable {
  if (error instanceof AccountUnreadable) return error;
  throw error;
}

const planned = ({ plan }: CampaignWorld, live: Live): Plan => plan(live, NO_MEMORY).plan;

async function read(sandbox: Sandbox, withoutTotals: boolean): Promise<Live> {
  const key = sandbox.keyFor();
  const inPages = (request: Request) => {
    const url = new URL(request.url);
    if (url.searchParams.has('limit')) url.searchParams.set('limit', String(withoutTotals ? 1000 : PAGE_SIZE));
    return sandbox.fetch(new Request(url, request));
  };
  const fetch = withoutTotals ? await believing(inPages, key) : inPages;
  return withOneState(await sandboxAccount({ fetch, baseUrl: 'http://embedded.account', key, now: () => NOW }).read());
}

/** States as totals what each list holds as it is given. */
async function believing(fetch: Sandbox['fetch'], key: string): Promise<Sandbox['fetch']> {
  const lists = new Map<string, readonly unknown[]>();
  for (const name of LISTS) {
    const answer = await fetch(
      new Request(`http://embedded.account${BASE}${name}?limit=1000&after=0`, { headers: { authorization: key } }),
    ).catch(() => new Response('{}'));
    lists.set(name, listIn(await answer.text().catch(() => '{}')));
  }
  const totals = Object.fromEntries([...lists].map(([name, list]) => [name, list.length]));
  return async (request) => {
    const name = new URL(request.url).pathname.slice(BASE.length);
    const list = lists.get(name);
    if (list) return Response.json({ total: list.length, list });
    const answer = await fetch(request);
    return name === 'team' && answer.ok ? Response.json({ ...((await answer.json()) as object), totals }) : answer;
  };
}

function listIn(text: string): readonly unknown[] {
  try {
    const { list }: { readonly list?: unknown } = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

const GARBAGE = [
  '',
  '{}',
  '[]',
  'null',
  '{"list":null}',
  '{"total":0,"list":[]}',
  '<html>',
  '{"total":1e99,"list":[{}]}',
] as const;

/** One thing goes wrong with a read, or two that could make up for each other. */
function badRead(dice: Dice): readonly Fault[] {
  const list = dice.chance(70) ? dice.pick(['users', 'profiles', 'groups'] as const) : dice.pick(LISTS);
  const path = dice.chance(5) ? `${BASE}team` : `${BASE}${list}`;
  const effects = dice.chance(40) ? [effectOf(dice), effectOf(dice)] : [effectOf(dice)];
  const isAll = dice.chance(20);
  return effects.map((effect) => ({
    method: 'GET',
    path,
    from: isAll ? 1 : 1 + dice.below(3),
    times: isAll ? 100 : 1 + dice.below(2),
    effect,
  }));
}

function effectOf(dice: Dice): Fault['effect'] {
  const kind = dice.below(10);
  const at = dice.below(PAGE_SIZE);
  if (kind < 5) return { kind: 'row', change: dice.pick(['drop', 'repeat', 'move'] as const), at };
  if (kind < 7) return { kind: 'page', change: dice.pick(['drop', 'repeat'] as const) };
  if (kind === 7) return { kind: 'truncate', bytes: dice.below(400) };
  if (kind === 8) return { kind: 'revokeKey' };
  const status = dice.pick([200, 200, 204, 304, 401, 403, 404, 429, 500] as const);
  return { kind: 'answer', when: 'after', status, headers: {}, body: dice.pick(GARBAGE) };
}
