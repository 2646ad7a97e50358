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
  /** Answers what is under way, accepts nothing new, and ends. The account itself stays open. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly sandbox: Sandbox;
  /** 0 takes a free one. */
  readonly port: number;
  /** Requests a second for each key, on both APIs; undefined is any number. */
  readonly rate: number | undefined;
  readonly clock: () => Date;
}

/** Slow senders are cut off; an answer may take as long as a browser waits. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const IDLE_MS = 10_000;

/** Listens on 127.0.0.1 only. Rejects with the error of the system when the port is taken. */
export async function serveSandbox({ sandbox, port, rate, clock }: ServeOptions): Promise<Served> {
  const adminToken = makeToken();
  const pacer = rate === undefined ? undefined : pacerOf({ rate, clock });
  const bound = { port };
  const answer = async (request: Request): Promise<Response> =>
    guardRequest(request, { port: bound.port, adminToken }) ??
    (isAdmin(request) ? admin(request, sandbox) : (pacer?.(request) ?? sandbox.fetch(request)));
  const server = httpServer((request, outgoing) => answered(answer, request, outgoing));
  await listening(server, port);
  bound.port = portOf(server);
  return { url: `http://127.0.0.1:${bound.port}`, port: bound.port, adminToken, stop: () => stopped(server) };
}

const isAdmin = (request: Request): boolean => new URL(request.url).pathname.startsWith('/admin/');

function httpServer(fetch: (request: Request, outgoing: ServerResponse) => Promise<Response>): Server {
  const listener = getRequestListener(
    (request, { outgoing }) =>
      outgoing instanceof ServerResponse ? fetch(request, outgoing) : new Response(null, { status: 505 }),
    {
      overrideGlobalObjects: false,
    },
  );
  return createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: IDLE_MS },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
}

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

const stopped = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
