import { readConfig } from '../config/read-config.js';
import { type Diagnostic, type Outcome, type Step, userKey } from '../model/index.js';
import { singleStep } from '../plan/digest.js';
import { draft } from '../plan/draft.js';
import { readAccountFiles } from './account-files.js';
import type { OpenAccount } from './plan.js';

export interface SignOutRequest {
  readonly dir: string;
  readonly emails: readonly string[];
  readonly open: OpenAccount;
  readonly signal: AbortSignal;
}

export type SignedOut =
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  /** Addresses of nobody who can sign in: nobody was signed out. */
  | { readonly kind: 'unknown'; readonly emails: readonly string[] }
  | { readonly kind: 'done'; readonly results: readonly { readonly email: string; readonly outcome: Outcome }[] };

/** Signs people out of every device. An action, never a state: it is in no plan. */
export async function signOut({ dir, emails, open, signal }: SignOutRequest): Promise<SignedOut> {
  const files = readConfig(await readAccountFiles(dir));
  if (!files.ok) return { kind: 'invalid', diagnostics: files.diagnostics };
  const { account, close } = await open(files.value.desired.settings, dir);
  try {
    const { state } = await account.read();
    const unknown = emails.filter((email) => state.users.get(userKey(email))?.status !== 'active');
    if (unknown.length > 0) return { kind: 'unknown', emails: unknown };
    const results = [];
    for (const email of new Set(emails)) {
      const outcome = signal.aborted
        ? { kind: 'not-sent' as const, message: 'Interrupted.' }
        : await account.perform(signOutStep(email), signal);
      results.push({ email, outcome });
    }
    return { kind: 'done', results };
  } finally {
    close();
  }
}

const signOutStep = (email: string): Step => singleStep(draft('signOut', userKey(email)));
