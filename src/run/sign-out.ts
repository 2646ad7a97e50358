import type { Account } from '../account/ports.js';
import { waitFor } from '../apply/sending.js';
import { readConfig } from '../config/read-config.js';
import { type Diagnostic, type Outcome, type Step, userKey } from '../model/index.js';
import { singleStep } from '../plan/digest.js';
import { draft } from '../plan/draft.js';
import { readAccountFiles } from './account-files.js';
import type { Sleep } from './locked.js';
import type { OpenAccount } from './plan.js';

export interface SignOutRequest {
  readonly dir: string;
  readonly emails: readonly string[];
  readonly open: OpenAccount;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
}

export type SignedOut =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  /** Addresses of nobody who can sign in: nobody was signed out. */
  | { readonly kind: 'unknown'; readonly emails: readonly string[] }
  | { readonly kind: 'done'; readonly results: readonly { readonly email: string; readonly outcome: Outcome }[] };

/** Signs people out of every device. An action, never a state: it is in no plan. */
export async function signOut({ dir, emails, open, sleep, signal }: SignOutRequest): Promise<SignedOut> {
  const files = readConfig(await readAccountFiles(dir));
  if (!files.ok) return { kind: 'invalid', diagnostics: files.diagnostics };
  const { account, close } = await open(files.value.desired.settings, dir);
  try {
    const { state } = await account.read();
    const unknown = emails.filter((email) => state.users.get(userKey(email))?.status !== 'active');
    if (unknown.length > 0) return { kind: 'unknown', emails: unknown };
    const results = [];
    for (const email of new Set(emails))
      results.push({ email, outcome: await signedOut(email, { account, sleep, signal }) });
    return { kind: 'done', results };
  } finally {
    close();
  }
}

/** As often as the account asks to be waited for. */
async function signedOut(
  email: string,
  { account, sleep, signal }: Pick<SignOutRequest, 'sleep' | 'signal'> & { readonly account: Account },
): Promise<Outcome> {
  while (!signal.aborted) {
    const outcome = await account.perform(signOutStep(email), signal);
    if (outcome.kind !== 'not-sent' || outcome.retryInMs === undefined) return outcome;
    await waitFor(outcome.retryInMs, { sleep, signal });
  }
  return { kind: 'not-sent', message: 'Interrupted.' };
}

const signOutStep = (email: string): Step => singleStep(draft('signOut', userKey(email)));
