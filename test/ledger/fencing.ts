// A holder that is too late, and a store that does not notice.
import type { LedgerStore, StoredDocument } from '../../src/ledger/store.js';
import { begin, failureOf, lockAs, START } from './entries.js';
import { ledgerOn, openAt, type Place } from './places.js';

/** How many writes of a holder are kept, through its store, although somebody else has taken its lock over. */
export async function staleWrites(place: Place, store: LedgerStore): Promise<number> {
  const [ledger, other] = [ledgerOn(place, store), await openAt(place)];
  const run = await (await lockAs(ledger, 'ada', place.leaseMs)).begin(START);
  await run.write({ begins: begin(1) });
  await place.pass(place.leaseMs + 1);
  await lockAs(other, 'bo');
  await failureOf(run.write({ begins: begin(2) }));
  const kept = (await other.run(run.id))?.entries.filter(({ seq }) => seq === 2).length;
  await ledger.close();
  await other.close();
  return kept ?? 0;
}

/** Shows its holder the lock as that holder once took it. */
export function withoutEpochCheck(store: LedgerStore): LedgerStore {
  let own: StoredDocument | undefined;
  const isLock = ({ kind, key }: Pick<StoredDocument, 'kind' | 'key'>): boolean => kind === 'state' && key === 'lock';
  return {
    ...store,
    write: (work) =>
      store.write((transaction) =>
        work({
          ...transaction,
          put: async (document) => {
            if (isLock(document)) own ??= document;
            await transaction.put(document);
          },
          documents: async (kind) =>
            (await transaction.documents(kind)).map((document) => (isLock(document) ? (own ?? document) : document)),
        }),
      ),
  };
}
