import { isAllowedToken } from './token.js';

/**
 * What a page of the web that is open on the same machine could send: the account listens on this machine only, and a browser on it can be made
 * to knock. The APIs are for programs, which send no Origin; the dashboard checks its own forms.
 */
export interface GuardOptions {
  readonly port: number;
  /** Opens the switches for faults; 256 random bits. */
  readonly adminToken: string;
}

const LOCAL_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
/** Paths of programs, as against those of people. */
const FOR_PROGRAMS = ['/full/', '/v2', '/admin/'];

/** The reason to refuse a request before the account sees it, undefined when there is none. */
export function guardRequest(request: Request, { port, adminToken }: GuardOptions): Response | undefined {
  const hosts = LOCAL_NAMES.map((name) => `${name}:${port}`);
  const { host, pathname } = new URL(request.url);
  // A request may name another host in its first line than in its header.
  if (![request.headers.get('host') ?? '', host].every((name) => hosts.includes(name)))
    return refused(421, 'This address is not served here.');
  if (!FOR_PROGRAMS.some((start) => pathname.startsWith(start))) return undefined;
  const site = request.headers.get('sec-fetch-site');
  if (request.headers.has('origin') || (site !== null && site !== 'none'))
    return refused(403, 'The APIs are not for pages of a browser.');
  if (!request.headers.has('authorization') && pathname.startsWith('/admin/'))
    return refused(401, 'A token is needed.');
  const given = request.headers.get('authorization') ?? '';
  if (pathname.startsWith('/admin/') && !isAllowedToken(given, adminToken))
    return refused(401, 'This is not the token.');
  return undefined;
}

const refused = (status: 401 | 403 | 421, error: string): Response =>
  new Response(JSON.stringify({ error }), { status, headers: { 'content-type': 'application/json; charset=utf-8' } });
