/**
 * The vendor's limit: so many requests in any second for each key, and 429 above. No header says when to come back: no source mentions one.
 */
export function pacerOf({
  rate,
  clock,
}: {
  readonly rate: number;
  readonly clock: () => Date;
}): (request: Request) => Response | undefined {
  const sent = new Map<string, number[]>();
  return (request) => {
    const key = request.headers.get('authorization');
    if (key === null) return undefined;
    const now = clock().getTime();
    const recent = (sent.get(key) ?? []).filter((at) => at > now - 1000);
    if (recent.length >= rate) return tooMany(request);
    sent.set(key, [...recent, now]);
    if (sent.size > KEYS_KEPT) sent.delete(sent.keys().next().value ?? '');
    return undefined;
  };
}

/** Keys that nobody made cannot fill the memory. */
const KEYS_KEPT = 1000;

/** In the form of the API that was asked. */
const tooMany = (request: Request): Response => {
  const isPublic = new URL(request.url).pathname.startsWith('/v2');
  const error = isPublic ? 'Too many requests' : { code: 'TOO_MANY_REQUESTS', message: 'Too many requests.' };
  return new Response(JSON.stringify({ error }), {
    status: 429,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
};
