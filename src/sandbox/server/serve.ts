import { createServer, type Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { parseFault } from '../faults/fault.js';
import { AnswerCut, ConnectionDropped } from '../faults/faulty-fetch.js';
import type { Sandbox } from '../index.js';
import { guardRequest } from './guard.js';
import { pacerOf } from './pacer.js';
import { makeToken } from './token.js';

/** The embedded account on a port of this machine. */
export interface Served {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  readonly port: number;
  /** For `/admin/faults`, and nothing else. */
  readonly adminToken: string;
  /** Accepts nothing new, answers what is under way or cuts it off, and ends. The account itself stays open. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly sandbox: Sandbox;
  /** 0 takes a free one. */
  readonly port: number;
  /** Requests a second for each key, on both APIs; undefined is any number. */
  readonly rate: number | undefined;
  readonly clock: () => Date;
  readonly timeouts?: Timeouts;
}

/** In milliseconds. Slow senders are cut off; an answer may take as long as a browser waits. */
export interface Timeouts {
  /** Until the headers of a request are there. */
  readonly headers: number;
  /** Until all of a request is there. */
  readonly request: number;
  /** Between two requests of a connection. */
  readonly idle: number;
  /** After stopping was asked for: what is under way by then is cut off. */
  readonly stop: number;
}

const TIMEOUTS: Timeouts = Object.freeze({ headers: 10_000, request: 30_000, idle: 10_000, stop: 5_000 });

/** Listens on 127.0.0.1 only. Rejects with the error of the system when the port is taken. */
export async function serveSandbox({ sandbox, port, rate, clock, timeouts = TIMEOUTS }: ServeOptions): Promise<Served> {
  const adminToken = makeToken();
  const pacer = rate === undefined ? undefined : pacerOf({ rate, clock });
  const bound = { port };
  const answer = async (request: Request): Promise<Response> =>
    guardRequest(request, { port: bound.port, adminToken }) ??
    (isAdmin(request) ? admin(request, sandbox) : (pacer?.(request) ?? sandbox.fetch(request)));
  const open = new Set<ServerResponse>();
  const server = httpServer((request, outgoing) => {
    open.add(outgoing);
    outgoing.once('close', () => open.delete(outgoing));
    return answered(answer, request, outgoing);
  }, timeouts);
  await listening(server, port);
  bound.port = portOf(server);
  return {
    url: `http://127.0.0.1:${bound.port}`,
    port: bound.port,
    adminToken,
    stop: () => stopped(server, { open, longest: timeouts.stop }),
  };
}

const isAdmin = (request: Request): boolean => new URL(request.url).pathname.startsWith('/admin/');

function httpServer(
  fetch: (request: Request, outgoing: ServerResponse) => Promise<Response>,
  { headers, request, idle }: Timeouts,
): Server {
  const listener = getRequestListener(
    (request, { outgoing }) =>
      outgoing instanceof ServerResponse ? fetch(wholeRequest(request), outgoing) : new Response(null, { status: 505 }),
    {
      overrideGlobalObjects: false,
    },
  );
  const server = createServer(
    {
      headersTimeout: headers,
      requestTimeout: request,
      keepAliveTimeout: idle,
      connectionsCheckingInterval: Math.min(headers, LONGEST_CHECK_MS),
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  // Their size is limited; a number above which they are left out would hide those that matter.
  server.maxHeadersCount = 0;
  return server;
}

/**
 * A body without a length is counted while it is read, which takes a request of the platform: what the adapter gives only looks like one,
 * and looks as if it had a body where there is none.
 */
function wholeRequest(request: Request): Request {
  const { method, url, headers, signal } = request;
  if (method === 'GET' || method === 'HEAD' || headers.has('content-length')) return request;
  const body = headers.has('transfer-encoding') ? request.body : null;
  return new Request(url, { method, headers, body, signal, duplex: 'half' });
}

/** How late a slow sender may be noticed. */
const LONGEST_CHECK_MS = 1000;

/** What drops the connection in process drops it here too. */
async function answered(
  answer: (request: Request) => Promise<Response>,
  request: Request,
  outgoing: ServerResponse,
): Promise<Response> {
  try {
    return await answer(request);
  } catch (error) {
    if (!(error instanceof ConnectionDropped) && !(error instanceof AnswerCut)) throw error;
    if (error instanceof AnswerCut) {
      outgoing.writeHead(error.status, { 'content-type': 'application/json', 'content-length': error.length });
      outgoing.write(error.start, () => outgoing.destroy());
    } else outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
}

/** PUT /admin/faults: a list of faults in the place of those before. */
async function admin(request: Request, sandbox: Sandbox): Promise<Response> {
  const isKnown = request.method === 'PUT' && new URL(request.url).pathname === '/admin/faults';
  if (!isKnown) return new Response('404 page not found', { status: 404 });
  if (!/^application\/json(?:;|$)/i.test(request.headers.get('content-type') ?? ''))
    return new Response('Faults are JSON.', { status: 415 });
  const given = await readJson(request);
  const faults = Array.isArray(given) ? given.map(parseFault) : [undefined];
  const known = faults.filter((fault) => fault !== undefined);
  if (known.length < faults.length) return new Response('A fault is not one of the known ones.', { status: 422 });
  sandbox.setFaults(known);
  return new Response(null, { status: 204 });
}

const LARGEST_FAULTS = 64 * 1024;

async function readJson(request: Request): Promise<unknown> {
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!(length <= LARGEST_FAULTS)) return undefined;
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a server that listens has a port');
  return address.port;
}

interface Stopping {
  /** Answers that are not given yet: each is the last of its connection. */
  readonly open: ReadonlySet<ServerResponse>;
  /** In milliseconds. */
  readonly longest: number;
}

const stopped = (server: Server, { open, longest }: Stopping): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), longest);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
    for (const outgoing of open) outgoing.shouldKeepAlive = false;
  });
