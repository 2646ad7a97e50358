import type { Session } from './session.js';

/** Five minutes in all: longer than a lock outlives whoever held it. */
const PAUSE_MS = 15_000;
const PAUSES = 20;

/** Does the work again while another run holds the lock of the account, as long as that is worth waiting for. All of it is looked at anew. */
export async function whenFree<T extends { readonly kind: string }>(
  { world, out }: Pick<Session, 'world' | 'out'>,
  work: () => Promise<T>,
): Promise<T> {
  for (let pauses = 0; ; pauses += 1) {
    const done = await work();
    if (done.kind !== 'locked' || pauses === PAUSES) return done;
    if (pauses === 0) out.say('Another run writes to the account: waiting for it.');
    await world.sleep(PAUSE_MS);
  }
}
