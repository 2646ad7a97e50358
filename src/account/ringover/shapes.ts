import type { RouteShape } from '../../model/index.js';
import { isObject, type WireObject } from '../wire.js';
import { type Client, type Reply, shaped } from './client.js';
import { READ_ROUTES } from './ping.js';
import { groupOf, PATHS, rowsOf } from './wire.js';

const GROUPS = '/groups';
const DEEPEST = 6;
/** Names that may be values, such as addresses, are not told. */
const PLAIN_NAME = /^[a-z_]\w{0,39}$/i;

/** For comparing what this version expects with what the service says. Asks each route once, and one group, and never throws. */
export async function shapesOf(client: Client): Promise<readonly RouteShape[]> {
  const shapes: RouteShape[] = [];
  let group: number | undefined;
  for (const { path } of READ_ROUTES) {
    const reply = await client.send({ method: 'GET', path });
    const [route = path] = path.split('?');
    shapes.push(shapeOf(route, reply));
    if (route === GROUPS && reply.kind === 'answered') group = firstGroup(reply.value);
  }
  if (group === undefined) return shapes;
  return [
    ...shapes,
    shapeOf('/groups/{id}', await client.send({ method: 'GET', path: PATHS.group(group, { limit: 1, offset: 0 }) })),
  ];
}

function firstGroup(value: unknown): number | undefined {
  try {
    return shaped(() => rowsOf(value).map(groupOf))[0]?.id;
  } catch {
    return undefined;
  }
}

function shapeOf(route: string, reply: Reply): RouteShape {
  const seen = new Map<string, Set<string>>();
  if (reply.kind === 'answered') note(seen, '', { value: reply.value, depth: 0 });
  const fields = [...seen].map(([path, types]): [string, readonly string[]] => [path, [...types].sort()]);
  return { route, status: reply.status, fields: Object.fromEntries(fields.sort()) };
}

function note(
  seen: Map<string, Set<string>>,
  path: string,
  { value, depth }: { readonly value: unknown; readonly depth: number },
): void {
  seen.set(path, (seen.get(path) ?? new Set()).add(typeName(value)));
  if (depth === DEEPEST) return;
  if (Array.isArray(value)) for (const item of value) note(seen, `${path}[]`, { value: item, depth: depth + 1 });
  else if (isObject(value))
    for (const [name, item] of entriesOf(value)) note(seen, join(path, name), { value: item, depth: depth + 1 });
}

const entriesOf = (value: WireObject): readonly (readonly [string, unknown])[] =>
  Object.entries(value).map(([name, item]) => [PLAIN_NAME.test(name) ? name : '?', item]);

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return value === undefined ? 'nothing' : typeof value;
}
