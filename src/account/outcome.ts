import type { Outcome } from '../model/index.js';

/** What the client of any provider tells of a write. */
export type WriteReply =
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'not-sent'; readonly message: string; readonly retryInMs?: number }
  | { readonly kind: 'ambiguous'; readonly message: string };

/** `keyRefusals`: codes of a key that is gone, or may do less than before. */
export function outcomeOf(reply: WriteReply, keyRefusals: readonly string[]): Outcome {
  const { kind } = reply;
  switch (kind) {
    case 'answered':
      return { kind: 'done' };
    case 'refused': {
      const { code, message } = reply;
      return { kind, reason: code, message, ...(keyRefusals.includes(code) && { isKeyRefused: true }) };
    }
    case 'not-sent': {
      const { message, retryInMs } = reply;
      return { kind, message, ...(retryInMs !== undefined && { retryInMs }) };
    }
    case 'ambiguous':
      return { kind, message: reply.message };
    default:
      return kind satisfies never;
  }
}
