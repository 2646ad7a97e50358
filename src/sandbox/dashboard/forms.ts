import { LARGEST_BODY_BYTES } from '../assumptions.js';

/** Why a request is not taken for one that the person made on a page of the dashboard. Nothing of it was read or written. */
export const REJECTIONS = {
  FOREIGN_HOST: { status: 403, sentence: 'The dashboard is reached under the address of this machine only.' },
  FOREIGN_ORIGIN: { status: 403, sentence: 'The form was not sent from a page of this dashboard.' },
  NOT_A_FORM: { status: 415, sentence: 'Only forms are accepted here.' },
  FORM_TOO_LARGE: { status: 413, sentence: 'The form is larger than 1 MiB.' },
  NOT_SIGNED_IN: { status: 401, sentence: 'Nobody is signed in, or the session has ended. Sign in and try again.' },
  FORM_TOKEN: { status: 403, sentence: 'The form belongs to another session. Open the page again and try once more.' },
} as const satisfies Record<string, { status: number; sentence: string }>;
export type Rejection = keyof typeof REJECTIONS;

const OWN_HOSTS: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** A name that somebody else made point here is no name of ours. */
export const isForeignHost = (request: Request): boolean => !OWN_HOSTS.includes(new URL(request.url).hostname);

/** What is wrong with a POST before its body is looked at. */
export function rejectionOf(request: Request): Rejection | undefined {
  if (!isOwn(request)) return 'FOREIGN_ORIGIN';
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return 'NOT_A_FORM';
  return Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY_BYTES ? 'FORM_TOO_LARGE' : undefined;
}

/** Browsers say where a form comes from, in one of two headers at least; what says neither is no browser on our page. */
function isOwn(request: Request): boolean {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if (origin === null) return site === 'same-origin';
  return origin === new URL(request.url).origin && (site === null || site === 'same-origin' || site === 'none');
}
